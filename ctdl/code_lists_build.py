"""Makes `ctdl/data/currencies.json` and `language-subtags.json` from the published lists.

Run `python -m ctdl.code_lists_build CURRENCIES SUBTAGS`: the XML table "list one" of ISO 4217 and
the IANA Language Subtag Registry as text.
"""

import argparse
import json
import re
import string
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

DATA: Final = Path(__file__).parent / "data"
# "No currency" and "for testing" are codes, but no price is in them.
_NO_MONEY: Final = frozenset({"XXX", "XTS"})
_KINDS: Final = ("language", "script", "region")


def main() -> None:
    """Write both files; the same lists give the same bytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("currencies", type=Path, help="the XML table of ISO 4217")
    parser.add_argument("subtags", type=Path, help="the IANA Language Subtag Registry")
    parser.add_argument("--into", type=Path, default=DATA, help="where to write (the package)")
    given = parser.parse_args()
    _write(given.into / "currencies.json", currency_codes(given.currencies.read_bytes()))
    _write(given.into / "language-subtags.json", subtags(given.subtags.read_text("utf-8")))


def currency_codes(xml: bytes) -> dict[str, str]:
    """The English names of money in use by its code, and the date of the list."""
    table = ElementTree.fromstring(xml)
    entries = ((entry.findtext("Ccy"), entry.findtext("CcyNm")) for entry in table.iter("CcyNtry"))
    names = {code: name for code, name in entries if code and name and code not in _NO_MONEY}
    return {"published": table.attrib["Pblshd"], **dict(sorted(names.items()))}


def subtags(text: str) -> dict[str, str]:
    """The registered languages, scripts and regions, and the date of the registry."""
    header, *entries = text.split("%%\n")
    found: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    for entry in entries:
        fields = dict(re.findall(r"^(Type|Subtag): (.*)$", entry, re.M))
        if fields.get("Type") in found:
            found[fields["Type"]].update(_members(fields["Subtag"].lower()))
    listed = {kind: " ".join(sorted(found[kind])) for kind in _KINDS}
    return {"published": header.split()[1], **listed}


def _members(subtag: str) -> Iterator[str]:
    """Every subtag of a span such as qaa..qtz, which the registry keeps for private use."""
    first, _, last = subtag.partition("..")
    if not last:
        yield first
        return
    for letters in product(string.ascii_lowercase, repeat=len(first)):
        member = "".join(letters)
        if first <= member <= last:
            yield member


def _write(path: Path, facts: dict[str, str]) -> None:
    path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
