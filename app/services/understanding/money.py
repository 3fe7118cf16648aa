"""A highest price in words: "under 300 dollars", "moins de 500 €", "free"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.services.understanding.understood import Note, Query, Reading
from app.services.understanding.words import COURSES, first_word, word_set

AMOUNT: Final = (
    r"[0-9]{1,3}(?:[ ,.'][0-9]{3})+(?:[.,][0-9]{1,2})?(?![0-9])"
    r"|[0-9]{1,7}(?:[.,][0-9]{1,2})?(?![0-9])(?: ?k\b)?"
)
"""A number as people write it: with signs between thousands, or with a k for them."""

BEFORE: Final = (
    r"(?:(?:for +|costs? +|costing +|priced? +(?:at +)?|pour +|coutant +|prix +|a +)?"
    r"(?:under|below|less +than|lower +than|cheaper +than|at +(?:the +)?most|no +more +than"
    r"|not +more +than|up +to|within|max(?:imum|\.)?(?: +of| +price| +cost)?"
    r"|moins +de|moins +cher +que|au +(?:plus|max(?:imum)?)|maximum +de|jusqu'a|pas +plus +de"
    r"|inferieur +a|en +dessous +de|sous|budget(?: +of| +de| *:)?|<=?))"
)
"""What stands before a ceiling."""

AFTER: Final = (
    r"(?:or +(?:less|under|below|fewer|cheaper)|max(?:imum|\.)?|at +(?:the +)?most|tops"
    r"|ou +moins|au +(?:plus|max(?:imum)?)|budget)"
)
"""What stands after a ceiling."""

_CURRENCIES: Final = {
    "USD": r"us *\$|usd|u\.?s\.? dollars?|american dollars?|dollars? americains?",
    "NZD": r"nz *\$|nzd|new zealand dollars?|dollars? neo-zelandais",
    "AUD": r"au? *\$|aud|australian dollars?|dollars? australiens?",
    "CAD": r"ca? *\$|cad|canadian dollars?|dollars? canadiens?",
    "HKD": r"hk *\$|hkd|hong kong dollars?",
    "SGD": r"s\$|sgd|singapore dollars?",
    "EUR": r"€|eur|euros?",
    "GBP": r"£|gbp|pounds?(?: sterling)?|quid|livres?(?: sterling)?",
    "CHF": r"chf|swiss francs?|francs? suisses?",
    "INR": r"₹|inr|rupees?|roupies?",
    "JPY": r"jpy|yens?",
    "": r"\$|dollars?|bucks",
}
_DOLLARS_OF: Final = {"NZ": "NZD", "AU": "AUD", "CA": "CAD", "HK": "HKD", "SG": "SGD", "US": "USD"}
_CURRENCY: Final = "|".join(f"(?:{each})" for each in _CURRENCIES.values())
_WHICH: Final = {code: re.compile(rf"(?:{each})\Z") for code, each in _CURRENCIES.items()}
_ENDING: Final = r"(?![\w$€£])"
# A price of an hour or a month says nothing of the whole.
_RATE: Final = (
    r"(?! *(?:/|per|an?|each|par|a +l'|l')?[ /]*(?:hours?|h|days?|weeks?|months?|years?|credits?"
    r"|heures?|jours?|semaines?|mois|an|ans|annees?)\b)"
)
_MONEY: Final = (
    rf"(?:(?P<left>{_CURRENCY}) *(?P<after>{AMOUNT})"
    rf"|(?P<before>{AMOUNT}) *(?P<right>{_CURRENCY}){_ENDING})"
)
_CEILING: Final = (
    re.compile(rf"(?<![\w<]){BEFORE} *{_MONEY}(?: +{AFTER}\b)?{_RATE}"),
    re.compile(rf"(?<![\w$€£.,]){_MONEY} *{AFTER}\b{_RATE}"),
)
_FREE: Final = re.compile(
    r"\b(?:for +free|free +of +charge|(?:at +)?(?:no|zero) +cost|without +(?:any +)?fees?|no +fees?"
    r"|cost-free|gratuitement|(?:sans|aucuns?) +frais)\b"
    r"|(?:\A *|(?<=[,;:]) *|\b(?:est|sont|entierement|totalement|100 *%) +)"
    r"gratuit(?:e|s|es)?\b|\bgratuit(?:e|s|es)?(?= *$| *[,;:!?.)])"
    rf"|\b(?:{COURSES}) +(?P<after>gratuit(?:e|s|es)?)\b"
    r"|\b(?:is|are|totally|completely|entirely|100 *%) +free(?= *$| *[,;:!?.)])"
    rf"|\bfree(?= +(?:online +)?(?:{COURSES})\b)"
)
_FREE_FIRST: Final = re.compile(
    r"\A *(?:(?:a|an|some|any|the|un|une|des) +)?(?P<free>free) +(?=\w)"
)
_FREE_LAST: Final = re.compile(
    r"(?P<before>[^\W_]+)(?P<sign>[ -]+)(?P<free>free)(?= *$| *[,;:!?.)])"
)
_FREE_THINGS: Final = word_set(
    """
    code codecamp software speech will trade radical radicals diving dive kick market markets
    cash energy range movement style fall jazz press body and from fire electron electrons verse
    weights running flight flow space zone zones climbing throw form hand handed lance school
    university standing living thinking expression or to the as is music improvisation play
    surface
    """
)
_FREE_OF: Final = word_set(
    """
    hassle duty tax gluten smoke sugar dairy lactose drug alcohol fat royalty hands risk stress
    pain cruelty waste carbon plastic barrier nut wheat debt lead care bug error set break be go
    get living chemical disease interest oil rent child toll violence nuclear smoking
    """
)


def ceilings(query: Query) -> Iterator[Reading]:
    """The highest prices in a query. "Dollars" without a country are those of the United States."""
    for pattern in _CEILING:
        for found in pattern.finditer(query.plain):
            amount = number(found["after"] or found["before"])
            code = _code(found["left"] or found["right"])
            note: Note = "" if code else "dollars"
            yield Reading("max_cost", *found.span(), (amount,), currency=code or "USD", note=note)


def free(query: Query) -> Iterator[Reading]:
    """Words that ask for what costs nothing, unless they belong to a name: "free trade"."""
    for found in _FREE.finditer(query.plain):
        yield Reading("max_cost", *found.span("after" if found["after"] else 0), ("0",))
    first = _FREE_FIRST.match(query.plain)
    if first and first_word(query.plain[first.end() :]) not in _FREE_THINGS:
        yield Reading("max_cost", *first.span("free"), ("0",))
    for last in _FREE_LAST.finditer(query.plain):
        if "-" not in last["sign"] and last["before"] not in _FREE_OF:
            yield Reading("max_cost", *last.span("free"), ("0",))
    if query.plain.strip() == "free":
        start = query.plain.index("free")
        yield Reading("max_cost", start, start + 4, ("0",))


def dollars_of(country: str) -> str | None:
    """The currency that "dollars" are in a country."""
    return _DOLLARS_OF.get(country)


def number(written: str) -> str:
    """A number as people write it, in the form of numbers in an address."""
    digits = written.rstrip(" k")
    whole, _, part = digits.replace(" ", "").replace("'", "").replace(",", ".").rpartition(".")
    if not whole:
        value = Decimal(part)
    elif len(part) == 3:
        value = Decimal(whole.replace(".", "") + part)
    else:
        value = Decimal(f"{whole.replace('.', '')}.{part}")
    whole_value = value * 1000 if written.endswith("k") else value
    return f"{whole_value.normalize():f}"


def _code(words: str) -> str:
    spaced = " ".join(words.split())
    return next(code for code, pattern in _WHICH.items() if pattern.match(spaced))
