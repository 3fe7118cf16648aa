"""Words of labels and of texts, brought to one form so that spellings of the same label meet.

Accents, case, plurals, British and American spelling, French elision, hyphens and the small words
between the others make no difference. Nothing here is shown to anybody; forms need only be equal.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+(?:[+#]{1,2}(?!\w))?|(?<=\s)&(?=\s)")
_FOLDED_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)
_MARKS: Final = re.compile("[\u0300-\u036f]")
_APOSTROPHES: Final = frozenset("'’ʼ‘`")
_ELISIONS: Final = frozenset(("l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu"))
_LONGEST_WORD: Final = 64

_ENGLISH_SMALL: Final = "a an the of for in on to at with by from into as"
_FRENCH_SMALL: Final = "le la les un une des de du au aux en dans sur pour par avec"
SMALL_WORDS: Final = frozenset((*_ENGLISH_SMALL.split(), *_FRENCH_SMALL.split()))
"""What stands between the words of a label and tells nothing alone."""
_AND: Final = {"et": "and", "&": "and"}

# British spellings that no rule of endings gives.
_AMERICAN: Final = {
    "centre": "center",
    "theatre": "theater",
    "fibre": "fiber",
    "metre": "meter",
    "litre": "liter",
    "calibre": "caliber",
    "programme": "program",
    "licence": "license",
    "defence": "defense",
    "offence": "offense",
    "practise": "practice",
    "catalogue": "catalog",
    "dialogue": "dialog",
    "cheque": "check",
    "tyre": "tire",
    "mould": "mold",
    "moulding": "molding",
    "aluminium": "aluminum",
    "grey": "gray",
    "artefact": "artifact",
    "jewellery": "jewelry",
    "enrolment": "enrollment",
    "fulfilment": "fulfillment",
    "speciality": "specialty",
    "maths": "mathematics",
    "math": "mathematics",
}


class Word(NamedTuple):
    """A word of a text: its form and where it stands."""

    form: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text in small letters without accents."""
    if text.isascii():
        return text.lower()
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", folded).translate(_FOLDED_LETTERS)


def words(text: str) -> Iterator[Word]:
    """The words that count of a text, in their order."""
    for word, start, end in written_words(text):
        found = form(word)
        if found:
            yield Word(found, start, end)


def written_words(text: str) -> Iterator[tuple[str, int, int]]:
    """All words of a text as they are written, without elided articles, and where they stand."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        if not _is_elided(word, text, start, end):
            yield word, start, end


def key(text: str) -> str:
    """What all spellings of a label share: its forms, run together.

    Without the spaces "cyber security", "cyber-security" and "cybersecurity" are one.
    """
    return "".join(word.form for word in words(text))


@lru_cache(maxsize=100_000)
def form(word: str) -> str:
    """The form of one written word; empty for a small word."""
    folded = fold(word)[:_LONGEST_WORD]
    if folded in SMALL_WORDS:
        return ""
    folded = _AND.get(folded, folded)
    return _american(_singular(folded)) if folded.isalpha() else folded


def _is_elided(word: str, text: str, start: int, end: int) -> bool:
    """Whether this is the "l" of "l'anglais" or the "s" of "children's"."""
    if len(word) > 6 or not word.isalpha():
        return False
    follows = text[end : end + 1] in _APOSTROPHES and bool(text[end : end + 1])
    if follows and text[end + 1 : end + 2].isalnum() and word.lower() in _ELISIONS:
        return True
    return word in ("s", "S") and start > 1 and text[start - 1] in _APOSTROPHES


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] not in "sx":
        return word
    if word.endswith("aux"):
        return word[:-1] if word.endswith("eaux") else word[:-2] + "l"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word[-1] == "s" and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _american(word: str) -> str:
    known = _AMERICAN.get(word)
    if known is not None:
        return known
    if len(word) < 5:
        return word
    return _ENDING.sub(_other_ending, _DIGRAPH.sub("e", word) if len(word) > 6 else word)


_DIGRAPH: Final = re.compile("ae")
_ENDING: Final = re.compile(
    r"(?P<z>is(?=(?:e|ed|er|ing|ation|ational|able)$))"
    r"|(?P<yz>ys(?=(?:e|ed|er|ing)$))"
    r"|(?P<o>our(?=(?:|ed|ing|al|er|able|ist)$))"
    r"|(?P<l>ll(?=(?:ed|ing|er|or)$))"
)
_ENDINGS: Final = {"z": "iz", "yz": "yz", "o": "or", "l": "l"}


def _other_ending(match: re.Match[str]) -> str:
    return _ENDINGS[match.lastgroup or ""]
