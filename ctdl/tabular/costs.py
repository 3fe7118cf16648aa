"""Prices in cells, with their currency."""

import re
from functools import cache
from typing import Final

from babel import Locale

from ctdl.messages import say
from ctdl.nodes import Node
from ctdl.tabular.columns import Column
from ctdl.tabular.draft import Draft, language_map, members, plain, put, text_map
from ctdl.tabular.entry import Entry, q
from ctdl.tabular.facts import Cells, Fact, cell, text_cells

# Three figures behind a comma may be thousands as well.
_PRICE: Final = re.compile(r"\d{1,12}(?:\.\d{1,4}|,\d{1,2}|,\d{4})?", re.ASCII)
_MARKED: Final = re.compile(r"([^\d\s.,-]{1,3})?\s*([\d.,]+)\s*([^\d\s.,-]{1,3})?")
#: What each sign stands for; one that stands for several needs the currency's cell beside it.
_SIGNS: Final = {
    "€": ("EUR",),
    "$": ("USD", "NZD", "AUD", "CAD", "SGD", "HKD", "MXN"),
    "£": ("GBP", "GIP", "FKP", "SHP", "EGP"),
    "¥": ("JPY", "CNY"),
}
_COST: Final = (
    "ceterms:price",
    "ceterms:currency",
    "ceterms:description",
    "ceterms:costDetails",
)


class CostFact(Fact):
    """A price, its currency, a remark on it and the page that tells more.

    CTDL wants a description and a page of every cost: without a remark the description repeats
    the price, and without a page of its own the record's page is named.
    """

    def __init__(self, cost: Column, currency: Column, note: Column, page: Column) -> None:
        super().__init__(cost, currency, note, page)
        self._cost, self._currency, self._note, self._page = cost, currency, note, page

    def read(self, draft: Draft, language: str) -> Cells:
        """The first price."""
        profile = next(iter(self._profiles(draft)), {})
        price, currency = (
            plain(profile.get("ceterms:price")),
            plain(profile.get("ceterms:currency")),
        )
        stated = text_map(profile.get("ceterms:description"))
        notes = {tag: each[0] for tag, each in stated.items() if each[0] != f"{price} {currency}"}
        page = plain(profile.get("ceterms:costDetails"))
        return {
            **cell(self._cost, price),
            **cell(self._currency, currency),
            **text_cells(self._note, notes, language),
            **cell(self._page, "" if page == _record_page(draft) else page),
        }

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the price in place of the first; other prices stay."""
        profiles = self._profiles(draft)
        old = profiles[0] if profiles else {"@type": "ceterms:CostProfile"}
        new = {name: value for name, value in old.items() if name not in _COST}
        if entry.text(self._cost.name) or entry.texts(self._note):
            new |= {name: value for name, value in self._stated(draft, entry).items() if value}
        says = bool(new.keys() - {"@type", "@id"})
        held = members(draft.main, "ceterms:estimatedCost")
        others = [value for value in held if draft.described(value) is not old]
        put(draft.main, "ceterms:estimatedCost", [*([new] if says else []), *others])

    def _stated(self, draft: Draft, entry: Entry) -> Node:
        figures, sign = _parts(entry.text(self._cost.name))
        currency = self._currency_code(entry, sign)
        price = self._price(entry, figures)
        notes = entry.texts(self._note) or {entry.language: f"{price} {currency}"}
        pages = entry.addresses(self._page)
        return {
            "ceterms:price": price,
            "ceterms:currency": currency,
            "ceterms:description": language_map(notes.items()),
            "ceterms:costDetails": pages[0] if pages else _record_page(draft),
        }

    def _profiles(self, draft: Draft) -> list[Node]:
        held = (draft.described(v) for v in members(draft.main, "ceterms:estimatedCost"))
        return [node for node in held if node is not None]

    def _price(self, entry: Entry, figures: str) -> str | None:
        if not figures or _PRICE.fullmatch(figures):
            return figures.replace(",", ".") or None
        message = say(
            "must be a price in figures, such as 249 or 249.50 (0 when free), not %(written)s.",
            written=q(entry.text(self._cost.name)),
        )
        entry.report("CELL_NUMBER", self._cost.name, message)
        return None

    def _currency_code(self, entry: Entry, sign: str) -> str | None:
        """The currency of its cell, or that of the sign beside the price; the two must agree."""
        text = entry.text(self._currency.name).upper()
        meant = _SIGNS.get(sign, (sign,) if sign else ())
        if text and text not in _currencies():
            message = say(
                "%(written)s is not a currency code; use one such as EUR, NZD or USD.",
                written=q(text),
            )
        elif text and meant and text not in meant:
            message = say(
                "%(currency)s is not the currency of %(written)s; correct one of the two.",
                currency=text,
                written=q(entry.text(self._cost.name)),
            )
        elif text or len(meant) == 1:
            return text or meant[0]
        elif not entry.text(self._cost.name):
            return None
        else:
            message = say("say in which currency the price is, such as EUR.")
        entry.report("CELL_CURRENCY", self._currency.name, message)
        return None


def _parts(text: str) -> tuple[str, str]:
    """The figures of a price and the sign or code of a currency before or behind them."""
    found = _MARKED.fullmatch(text)
    if found is None:
        return text, ""
    before, figures, behind = found.groups()
    sign = (before or behind or "").upper()
    if (before and behind) or (sign and sign not in _SIGNS and sign not in _currencies()):
        return text, ""
    return figures, sign


def _record_page(draft: Draft) -> str:
    return next((plain(v) for v in members(draft.main, "ceterms:subjectWebpage")), "")


@cache
def _currencies() -> frozenset[str]:
    return frozenset(Locale("en").currencies)
