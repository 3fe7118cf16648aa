"""Countries: from the ISO code in the facts to the name a CTDL address carries."""

from functools import cache

from babel import Locale

from registry_data.convert.errors import FactError
from registry_data.convert.json_ld import Node, node, text


def place(code: str) -> list[Node]:
    """The address of somebody of whom only the country is known; nothing for an unknown country."""
    if not code:
        return []
    return [node("ceterms:Place", ceterms__addressCountry=text(country_name(code)))]


@cache
def country_name(code: str) -> str:
    """The English name of the country, as the Unicode CLDR gives it."""
    name = Locale("en").territories.get(code)
    if not name:
        raise FactError(f"{code!r} is not an ISO 3166 country code; write two capital letters.")
    return str(name)
