"""Values of a presented document, read without trust: whatever is not as expected is left out."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from app.services.verifying.answers import PresentedRefused
from app.services.verifying.limits import LONGEST_ADDRESS, LONGEST_SHOWN
from ctdl.findings import DocumentError
from ctdl.json_reading import MAX_NESTING, read_json
from ctdl.messages import Said, say

#: What is not seen or turns what is: format and control characters, but for the two joiners that
#: Persian, Indic scripts and emoji are written with.
_JOINERS: Final = frozenset("\u200c\u200d")
Node = Mapping[str, Any]
_INSTANT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?)?",
    re.IGNORECASE,
)
_JSON_PLACE: Final = re.compile(r"Line (\d+), column (\d+)")
_EARLIEST, _LATEST = 0, 253_402_300_799
"""The instants of a JSON Web Token that a date can hold: up to the end of the year 9999."""


def read_document(text: str) -> Any:
    """The JSON value in `text`; raises PresentedRefused.

    What the value holds is never repeated: it may name a person.
    """
    try:
        return read_json(text)
    except DocumentError as error:
        first = error.findings[0]
        raise PresentedRefused("bad-json", _what_is_wrong(first.code, first.message)) from None


def _what_is_wrong(code: str, message: str) -> Said:
    place = _JSON_PLACE.match(message)
    if code == "JSON_MALFORMED" and place:
        return say(
            "Line %(line)s, column %(column)s is not JSON as it must be. Send the badge as its"
            " issuer made it, unedited and whole.",
            line=place[1],
            column=place[2],
        )
    if code == "JSON_DUPLICATE_KEY":
        return say(
            "A name stands twice in one object of the JSON, so that programs would read different"
            " things in it. Ask the issuer for a badge where every name stands once."
        )
    if code == "JSON_NUMBER_INVALID":
        return say(
            "The JSON holds a number that programs read differently, such as NaN or one with more"
            " than 16 digits. Ask the issuer to write it as a text."
        )
    if code == "NESTING_TOO_DEEP":
        return say(
            "The JSON nests deeper than %(most)s levels, which no badge needs; it is not read.",
            most=MAX_NESTING,
        )
    return say(
        "A text of the JSON holds a character that no text should have, such as a control"
        " character. Send the badge as its issuer made it, unedited and whole."
    )


def items(value: Any) -> list[Any]:
    """A value or the values of a list; nothing for null."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def nodes(value: Any) -> Iterator[Node]:
    """The objects among one or more values."""
    return (each for each in items(value) if isinstance(each, dict))


def types(node: Node) -> frozenset[str]:
    """The classes of a node, by `type` or `@type`."""
    stated = items(node.get("type", node.get("@type")))
    return frozenset(each for each in stated if isinstance(each, str))


def identifier(value: Any) -> str | None:
    """The address of a value: the text itself, or the `id` of an object."""
    if isinstance(value, dict):
        value = value.get("id", value.get("@id"))
    if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_ADDRESS:
        return value.strip()
    return None


def shown_text(value: Any) -> str | None:
    """A text to be shown, one of its languages, cut where it is long; None where there is none."""
    for each in items(value):
        if isinstance(each, dict):
            each = each.get("@value") or next(iter(each.values()), None)
        if isinstance(each, str) and each.strip():
            text = " ".join(each.split())
            return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return None


def visible(text: str | None) -> str | None:
    """The text without characters that nobody sees, or that turn the direction of reading."""
    if text is None:
        return None
    hidden = {each for each in text if unicodedata.category(each) in ("Cc", "Cf")} - _JOINERS
    return text.translate(dict.fromkeys(map(ord, hidden)))


def unreadable(names: Iterable[str], stated: Node, read: Callable[[Any], object]) -> Iterator[str]:
    """The names that state something, but no date that can be read."""
    return (name for name in names if stated.get(name) is not None and read(stated[name]) is None)


def instant(value: Any) -> datetime | None:
    """The UTC instant of an ISO 8601 date or time; a date alone is its first moment."""
    found = _INSTANT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    day, time, zone = found[1], found[2] or "00:00:00", (found[3] or "Z").upper()
    try:
        read = datetime.fromisoformat(f"{day}T{time}{zone.replace('Z', '+00:00')}")
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def numeric_instant(value: Any) -> datetime | None:
    """The UTC instant of a NumericDate (RFC 7519, section 2)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return datetime.fromtimestamp(value, UTC) if _EARLIEST <= value <= _LATEST else None


def count_values(value: Any, most: int) -> int:
    """How many values a document holds, objects and lists with them; stops counting at `most`."""
    waiting, count = [value], 0
    while waiting and count <= most:
        one = waiting.pop()
        count += 1
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return count
