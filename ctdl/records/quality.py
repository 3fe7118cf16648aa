"""Quality assurance statements on a resource: the short form and the actions, joined."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.records.reading import DESCRIPTIONS, NAMES, NodeView
from ctdl.records.values import QAKind, QAStatement, Reference

SHORT_FORMS: Final[dict[str, QAKind]] = {
    "ceterms:accreditedBy": "accreditation",
    "ceterms:approvedBy": "approval",
    "ceterms:recognizedBy": "recognition",
    "ceterms:regulatedBy": "regulation",
}
ACTIONS: Final[dict[str, QAKind]] = {
    "ceterms:AccreditAction": "accreditation",
    "ceterms:ApproveAction": "approval",
    "ceterms:RecognizeAction": "recognition",
    "ceterms:RegulateAction": "regulation",
    "ceterms:RegistrationAction": "registration",
}
_LINKS: Final = ("ceterms:relatedAction", "ceterms:objectOfAction", "ceterms:credentialingAction")


@dataclass(frozen=True)
class ActionRecord:
    """An act of an organisation on resources, for instance an accreditation, with its dates."""

    ctid: CTID
    type: str
    kind: QAKind | None
    name: LangText
    description: LangText
    acting_agents: tuple[Reference, ...]
    objects: tuple[Reference, ...]
    instruments: tuple[Reference, ...]
    start: str | None
    end: str | None
    status: str | None
    evidence: tuple[str, ...]


def read_action(view: NodeView, ctid: CTID) -> ActionRecord:
    """The record of the action `view`."""
    statuses = (concept.term for concept in view.concepts("ceterms:actionStatusType"))
    return ActionRecord(
        ctid=ctid,
        type=view.type,
        kind=_kind(view),
        name=view.text(*NAMES),
        description=view.text(*DESCRIPTIONS),
        acting_agents=view.references("ceterms:actingAgent"),
        objects=view.references("ceterms:object"),
        instruments=view.references("ceterms:instrument"),
        start=view.string("ceterms:startDate"),
        end=view.string("ceterms:endDate"),
        status=next((status for status in statuses if status), None),
        evidence=view.iris("ceterms:evidenceOfAction"),
    )


def qa_statements(view: NodeView) -> tuple[QAStatement, ...]:
    """What `view` says quality assurance bodies did about it.

    An action tells more than the short form of the same statement and takes its place.
    """
    acted = list(_from_actions(view))
    told = {(statement.kind, _key(statement.by)) for statement in acted}
    short = [
        QAStatement(kind, body)
        for name, kind in SHORT_FORMS.items()
        for body in view.references(name)
        if (kind, _key(body)) not in told
    ]
    return (*acted, *short)


def _from_actions(view: NodeView) -> Iterator[QAStatement]:
    for action in view.views(*_LINKS):
        kind = _kind(action)
        if kind is None:
            continue
        statement = QAStatement(
            kind,
            Reference(None, None),
            action.string("ceterms:startDate"),
            action.string("ceterms:endDate"),
            action.text(*NAMES),
            action.text(*DESCRIPTIONS),
        )
        # An action whose agent has no record still names it ("Listing in the register by ...").
        agents = action.references("ceterms:actingAgent") or (Reference(None, None),)
        for agent in agents:
            yield replace(statement, by=agent)


def _kind(action: NodeView) -> QAKind | None:
    return next((ACTIONS[name] for name in action.types if name in ACTIONS), None)


def _key(body: Reference) -> object:
    return body.ctid or body.iri or tuple(body.name.items())
