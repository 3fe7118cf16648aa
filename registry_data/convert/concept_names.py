"""The names of concepts beside their preferred ones: those of ESCO, and those of our editors."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from ctdl.concepts.model import Kind
from registry_data.convert.tables import Row, rules

LANGUAGES = ("en", "fr")

_ABOUT = re.compile(r"(?:principles|theory|fundamentals|concepts|methods|techniques) of (?P<of>.+)")
_ITS = re.compile(
    r"(?P<of>.+) (?:techniques|principles|methods|theory|methodologies|fundamentals|concepts"
    r"|practices)"
)
_DESCRIBES = re.compile(r"(?:al|ic|ive|ary|ous|ed|and|of)$")
"""A short name must not end in a word that wants another after it."""
_NAMES_ALONE = re.compile("(?:ing|ship|work|tics|nics)$")
"""One word is kept where it is plainly the name of an activity or a science."""


def names_of_esco(row: Row, kind: Kind, language: str) -> tuple[str, ...]:
    """The alternative labels of a concept, and each of the names that ESCO writes as one."""
    names = list(filter(None, row.get(f"alternatives_{language}", "").split("|")))
    if language == "fr" and kind in ("occupation", "group"):
        names = [*_of_each_gender(row.get("label_fr", "")), *names]
    return tuple(dict.fromkeys(names))


def names_of_editors(row: Row, kind: Kind, language: str) -> tuple[str, ...]:
    """Names that ESCO lacks: those of `tables/other_names.csv`, and what knowledge is about.

    "digital marketing techniques" is found as "digital marketing".
    """
    known = {row.get(f"label_{language}", ""), *names_of_esco(row, kind, language)}
    names = list(_other_names().get((row["id"], language), ()))
    # Knowledge stands below the fields of study in ESCO; labels of other skills begin with a verb.
    if language == "en" and kind == "skill" and "isced-f/" in row["broader"]:
        names += _shortened(row["label_en"])
    return tuple(name for name in dict.fromkeys(names) if name not in known)


def _shortened(label: str) -> Iterator[str]:
    found = _ABOUT.fullmatch(label) or _ITS.fullmatch(label)
    if found is None or _DESCRIBES.search(found["of"]):
        return
    if " " in found["of"] or _NAMES_ALONE.search(found["of"]):
        yield found["of"]


def _of_each_gender(label: str) -> Iterator[str]:
    """The French names of "directeur technique/directrice technique"."""
    names = [name.strip() for name in label.split("/")]
    if len(names) > 1 and len({len(name.split()) for name in names}) == 1:
        yield from names


@cache
def _other_names() -> dict[tuple[str, str], list[str]]:
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rules("other_names"):
        names[row["concept"], row["language"]].append(row["name"])
    return names
