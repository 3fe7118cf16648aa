"""Conversions of links, numbers, times, prices and credits."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from ctdl.credit_units import unit_code
from ctdl.ctid import derive_ctid
from ctdl.durations import hours_of, is_duration
from ctdl.language import is_language_tag
from ctdl.mapping.identity import is_page
from ctdl.mapping.reading import Reading
from ctdl.mapping.table import Conversion, Node, each_value
from ctdl.mapping.texts import text_of
from ctdl.mapping.writing import Writing

_CURRENCIES: Final = "http://publications.europa.eu/resource/authority/currency/"
_UNIT_SCHEME: Final = f"resources/{derive_ctid('concept-scheme:credit-units')}"
_ECTS_EU: Final = "http://data.europa.eu/snb/education-credit/6fcec5c5af"
#: The registry's credit units by code, as its own list of units names them.
UNIT_LABELS: Final[Mapping[str, str]] = {
    "ects": "ECTS credits",
    "rqf": "RQF credits",
    "scqf": "SCQF credit points",
    "nzqcf": "New Zealand credits",
    "nqf-za": "South African NQF credits",
    "hkqf": "Hong Kong QF credits",
    "fet-ie": "Irish FET credits",
    "qcf": "QCF credits",
    "us-semester": "US semester hours",
    "ceu": "Continuing education units",
    "uk-cats": "UK credits",
    "sutd": "SUTD subject credits",
    "cu": "CU credits",
    "cqfw": "CQFW credits",
    "mqf": "Malaysian credits",
}
_UNIT_NAMES: Final[Mapping[str, str]] = {
    **{label.casefold(): code for code, label in UNIT_LABELS.items()},
    "ects": "ects",
    "ects credit": "ects",
    "european credit transfer system": "ects",
    "european credit transfer and accumulation system": "ects",
    "ceu": "ceu",
    "continuing education unit": "ceu",
}


def link_of(value: Any) -> str | None:
    """The address of a page in `value`, a text or an object with an id or url."""
    for candidate in _addresses(value):
        if is_page(candidate):
            return str(candidate)
    return None


def _addresses(value: Any) -> list[Any]:
    if isinstance(value, dict):
        names = ("@value", "contentURL", "url", "contentUrl", "id")
        return [value.get(name) for name in names]
    return [value]


def _read_link(reading: Reading, values: list[Any]) -> str | None:
    for value in values:
        found = link_of(value)
        if found:
            return found
        reading.unread(value, "the address of a page (https://…) was expected")
    return None


def _read_links(reading: Reading, values: list[Any]) -> list[str]:
    found = []
    for value in values:
        link = link_of(value)
        if link:
            found.append(link)
        else:
            reading.unread(value, "the address of a page (https://…) was expected")
    return list(dict.fromkeys(found))


def _read_references(reading: Reading, values: list[Any]) -> list[str]:
    found = []
    for value in values:
        address = reading.reference(value)
        if address:
            found.append(address)
        else:
            reading.unread(value, "it has no identifier that lasts outside this file")
    return list(dict.fromkeys(found))


def _write_links(writing: Writing, values: list[Any]) -> list[Any]:
    return [writing.address(value) for value in values if isinstance(value, str)]


def _write_pages(writing: Writing, values: list[Any]) -> list[Any]:
    return [value for value in values if is_page(value)][:1]


def number_of(value: Any) -> float | None:
    """The finite number that `value` is or writes."""
    plain = value.get("@value") if isinstance(value, dict) else value
    if isinstance(plain, bool) or not isinstance(plain, int | float | str):
        return None
    try:
        number = float(plain)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and abs(number) < 1e12 else None


def credit_profile(reading: Reading, number: Any, unit: Any) -> Node | None:
    """A number of credits with its unit; a number alone has no unit, and none is supposed."""
    amount = number_of(number)
    if amount is None or amount < 0:
        reading.unread(number, "a number of credits was expected")
        return None
    profile: Node = {"@type": "ceterms:ValueProfile", "schema:value": amount}
    aligned = _unit(reading, unit) if unit is not None else None
    if aligned:
        profile["ceterms:creditUnitType"] = [aligned]
    return profile


def _unit(reading: Reading, unit: Any) -> Node | None:
    node = unit if isinstance(unit, dict) else {}
    labels = text_of(reading, [unit if isinstance(unit, str) else _label(node)]) or {}
    code = next(
        (
            _UNIT_NAMES[folded]
            for text in labels.values()
            if (folded := text.casefold()) in _UNIT_NAMES
        ),
        "ects" if node.get("id") == _ECTS_EU else None,
    )
    if code:
        return {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:framework": _UNIT_SCHEME,
            "ceterms:targetNode": f"resources/{derive_ctid(f'concept:credit-units:{code}')}",
            "ceterms:targetNodeName": {"en": UNIT_LABELS[code]},
        }
    if not labels:
        return None
    aligned: Node = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": labels}
    if is_page(node.get("id")):
        aligned["ceterms:targetNode"] = node["id"]
    return aligned


def _label(node: Mapping[str, Any]) -> Any:
    return node.get("prefLabel") or node.get("name") or node.get("termCode") or ""


def amounts_of(writing: Writing, profile: Any) -> tuple[float, str | None, Any] | None:
    """The exact number of credits in `profile`, the code of its unit and the unit's name."""
    node = writing.node(profile) or {}
    amount = number_of(node.get("schema:value"))
    if amount is None:
        return None
    for unit in each_value(node.get("ceterms:creditUnitType")):
        aligned = writing.node(unit) or {}
        iri = aligned.get("ceterms:targetNode") or (unit if isinstance(unit, str) else None)
        code = unit_code(iri if isinstance(iri, str) else None)
        return amount, code, writing.text(aligned.get("ceterms:targetNodeName")) or code
    return amount, None, None


def whole(number: float) -> int | float:
    """`number` without an empty fraction."""
    return int(number) if number == int(number) else number


def _read_number_of_credits(reading: Reading, values: list[Any]) -> list[Node]:
    return [
        profile for value in values if (profile := credit_profile(reading, value, None)) is not None
    ]


def _write_number_of_credits(writing: Writing, values: list[Any]) -> list[Any]:
    amounts = (amounts_of(writing, value) for value in values)
    return [whole(amount[0]) for amount in amounts if amount][:1]


def duration_conversion(name: str, words: str) -> Conversion:
    """Durations as a ceterms:DurationProfile that holds them as `name`."""

    def read(reading: Reading, values: list[Any]) -> list[Node]:
        made = []
        for value in values:
            plain = value.get("@value") if isinstance(value, dict) else value
            if isinstance(plain, str) and is_duration(plain.strip()):
                made.append({"@type": "ceterms:DurationProfile", name: plain.strip()})
            else:
                reading.unread(value, "an ISO 8601 duration such as P6W or PT40H was expected")
        return made[:1]

    def write(writing: Writing, values: list[Any]) -> list[Any]:
        return _durations(writing, values, name)[:1]

    return Conversion(words, read, write)


def _durations(writing: Writing, values: list[Any], name: str) -> list[str]:
    nodes = (writing.node(value) or {} for value in values)
    return [node[name] for node in nodes if isinstance(node.get(name), str)]


def _write_workload(writing: Writing, values: list[Any]) -> list[Any]:
    """The hours of work, which records also state as an exact duration in hours."""
    exact = _durations(writing, values, "ceterms:exactDuration")
    in_hours = [each for each in exact if hours_of(each) is not None]
    return [*_durations(writing, values, "ceterms:timeRequired"), *in_hours][:1]


def _write_length(writing: Writing, values: list[Any]) -> list[Any]:
    exact = _durations(writing, values, "ceterms:exactDuration")
    return [each for each in exact if hours_of(each) is None][:1]


def _read_duration(reading: Reading, values: list[Any]) -> str | None:
    for value in values:
        if isinstance(value, str) and is_duration(value.strip()):
            return value.strip()
        reading.unread(value, "an ISO 8601 duration such as P3Y was expected")
    return None


def _read_languages(reading: Reading, values: list[Any]) -> list[str]:
    found = []
    for value in values:
        plain = value
        if isinstance(value, dict):
            plain = value.get("alternateName") or value.get("@value") or value.get("name")
        if isinstance(plain, str) and is_language_tag(plain):
            found.append(plain)
        else:
            reading.unread(value, "a language tag such as en or fr-CA was expected")
    return list(dict.fromkeys(found))


def _write_texts(writing: Writing, values: list[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, str)]


def cost_profile(
    reading: Reading, price: Any, currency: Any, *, text: Any = None, page: Any = None
) -> Node | None:
    """A price in a currency (ISO 4217); a price without a currency is not a price."""
    amount = number_of(price)
    code = currency.removeprefix(_CURRENCIES) if isinstance(currency, str) else ""
    if amount is None or amount < 0 or not (len(code) == 3 and code.isascii() and code.isalpha()):
        reading.unread(f"{price} {code}", "a price with a currency such as EUR was expected")
        return None
    profile: Node = {
        "@type": "ceterms:CostProfile",
        "ceterms:description": text_of(reading, [text] if text else []) or {"en": "Price"},
        "ceterms:price": f"{whole(amount)}",
        "ceterms:currency": code.upper(),
    }
    details = link_of(page) if page else None
    if details:
        profile["ceterms:costDetails"] = details
    return profile


def costs_of(writing: Writing, values: list[Any]) -> list[tuple[str, str, Any, str | None]]:
    """Price, currency, words and page of each cost profile that states a price."""
    found = []
    for value in values:
        node = writing.node(value) or {}
        price, currency = node.get("ceterms:price"), node.get("ceterms:currency")
        if number_of(price) is not None and isinstance(currency, str):
            words = node.get("ceterms:description")
            text = None if words == {"en": "Price"} else writing.text(words)
            page = next((each for each in each_value(node.get("ceterms:costDetails"))), None)
            found.append((str(price), currency, text, page if is_page(page) else None))
    return found


def _only_first(write: Callable[[Writing, list[Any]], list[Any]]) -> Callable[..., list[Any]]:
    def first(writing: Writing, values: list[Any]) -> list[Any]:
        return write(writing, values)[:1]

    return first


_LINK_TERMS: Final = frozenset({"url", "contentUrl", "contentURL"})
LINK: Final = Conversion("the first address of a page", _read_link, _write_pages, _LINK_TERMS)
LINKS: Final = Conversion("each address of a page", _read_links, _write_links)
REFERENCES: Final = Conversion(
    "each identifier that lasts outside the file",
    _read_references,
    _write_links,
    frozenset({"id"}),
)
LANGUAGES: Final = Conversion("each language tag", _read_languages, _write_texts)
LANGUAGE: Final = Conversion("a language tag", _read_languages, _only_first(_write_texts))
DURATION: Final = Conversion("an ISO 8601 duration", _read_duration, _write_texts)
CREDITS_NUMBER: Final = Conversion(
    "a number of credits; the source states no unit",
    _read_number_of_credits,
    _write_number_of_credits,
)
_WORK: Final = duration_conversion("ceterms:timeRequired", "the hours of work")
WORKLOAD: Final = Conversion(_WORK.words, _WORK.read, _write_workload)
_LENGTH: Final = duration_conversion("ceterms:exactDuration", "the duration")
LENGTH: Final = Conversion(_LENGTH.words, _LENGTH.read, _write_length)
LONGEST: Final = duration_conversion("ceterms:maximumDuration", "the longest duration")
