"""Who recognises quality assurance bodies, and who accredits institutions, with dates.

These statements are documents of their own: they are made about an organisation, not about one
credential, and they change when the organisation's record does not.
"""

import re
from collections.abc import Iterator

from registry_data.convert import keys
from registry_data.convert.json_ld import Node, document, identifier, record, references, text
from registry_data.convert.organizations import organization_ctids, organization_names
from registry_data.convert.outputs import Shipped
from registry_data.convert.statements import Statement, provenance, source_of
from registry_data.convert.tables import Row, facts

_REGISTERED = re.compile(r"EQAR \(registered (\S+) to (\S+)\)(?:; later (\S+) to (\S+) \((.+)\))?")
_REGISTER_ENTRY = re.compile(r"recognised awarding organisation \((\S+), status (\w+)\)")
_NO_RENEWALS = "renewals since are not in the source"
_STATUS = {
    "recognised": "",
    "surrendered": "The recognition was surrendered.",
    "withdrawn": "The recognition was withdrawn.",
}
_CLASSES = (
    (
        re.compile(r"recognised awarding|awarding body|recognised|credit-recommended"),
        "ceterms:RecognizeAction",
        "Recognition",
    ),
    (re.compile(r"registration|registered"), "ceterms:RegistrationAction", "Registration"),
    (re.compile(r"validated|approved"), "ceterms:ApproveAction", "Approval"),
    (re.compile(r"accredit"), "ceterms:AccreditAction", "Accreditation"),
    (re.compile(r"audit|rating"), "ceterms:RecognizeAction", "Quality review"),
)


def recognition_documents() -> Iterator[Shipped]:
    """One document for each recognition of a quality assurance body by somebody named."""
    for row in facts("qa_bodies"):
        yield from _recognitions(row)


def institution_documents() -> Iterator[Shipped]:
    """One document for each accreditation, recognition or registration of an institution."""
    for row in facts("institution_accreditation"):
        statement, stated = _as_of_then(row), _institution(row)
        yield Shipped(stated, provenance(stated, statement, _class_exception(row, statement)))


def _recognitions(row: Row) -> Iterator[Shipped]:
    stated, statement = row["recognised_by"], source_of(row).statement
    if match := _REGISTERED.fullmatch(stated):
        start, end, later_start, later_end, later_source = match.groups()
        first = _recognition(row, "EQAR", start, end)
        yield Shipped(first, provenance(first, statement))
        if later_start:
            later = Statement(later_source, later_source, licence="facts only", note=_NO_RENEWALS)
            second = _recognition(row, "EQAR", later_start, later_end)
            yield Shipped(second, provenance(second, later))
    elif organization_ctids(stated):
        recognition = _recognition(row, stated)
        yield Shipped(recognition, provenance(recognition, statement))


def _as_of_then(row: Row) -> Statement:
    """Who states the row; a page that dates a decision does not tell what was decided later.

    The register of awarding organisations is complete as of its day.
    """
    statement = source_of(row).statement
    is_dated = row["from"] or row["until"]
    if not is_dated or _REGISTER_ENTRY.fullmatch(row["kind"]):
        return statement
    return statement.noting(_NO_RENEWALS)


def _recognition(row: Row, by: str, start: str = "", end: str = "") -> Node:
    recogniser, name = organization_names(by), row["name"]
    registered = "registered by" if by == "EQAR" else "recognised by"
    sentence = f"{name}: {row['role']}, {registered} {recogniser}{_period(start, end)}."
    return document(
        record(
            "ceterms:RecognizeAction",
            keys.statement("recognition", recogniser, row["country"], name, start),
            ceterms__name=text(f"Recognition of {name} by {recogniser}"),
            ceterms__description=text(sentence),
            ceterms__actingAgent=references(*organization_ctids(by)),
            ceterms__object=references(*organization_ctids(name)),
            ceterms__startDate=start,
            ceterms__endDate=end,
        )
    )


def _institution(row: Row) -> Node:
    kind, label = _action_class(row["kind"])
    body, name = organization_names(row["accredited_by"]), organization_names(row["institution"])
    entry = _REGISTER_ENTRY.fullmatch(row["kind"])
    what = "recognised awarding organisation" if entry else row["kind"]
    sentences = [f"{name}: {what} ({body}){_period(row['from'], row['until'])}."]
    if entry:
        sentences.append(_STATUS[entry.group(2)])
    if re.search(r"[(;]", row["accredited_by"]):
        sentences.append(f"As stated: {row['accredited_by']}.")
    return document(
        record(
            kind,
            keys.statement(
                "institution",
                row["institution"],
                row["country"],
                row["accredited_by"],
                row["kind"],
                row["from"],
            ),
            ceterms__name=text(f"{label} of {name} by {body}"),
            ceterms__description=text(" ".join(filter(None, sentences))),
            ceterms__identifier=(
                [identifier("Register number of the awarding organisation", entry.group(1))]
                if entry
                else None
            ),
            ceterms__actingAgent=references(*organization_ctids(row["accredited_by"])),
            ceterms__object=references(*organization_ctids(row["institution"])),
            ceterms__startDate=_day(row["from"]),
            ceterms__endDate=_day(row["until"]),
        )
    )


def _action_class(kind: str) -> tuple[str, str]:
    if kind.startswith("institutional accreditation"):
        return "ceterms:AccreditAction", "Accreditation"
    for words, action, label in _CLASSES:
        if words.search(kind):
            return action, label
    return "ceterms:RecognizeAction", "Recognition"


def _class_exception(row: Row, statement: Statement) -> dict[str, Statement]:
    kind, _ = _action_class(row["kind"])
    return {"@type": statement.by_editors(f"{row['kind']!r} is read as {kind}")}


def _period(start: str, end: str) -> str:
    if start and end:
        return f", from {start} until {end}"
    return f", from {start}" if start else (f", until {end}" if end else "")


def _day(stated: str) -> str | None:
    return stated if len(stated) == len("2025-01-01") else None
