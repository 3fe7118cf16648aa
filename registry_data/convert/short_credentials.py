"""The first collection (microcredentials): platforms, vendors, universities and news items."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ctdl.ctid import CTID
from registry_data.convert.amounts import parse_credits, plain
from registry_data.convert.assessments import parse_assessment
from registry_data.convert.credential_facts import Cost, CredentialFacts
from registry_data.convert.editing import edited
from registry_data.convert.identity import credential_ctid
from registry_data.convert.levels import Level, parse_levels
from registry_data.convert.notes import NoteFacts, read_note
from registry_data.convert.organizations import canonical_names, organization_ctids
from registry_data.convert.pages import page_address
from registry_data.convert.providers import provider_phrase
from registry_data.convert.stacking_goals import Goals, goals
from registry_data.convert.statements import Source, Statement, source_of
from registry_data.convert.tables import Row, facts
from registry_data.convert.types import CredentialType, credential_type

TABLE = "microcredentials"
_AUDIENCE = {
    "Introductory": "BeginnerLevel",
    "Beginner": "BeginnerLevel",
    "Intermediate": "IntermediateLevel",
    "Advanced": "AdvancedLevel",
    "Professional": "ProfessionalLevel",
    "bachelor": "BachelorsDegreeLevel",
    "master": "MastersDegreeLevel",
}


def short_credential_facts() -> Iterator[CredentialFacts]:
    """The parsed facts of every row of the table, in its order."""
    return (_read_row(row) for row in facts(TABLE))


def _read_row(row: Row) -> CredentialFacts:
    note, source = read_note(row["retrieved_note"]), source_of(row)
    kind = credential_type(row["credential_type"])
    return replace(
        _named(row, note, source, kind),
        languages=tuple(code for code in row["language"].split(";") if code),
        levels=_levels(row),
        audience=tuple(filter(None, [_AUDIENCE.get(row["level"])])),
        credits=parse_credits(row["credits"], row["credit_unit"]),
        duration=row["duration"],
        hours=row["hours"],
        costs=_costs(row, note),
        delivery=row["delivery_mode"],
        field=row["field_iscedf"],
        subjects=_subjects(note),
        skills=tuple(part.strip() for part in row["skills"].split(";") if part.strip()),
        assessment=parse_assessment(row["assessment"]),
        status=note.status,
        exceptions=_exceptions(row, note, source.statement, kind),
    )


def _named(row: Row, note: NoteFacts, source: Source, kind: CredentialType) -> CredentialFacts:
    """The record with its names, its agents and its neighbours, before its contents are told."""
    stacking = goals(row, is_component=kind.curie == "ceterms:DigitalBadge")
    owners, offerers = _agents(row, source)
    return CredentialFacts(
        ctid=credential_ctid(TABLE, row),
        collection=source.collection,
        type=kind.curie,
        kind_label=kind.label,
        title=row["title"],
        title_language=_title_language(row, note, source),
        statement=source.statement,
        page=page_address(row["credential_url"]),
        identifiers=tuple(note.codes),
        owners=owners,
        offerers=offerers,
        provider_phrase=provider_phrase(
            row["provider"], kind.curie, source.role, platform=row["issued_by"]
        ),
        prepares_for=stacking.unresolved,
        leads_to=stacking.leads_to,
        part_of=stacking.part_of,
        sentences=_sentences(row, note, stacking),
        remarks=tuple(part for part in note.rest if not part.startswith("discipline in source")),
    )


def _agents(row: Row, source: Source) -> tuple[tuple[CTID, ...], tuple[CTID, ...]]:
    """Who awards it and who offers it: a platform only offers what somebody else awards."""
    providers, issuers = organization_ctids(row["provider"]), organization_ctids(row["issued_by"])
    if not providers:
        return ((), issuers) if source.role == "offered" else (issuers, ())
    return providers, tuple(issuer for issuer in issuers if issuer not in providers)


def _title_language(row: Row, note: NoteFacts, source: Source) -> str:
    if note.title_is_estonian:
        return "et"
    # The language of teaching is the title's when the title cannot be plain English.
    if source.title_language == "und" and row["language"]:
        is_plain = row["title"].isascii()
        return row["language"] if row["language"] == "en" or not is_plain else "und"
    return source.title_language


def _levels(row: Row) -> tuple[Level, ...]:
    return () if row["level"] in _AUDIENCE else parse_levels(row["framework"], row["level"])


def _costs(row: Row, note: NoteFacts) -> tuple[Cost, ...]:
    if not row["price"]:
        return ()
    return (Cost(plain(float(row["price"])), row["currency"], "; ".join(note.on_price)),)


def _subjects(note: NoteFacts) -> tuple[str, ...]:
    disciplines = [
        part.removeprefix("discipline in source: ")
        for part in note.rest
        if part.startswith("discipline in source: ")
    ]
    return (*note.subjects, *disciplines)


def _sentences(row: Row, note: NoteFacts, stacking: Goals) -> tuple[str, ...]:
    sentences = [_covers(row), _quality(row["quality_assurance"])]
    if row["valid_for"]:
        sentences.append(f"Validity: {row['valid_for']}.")
    if not row["price"]:
        sentences += [f"{part[:1].upper()}{part[1:]}." for part in note.on_price]
    return tuple(filter(None, (*sentences, *note.sentences, *stacking.sentences)))


def _quality(stated: str) -> str:
    """In words only: the sources name a body or a rule, not what the body did."""
    if not stated:
        return ""
    label = "Quality assurance as listed" if canonical_names(stated) else "Quality rule stated"
    return f"{label}: {stated}."


def _covers(row: Row) -> str:
    summary = row["outcomes_summary"]
    listed = re.fullmatch(r"(\d+) listed component course\(s\): (.+)", summary)
    if listed:
        return f"Component courses listed ({listed.group(1)}): {listed.group(2)}."
    return summary if not summary or summary.endswith(".") else f"{summary}."


def _exceptions(
    row: Row, note: NoteFacts, statement: Statement, kind: CredentialType
) -> dict[str, Statement]:
    notes = {
        "leads_to": note.on_stacking,
        "prepares_for": note.on_stacking,
        "audience": note.on_level or f"level as stated: {row['level']}",
        "credits": "; ".join(part for part in note.rest if part.startswith("credit unit read as")),
        "type": f"{row['credential_type']!r} is read as {kind.curie} (tables/credential_types.csv)",
    }
    mapped = {name: statement.by_editors(said) for name, said in notes.items() if said}
    return {**edited(row, note, statement), **mapped}
