"""The level- and credit-rich tables (levelled, levelled_more, ehis): one record for each row."""

import re
from collections.abc import Iterator
from dataclasses import replace

from registry_data.convert.amounts import parse_credits, plain
from registry_data.convert.assessments import minimum_age, parse_assessment
from registry_data.convert.credential_facts import Cost, CredentialFacts
from registry_data.convert.editing import edited
from registry_data.convert.identity import credential_ctid
from registry_data.convert.levels import Level, level, parse_levels
from registry_data.convert.notes import NoteFacts, read_note
from registry_data.convert.organizations import organization_ctids
from registry_data.convert.pages import page_address
from registry_data.convert.providers import provider_phrase
from registry_data.convert.quality_rows import quality
from registry_data.convert.row_links import courses_with_codes, unit_standards
from registry_data.convert.stacking_goals import goals
from registry_data.convert.statements import Source, Statement, source_of
from registry_data.convert.tables import Row, facts
from registry_data.convert.types import CredentialType, credential_type

TABLES = ("levelled", "levelled_more", "ehis")
_PLAIN_AWARDS = re.compile(
    r"(?:special purpose|minor|certificate|diploma|award|major|level \d|full|supplemental"
    r"|postgraduate|specialist|higher|\W)*(?:award)?",
    re.IGNORECASE,
)


def level_rich_facts() -> Iterator[CredentialFacts]:
    """The parsed facts of every row of the three tables, in their order."""
    for table in TABLES:
        for row in facts(table):
            yield read_row(table, row)


def read_row(table: str, row: Row) -> CredentialFacts:
    """The parsed facts of one row."""
    note, source = read_note(row["note"]), source_of(row)
    kind = credential_type(row["credential_type"])
    return replace(
        _named(table, row, note, source, kind),
        credits=parse_credits(row["credits"], row["credit_unit"]),
        duration=row["duration"],
        hours=row["hours"],
        costs=_costs(row, note),
        delivery=row["delivery_mode"],
        languages=tuple(code for code in row["language"].split(";") if code),
        levels=_levels(row, note),
        field=row["field_iscedf"],
        subjects=tuple(note.subjects),
        skills=split_list(row["skills"]),
        outcomes=split_list(row["outcomes"]),
        assessment=parse_assessment(row["assessment"]),
        prerequisites=row["prerequisites"],
        minimum_age=minimum_age(row["prerequisites"]),
        status=note.status,
        valid_for=row["expires_after"],
        quality=quality(row),
        exceptions=_exceptions(row, note, source.statement, kind),
    )


def _named(
    table: str, row: Row, note: NoteFacts, source: Source, kind: CredentialType
) -> CredentialFacts:
    """The record with its names, its provider and its neighbours, before its contents are told."""
    providers = organization_ctids(row["provider"])
    owned = source.role == "owned"
    is_component = kind.curie == "ceterms:Course"
    stacking = goals(row, is_component)
    return CredentialFacts(
        ctid=credential_ctid(table, row),
        collection=source.collection,
        type=kind.curie,
        kind_label=kind.label,
        title=row["title"],
        title_language=_title_language(row, note, source),
        statement=source.statement,
        alternate_titles=_alternate_titles(row, note),
        page=page_address(row["credential_url"]),
        identifiers=tuple(note.codes),
        owners=providers if owned else (),
        offerers=() if owned else providers,
        provider_phrase=provider_phrase(row["provider"], kind.curie, source.role),
        required_courses=courses_with_codes(row["prerequisites"]) if is_component else (),
        prepares_for=stacking.unresolved,
        leads_to=stacking.leads_to,
        part_of=stacking.part_of,
        supersedes=unit_standards(note.replaces),
        superseded_by=unit_standards(note.replaced_by),
        sentences=_sentences(row, note, stacking.sentences),
        remarks=tuple(note.rest),
    )


def split_list(cell: str) -> tuple[str, ...]:
    """The entries of a cell that lists them with semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _title_language(row: Row, note: NoteFacts, source: Source) -> str:
    if note.title_is_estonian:
        return "et"
    # Welsh awarding bodies register their titles in Welsh.
    if re.search(r"\b(Tystysgrif|Dyfarniad|Lefel)\b", row["title"]):
        return "cy"
    return source.title_language


def _alternate_titles(row: Row, note: NoteFacts) -> tuple[tuple[str, str], ...]:
    titles = []
    if note.estonian_title and note.estonian_title != row["title"]:
        titles.append(("et", note.estonian_title))
    award = note.award_as_listed
    if award and award != row["title"] and not _PLAIN_AWARDS.fullmatch(award):
        titles.append(("en", award))
    return tuple(titles)


def _levels(row: Row, note: NoteFacts) -> tuple[Level, ...]:
    found = parse_levels(row["framework"], row["level"])
    return (*found, level("eqf", note.eqf_level)) if note.eqf_level else found


def _costs(row: Row, note: NoteFacts) -> tuple[Cost, ...]:
    if not row["price"]:
        return ()
    return (Cost(plain(float(row["price"])), row["currency"], "; ".join(note.on_price)),)


def _sentences(row: Row, note: NoteFacts, stacking: tuple[str, ...]) -> tuple[str, ...]:
    limited = row["expires_after"] if " for " in row["expires_after"] else ""
    expiry = (f"Expires after {limited}.",) if limited else ()
    unspoken = () if row["price"] else tuple(f"{part.capitalize()}." for part in note.on_price)
    replaced = [f"Replaces unit standard {number}." for number in note.replaces]
    replaced += [f"Replaced by unit standard {number}." for number in note.replaced_by]
    return (*note.sentences, *stacking, *expiry, *unspoken, *replaced)


def _exceptions(
    row: Row, note: NoteFacts, statement: Statement, kind: CredentialType
) -> dict[str, Statement]:
    notes = {
        "levels": note.on_level,
        "part_of": note.on_stacking,
        "leads_to": "the goal named in the row was matched with a record by its title",
        "type": f"{row['credential_type']!r} is read as {kind.curie} (tables/credential_types.csv)",
    }
    mapped = {name: statement.by_editors(said) for name, said in notes.items() if said}
    return {**edited(row, note, statement), **mapped}
