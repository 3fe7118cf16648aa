"""Words that several rules need: where a phrase ends, and nouns that name no subject."""

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")


def word_set(text: str) -> frozenset[str]:
    """The words of a text, written out in lines for the eye."""
    return frozenset(text.split())


COURSES: Final = (
    "courses?|class|classes|training|trainings|programs?|programmes?|certificates?|certifications?"
    "|degrees?|diplomas?|qualifications?|credentials?|micro-?credentials?|stud(?:y|ies)|learning"
    "|lessons?|workshops?|tutorials?|badges?|awards?|bootcamps?|modules?|moocs?|options?"
    "|cours|formations?|certificats?|diplomes?|ateliers?|etudes|apprentissage|stages?"
    "|micro-?certifications?"
)
"""What is offered, whatever it is about."""

PROVIDERS: Final = (
    "universit(?:y|ies|es?)|colleges?|schools?|institutions?|institutes?|instituts?|polytechnics?"
    "|providers?|ecoles?|etablissements?|fournisseurs?|prestataires?|organisations?|organizations?"
)
"""Who offers it, whoever it is."""

ENDS: Final = (
    r"(?= *$| *[,;:!?.()\[\]/|+]| +(?:for|with|about|by|from|at|on|under|below"
    r"|pour|avec|sur|par|via|moins|chez)\b)"
)
"""The end of a phrase: that of the text, a sign that separates, or a word that starts another."""

NOT_A_SUBJECT: Final = word_set(
    """
    a an the of in on at to for with and or some any my i want need find looking short basic
    basics advanced intermediate introductory introduction foundation foundations best good top
    cheap free online professional graduate postgraduate undergraduate higher national bachelor
    bachelors master masters ba bsc ma msc mba phd doctorate honours hons arts major minor gcse
    nvq vce ncea level levels niveau iv ii iii vi un une des du de la le les l d je cherche veux
    licence doctorat
    """
)
"""Words that leave a query without a subject of its own."""

_OFFER: Final = re.compile(rf"(?:{COURSES})\Z")


def names_a_subject(plain: str) -> bool:
    """Whether a text has a word that says what something is about."""
    return any(
        not (word in NOT_A_SUBJECT or word.isdigit() or _OFFER.match(word))
        for word in _WORD.findall(plain)
    )


def last_word(plain: str) -> str:
    """The last word of a text."""
    found = re.search(r"([^\W_]+)[\W_]*\Z", plain[-60:])
    return found.group(1) if found else ""


def first_word(plain: str) -> str:
    """The first word of a text."""
    found = _WORD.search(plain[:60])
    return found.group() if found else ""
