"""The table of organisations: one row is one provider, awarding body or quality assurance body."""

from typing import Final

from ctdl.tabular.columns import Choice, Column, Template
from ctdl.tabular.credentials import (
    CTID,
    OWN_ID,
    SAME_AS,
    TEXT_LANGUAGE,
    concept_choices,
    concept_codes,
)
from ctdl.tabular.facts import (
    AddressFact,
    CodeFact,
    EmailFact,
    Fact,
    ReferenceFact,
    TextFact,
    TextListFact,
)
from ctdl.tabular.identity import (
    FrameFact,
    IdentifiersFact,
    OwnCodeFact,
    PlaceFact,
    TypeFact,
)

_IDENTITY, _PLACE, _LINKS = "identity", "place", "links"


def _facts() -> tuple[Fact, ...]:
    return (
        FrameFact(CTID),
        OwnCodeFact(OWN_ID),
        TypeFact(
            Column(
                "type",
                "Type",
                "CredentialOrganization, or QACredentialOrganization for one that assures the"
                " quality of others.",
                kind="choice",
                property="@type",
                example="CredentialOrganization",
                required=True,
                choices=(
                    Choice("CredentialOrganization", "Provider or awarding body"),
                    Choice("QACredentialOrganization", "Quality assurance body"),
                ),
                section=_IDENTITY,
            )
        ),
        FrameFact(TEXT_LANGUAGE),
        _text("name", "Name", "The full legal name.", "Example: Northern Farm College", True),
        TextListFact(
            Column(
                "alternate_names",
                "Other names",
                "Other names, short names and abbreviations.",
                kind="lines",
                property="ceterms:alternateName",
                repeatable=True,
                translatable=True,
                section=_IDENTITY,
                other_labels=("Autres noms",),
            )
        ),
        _text(
            "description",
            "Description",
            "What the organisation does, in a few sentences.",
            "Example: a college that trains farm staff.",
            True,
        ),
        AddressFact(
            Column(
                "webpage",
                "Web page",
                "The organisation's own site.",
                kind="url",
                property="ceterms:subjectWebpage",
                example="https://college.example/",
                required=True,
                section=_IDENTITY,
                other_labels=("Page web", "URL"),
            )
        ),
        EmailFact(
            Column(
                "email",
                "E-mail",
                "A general address, never a person's own.",
                kind="email",
                property="ceterms:email",
                example="office@college.example",
                section=_IDENTITY,
                other_labels=("Courriel",),
            )
        ),
        _codes(
            "agent_type",
            "Kind of organisation",
            "What the organisation is.",
            "agentType",
            "OrganizationType",
            "TrainingProvider",
        ),
        _codes(
            "sector",
            "Sector",
            "Public or private.",
            "agentSectorType",
            "AgentSector",
            "Public",
        ),
        _place(),
        TextListFact(
            Column(
                "keywords",
                "Keywords",
                "Words people may search for.",
                kind="lines",
                property="ceterms:keyword",
                repeatable=True,
                translatable=True,
                section=_LINKS,
                other_labels=("Mots-clés",),
            )
        ),
        IdentifiersFact(
            Column(
                "identifiers",
                "Identifiers",
                "Codes in national registers, kind: value, such as Company number: 12345.",
                kind="lines",
                property="ceterms:identifier",
                repeatable=True,
                section=_LINKS,
            )
        ),
        AddressFact(
            Column(
                "listings",
                "Listed at",
                "Registers and catalogues that list the organisation or what it offers.",
                kind="lines",
                property="ceterms:availabilityListing",
                repeatable=True,
                section=_LINKS,
            )
        ),
        ReferenceFact(
            Column(
                "parent",
                "Parent organisation",
                "The organisation it belongs to, by CTID or name.",
                kind="reference",
                property="ceterms:parentOrganization",
                repeatable=True,
                section=_LINKS,
            )
        ),
        AddressFact(SAME_AS),
    )


def _text(name: str, label: str, help: str, example: str, required: bool) -> Fact:
    kind = "paragraph" if name == "description" else "text"
    return TextFact(
        Column(
            name,
            label,
            help,
            kind=kind,  # type: ignore[arg-type]
            property=f"ceterms:{name}",
            example=example,
            required=required,
            translatable=True,
            section=_IDENTITY,
        )
    )


def _codes(name: str, label: str, help: str, term: str, scheme: str, example: str) -> Fact:
    column = Column(
        name,
        label,
        help,
        kind="choice",
        property=f"ceterms:{term}",
        example=example,
        required=True,
        repeatable=term == "agentType",
        choices=concept_choices(f"ceterms:{scheme}"),
        section=_IDENTITY,
    )
    return CodeFact(column, concept_codes(f"ceterms:{scheme}"))


def _place() -> Fact:
    def part(name: str, label: str, help: str, term: str, example: str = "") -> Column:
        return Column(
            name, label, help, property=f"ceterms:{term}", example=example, section=_PLACE
        )

    return PlaceFact(
        Column(
            "country",
            "Country",
            "The country of its seat: ISO code, such as NZ, or English name.",
            kind="code",
            property="ceterms:addressCountry",
            example="NZ",
            section=_PLACE,
            also=("ceterms:address",),
            other_labels=("Pays",),
        ),
        part("region", "Region", "State, province or region.", "addressRegion"),
        part("city", "Town", "Town or city.", "addressLocality", "Hamilton"),
        part("street", "Street", "Street and number.", "streetAddress"),
        part("postal_code", "Postal code", "Postal code.", "postalCode"),
    )


ORGANIZATIONS: Final = Template(
    "organizations",
    "Organisations",
    "One row is one organisation.",
    _facts(),
    ("ceterms:Organization",),
)
