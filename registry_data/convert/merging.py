"""Rows that describe the same thing become one record; links in both directions are completed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ctdl.ctid import CTID
from registry_data.convert.amounts import parse_credits
from registry_data.convert.credential_facts import CredentialFacts, merged
from registry_data.convert.errors import FactError
from registry_data.convert.identity import credential_ctid
from registry_data.convert.keys import folded
from registry_data.convert.quality_rows import listing
from registry_data.convert.statements import source_of
from registry_data.convert.tables import Row, facts, rules


def united(records: Iterable[CredentialFacts]) -> list[CredentialFacts]:
    """The records with doubles merged, references to doubles redirected, and parts listed.

    Which rows are doubles is stated by hand in `tables/same_records.csv` and by the register in
    `facts/ehis_overlap.csv`; an equal title alone is not enough.
    """
    by_ctid = {record.ctid: record for record in records}
    instead: dict[CTID, CTID] = {}
    for kept, other in _same_records():
        by_ctid[kept] = merged(by_ctid[kept], by_ctid.pop(other))
        instead[other] = kept
    for kept, register in _register_entries(by_ctid):
        by_ctid[kept] = merged(by_ctid[kept], register)
    return _with_parts([_redirected(record, instead) for record in by_ctid.values()])


def _same_records() -> Iterator[tuple[CTID, CTID]]:
    for same in rules("same_records"):
        kept = _row(same["keep_table"], same["keep_title"], same["provider"])
        other = _row(same["other_table"], same["other_title"], same["provider"])
        yield (
            credential_ctid(same["keep_table"], kept),
            credential_ctid(same["other_table"], other),
        )


def _row(table: str, title: str, provider: str) -> Row:
    found = [
        row
        for row in facts(table)
        if (folded(row["title"]), row["provider"]) == (folded(title), provider)
    ]
    if len(found) != 1:
        raise FactError(f"{title!r} of {provider!r} names {len(found)} rows of {table}, not one.")
    return found[0]


def _register_entries(
    known: dict[CTID, CredentialFacts],
) -> Iterator[tuple[CTID, CredentialFacts]]:
    """The register's facts about curricula that are already known from the school's page."""
    for row in facts("ehis_overlap"):
        kept = credential_ctid(
            "levelled", _row("levelled", row["title_in_levelled"], row["provider"])
        )
        yield kept, _register_entry(known[kept], row)


def _register_entry(known: CredentialFacts, row: Row) -> CredentialFacts:
    statement = source_of(row).statement
    credits = parse_credits(row["credits_ects"], "ECTS")
    remarks = [f"register code {row['ehis_code']}: registered {row['registered_on']}"]
    if known.credits and credits and known.credits.amount.stated != row["credits_ects"]:
        remarks.append(f"the register gives {row['credits_ects']} ECTS")
    if known.field and not row["field_iscedf"].startswith(known.field):
        remarks.append(f"the register gives ISCED-F {row['field_iscedf']}")
    return replace(
        known,
        statement=statement,
        alternate_titles=tuple(
            (language, row[column])
            for language, column in (("et", "ehis_title_et"), ("en", "ehis_title_en"))
            if row[column] and folded(row[column]) != folded(known.title)
        ),
        identifiers=(("EHIS curriculum code", row["ehis_code"]),),
        languages=tuple(row["languages"].split(";")),
        credits=credits,
        field=row["field_iscedf"],
        quality=(
            listing(
                "EHIS (Estonian Education Information System), Ministry of Education and Research",
                row["registered_on"],
            ),
        ),
        sentences=(),
        remarks=tuple(remarks),
        exceptions={},
    )


def _redirected(record: CredentialFacts, instead: dict[CTID, CTID]) -> CredentialFacts:
    def new(targets: tuple[CTID, ...]) -> tuple[CTID, ...]:
        found = dict.fromkeys(instead.get(target, target) for target in targets)
        return tuple(target for target in found if target != record.ctid)

    return replace(
        record,
        required_courses=new(record.required_courses),
        leads_to=new(record.leads_to),
        part_of=new(record.part_of),
        parts=new(record.parts),
        supersedes=new(record.supersedes),
        superseded_by=new(record.superseded_by),
    )


def _with_parts(records: list[CredentialFacts]) -> list[CredentialFacts]:
    """`hasPart` for every `isPartOf`: CTDL declares the two as inverses of each other."""
    parts: dict[CTID, list[CTID]] = {}
    for record in records:
        for whole in record.part_of:
            parts.setdefault(whole, []).append(record.ctid)
    return [
        replace(record, parts=tuple(dict.fromkeys((*record.parts, *parts.get(record.ctid, ())))))
        for record in records
    ]
