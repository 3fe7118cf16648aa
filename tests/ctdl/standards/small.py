"""Small records to hold against rules and standards: each states only what a test is about."""

from datetime import date
from pathlib import Path
from typing import Any

from ctdl.credit_units import UNIT_CODES
from ctdl.crosswalk import Comparison, Crosswalk
from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import parse_document
from ctdl.frameworks import FRAMEWORKS
from ctdl.records import CredentialRecord, QAStatement, Reference, read_record
from ctdl.standards import STANDARDS, Around, ElementResult, Known, check, known
from ctdl.standards.rules import compile_check
from ctdl.standards.verdicts import Verdict
from tests.support.documents import a_document

BODY = derive_ctid("test:body")
AUTHORITY = "New Zealand Qualifications Authority"
TODAY = date(2026, 11, 22)


def a_record(kind: str = "ceterms:MicroCredential", **stated: Any) -> Known:
    """What is known of a record that states these properties, and nothing around it."""
    return around(a_document(derive_ctid("test:standards"), kind, stated))


def around(document: dict[str, Any], **surroundings: Any) -> Known:
    """What is known of the record of `document` in these surroundings."""
    read = parse_document(document)
    record = read_record(read)
    assert isinstance(record, CredentialRecord)
    return known(read, record, Around(**{"today": TODAY, **surroundings}))


def in_surroundings(stated: dict[str, Any], **surroundings: Any) -> Known:
    """What is known of a micro-credential with these properties in these surroundings."""
    document = a_document(derive_ctid("test:standards"), "ceterms:MicroCredential", stated)
    return around(document, **surroundings)


def credits(number: float | None, unit: str = "nzqcf", most: float | None = None) -> dict[str, Any]:
    """The property that states credits, of one number or of two ends."""
    assert unit in UNIT_CODES
    values = {"schema:value": number}
    if most is not None:
        values = {"schema:minValue": number, "schema:maxValue": most}
    target = f"resources/{derive_ctid(f'concept:credit-units:{unit}')}"
    profile = {
        "@type": "ceterms:ValueProfile",
        **values,
        "ceterms:creditUnitType": [
            {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": target}
        ],
    }
    return {"requires": [{"@type": "ceterms:ConditionProfile", "ceterms:creditValue": [profile]}]}


def level(identifier: str) -> dict[str, Any]:
    """The property that states a level such as "eqf:5"."""
    found = FRAMEWORKS.level(identifier)
    assert found is not None
    alignment = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": f"resources/{found.ctid}",
        "ceterms:codedNotation": identifier,
    }
    return {"atLevel": [alignment]}


def lasting(*durations: str, description: str | None = None) -> dict[str, Any]:
    """The property that states a duration, exact or with two ends."""
    profile: dict[str, Any] = {"@type": "ceterms:DurationProfile"}
    if len(durations) == 1:
        profile["ceterms:exactDuration"] = durations[0]
    else:
        profile["ceterms:minimumDuration"], profile["ceterms:maximumDuration"] = durations
    if description is not None:
        profile["ceterms:description"] = {"en": description}
    return {"estimatedDuration": [profile]}


def term(name: str, **more: Any) -> dict[str, Any]:
    """A value of one of CTDL's lists."""
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": name,
        **{f"ceterms:{key}": value for key, value in more.items()},
    }


def approved(
    start: str | None, end: str | None = None, kind: Any = "approval", by: str = "A body"
) -> QAStatement:
    """A statement about quality assurance."""
    return QAStatement(kind, Reference(BODY, f"resources/{BODY}", {"en": by}), start, end)


def in_new_zealand(stated: dict[str, Any], day: str | None = None, **statement: Any) -> Known:
    """What is known of a New Zealand provider's record that the authority approved on `day`."""
    made = approved(day, **{"by": AUTHORITY, **statement})
    statements = (made,) if day else ()
    return in_surroundings(stated, provider_country="NZ", qa_about_credential=statements)


def comparing(*rows: tuple[str, str | None, str]) -> Crosswalk:
    """A crosswalk to the EQF of these rows: a level, its EQF level or None, the basis."""
    made = tuple(
        Comparison(
            here,
            "eqf",
            there,
            "close" if there else "none",
            basis,
            "a report",
            "2016",
            CTID(derive_ctid("test:map")),
        )
        for here, there, basis in rows
    )
    found: dict[str, list[Comparison]] = {}
    for row in made:
        found.setdefault(row.level, []).append(row)
    return Crosswalk(made, found)


def judged(rule: dict[str, Any], record: Known) -> Verdict:
    """What the rule answers for the record."""
    return compile_check(rule, "a test").judge(record)


def result(record: Known, standard: str, element: str) -> ElementResult:
    """How the record stands to one element of a shipped standard."""
    conformance = check(record, STANDARDS[standard])
    return next(each for each in conformance.results if each.element.id == element)


def a_file(folder: Path, text: str, name: str = "a-standard") -> Path:
    """A standard's file with this text."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path
