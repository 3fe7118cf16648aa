"""The larger credentials that small ones stack into (targets, targets_more)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ctdl.ctid import CTID
from registry_data.convert.amounts import parse_credits
from registry_data.convert.credential_facts import CredentialFacts, QualityStatement
from registry_data.convert.identity import credential_ctid
from registry_data.convert.levels import parse_levels
from registry_data.convert.notes import NoteFacts, read_note
from registry_data.convert.organizations import organization_ctids
from registry_data.convert.providers import provider_phrase
from registry_data.convert.quality_rows import listing
from registry_data.convert.statements import COMPUTED, Source, Statement, source_of
from registry_data.convert.tables import Row, facts
from registry_data.convert.types import CredentialType, type_of_title

TABLES = ("targets", "targets_more")
_SAQA_NUMBER = re.compile(r"\(SAQA (\d+)\)")
_LISTED = re.compile(r"[a-z' ]+ as listed \((.+)\)")
_MODE = re.compile(r"(?:online|classroom|blended)(?:/(?:online|classroom|blended))*")
_REGISTERED = re.compile(r"registered (\S+) to (\S+)")
_LENGTH = re.compile(r"full time length (\d+) year\(s\), at most (\d+) years")
_REGISTER_TYPE = re.compile(
    r".* qualification|gcse \(9 to 1\)|gce .+|qcf|other|advanced extension award|project|.*award"
)
_SILENT = re.compile(r"structure not stated|credits .*not in this list|size word .+|register .+")


@dataclass
class _Rules:
    """What the `rules` cell of a larger credential says, by subject."""

    delivery: str = ""
    length: str = ""
    award: str = ""
    registered: tuple[str, str] = ("", "")
    computed_total: str = ""
    sentences: list[str] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def larger_credential_facts() -> Iterator[CredentialFacts]:
    """The parsed facts of every row of the two tables, in their order."""
    for table in TABLES:
        for row in facts(table):
            yield _read_row(table, row)


def stated_rules(row: Row) -> list[str]:
    """The parts of the `rules` cell that say what makes up the award, word for word."""
    stated = _read_rules(read_note(row["rules"]), is_register=_is_register(row))
    return [*stated.stated, *([stated.computed_total] if stated.computed_total else [])]


def _is_register(row: Row) -> bool:
    return row["source"].startswith("OfqualGovUK")


def _read_row(table: str, row: Row) -> CredentialFacts:
    note, source = read_note(row["rules"]), source_of(row)
    stated = _read_rules(note, is_register=_is_register(row))
    kind = type_of_title(row["title"], row["rules"])
    providers = organization_ctids(row["provider"])
    owned = source.role == "owned" and kind.curie != "ceterms:LearningOpportunityProfile"
    replaces, replaced_by = _succession(row)
    return CredentialFacts(
        ctid=credential_ctid(table, row),
        collection=source.collection,
        type=kind.curie,
        kind_label=kind.label,
        title=row["title"],
        title_language=source.title_language,
        statement=source.statement,
        alternate_titles=_award_title(row, stated),
        owners=providers if owned else (),
        offerers=() if owned or kind.curie == "ceterms:CredentialType" else providers,
        provider_phrase=provider_phrase(row["provider"], kind.curie, source.role),
        levels=parse_levels(row["framework"], row["level"]),
        credits=parse_credits(row["total_credits"], row["credit_unit"]),
        duration=stated.length,
        delivery=stated.delivery,
        subjects=tuple(note.subjects),
        status=note.status,
        quality=_registration(stated),
        supersedes=replaces,
        superseded_by=replaced_by,
        sentences=_sentences(row, note, stated),
        remarks=tuple(stated.remarks),
        exceptions=_exceptions(row, source, stated, kind),
    )


def _read_rules(note: NoteFacts, is_register: bool) -> _Rules:
    found = _Rules()
    for part in note.rest:
        if match := _LISTED.fullmatch(part):
            found.award = match.group(1)
        elif _MODE.fullmatch(part):
            found.delivery = part
        elif match := _LENGTH.fullmatch(part):
            found.length = f"{match.group(1)} years" if match.group(1) != "1" else "1 year"
            found.sentences.append(
                f"Full time length {found.length}, at most {match.group(2)} years."
            )
        elif match := _REGISTERED.fullmatch(part):
            found.registered = (match.group(1), match.group(2))
        elif part.startswith("total is the sum"):
            found.computed_total = part
        elif part.endswith("intakes listed"):
            found.sentences.append(f"{part.capitalize()}.")
        elif _SILENT.fullmatch(part):
            found.remarks.append(part)
        elif is_register and _REGISTER_TYPE.fullmatch(part):
            found.sentences.append(f"Qualification type in the register: {part}.")
        else:
            found.stated.append(part)
    return found


def _award_title(row: Row, stated: _Rules) -> tuple[tuple[str, str], ...]:
    plain = re.fullmatch(
        r"(?:minor|major|hons degree|special purpose.*|level \d.*|.* ECTS)", stated.award, re.I
    )
    if not stated.award or plain or stated.award == row["title"] or len(stated.award.split()) < 3:
        return ()
    return (("en", stated.award),)


def _registration(stated: _Rules) -> tuple[QualityStatement, ...]:
    start, end = stated.registered
    if not start:
        return ()
    return (listing("South African Qualifications Authority", start, end),)


def _succession(row: Row) -> tuple[tuple[CTID, ...], tuple[CTID, ...]]:
    replaces = re.findall(r"\breplaces (\d+)", row["rules"])
    replaced_by = re.findall(r"\breplaced by (\d+)", row["rules"])
    known = _by_saqa_number()
    return (
        tuple(known[number] for number in replaces if number in known),
        tuple(known[number] for number in replaced_by if number in known),
    )


@cache
def _by_saqa_number() -> dict[str, CTID]:
    return {
        found.group(1): credential_ctid("targets", row)
        for row in facts("targets")
        if (found := _SAQA_NUMBER.search(row["title"]))
    }


def _sentences(row: Row, note: NoteFacts, stated: _Rules) -> tuple[str, ...]:
    sentences = [f"Award as listed: {stated.award}."] if stated.award else []
    sentences += note.sentences + stated.sentences
    for label, words in (
        ("Rules", "; ".join(stated.stated)),
        ("Electives", row["electives"]),
        ("Components", row["components"]),
    ):
        if words:
            sentences.append(f"{label}: {words}.")
    return tuple(sentences)


def _exceptions(
    row: Row, source: Source, stated: _Rules, kind: CredentialType
) -> dict[str, Statement]:
    found = {
        "type": source.statement.by_editors(
            f"class {kind.curie} read from the title or the rules (tables/title_types.csv)"
        )
    }
    if stated.computed_total:
        found["credits"] = source.statement.by_editors(stated.computed_total, COMPUTED)
    return found
