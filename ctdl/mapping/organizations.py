"""Conversions of organisations: whoever has an identifier becomes a document of its own.

Without one the organisation stays a node of the document that names it. People are not carried
over: a registry of credentials keeps nothing about persons.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ctdl.countries import country_name
from ctdl.ctid import ctid_in
from ctdl.documents import Document
from ctdl.mapping.identity import ctid_of, lasting
from ctdl.mapping.known import (
    country_alpha_2,
)
from ctdl.mapping.reading import Reading, read_node
from ctdl.mapping.source import types_of
from ctdl.mapping.table import Conversion, Node, Table, each_value
from ctdl.mapping.texts import text_of
from ctdl.mapping.writing import Writing, write_node

PROVIDER: Final = "ceterms:CredentialOrganization"
QUALITY_BODY: Final = "ceterms:QACredentialOrganization"
_PERSONAL: Final = frozenset(
    {"givenName", "familyName", "dateOfBirth", "birthDate", "fullName", "patronymicName", "gender"}
)


def organizations(table: Table, kind: str, type_name: Any, words: str) -> Conversion:
    """Organisations described or named by an identifier, read and written with `table`."""

    def read(reading: Reading, values: list[Any]) -> list[str]:
        found = (_organization(reading, table, kind, value) for value in values)
        return list(dict.fromkeys(address for address in found if address))

    def write(writing: Writing, values: list[Any]) -> list[Any]:
        return [
            _written(writing, table, type_name, value, number)
            for number, value in enumerate(values, start=1)
        ]

    return Conversion(words, read, write)


def written_only(conversion: Conversion) -> Conversion:
    """`conversion` for a property that has no term of its own in the other format."""
    return Conversion(conversion.words, lambda _reading, _values: [], conversion.write)


def _organization(reading: Reading, table: Table, kind: str, value: Any) -> str | None:
    node = reading.source.node(value)
    if node is None:
        reading.unread(value, "an organisation is an address or an object")
        return None
    if "Person" in types_of(node, reading.dialect) or node.keys() & _PERSONAL:
        reading.notes.add(
            "IMPORT_HOLDER_LEFT_OUT", f"{reading.path} is a person; nothing of it was kept."
        )
        return None
    identifier = node.get("id")
    if not lasting(identifier):
        made = _described(reading, table, kind, node)
        return reading.local("organization", made) if "ceterms:name" in made else None
    assert isinstance(identifier, str), "only texts last"
    # An address alone describes nobody, so it stays the address that it is.
    if not node.keys() - {"id", "type"}:
        return f"resources/{ctid_of(identifier)}" if identifier in reading.own else identifier
    if identifier not in reading.organizations:
        reading.organizations[identifier] = {}
        reading.organizations[identifier] = _described(reading, table, kind, node)
    return f"resources/{ctid_of(identifier)}"


def _described(reading: Reading, table: Table, kind: str, node: Node) -> Node:
    inner = replace(reading, kind=kind, prefix=f"{reading.path}.")
    return {"@type": kind, **read_node(table, node, inner)}


def _written(
    writing: Writing, table: Table, type_name: Any, value: Any, number: int
) -> Node | None:
    if not isinstance(value, str):
        return None
    ctid = ctid_in(value)
    known = writing.others.get(ctid) if ctid else None
    described: Mapping[str, Any] | None = known.main if known else writing.node(value)
    part = writing.part("organization", number)
    made: Node = {"id": part if value.startswith("_:") else writing.address(value)}
    made["type"] = type_name
    if described:
        made |= write_node(table, described, _kind(known, described), writing)
    return made


def _kind(known: Document | None, described: Mapping[str, Any]) -> str:
    return known.type if known else str(next(each_value(described.get("@type")), PROVIDER))


def _read_address(reading: Reading, values: list[Any]) -> list[Node]:
    """Addresses of Open Badges and schema.org: parts by the same names, or one text."""
    made = []
    for value in values:
        if isinstance(value, str):
            made.append(_place({"ceterms:streetAddress": text_of(reading, [value])}))
            continue
        node = reading.source.node(value) or {}
        country = node.get("addressCountryCode") or node.get("addressCountry")
        if isinstance(country, dict):
            country = country.get("name") or country.get("id")
        named = country_name(country) if isinstance(country, str) and len(country) == 2 else None
        parts: Node = {
            f"ceterms:{term}": text_of(reading, [node[term]] if node.get(term) else [])
            for term in ("streetAddress", "addressLocality", "addressRegion")
        }
        parts["ceterms:addressCountry"] = (
            {"en": named} if named else text_of(reading, [country] if country else [])
        )
        code = node.get("postalCode")
        parts["ceterms:postalCode"] = code if isinstance(code, str) else None
        made.append(_place(parts))
    return [place for place in made if place]


def _place(parts: Node) -> Node:
    stated = {name: value for name, value in parts.items() if value}
    return {"@type": "ceterms:Place", **stated} if stated else {}


def _write_address(writing: Writing, values: list[Any]) -> list[Any]:
    made = []
    for value in values:
        node = writing.node(value) or {}
        parts = {
            term: writing.text(node.get(f"ceterms:{term}"))
            for term in ("streetAddress", "addressLocality", "addressRegion", "addressCountry")
        }
        code = node.get("ceterms:postalCode")
        parts["postalCode"] = code if isinstance(code, str) else None
        stated = {name: text for name, text in parts.items() if text}
        made.append(stated)
    return made


def _read_countries(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        code = country_alpha_2(value)
        name = country_name(code) if code else None
        if name:
            made.append(_place({"ceterms:addressCountry": {"en": name}}))
        else:
            reading.unread(value, "it is no country of the Union's list")
    return made


def _read_mail(reading: Reading, values: list[Any]) -> list[str]:
    found = []
    for value in values:
        text = value.get("id") if isinstance(value, dict) else value
        text = text.removeprefix("mailto:").strip() if isinstance(text, str) else ""
        if "@" in text and len(text) <= 254:
            found.append(text)
        else:
            reading.unread(value, "an e-mail address was expected")
    return list(dict.fromkeys(found))


def _write_mail(_writing: Writing, values: list[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, str)]


def _write_mailbox(_writing: Writing, values: list[Any]) -> list[Any]:
    return [
        {"id": f"mailto:{value}", "type": "Mailbox"} for value in values if isinstance(value, str)
    ]


ADDRESS: Final = Conversion(
    "the parts of the address",
    _read_address,
    _write_address,
    frozenset(
        {
            "streetAddress",
            "addressLocality",
            "addressRegion",
            "addressCountry",
            "addressCountryCode",
            "postalCode",
        }
    ),
)
COUNTRY_EU: Final = Conversion(
    "the country of the Union's list, by name",
    _read_countries,
    None,
    frozenset({"prefLabel", "inScheme", "notation"}),
)
MAIL: Final = Conversion("e-mail addresses", _read_mail, _write_mail)
MAILBOX: Final = Conversion("e-mail addresses", _read_mail, _write_mailbox)
