"""Published lists of codes: currencies (ISO 4217) and the subtags of language tags (RFC 5646)."""

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final

_SCRIPT: Final = re.compile(r"[a-z]{4}")
_REGION: Final = re.compile(r"[a-z]{2}|[0-9]{3}")


@cache
def currencies() -> Mapping[str, str]:
    """The English names of all money in use, by code."""
    return {code: name for code, name in _list("currencies.json").items() if code != "published"}


def currency_meant(text: str) -> str | None:
    """The code that somebody means who writes `text`: "eur", "US Dollar"; None when unclear."""
    return _currency_names().get(text.strip().lower())


@cache
def _currency_names() -> Mapping[str, str]:
    names = {name.lower(): code for code, name in currencies().items()}
    return names | {code.lower(): code for code in currencies()}


@lru_cache(maxsize=4096)
def unregistered_subtag(tag: str) -> str | None:
    """The first part of the language `tag` that nobody registered, or None.

    Languages, scripts and regions are looked up; variants and extensions are not.
    """
    language, *others = tag.lower().split("-")
    # "x-" begins a tag of one's own, "i-" one of the tags older than the registry.
    if len(language) == 1:
        return None
    if language not in _subtags("language"):
        return language
    for part in others:
        if len(part) == 1:
            return None
        if _SCRIPT.fullmatch(part) and part not in _subtags("script"):
            return part.title()
        if _REGION.fullmatch(part) and part not in _subtags("region"):
            return part.upper()
    return None


@cache
def _subtags(kind: str) -> frozenset[str]:
    return frozenset(_list("language-subtags.json")[kind].split())


@cache
def _list(name: str) -> Mapping[str, str]:
    text = resources.files("ctdl").joinpath("data", name).read_text("utf-8")
    facts: dict[str, str] = json.loads(text)
    return facts
