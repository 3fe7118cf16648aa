"""A largest workload in words: "under 40 hours", "en moins de 20 h", "in a weekend".

Weeks and months are not turned into hours: they say when, not how much.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.services.understanding.money import AFTER, AMOUNT, number
from app.services.understanding.understood import Note, Query, Reading
from app.services.understanding.words import ENDS

_BEFORE: Final = (
    r"(?:(?:that +takes? +|taking +|lasting +|in +|en +|(?:d'une +)?duree +(?:de +)?|a +)?"
    r"(?:under|below|less +than|fewer +than|shorter +than|at +(?:the +)?most"
    r"|no +(?:more|longer) +than|not +more +than|up +to|within|max(?:imum|\.)?(?: +of)?"
    r"|moins +de|au +(?:plus|max(?:imum)?)|maximum +de|jusqu'a|pas +plus +de|<=?)|\b(?:in|en))"
)
_HOURS: Final = r"(?:hours?|hrs?|h|heures?)\b"
# So many hours a week say nothing of the whole.
_RATE: Final = (
    r"(?! *(?:/|per|an?|each|every|par|chaque)[ /]*(?:weeks?|wks?|w|days?|months?|semaines?|jours?"
    r"|mois|credits?)\b)"
)
_BOUNDS: Final = (
    re.compile(rf"(?<![\w<]){_BEFORE} *(?P<amount>{AMOUNT}) *-?{_HOURS}(?: +{AFTER}\b)?{_RATE}"),
    re.compile(rf"(?<![\w.,])(?P<amount>{AMOUNT}) *-?{_HOURS} *{AFTER}\b{_RATE}"),
)
_SPANS: Final[tuple[tuple[re.Pattern[str], str, Note], ...]] = (
    (
        re.compile(
            r"\b(?:in|over|within|during|en|sur|pendant)"
            r" +(?:a +single|a|one|un +seul|un) +week-? ?end\b" + ENDS
        ),
        "16",
        "weekend",
    ),
    (
        re.compile(
            r"\b(?:in|within) +(?:a +single|a|one|1) +day\b"
            + ENDS
            + r"|\ben +(?:un +(?:seul +)?jour|une +(?:seule +)?journee)\b"
            + ENDS
        ),
        "8",
        "day",
    ),
)


def bounds(query: Query) -> Iterator[Reading]:
    """The largest workloads in a query, in hours; a day is taken as eight of them."""
    for pattern in _BOUNDS:
        for found in pattern.finditer(query.plain):
            hours = number(found["amount"])
            yield Reading("max_hours", *found.span(), (hours,))
    for pattern, hours, note in _SPANS:
        for found in pattern.finditer(query.plain):
            yield Reading("max_hours", *found.span(), (hours,), note=note)
