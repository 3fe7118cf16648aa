"""Text that strangers write for others to read: plain, and nothing hidden in it."""

import re
import unicodedata

_JOINERS = "\u200c\u200d"
"""Needed inside words of some scripts, and harmless."""
_LINES = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_MANY_LINES = re.compile(r"\n{3,}")


def plain_text(text: str) -> str:
    """The text without control characters, marks that turn its direction, and halves of pairs.

    Lines stay lines, at most one empty one between two; white space is made even within them.
    """
    kept = "".join(map(_kept, _LINES.sub("\n", text)))
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def plain_line(text: str) -> str:
    """The same on one line."""
    return " ".join(plain_text(text).split())


def _kept(character: str) -> str:
    if character == "\n" or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category == "Cc":
        return " " if character == "\t" else ""
    if category.startswith("Z"):
        return " "
    return "" if category.startswith("C") else character
