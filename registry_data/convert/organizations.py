"""Who is who: the many spellings of organisations in the facts, and one record for each of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ctdl.ctid import CTID
from registry_data.convert import keys
from registry_data.convert.countries import country_name, place
from registry_data.convert.json_ld import document, record, references, text, texts
from registry_data.convert.outputs import Shipped
from registry_data.convert.statements import Statement, provenance, source_of
from registry_data.convert.tables import Row, facts, rules

# Where organisations are named: table, column, column of their country, column of their own page.
_MENTIONS = (
    ("qa_bodies", "name", "country", "url"),
    ("levelled", "provider", "provider_country", "provider_url"),
    ("levelled_more", "provider", "provider_country", "provider_url"),
    ("ehis", "provider", "provider_country", "provider_url"),
    ("targets", "provider", "country", ""),
    ("targets_more", "provider", "country", ""),
    ("institution_accreditation", "institution", "country", ""),
    ("microcredentials", "provider", "provider_country", "provider_url"),
    ("microcredentials", "issued_by", "", ""),
    ("microcredentials", "quality_assurance", "", ""),
    ("stacking_edges", "component_provider", "", ""),
    ("transfer", "from_provider", "", ""),
    ("transfer", "to_provider", "", ""),
    ("transfer", "recognised_by", "", ""),
    ("levelled", "quality_assurance_body", "", ""),
    ("levelled_more", "quality_assurance_body", "", ""),
    ("ehis", "quality_assurance_body", "", ""),
    ("institution_accreditation", "accredited_by", "", ""),
    ("qa_bodies", "recognised_by", "", ""),
)
# Courses of these platforms give the platform's address as the provider's.
_PLATFORM_PAGES = ("edx.org", "futurelearn.com", "nptel.ac.in", "cloudskillsboost.google")


@dataclass
class Organization:
    """What the fact tables say about one organisation, gathered over all of them."""

    name: str
    country: str = ""
    page: str = ""
    spellings: dict[str, None] = field(default_factory=dict)
    registered_names: dict[str, None] = field(default_factory=dict)
    acronym: str = ""
    quality_assurance: Row | None = None
    assures_others: bool = False
    mentions: int = 0
    first: Row | None = None
    country_source: str = ""

    @property
    def ctid(self) -> CTID:
        """The organisation's CTID, from its name and country."""
        return keys.organization(self.name, self.country)


def organization_ctids(written: str) -> tuple[CTID, ...]:
    """The CTIDs of the organisations a cell names: none for "any", two for a joint provider."""
    return tuple(directory()[name].ctid for name in canonical_names(written))


def organization_names(written: str) -> str:
    """The organisations a cell names, as one would say it; what is no organisation stays as is."""
    return " and ".join(canonical_names(written)) or written


def canonical_names(written: str) -> tuple[str, ...]:
    """The agreed names for what a cell says, from the alias table where it has a row."""
    spelled = re.sub(r"\s+", " ", written).strip()
    if not spelled:
        return ()
    stands_for = _aliases().get(_without_registration(spelled), _without_registration(spelled))
    return tuple(name for name in stands_for.split("|") if name)


def organization_documents() -> Iterator[Shipped]:
    """One document for each organisation that the facts name, by country and name."""
    known = sorted(directory().values(), key=lambda found: (found.country or "zz", found.name))
    return (_shipped(organization) for organization in known)


@cache
def directory() -> dict[str, Organization]:
    """Every organisation by its agreed name."""
    found: dict[str, Organization] = {}
    for table, column, country, page in _MENTIONS:
        for row in facts(table):
            for name in canonical_names(row[column]):
                known = found.setdefault(name, Organization(name))
                _gather(known, row, row[column], row.get(country, ""), row.get(page, ""), table)
    for row in facts("qa_bodies"):
        known = found[canonical_names(row["name"])[0]]
        known.quality_assurance, known.acronym = row, row["acronym"]
    for row in facts("ehis"):
        registered = re.search(r"provider as registered: ([^;]+)", row["note"])
        known = found[canonical_names(row["provider"])[0]]
        if registered and registered.group(1) != known.name:
            known.registered_names[registered.group(1)] = None
    for row in facts("institution_accreditation"):
        for name in canonical_names(row["accredited_by"]):
            found[name].assures_others = found[name].assures_others or not _is_school(name)
    return found


def _gather(
    known: Organization, row: Row, written: str, country: str, page: str, table: str
) -> None:
    known.mentions += 1
    known.first = known.first or row
    # A joint name ("A / B") carries the country of one of them, we cannot tell which.
    alone = len(canonical_names(written)) == 1
    if country and alone and not known.country:
        known.country, known.country_source = country, table
    if page and alone and not known.page and not any(own in page for own in _PLATFORM_PAGES):
        known.page = page
    spelled = _without_registration(written)
    if spelled != known.name and alone:
        known.spellings[spelled] = None


def _is_school(name: str) -> bool:
    return re.search(r"\b(University|College|Institute of Technology)\b", name) is not None and (
        "Accredit" not in name and "Commission" not in name
    )


def _without_registration(written: str) -> str:
    """`EQAR (registered 2014-11-29 to 2019-06-30)` names EQAR."""
    return "EQAR" if written.startswith("EQAR (registered") else written


@cache
def _aliases() -> dict[str, str]:
    return {row["written_as"]: row["stands_for"] for row in rules("organization_aliases")}


def _shipped(organization: Organization) -> Shipped:
    assures = organization.quality_assurance is not None or organization.assures_others
    kind = "ceterms:QACredentialOrganization" if assures else "ceterms:CredentialOrganization"
    main = record(
        kind,
        organization.ctid,
        ceterms__name=text(organization.name, "und"),
        ceterms__alternateName=texts(_other_names(organization)),
        ceterms__description=text(_description(organization)),
        ceterms__subjectWebpage=organization.page,
        ceterms__address=place(organization.country),
        ceterms__availabilityListing=_register(organization),
        ceterms__supersedes=references(*_predecessors(organization)),
    )
    whole = document(main)
    return Shipped(whole, provenance(whole, *_provenance(organization)))


def _other_names(organization: Organization) -> list[tuple[str, str]]:
    acronym = [organization.acronym] if organization.acronym else []
    registered = list(organization.registered_names)
    spellings = [name for name in (*acronym, *organization.spellings) if name not in registered]
    return [("et", name) for name in registered] + [
        ("und", name) for name in dict.fromkeys(spellings) if name != organization.name
    ]


def _register(organization: Organization) -> list[str]:
    row = organization.quality_assurance
    return [row["register_url"]] if row and row["register_url"] else []


def _predecessors(organization: Organization) -> list[CTID]:
    """The bodies that it is stated to carry on from under another name, by their acronyms."""
    row = organization.quality_assurance
    named = re.findall(r"successor name of (\w+)", row["scope"]) if row else []
    return [each.ctid for each in directory().values() if each.acronym and each.acronym in named]


def _description(organization: Organization) -> str:
    row = organization.quality_assurance
    where = f" ({country_name(organization.country)})" if organization.country else ""
    if row is None:
        return f"{organization.name}{where}, named in records of this registry."
    role, scope = row["role"], row["scope"]
    recognised = row["recognised_by"]
    parts = [f"{organization.name}{where}: {role}.", f"Scope: {scope}." if scope else ""]
    if recognised:
        parts.append(f"Recognised by: {recognised}.")
    return " ".join(part for part in parts if part)


def _provenance(organization: Organization) -> tuple[Statement, dict[str, Statement]]:
    assert organization.first is not None
    default = source_of(organization.first).statement
    count = organization.mentions
    named = "named once" if count == 1 else f"named {count} times"
    default = default.noting(f"{named} in the fact tables; this is the first source")
    exceptions = {}
    if organization.country_source == "microcredentials":
        exceptions["ceterms:address"] = default.by_editors("country from general knowledge")
    if organization.spellings:
        exceptions["ceterms:alternateName"] = default.by_editors(
            "other spellings in the fact tables, merged by the alias table"
        )
    if organization.quality_assurance and _predecessors(organization):
        stated = source_of(organization.quality_assurance).statement
        exceptions["ceterms:supersedes"] = stated.noting("its scope says: successor name of")
    return default, exceptions


def references_to(written: str) -> list[str]:
    """The addresses of the organisations a cell names."""
    return references(*organization_ctids(written))
