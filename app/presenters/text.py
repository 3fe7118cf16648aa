"""Text of records on a page: which of its languages is shown, and how that is marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from flask_babel import gettext

from app.presenters.language import page_language
from ctdl.language import best_text

UNKNOWN_LANGUAGE = "und"

_DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Embeddings, overrides and isolates: they could turn the words around them on the page."""


@dataclass(frozen=True)
class Text:
    """A piece of text; `lang` is set when it is content whose language is not the page's.

    An empty `lang` is how HTML says that the language is not known.
    """

    value: str
    lang: str | None = None
    fallback: str | None = None
    is_content: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", self.value.translate(_DIRECTION_MARKS))

    def __str__(self) -> str:
        return self.value


def content(text: Mapping[str, str] | str | None) -> Text | None:
    """The text of a record in the page's language or the nearest one; None if it is empty."""
    if not text:
        return None
    if isinstance(text, str):
        return Text(text, "", None, True)
    value, tag = best_text(text, page_language())
    if not value:
        return None
    if tag in ("", UNKNOWN_LANGUAGE):
        return Text(value, "", None, True)
    if tag.split("-")[0].lower() == page_language():
        return Text(value, None, None, True)
    return Text(value, tag, _only_in(tag), True)


def titled(text: Mapping[str, str] | str | None, otherwise: str) -> Text:
    """The text of a record, or `otherwise` (its identifier, say) where it has none."""
    return content(text) or Text(otherwise)


def framed(text: str) -> Text:
    """Words of the site itself, in the language of the page."""
    return Text(text)


def language_name(tag: str) -> str:
    """The name of a language in the language of the page, or its tag where it has no known name."""
    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return tag
    return locale.get_display_name(page_language()) or tag


def _only_in(tag: str) -> str:
    primary = tag.split("-")[0].lower()
    if primary == "en":
        return gettext("(in English only)")
    if primary == "fr":
        return gettext("(in French only)")
    return gettext("(in %(language)s)", language=language_name(tag))
