"""The table of quality assurance: one row is one act of the publisher on somebody's record."""

from dataclasses import replace
from typing import Final

from ctdl.messages import say
from ctdl.tabular import common_columns as common
from ctdl.tabular.columns import Choice, Column, Template
from ctdl.tabular.common_columns import IDENTITY, LINKS, TERMS
from ctdl.tabular.draft import Draft, members
from ctdl.tabular.entry import Entry
from ctdl.tabular.facts import (
    AddressFact,
    CodeFact,
    DayFact,
    ReferenceFact,
    TextFact,
    concepts,
)
from ctdl.tabular.identity import FrameFact, OwnCodeFact, TypeFact

_CLASSES: Final = {
    "accreditation": "ceterms:AccreditAction",
    "approval": "ceterms:ApproveAction",
    "recognition": "ceterms:RecognizeAction",
    "regulation": "ceterms:RegulateAction",
    "registration": "ceterms:RegistrationAction",
}
_KIND: Final = Column(
    "kind",
    "Kind",
    "What you did: accreditation, approval, recognition, regulation or registration.",
    "choice",
    "@type",
    "accreditation",
    required=True,
    choices=(
        Choice("accreditation", "Accreditation"),
        Choice("approval", "Approval"),
        Choice("recognition", "Recognition"),
        Choice("regulation", "Regulation"),
        Choice("registration", "Registration"),
    ),
    section=IDENTITY,
)
_OBJECT: Final = Column(
    "object",
    "Of what",
    "The credential, programme or organization it is about: CTID, or its exact name.",
    "reference",
    "ceterms:object",
    "ce-2a4f1c6e-8b7d-4c3a-9e5f-0d1b2c3a4e5f",
    required=True,
    repeatable=True,
    section=IDENTITY,
)
_BY: Final = Column(
    "by",
    "By whom",
    "Left empty: you. Statements are made only by whom they come from.",
    "reference",
    "ceterms:actingAgent",
    repeatable=True,
    section=IDENTITY,
)
_FROM: Final = Column(
    "from",
    "From",
    "The first day it holds, YYYY-MM-DD.",
    "date",
    "ceterms:startDate",
    "2026-01-01",
    section=TERMS,
    other_labels=("Start", "Du"),
)
_UNTIL: Final = Column(
    "until",
    "Until",
    "The last day it holds, YYYY-MM-DD. Left empty: no end is stated.",
    "date",
    "ceterms:endDate",
    "2030-12-31",
    section=TERMS,
    other_labels=("End", "Au"),
)
_STATES: Final = {
    "Active": "actionStat:ActiveActionStatus",
    "Completed": "actionStat:CompletedActionStatus",
    "Failed": "actionStat:FailedActionStatus",
    "Potential": "actionStat:PotentialActionStatus",
}
_STATUS: Final = Column(
    "status",
    "Status",
    "Whether the act is in force, completed, failed or still to come.",
    "choice",
    "ceterms:actionStatusType",
    "Active",
    choices=(
        Choice("Active", "In force"),
        Choice("Completed", "Completed"),
        Choice("Failed", "Failed or refused"),
        Choice("Potential", "Planned"),
    ),
    section=TERMS,
    other_labels=("Statut",),
)
_CONDITIONS: Final = Column(
    "conditions",
    "Conditions",
    "What it covers, and under which conditions, in a few sentences.",
    "paragraph",
    "ceterms:description",
    "Example: for the online form only; a report is due every year.",
    translatable=True,
    section=TERMS,
    other_labels=("Description",),
)
_EVIDENCE: Final = Column(
    "evidence",
    "Evidence",
    "Addresses of the decision, report or register entry.",
    "lines",
    "ceterms:evidenceOfAction",
    "https://agency.example/decisions/14",
    repeatable=True,
    section=LINKS,
    other_labels=("Evidence URL", "Preuves"),
)
_NAME: Final = replace(
    common.NAME,
    help="A title for the statement. Left empty: its kind, such as Accreditation.",
    required=False,
)


def _finish(draft: Draft, entry: Entry, before: Draft | None) -> None:
    """The statement is the publisher's own, has a name, and is about something."""
    own = f"resources/{entry.publisher}"
    agents = members(draft.main, "ceterms:actingAgent")
    if not agents:
        draft.main["ceterms:actingAgent"] = [own]
    elif not any(isinstance(each, str) and each.endswith(own) for each in agents):
        entry.report(
            "ROW_OF_ANOTHER",
            "by",
            say(
                "this names somebody else; %(publisher)s can state only what it did itself.",
                publisher=entry.publisher,
            ),
        )
    if not draft.main.get("ceterms:object") and not entry.text("object"):
        entry.report("CELL_MISSING", "object", say("say which record it is about, by CTID."))
    if not draft.main.get("ceterms:name"):
        kind = _KIND.choice(entry.text("kind"))
        draft.main["ceterms:name"] = {"en": kind.label if kind else "Statement"}


QUALITY_ASSURANCE: Final = Template(
    "quality-assurance",
    "Quality assurance statements",
    "One row is one act of yours: an accreditation, approval, recognition or regulation.",
    (
        FrameFact(common.CTID),
        OwnCodeFact(replace(common.OWN_ID, example="DEC-2026-14")),
        TypeFact(_KIND, _CLASSES),
        ReferenceFact(_OBJECT),
        ReferenceFact(_BY),
        FrameFact(common.TEXT_LANGUAGE),
        TextFact(_NAME),
        DayFact(_FROM),
        DayFact(_UNTIL),
        CodeFact(_STATUS, concepts(_STATES)),
        TextFact(_CONDITIONS),
        AddressFact(_EVIDENCE),
    ),
    ("ceterms:CredentialingAction",),
    _finish,
    ("kind", "object", "from"),
)
