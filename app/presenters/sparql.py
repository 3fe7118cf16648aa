"""The SPARQL endpoint for people: what may be asked, and answers as tables."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import gettext, ngettext
from werkzeug.exceptions import HTTPException

from app.presenters.formats import number
from app.presenters.links import Link, web_link
from app.presenters.text import UNKNOWN_LANGUAGE, Text
from app.store.sparql import (
    Answered,
    QueryLimits,
    QueryMalformed,
    QueryRefused,
    QueryTooCostly,
    ResultTooLarge,
    TooManyQueries,
)
from ctdl.contexts import CTDL_ASN_CONTEXT, CTDL_CONTEXT, prefixes_of
from ctdl.errors import RegistryError

SHOWN_ROWS: Final = 200
SHOWN_CHARACTERS: Final = 40_000
SHOWN_BEFORE: Final = 60
SHOWN_AFTER: Final = 20
_NAMESPACES: Final = {
    namespace: prefix for prefix, namespace in prefixes_of((CTDL_CONTEXT, CTDL_ASN_CONTEXT)).items()
}
_LOCAL_NAME: Final = re.compile(r"(.*[/#:])([\w.-]+)")


@dataclass(frozen=True)
class Cell:
    """A term of an answer: its text, where it leads, and its datatype where that says more."""

    text: Text
    link: Link | None = None
    note: str = ""
    is_short: bool = False
    """Whether the text is the short form of an address, to be kept on one line."""


@dataclass(frozen=True)
class ShownAnswer:
    """An answer on a page; of a long one the beginning, and it says so."""

    caption: str
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[Cell | None]] = ()
    graph: str = ""
    rest: str = ""


@dataclass(frozen=True)
class Wrong:
    """Why there is no answer: for readers, and what is said to programs, in English.

    Of a query that cannot be read, `where` is the line up to which it can, with a mark below it.
    """

    words: str
    detail: str = ""
    place: str = ""
    where: str = ""


def shown_answer(found: Answered, base: str) -> ShownAnswer:
    """The answer in words, as a table or as a graph."""
    if found.form == "ask":
        said = json.loads(found.data)["boolean"]
        return ShownAnswer(gettext("The answer is yes.") if said else gettext("The answer is no."))
    if found.form == "graph":
        return _shown_graph(found)
    return _shown_table(found, base)


def what_is_wrong(error: Exception, query: str) -> Wrong:
    """The reason in the language of the page."""
    if isinstance(error, HTTPException):
        return Wrong(gettext("The query could not be answered."), error.description or "")
    words: dict[type[RegistryError], str] = {
        QueryMalformed: gettext("This cannot be read as a query of SPARQL 1.1."),
        QueryRefused: gettext("This registry does not answer such a query."),
        ResultTooLarge: gettext(
            "The answer is too large, and a part of it would mislead: ask for it in parts, with"
            " ORDER BY, LIMIT and OFFSET."
        ),
        QueryTooCostly: gettext(
            "The query needs too much time or memory and was ended: ask for less at a time."
        ),
        TooManyQueries: gettext("Others are asking just now: try again in some seconds."),
    }
    found = next((words[kind] for kind in words if isinstance(error, kind)), None)
    wrong = Wrong(found or gettext("The query could not be answered."), str(error))
    return _located(wrong, error, query) if isinstance(error, QueryMalformed) else wrong


def limits_in_words(limits: QueryLimits, at_once: int) -> list[str]:
    """What a query may cost."""
    return [
        gettext(
            "A query may take %(seconds)s seconds and %(memory)s MiB of memory. One that needs more"
            " is ended (503).",
            seconds=f"{limits.seconds:g}",
            memory=limits.memory >> 20,
        ),
        gettext(
            "An answer has at most %(rows)s rows or triples and %(size)s MiB. A larger one is"
            " refused as a whole (422), never cut: ask for it in parts, with ORDER BY, LIMIT and"
            " OFFSET.",
            rows=number(limits.rows),
            size=limits.bytes >> 20,
        ),
        gettext(
            "A query has at most %(length)s characters. %(queries)s are answered at a time; the"
            " next waits %(seconds)s seconds at most (503).",
            length=number(limits.characters),
            queries=at_once,
            seconds=f"{limits.wait_seconds:g}",
        ),
        gettext(
            "No other server is asked (SERVICE), nothing is fetched (FROM) and nothing can be"
            " changed."
        ),
    ]


def _located(wrong: Wrong, error: QueryMalformed, query: str) -> Wrong:
    place = gettext(
        "Something is wrong at or shortly before line %(line)s, column %(column)s:",
        line=error.line,
        column=error.column,
    )
    lines = query.split("\n")
    line = lines[error.line - 1] if error.line <= len(lines) else ""
    begin = max(0, error.column - SHOWN_BEFORE)
    text = re.sub(r"\s", " ", line[begin : error.column + SHOWN_AFTER])
    where = f"{text}\n{' ' * (error.column - 1 - begin)}^" if text.strip() else ""
    return replace(wrong, detail=error.reason, place=place, where=where)


def _shown_table(found: Answered, base: str) -> ShownAnswer:
    answer: Mapping[str, Any] = json.loads(found.data)
    names, rows = answer["head"]["vars"], answer["results"]["bindings"]
    caption = ngettext("%(shown)s row", "%(shown)s rows", found.rows, shown=number(found.rows))
    if not rows:
        return ShownAnswer(gettext("Nothing was found."))
    rest = ""
    if len(rows) > SHOWN_ROWS:
        rest = gettext("The first %(shown)s are shown.", shown=number(SHOWN_ROWS))
    cells = [[_cell(row.get(name), base) for name in names] for row in rows[:SHOWN_ROWS]]
    return ShownAnswer(caption, names, cells, rest=rest)


def _shown_graph(found: Answered) -> ShownAnswer:
    if not found.rows:
        return ShownAnswer(gettext("Nothing was found."))
    text = found.data.decode()
    caption = ngettext(
        "%(shown)s statement", "%(shown)s statements", found.rows, shown=number(found.rows)
    )
    rest = ""
    if len(text) > SHOWN_CHARACTERS:
        text = text[:SHOWN_CHARACTERS].rpartition("\n")[0]
        rest = gettext("The beginning is shown.")
    return ShownAnswer(caption, graph=text, rest=rest)


def _cell(term: Mapping[str, Any] | None, base: str) -> Cell | None:
    if term is None:
        return None
    value = term["value"]
    if not isinstance(value, str):
        return Cell(Text(json.dumps(value)))
    if term["type"] == "uri":
        short = _short(value, base)
        return Cell(Text(short), web_link(value), is_short=short != value)
    if term["type"] == "bnode":
        return Cell(Text(f"_:{value}"))
    if tag := term.get("xml:lang"):
        return Cell(Text(value, "" if tag == UNKNOWN_LANGUAGE else tag, None, True), note=f"@{tag}")
    if datatype := term.get("datatype"):
        return Cell(Text(value, None, None, True), note=_short(datatype, base))
    return Cell(Text(value, "", None, True))


def _short(iri: str, base: str) -> str:
    """An address of this registry without its beginning; a term with its prefix."""
    if iri.startswith(f"{base}resources/"):
        return iri.removeprefix(base)
    found = _LOCAL_NAME.fullmatch(iri)
    if found and found.group(1) in _NAMESPACES:
        return f"{_NAMESPACES[found.group(1)]}:{found.group(2)}"
    return iri
