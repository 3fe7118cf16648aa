"""Reading JSON strictly: what is doubtful is refused with its place, not repaired in silence."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from ctdl.findings import DocumentError, Finding, finding

MAX_DOCUMENT_BYTES: Final = 2_000_000
MAX_NESTING: Final = 60

_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd")
# What XML 1.0 cannot carry: a text with these could not be served as RDF/XML.
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_json(data: bytes | str | Mapping[str, Any]) -> Any:
    """The JSON value in `data`, or DocumentError with what makes it unusable and where.

    RFC 8259, and stricter where the RFC warns: unique names, finite numbers, whole characters.
    """
    text = _as_text(data)
    content = _decode(text)
    found = _unusable_values(content)
    if found:
        raise DocumentError(found)
    return content


def _as_text(data: bytes | str | Mapping[str, Any]) -> str:
    if isinstance(data, Mapping):
        data = _encoded(data)
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > MAX_DOCUMENT_BYTES:
        _refuse(
            "DOCUMENT_TOO_LARGE",
            f"The document has {size:,} bytes; at most {MAX_DOCUMENT_BYTES:,} are taken. "
            "Split it into one document per resource.",
        )
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    if data.startswith(_COMPRESSED):
        _refuse(
            "ENCODING_NOT_UTF8",
            "This looks compressed (gzip, zip or zstd). Send the document itself, unpacked.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(
            "ENCODING_NOT_UTF8",
            f"Byte {error.start + 1} is not UTF-8. Save the file as UTF-8.",
        )


def _encoded(data: Mapping[str, Any]) -> str:
    try:
        return json.dumps(data, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        _refuse("JSON_MALFORMED", f"The document cannot be written as JSON: {error}.")


def _decode(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_unique_names,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_bounded_integer,
        )
    except json.JSONDecodeError as error:
        _refuse(
            "JSON_MALFORMED",
            f"Line {error.lineno}, column {error.colno}: {error.msg}. Correct the JSON there.",
        )
    except RecursionError:
        _refuse_depth()


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                _refuse(
                    "JSON_DUPLICATE_KEY",
                    f"{name!r} stands twice in one object; keep one, or give a list of values.",
                )
            seen.add(name)
    return members


def _refuse_constant(text: str) -> NoReturn:
    _refuse("JSON_NUMBER_INVALID", f"{text} is not a JSON number; leave the property out.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _refuse("JSON_NUMBER_INVALID", f"{text[:40]} is too large; write a smaller number.")
    return number


def _bounded_integer(text: str) -> int:
    # Beyond 2^53 programs read different numbers from the same digits (RFC 8259 section 6).
    if len(text) > 16:
        _refuse("JSON_NUMBER_INVALID", f"{text[:40]} is too large; write it as a text.")
    return int(text)


def _unusable_values(content: Any) -> list[Finding]:
    found: list[Finding] = []
    level = [content]
    for _ in range(MAX_NESTING + 1):
        below: list[Any] = []
        for value in level:
            if isinstance(value, str):
                _check_text(value, found)
            elif isinstance(value, list):
                below.extend(value)
            elif isinstance(value, dict):
                below.extend(value.values())
                for name in value:
                    _check_text(name, found)
        if not below:
            break
        level = below
    else:
        _refuse_depth()
    return found


def _check_text(text: str, found: list[Finding]) -> None:
    unusable = None if text.isprintable() else _UNUSABLE.search(text)
    if unusable and len(found) < 20:
        found.append(
            finding(
                "TEXT_CHARACTER_INVALID",
                f"A text has the character U+{ord(unusable.group()):04X} at position "
                f"{unusable.start() + 1} (after {text[: unusable.start()][-20:]!r}); remove it.",
            )
        )


def _refuse_depth() -> NoReturn:
    _refuse(
        "NESTING_TOO_DEEP",
        f"Values nest deeper than {MAX_NESTING} levels. Give inner resources an @id and list "
        "them in @graph.",
    )


def _refuse(code: str, message: str) -> NoReturn:
    raise DocumentError([finding(code, message)])
