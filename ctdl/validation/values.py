"""Values: dates, durations, numbers and languages have the form of their datatype."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from ctdl.contexts import COERCIONS
from ctdl.durations import is_duration
from ctdl.findings import Finding, finding
from ctdl.language import is_language_tag
from ctdl.messages import say
from ctdl.validation.structure import Described, Entity

_ZONE: Final = re.compile(r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$")
_INTEGER: Final = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_FLOAT: Final = re.compile(rf"(?:{_DECIMAL.pattern}(?:[eE][+-]?\d+)?|-?INF|NaN)", re.ASCII)
# Marks that turn the reading direction and do not end with the text.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check_values(described: Described) -> Iterator[Finding]:
    """Typed values of the wrong form, and texts with invisible marks that reorder them."""
    for entity in described.entities:
        for name in entity.properties:
            coercion = COERCIONS.get(name, "")
            form = _FORMS.get(coercion)
            if form is not None:
                for value in entity.values(name):
                    if not isinstance(value, dict) and not _fits(coercion, _plain(value)):
                        yield _misfit(entity, name, value, form[1])
            if coercion != "@id":
                yield from _check_direction(entity, name)


def _misfit(entity: Entity, name: str, value: Any, wanted: str) -> Finding:
    return finding(
        "VALUE_INVALID",
        say(
            "%(name)s is %(written)s; write %(wanted)s.",
            name=name,
            written=repr(str(value)[:60]),
            wanted=wanted,
        ),
        entity=entity.label,
        property=name,
    )


def _check_direction(entity: Entity, name: str) -> Iterator[Finding]:
    for text in _texts(entity.node[name]):
        if not text.isascii() and (found := _TURNING.search(text)):
            yield finding(
                "TEXT_DIRECTION_CONTROL",
                f"{name} has the mark U+{ord(found.group()):04X}, which reorders the text around "
                "it; remove it.",
                entity=entity.label,
                property=name,
            )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for member in value:
            if isinstance(member, str):
                yield member
    elif isinstance(value, dict) and "@type" not in value:
        for member in value.values():
            yield from _texts(member)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


@lru_cache(maxsize=8192)
def _fits(coercion: str, text: str) -> bool:
    return _FORMS[coercion][0](text)


def _is_date(text: str) -> bool:
    day = _ZONE.sub("", text) if len(text) > 10 else text
    try:
        return len(day) == 10 and bool(date.fromisoformat(day))
    except ValueError:
        return False


def _is_instant(text: str) -> bool:
    try:
        return "T" in text and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


_FORMS: Final[dict[str, tuple[Callable[[str], bool], str]]] = {
    "xsd:date": (_is_date, say("a whole date, such as 2024-09-30")),
    "xsd:dateTime": (_is_instant, say("a date and time, such as 2024-09-30T12:00:00Z")),
    "schema:Duration": (is_duration, say("an ISO 8601 duration, such as P6W or PT40H")),
    "xsd:duration": (is_duration, say("an ISO 8601 duration, such as P6W or PT40H")),
    "xsd:integer": (lambda text: bool(_INTEGER.fullmatch(text)), say("a whole number")),
    "xsd:decimal": (lambda text: bool(_DECIMAL.fullmatch(text)), say("a number, such as 750.50")),
    "xsd:float": (lambda text: bool(_FLOAT.fullmatch(text)), say("a number, such as 7.5")),
    "xsd:boolean": (lambda text: text in ("true", "false", "0", "1"), say("true or false")),
    "xsd:language": (
        is_language_tag,
        say("a language tag, such as en or fr-CA"),
    ),
}
