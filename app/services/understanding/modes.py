"""How it is taught, in words: "online", "en présentiel", "blended"."""

import re
from collections.abc import Iterator
from typing import Final

from app.services.understanding.understood import Query, Reading
from app.services.understanding.words import COURSES, ENDS, first_word, last_word, word_set

_SAID: Final = (
    r"(?:delivered|taught|studied|available|offered|fully|entirely|completely|purely|only|100 *%"
    r"|is|are|propose[es]*|disponibles?|entierement|totalement|uniquement)"
)
_OFFER: Final = rf"(?= +(?:short +)?(?:{COURSES})\b)"
_ARTICLE: Final = r"\A *(?:(?:a|an|the|some|any|short|best|good|un|une|des|la) +)*"
_TAUGHT: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("online", re.compile(rf"\b{_SAID} +online\b|\bonline +only\b{ENDS}|\bonline(?= *[,;:!?.)])")),
    ("online", re.compile(rf"(?:{_ARTICLE})\bonline\b{_OFFER}")),
    ("online", re.compile(rf"\b(?:distance|remote|virtual)\b{_OFFER}(?: +(?:learning|study))?")),
    ("online", re.compile(rf"\bremotely\b{ENDS}")),
    (
        "in-person",
        re.compile(
            rf"\b(?:in[- ]person|face[- ]to[- ]face|on[- ]campus)\b(?:{ENDS}|{_OFFER})"
            rf"|\ben +presentiel\b|\bpresentiel(?:le)?s?\b{ENDS}|\ben +personne\b{ENDS}"
            rf"|\bsur +place\b{ENDS}"
        ),
    ),
    (
        "blended",
        re.compile(
            rf"\b(?:blended|hybrid)\b{_OFFER}(?: +learning\b)?|\bblended\b{ENDS}"
            rf"|\b(?:en +)?(?:mode +)?hybrides?\b{ENDS}"
        ),
    ),
)
_LEADING: Final = re.compile(rf"{_ARTICLE}(?P<mode>online)\b(?= +\w)")
_TRAILING: Final = re.compile(
    r"(?<![/-])\b(?P<mode>online)\b(?= *$|(?= *[;:!?.)])| +(?:from|by|under|for|at|with)\b)"
)
_IN_FRENCH: Final = re.compile(rf"\b(?P<mode>en +ligne|a +distance)\b{ENDS}")
_FRENCH_OFFER: Final = re.compile(rf"\b(?:{COURSES}) +(?P<mode>en +ligne|a +distance)\b")
_WITHIN: Final = re.compile(rf"\b(?P<mode>online)\b{_OFFER}")
# What is done online, and what is about it: titles, not ways of being taught.
_ONLINE_THINGS: Final = word_set(
    """
    marketing advertising safety security teaching facilitation facilitator tutoring tutor
    educator communities community business businesses commerce shopping retail reputation
    journalism games gaming gambling fraud privacy presence research investigation
    investigations investigator dispute disputes banking payments payment content branding
    selling sales store stores shop media assessment assessments exams moderation moderator
    child harm harms abuse dating trading platforms platform collaboration communication
    education learners learner pedagogy machine environments environment surveys survey identity
    hate video publishing and or
    """
)
_DONE_ONLINE: Final = word_set(
    """
    teach teaching sell selling shop shopping trade trading learn learning market marketing
    promote promoting advertise advertising safe safety stay staying work working earn earning
    money live living go going get getting publish publishing collaborate collaborating
    communicate facilitate facilitating children research researching business security privacy
    present presenting tutor tutoring instruct vente vendre publicite commerce securite
    communaute communautes enseigner enseignement travail travailler gestion gerer commande
    achat achats jeux paiement reputation reputations publier and et to
    """
)
_JOINED: Final = re.compile(
    r"\b(?:free|gratuite?s?|short|courte?s?|accredited|flexible|cheap|affordable) +(?:and|et) *\Z"
)
_MAKING: Final = re.compile(
    r"\b(?:teach|creat|design|build|develop|facilitat|mak|deliver|writ|sell|plann?|manag|evaluat"
    r"|improv|produc)(?:ing|e|er|)\W*\Z"
)


def other_modes(mode: str) -> tuple[str, ...]:
    """All other ways of being taught."""
    return tuple(sorted({each for each, _ in _TAUGHT} - {mode}))


def modes(query: Query) -> Iterator[Reading]:
    """The ways of being taught in a query."""
    plain = query.plain
    for mode, pattern in _TAUGHT:
        for found in pattern.finditer(plain):
            if not _is_made(plain, found.start()):
                yield Reading("mode", *_word_only(found), (mode,))
    leading = _LEADING.match(plain)
    if leading and first_word(plain[leading.end() :]) not in _ONLINE_THINGS:
        yield Reading("mode", *leading.span("mode"), ("online",))
    for pattern in (_TRAILING, _IN_FRENCH, _FRENCH_OFFER, _WITHIN):
        for found in pattern.finditer(plain):
            before = plain[: found.start("mode")]
            if _JOINED.search(before) or not (
                last_word(before) in _DONE_ONLINE or _is_made(plain, found.start("mode"))
            ):
                yield Reading("mode", *found.span("mode"), ("online",))


def _is_made(plain: str, start: int) -> bool:
    """Whether the words before say that this is what somebody makes or does, or is about."""
    before = plain[:start].rstrip()
    return bool(_MAKING.search(before[-40:])) or last_word(before) in _ABOUT


_ABOUT: Final = word_set(
    """
    about of in sur de du and et
    """
)


def _word_only(found: re.Match[str]) -> tuple[int, int]:
    """The place of the words themselves, without an article at the start of the query."""
    article = re.match(_ARTICLE, found.group())
    start = found.start() + (article.end() if article and found.start() == 0 else 0)
    return start, found.end()
