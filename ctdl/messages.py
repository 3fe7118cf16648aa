"""Messages that can be said in another language: an English sentence that knows its parts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ctdl.language import best_text

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


class Said(str):
    """An English sentence; `pattern` and `values` are what it was made of.

    It is a text like any other wherever English is wanted. A page in another language translates
    the pattern, and those of its values that are such sentences or names themselves.
    """

    pattern: str
    values: Mapping[str, object]
    is_name: bool

    def __new__(
        cls,
        text: str,
        pattern: str = "",
        values: Mapping[str, object] = _NOTHING,
        is_name: bool = False,
    ) -> "Said":
        """The sentence as it reads in English, with its parts."""
        made = super().__new__(cls, text)
        made.pattern = pattern
        made.values = values
        made.is_name = is_name
        return made


class InLanguages(str):
    """A text of a record in its languages; anywhere but on a page it is the English one."""

    texts: Mapping[str, str]


def in_languages(texts: Mapping[str, str], otherwise: str = "") -> str:
    """What a record calls something, to be shown in the reader's language; else `otherwise`."""
    text, _ = best_text(texts, "en")
    if not text:
        return otherwise
    made = InLanguages(text)
    made.texts = texts
    return made


def say(pattern: str, **values: object) -> Said:
    """The sentence that `pattern` makes of the values, named in it as `%(name)s`."""
    return Said(pattern % values if values else pattern, pattern, values)


def name(text: str) -> Said:
    """A name that pages translate, such as the label of a column."""
    return Said(text, text, is_name=True)
