"""The table of organisations: one row is one provider, awarding body or quality assurance body."""

from dataclasses import replace
from typing import Final

from ctdl.tabular import common_columns as common
from ctdl.tabular.columns import Choice, Column, Template
from ctdl.tabular.common_columns import IDENTITY, LINKS, PLACE, concept_choices, concept_codes
from ctdl.tabular.facts import (
    AddressFact,
    CodeFact,
    EmailFact,
    ReferenceFact,
    TextFact,
    TextListFact,
)
from ctdl.tabular.identity import FrameFact, IdentifiersFact, OwnCodeFact, PlaceFact, TypeFact

_TYPE: Final = Column(
    "type",
    "Type",
    "CredentialOrganization, or QACredentialOrganization for one that assures the quality of"
    " others.",
    "choice",
    "@type",
    "CredentialOrganization",
    required=True,
    choices=(
        Choice("CredentialOrganization", "Provider or awarding body"),
        Choice("QACredentialOrganization", "Quality assurance body"),
        Choice("Organization", "Other organization"),
    ),
    section=IDENTITY,
)
_EMAIL: Final = Column(
    "email",
    "E-mail",
    "A general address, never a person's own.",
    "email",
    "ceterms:email",
    "office@college.example",
    section=IDENTITY,
    other_labels=("Courriel",),
)
_AGENT_TYPE: Final = Column(
    "agent_type",
    "Kind of organization",
    "What the organization is.",
    "choice",
    "ceterms:agentType",
    "TrainingProvider",
    required=True,
    repeatable=True,
    choices=concept_choices("ceterms:OrganizationType"),
    section=IDENTITY,
    other_labels=("Kind of organisation",),
)
_SECTOR: Final = Column(
    "sector",
    "Sector",
    "Public or private.",
    "choice",
    "ceterms:agentSectorType",
    "Public",
    required=True,
    choices=concept_choices("ceterms:AgentSector"),
    section=IDENTITY,
    other_labels=("Secteur",),
)
_COUNTRY: Final = Column(
    "country",
    "Country",
    "The country of its seat: ISO code, such as NZ, or English name.",
    "code",
    "ceterms:addressCountry",
    "NZ",
    section=PLACE,
    also=("ceterms:address",),
    other_labels=("Pays",),
)
_REGION: Final = Column(
    "region",
    "Region",
    "State, province or region.",
    "text",
    "ceterms:addressRegion",
    section=PLACE,
    other_labels=("Région",),
)
_CITY: Final = Column(
    "city",
    "Town",
    "Town or city.",
    "text",
    "ceterms:addressLocality",
    "Hamilton",
    section=PLACE,
    other_labels=("Ville",),
)
_STREET: Final = Column(
    "street",
    "Street",
    "Street and number.",
    "text",
    "ceterms:streetAddress",
    section=PLACE,
    other_labels=("Rue",),
)
_POSTAL_CODE: Final = Column(
    "postal_code",
    "Postal code",
    "The postal code.",
    "code",
    "ceterms:postalCode",
    section=PLACE,
    other_labels=("Code postal",),
)
_PARENT: Final = Column(
    "parent",
    "Parent organization",
    "The organization it belongs to: CTID or exact name.",
    "reference",
    "ceterms:parentOrganization",
    repeatable=True,
    section=LINKS,
    other_labels=("Parent organisation",),
)

ORGANIZATIONS: Final = Template(
    "organizations",
    "Organizations",
    "One row is one organization.",
    (
        FrameFact(common.CTID),
        OwnCodeFact(common.OWN_ID),
        TypeFact(_TYPE),
        FrameFact(common.TEXT_LANGUAGE),
        TextFact(replace(common.NAME, example="Example: Northern Farm College")),
        TextListFact(common.ALTERNATE_NAMES),
        TextFact(replace(common.DESCRIPTION, example="Example: a college that trains farm staff.")),
        AddressFact(replace(common.WEBPAGE, example="https://college.example/")),
        EmailFact(_EMAIL),
        CodeFact(_AGENT_TYPE, concept_codes("ceterms:OrganizationType")),
        CodeFact(_SECTOR, concept_codes("ceterms:AgentSector")),
        PlaceFact(_COUNTRY, _REGION, _CITY, _STREET, _POSTAL_CODE),
        TextListFact(replace(common.KEYWORDS, example="", section=LINKS)),
        IdentifiersFact(common.IDENTIFIERS),
        AddressFact(common.LISTINGS),
        ReferenceFact(_PARENT),
        AddressFact(common.SAME_AS),
    ),
    ("ceterms:Organization",),
)
