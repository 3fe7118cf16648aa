"""Credit, quality assurance and beginners, in words."""

import re
from collections.abc import Iterator
from typing import Final

from app.services.understanding.understood import NOT_STATED, Query, Reading
from app.services.understanding.words import COURSES, ENDS, first_word, word_set

CREDITS: Final = "credits"
"""The fact that a record must state to bear credit, whatever the number and the unit."""

VOUCHED_FOR: Final = ("accreditation", "approval", "recognition", "regulation")
"""The statements that vouch for something. Being listed in a register is none of them."""

FOR_BEGINNERS: Final = ("beginner", NOT_STATED)
"""What a record may state of its audience to be left in: that it is for beginners, or nothing."""

_CREDIT: Final = re.compile(
    r"\b(?:with|for|carry(?:ing)?|carries|giv(?:es?|ing)|earn(?:ing|s)?|offer(?:s|ing)?|worth)"
    r" +(?:(?:academic|university|college|transferable|ects|transfer) +){0,2}credits?\b"
    rf"(?: +(?:points?|transfer)\b)?{ENDS}"
    r"|\bcredit[- ]bearing\b"
    r"|\b(?:with|for|in|avec|en) +(?:(?:des|les) +)?(?:credits +)?ects\b"
    rf"(?: +(?:credits?|points?))?{ENDS}"
    rf"|(?<![0-9.,] )(?<!\babout )\b(?:ects +(?:credits?|points?)|credits +ects|ects)\b(?= *$)"
    rf"|\A *\bects(?= +(?:{COURSES})\b)"
    r"|\b(?:avec|donnant(?: +droit +a)?|valant) +(?:(?:des|les) +)?credits?"
    rf"(?: +(?:universitaires?|ects))?\b{ENDS}"
)
_ASSURED: Final = re.compile(
    r"\bquality[- ]assured\b"
    rf"|\b(?:fully|officially|formally|is|are) +(?:accredited|approved|recogni[sz]ed)\b{ENDS}"
    rf"|\b(?:officially|formally|state|government)[- ](?:accredited|approved|recogni[sz]ed)\b"
    rf"|\baccredited\b(?:{ENDS}|(?= +(?:online +|short +)?(?:{COURSES})\b))"
    rf"|\baccreditee?s?\b{ENDS}|\breconnue?s? +(?:par +l'etat|officiellement)\b"
    rf"|\b(?:formations?|cours|certificats?) +(?P<fr>agreee?s?)\b{ENDS}"
)
_ACCREDITED_FIRST: Final = re.compile(r"\A *(?:(?:an|the|any) +)?(?P<word>accredited) +(?=\w)")
# Those who are accredited, not what is taught.
_ROLES: Final = word_set(
    """
    assessor assessors trainer trainers coach coaches counsellor counselor professional auditor
    practitioner practitioners investigator instructor mediator consultant engineer technician
    buyer specialist investor staging asset safety
    """
)
_BEGINNERS: Final = re.compile(
    r"\bfor +(?:(?:absolute|complete|total) +)?(?:beginners?|newbies|novices)\b(?:'s)?"
    rf"|\bbeginner(?:'?s)?'?(?:[ -]levels?\b|(?= +(?:{COURSES})\b))"
    r"|\bpour +(?:les +)?(?:(?:grande?s?|vrais?) +)?debutante?s?\b"
    rf"|\b(?:de +)?niveau +debutant\b|\bdebutante?s?\b{ENDS}|\bbeginners?\b(?= *$)"
)
_BEGINNER_FIRST: Final = re.compile(r"\A *(?:(?:an?|the|any) +)?(?P<word>beginners?) +(?=\w)")


def credit(query: Query) -> Iterator[Reading]:
    """Words that ask for what bears credit."""
    for found in _CREDIT.finditer(query.plain):
        yield Reading("credit", *found.span(), (CREDITS,))


def quality(query: Query) -> Iterator[Reading]:
    """Words that ask for what somebody vouches for."""
    for found in _ASSURED.finditer(query.plain):
        span = found.span("fr") if found["fr"] else found.span()
        yield Reading("qa", *span, VOUCHED_FOR)
    first = _ACCREDITED_FIRST.match(query.plain)
    if first and first_word(query.plain[first.end() :]) not in _ROLES:
        yield Reading("qa", *first.span("word"), VOUCHED_FOR)


def beginners(query: Query) -> Iterator[Reading]:
    """Words that say who it is for: those who begin."""
    for found in _BEGINNERS.finditer(query.plain):
        yield Reading("beginner", *found.span(), FOR_BEGINNERS)
    first = _BEGINNER_FIRST.match(query.plain)
    if first:
        yield Reading("beginner", *first.span("word"), FOR_BEGINNERS)
