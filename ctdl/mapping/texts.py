"""Conversions of texts: plain, by language, tagged; a language nobody states is never guessed."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ctdl.language import UNDETERMINED, is_language_tag
from ctdl.mapping.reading import Reading
from ctdl.mapping.table import Conversion
from ctdl.mapping.writing import Writing, language_texts

_COMMAS: Final = re.compile(r"\s*,\s*")
_MAX_TEXT: Final = 20_000


def tagged_texts(reading: Reading, values: list[Any]) -> Iterator[tuple[str, str]]:
    """Each text in `values` with its language; what is no text is noted as unread."""
    for value in values:
        if isinstance(value, str):
            yield from _checked(reading, reading.language, value)
        elif isinstance(value, bool | int | float):
            reading.unread(value, "a text was expected")
        elif isinstance(value, dict) and "@value" in value:
            yield from _checked(reading, value.get("@language", reading.language), value["@value"])
        elif isinstance(value, dict):
            yield from _by_language(reading, value)


def text_of(reading: Reading, values: list[Any]) -> dict[str, str] | None:
    """The first text of each language."""
    found: dict[str, str] = {}
    for tag, text in tagged_texts(reading, values):
        found.setdefault(tag, text)
    return found or None


def texts_of(reading: Reading, values: list[Any]) -> dict[str, list[str]] | None:
    """Every text, by language."""
    found: dict[str, list[str]] = {}
    for tag, text in tagged_texts(reading, values):
        if text not in found.setdefault(tag, []):
            found[tag].append(text)
    return found or None


def _by_language(reading: Reading, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if not value or not all(is_language_tag(tag) or tag == "@none" for tag in value):
        reading.unread(", ".join(value), "a text, or texts by language, were expected")
        return
    for tag, text in value.items():
        for member in text if isinstance(text, list) else [text]:
            yield from _checked(reading, UNDETERMINED if tag == "@none" else tag, member)


def _checked(reading: Reading, tag: Any, text: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(text, str):
        reading.unread(text, "a text was expected")
    elif text.strip():
        if len(text) > _MAX_TEXT:
            reading.unread(text, f"a text has at most {_MAX_TEXT:,} characters")
            return
        known = isinstance(tag, str) and is_language_tag(tag)
        yield (tag if known else UNDETERMINED), text.strip()


def _write_one(writing: Writing, values: list[Any]) -> list[Any]:
    return [writing.text(values)]


def _write_each(writing: Writing, values: list[Any]) -> list[Any]:
    written: list[Any] = []
    for value in values:
        if isinstance(value, dict) and "@value" not in value:
            for tag, texts in value.items():
                members = texts if isinstance(texts, list) else [texts]
                written.extend(writing.text({tag: text}) for text in members)
        else:
            written.append(writing.text(value))
    return written


def _read_keywords(reading: Reading, values: list[Any]) -> dict[str, list[str]] | None:
    names: list[Any] = []
    for value in values:
        if isinstance(value, str):
            names.extend(word for word in _COMMAS.split(value) if word)
        elif isinstance(value, dict) and "name" in value:
            names.append(value["name"])
        else:
            names.append(value)
    return texts_of(reading, names)


def _write_plain(writing: Writing, values: list[Any]) -> list[Any]:
    return [str(value) for value in values if isinstance(value, str | int | float)]


def _read_plain(reading: Reading, values: list[Any]) -> str | None:
    for value in values:
        plain = value.get("@value") if isinstance(value, dict) else value
        if isinstance(plain, str) and plain.strip():
            return plain.strip()
        if isinstance(plain, int | float) and not isinstance(plain, bool):
            return str(plain)
        reading.unread(value, "one plain value was expected")
    return None


TEXT: Final = Conversion("text, its language kept", text_of, _write_one)
TEXTS: Final = Conversion("each text, its language kept", texts_of, _write_each)
KEYWORDS: Final = Conversion("each word; a text is split at commas", _read_keywords, _write_each)
PLAIN: Final = Conversion("as it is written", _read_plain, _write_plain)

__all__ = ["KEYWORDS", "PLAIN", "TEXT", "TEXTS", "language_texts", "text_of", "texts_of"]
