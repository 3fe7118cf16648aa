"""Money and credits: an amount says in what it is counted."""

from collections.abc import Iterator
from typing import Any, Final

from ctdl.code_lists import currencies, currency_meant
from ctdl.findings import Finding, finding
from ctdl.messages import say
from ctdl.validation.numbers import number_of
from ctdl.validation.structure import Described, Entity

_CURRENCIES: Final = ("ceterms:currency", "schema:currency")
_SIGNS: Final = {"$": "USD, AUD, CAD or NZD", "€": "EUR", "£": "GBP", "¥": "JPY or CNY", "₹": "INR"}
_AMOUNTS: Final = ("schema:value", "schema:minValue", "schema:maxValue")
_UNITS: Final = (
    "ceterms:creditUnitType",
    "schema:unitText",
    "schema:description",
    "ceterms:description",
)


def check_money_and_credits(described: Described) -> Iterator[Finding]:
    """Prices without a known currency, and credits without a unit."""
    for entity in described.entities:
        for name in _CURRENCIES:
            for value in entity.values(name):
                if value not in currencies():
                    yield _unknown_currency(entity, name, value)
        if _has_price(entity) and not any(name in entity.node for name in _CURRENCIES):
            yield finding(
                "CURRENCY_MISSING",
                say(
                    "%(price)s stands without a currency; state %(currency)s, such as EUR.",
                    price="ceterms:price",
                    currency="ceterms:currency",
                ),
                entity=entity.label,
                property="ceterms:currency",
            )
        if _counts_something_unnamed(entity):
            yield finding(
                "CREDIT_UNIT_MISSING",
                say(
                    "The number of credits has no unit, so it cannot be compared; state "
                    "%(unit)s, or say in %(words)s what is counted.",
                    unit="ceterms:creditUnitType",
                    words="schema:description",
                ),
                entity=entity.label,
                property="ceterms:creditUnitType",
            )


def _unknown_currency(entity: Entity, name: str, value: Any) -> Finding:
    text = str(value)[:40]
    meant = currency_meant(text)
    wanted = meant or _SIGNS.get(text) or "the three letters of ISO 4217, such as EUR"
    return finding(
        "CURRENCY_UNKNOWN",
        say(
            "%(name)s is %(written)s, which is no code of a currency in use; write %(wanted)s.",
            name=name,
            written=repr(text),
            wanted=wanted,
        ),
        entity=entity.label,
        property=name,
        # Much that was published elsewhere has the name of the currency, which readers understand.
        severity="warning" if meant else "error",
    )


def _has_price(entity: Entity) -> bool:
    # What is free is free in every currency.
    return any(number_of(value) for value in entity.values("ceterms:price"))


def _counts_something_unnamed(entity: Entity) -> bool:
    return (
        "ceterms:ValueProfile" in entity.types
        and any(name in entity.node for name in _AMOUNTS)
        and not any(name in entity.node for name in _UNITS)
    )
