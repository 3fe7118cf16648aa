"""Countries by ISO 3166 code and by English name, from Babel's territories (Unicode CLDR)."""

from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

# Names found in published records beside those of CLDR.
OTHER_NAMES = {
    "czech republic": "CZ",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "us": "US",
    "russian federation": "RU",
    "republic of korea": "KR",
    "korea, republic of": "KR",
    "viet nam": "VN",
    "hong kong": "HK",
    "macau": "MO",
    "turkey": "TR",
    "the netherlands": "NL",
    "republic of ireland": "IE",
    "slovak republic": "SK",
}
"""ISO codes by further English names, in lower case."""


def country_name(code: str, language: str = "en") -> str | None:
    """The name of the country with the ISO code, in `language` or else English."""
    wanted = code.upper()
    return _territories(language).get(wanted) or _territories("en").get(wanted)


def country_code(name: str) -> str | None:
    """The ISO code of the country called `name` in English, or of a code itself."""
    folded = " ".join(name.split()).casefold()
    if len(folded) == 2 and folded.isascii() and folded.upper() in _territories("en"):
        return OTHER_NAMES.get(folded, folded.upper())
    return OTHER_NAMES.get(folded) or _codes().get(folded)


def country_names(language: str) -> Mapping[str, str]:
    """The names of all countries in a language, by their ISO codes."""
    return _territories(language)


@cache
def _territories(language: str) -> Mapping[str, str]:
    try:
        names = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        return _territories("en") if language != "en" else {}
    return {code: name for code, name in names.items() if len(code) == 2 and code != "ZZ"}


@cache
def _codes() -> Mapping[str, str]:
    return {name.casefold(): code for code, name in sorted(_territories("en").items())}
