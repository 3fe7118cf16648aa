"""The courses that MicroMasters, MicroBachelors and degrees share, and those degrees."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from ctdl.ctid import CTID
from registry_data.convert import keys
from registry_data.convert.credential_facts import CredentialFacts
from registry_data.convert.identity import credential_ctid
from registry_data.convert.organizations import organization_ctids
from registry_data.convert.providers import provider_phrase
from registry_data.convert.short_credentials import short_credential_facts
from registry_data.convert.statements import source_of
from registry_data.convert.tables import Row, facts, rules
from registry_data.convert.types import type_of_title

TABLE = "stacking_edges"
_OF_THE_CERTIFICATE: Final = ("costs", "duration", "hours", "languages", "delivery")


def component_course_facts() -> Iterator[CredentialFacts]:
    """One course for each address in the table, part of every credential that lists it."""
    for address, rows in _grouped("component_url").items():
        first, source = rows[0], source_of(rows[0])
        course = CredentialFacts(
            ctid=_course_ctid(first),
            collection=source.collection,
            type="ceterms:Course",
            kind_label="Course",
            title=first["component_course"],
            title_language="und",
            statement=source.statement,
            page=address,
            offerers=organization_ctids(first["component_provider"]),
            provider_phrase=provider_phrase(
                first["component_provider"], "ceterms:Course", source.role
            ),
            subjects=tuple(dict.fromkeys(row["subject"] for row in rows)),
            part_of=tuple(dict.fromkeys(_parent_ctid(row) for row in rows)),
            sentences=_sentences(rows),
        )
        certificate = _certificates().get((first["component_course"], first["component_provider"]))
        yield _with_certificate(course, certificate) if certificate else course


def _with_certificate(course: CredentialFacts, certificate: CredentialFacts) -> CredentialFacts:
    """The course with what its certificate's own row states of price, time and language."""
    stated = certificate.statement.noting("of the course's certificate, which the editors matched")
    return replace(
        course,
        **{name: getattr(certificate, name) for name in _OF_THE_CERTIFICATE},
        exceptions={name: stated for name in _OF_THE_CERTIFICATE if getattr(certificate, name)},
    )


@cache
def _certificates() -> dict[tuple[str, str], CredentialFacts]:
    """By title and provider of the course, as `tables/course_certificates.csv` states by hand."""
    by_name = {
        (row["title"], row["provider"]): facts_
        for row, facts_ in zip(facts("microcredentials"), short_credential_facts(), strict=True)
        if row["credential_type"] == "Verified certificate (single course)"
    }
    return {
        (row["component_course"], row["component_provider"]): by_name[
            row["certificate_title"], row["certificate_provider"]
        ]
        for row in rules("course_certificates")
    }


def _sentences(rows: list[Row]) -> tuple[str, ...]:
    parents = dict.fromkeys(f"{row['parent_credential']} ({row['parent_type']})" for row in rows)
    return (f"Listed as a component of {'; '.join(parents)}.",)


def shared_degree_facts() -> Iterator[CredentialFacts]:
    """The degrees and certificates whose courses are listed, but that have no row of their own."""
    for address, rows in _grouped("parent_url").items():
        if address in _programmes():
            continue
        first, source = rows[0], source_of(rows[0])
        kind = type_of_title(first["parent_credential"], first["parent_type"])
        providers = tuple(dict.fromkeys(row["component_provider"] for row in rows))
        provider = providers[0] if len(providers) == 1 else ""
        statement = source.statement
        yield CredentialFacts(
            ctid=_parent_ctid(first),
            collection=source.collection,
            type=kind.curie,
            kind_label=kind.label,
            title=first["parent_credential"],
            title_language="und",
            statement=statement,
            page=address,
            owners=organization_ctids(provider),
            provider_phrase=provider_phrase(provider, kind.curie, source.role),
            subjects=tuple(dict.fromkeys(row["subject"] for row in rows)),
            sentences=(f"Listed under: {first['parent_type']}s with open component courses.",),
            exceptions={
                "owners": statement.by_editors(
                    "all its listed component courses are from this provider"
                ),
                "type": statement.by_editors(
                    f"class {kind.curie} read from the title (tables/title_types.csv)"
                ),
            },
        )


def _grouped(column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in facts(TABLE):
        found.setdefault(row[column], []).append(row)
    return found


def _course_ctid(row: Row) -> CTID:
    return keys.course(row["component_provider"], row["component_course"], row["component_url"])


def _parent_ctid(row: Row) -> CTID:
    """The programme's own record when the first collection has it, found by the same address."""
    programme = _programmes().get(row["parent_url"])
    return programme or keys.credential(TABLE, row["parent_credential"], row["parent_url"])


@cache
def _programmes() -> dict[str, CTID]:
    return {
        row["credential_url"]: credential_ctid("microcredentials", row)
        for row in facts("microcredentials")
        if row["credential_type"] in ("MicroMasters", "MicroBachelors")
    }
