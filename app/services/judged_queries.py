"""Judged queries: what people might type, with the records that answer it and how well.

A folder of JSON files holds them. They are written and judged by people who read the records, and
only measure the search: nothing here is asked while a reader searches.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from ctdl.ctid import CTID, CTIDError, parse_ctid
from ctdl.errors import RegistryError

Kind = Literal["lexical", "paraphrase", "occupation", "known-item", "french", "constraint"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Part = Literal["fit", "aside"]
PARTS: tuple[Part, ...] = get_args(Part)
"""Queries of the part `fit` may be used to choose parameters; those kept aside never are."""

EXACT, GOOD, RELATED = 3, 2, 1
"""The grades: exactly what is sought, a good answer, merely related. All else is worth nothing."""

_TEXTS = ("id", "kind", "text", "language", "note", "part")


class BadJudgements(RegistryError):
    """A folder, file or query cannot be used to measure the search."""


@dataclass(frozen=True)
class JudgedQuery:
    """A text that is typed, the need behind it in one sentence, and the grades of records.

    `worthless` are records that were read and answer nothing; of the others nobody knows.
    """

    id: str
    kind: Kind
    text: str
    language: str
    note: str
    part: Part
    grades: Mapping[CTID, int]
    worthless: frozenset[CTID] = frozenset()

    def is_judged(self, ctid: CTID) -> bool:
        """Whether somebody has read this record for the query."""
        return ctid in self.grades or ctid in self.worthless


def judged_queries(folder: Path) -> tuple[JudgedQuery, ...]:
    """Every judged query of the JSON files in `folder`, in the order of files and queries."""
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not files:
        raise BadJudgements(
            f"{folder} holds no judged queries. They come with a checkout of the software, in"
            " tests/relevance; name that folder, or one of your own."
        )
    found: dict[str, JudgedQuery] = {}
    for file in files:
        for query in _read(file):
            if query.id in found:
                raise BadJudgements(f"{file}: the id {query.id!r} is given to two queries.")
            found[query.id] = query
    return tuple(found.values())


def _read(file: Path) -> Iterator[JudgedQuery]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadJudgements(f"{file} cannot be read as JSON: {error}") from error
    queries = content.get("queries") if isinstance(content, dict) else None
    if not isinstance(queries, list):
        raise BadJudgements(f"{file}: write an object whose `queries` is a list of queries.")
    for place, stated in enumerate(queries, start=1):
        yield _query(stated, f"{file}, query {place}")


def _query(stated: Any, where: str) -> JudgedQuery:
    if not isinstance(stated, dict):
        raise BadJudgements(f"{where}: a query is an object, not {type(stated).__name__}.")
    for name in _TEXTS:
        if not isinstance(stated.get(name), str) or not stated[name].strip():
            raise BadJudgements(f"{where}: `{name}` must be a text.")
    for name, known in (("kind", KINDS), ("part", PARTS)):
        if stated[name] not in known:
            raise BadJudgements(
                f"{where}: `{name}` is {stated[name]!r}; it is one of {', '.join(known)}."
            )
    grades = _grades(stated.get("judgements"), where)
    return JudgedQuery(
        **{name: stated[name] for name in _TEXTS},
        grades=grades,
        worthless=_worthless(stated.get("worthless", []), grades, where),
    )


def _grades(stated: Any, where: str) -> dict[CTID, int]:
    if not isinstance(stated, dict) or not stated:
        raise BadJudgements(f"{where}: `judgements` must give at least one record its grade.")
    grades: dict[CTID, int] = {}
    for ctid, grade in stated.items():
        if type(grade) is not int or not RELATED <= grade <= EXACT:
            raise BadJudgements(
                f"{where}: the grade of {ctid} is {grade!r}; grades are 1 to 3, and a record that"
                " is worth nothing is left out."
            )
        grades[_ctid(ctid, where)] = grade
    return grades


def _worthless(stated: Any, grades: Mapping[CTID, int], where: str) -> frozenset[CTID]:
    if not isinstance(stated, list):
        raise BadJudgements(f"{where}: `worthless` must be a list of CTIDs.")
    worthless = frozenset(_ctid(ctid, where) for ctid in stated)
    if both := worthless.intersection(grades):
        raise BadJudgements(f"{where}: {min(both)} has a grade and is called worthless.")
    return worthless


def _ctid(stated: Any, where: str) -> CTID:
    try:
        return parse_ctid(str(stated))
    except CTIDError as error:
        raise BadJudgements(f"{where}: {error}") from error
