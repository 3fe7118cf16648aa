"""The sets that harvesters may ask for: by class, provider, field, level and country."""

from collections.abc import Iterable
from urllib.parse import quote, unquote

from app.services.surroundings import providers_of
from ctdl.records import CredentialRecord, OrganizationRecord, Record

LONGEST = 120
"""What a name may be long; a longer one, of a level with a strange notation, is no set."""


def sets_of(record: Record, resource_type: str, places: Iterable[str]) -> tuple[str, ...]:
    """The names of the sets of a record whose providers are in these countries, sorted.

    A record in a field (ISCED-F 2013) is in the broader ones too: their codes nest by digits.
    """
    found = {("type", resource_type)} | {("country", each) for each in places}
    if isinstance(record, CredentialRecord):
        found |= {("provider", each) for each in providers_of(record)}
        found |= {("level", each.id) for each in record.levels if each.id}
        codes = [each.code for each in record.fields if each.code and each.scheme]
        found |= {("field", code[:length]) for code in codes for length in range(2, len(code) + 1)}
    if isinstance(record, OrganizationRecord) and record.country:
        found.add(("country", record.country))
    named = (spec_of(kind, value) for kind, value in found)
    return tuple(sorted(each for each in named if len(each) <= LONGEST))


def spec_of(kind: str, value: str) -> str:
    """The name of a set, in the characters a setSpec may have (OAI-PMH 2.0, section 2.6)."""
    parts = (quote(part, safe="-_.!*'()") for part in (kind, *value.split(":")))
    return ":".join(part.replace("~", "%7E").replace("%", "~") for part in parts)


def meaning_of(spec: str) -> tuple[str, str]:
    """The kind and the value that a set is named after; the reverse of `spec_of`."""
    kind, *rest = (unquote(part.replace("~", "%")) for part in spec.split(":"))
    return kind, ":".join(rest)
