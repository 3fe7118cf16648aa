"""Texts in several languages: choosing the best one, and folding them for comparison."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal

LangText = Mapping[str, str]

_TAG: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
#: The tag of a text whose language nobody stated (RFC 5646 section 4.1).
UNDETERMINED = "und"


def best_text(text: LangText, preferred: str) -> tuple[str, str]:
    """The text to show a reader of `preferred`, and its language tag; ("", "und") for none.

    First the language asked for, then English, then one without a stated language, then any.
    """
    for wanted in (preferred, "en", UNDETERMINED):
        for tag, value in text.items():
            if tag.lower() == wanted.lower() and value:
                return value, tag
        for tag, value in text.items():
            if primary_language(tag) == primary_language(wanted) and value:
                return value, tag
    for tag, value in text.items():
        if value:
            return value, tag
    return "", UNDETERMINED


@lru_cache(maxsize=4096)
def is_language_tag(text: str) -> bool:
    """Whether `text` is a well-formed BCP 47 tag, such as en, fr-CA or und."""
    if not _TAG.fullmatch(text):
        return False
    try:
        # The store is stricter than the shape: "en-x" or "en-a" lack what they announce.
        return bool(Literal("", language=text))
    except ValueError:
        return False


def primary_language(tag: str) -> str:
    """The language of `tag` without region or script: "en" for "en-US"."""
    return tag.replace("_", "-").partition("-")[0].lower()


def folded(text: str) -> str:
    """`text` without accents, case and doubled spaces, for comparing names."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())
