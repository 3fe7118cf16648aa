"""Organisations: providers, awarding bodies and quality assurance bodies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ctdl.countries import country_code
from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.records.reading import DESCRIPTIONS, NAMES, NodeView
from ctdl.records.values import Identifier
from ctdl.vocabulary import vocabulary

_NUMBERS: Final[Mapping[str, str]] = {
    "ceterms:duns": "DUNS",
    "ceterms:fein": "FEIN",
    "ceterms:ipedsID": "IPEDS ID",
    "ceterms:opeID": "OPE ID",
    "ceterms:ncesID": "NCES ID",
    "ceterms:leiCode": "LEI",
}
"""The numbers of registers that CTDL has a property of its own for, with what they are called."""


@dataclass(frozen=True)
class OrganizationRecord:
    """What one document states about an organisation; `country` is an ISO 3166 code."""

    ctid: CTID
    type: str
    name: LangText
    alternate_names: tuple[LangText, ...]
    description: LangText
    webpage: str | None
    country: str | None
    country_name: LangText
    listings: tuple[str, ...]
    same_as: tuple[str, ...]
    #: The kinds and the sector, as names of CTDL's concepts such as orgType:Coordinator.
    agent_types: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    #: Towns and regions of its addresses, the town before the region it is in.
    places: tuple[LangText, ...] = ()
    emails: tuple[str, ...] = ()
    #: The numbers that registers gave it.
    identifiers: tuple[Identifier, ...] = ()

    @property
    def is_quality_assurance(self) -> bool:
        """Whether the organisation assures the quality of others."""
        return vocabulary().is_a(self.type, "ceterms:QACredentialOrganization")


def read_organization(view: NodeView, ctid: CTID) -> OrganizationRecord:
    """The record of the organisation `view`."""
    country = _country_name(view)
    codes = (country_code(name) for name in country.values())
    return OrganizationRecord(
        ctid=ctid,
        type=view.type,
        name=view.text(*NAMES),
        alternate_names=view.texts("ceterms:alternateName"),
        description=view.text(*DESCRIPTIONS),
        webpage=view.page("ceterms:subjectWebpage"),
        country=next((code for code in codes if code), None),
        country_name=country,
        listings=view.iris("ceterms:availabilityListing"),
        same_as=view.iris("ceterms:sameAs"),
        agent_types=_concepts(view, "ceterms:agentType", "orgType"),
        sectors=_concepts(view, "ceterms:agentSectorType", "agentSector"),
        places=_places(view),
        emails=view.strings("ceterms:email"),
        identifiers=tuple(_identifiers(view)),
    )


def _identifiers(view: NodeView) -> Iterator[Identifier]:
    for profile in view.views("ceterms:identifier"):
        value = profile.string("ceterms:identifierValueCode")
        if value:
            yield Identifier(profile.text("ceterms:identifierTypeName"), value)
    for name, label in _NUMBERS.items():
        for value in view.strings(name):
            yield Identifier({"en": label}, value)


def _concepts(view: NodeView, name: str, prefix: str) -> tuple[str, ...]:
    terms = (concept.term for concept in view.concepts(name))
    return tuple(dict.fromkeys(f"{prefix}:{term}" for term in terms if term))


def _places(view: NodeView) -> tuple[LangText, ...]:
    names = ("ceterms:addressLocality", "ceterms:addressRegion")
    found = (place.text(name) for place in view.views("ceterms:address") for name in names)
    return tuple(text for text in found if text)


def _country_name(view: NodeView) -> LangText:
    for place in view.views("ceterms:address"):
        name = place.text("ceterms:addressCountry")
        if name:
            return name
    return {}
