"""What quality assurance bodies did about a credential: who, what kind, from when to when."""

from typing import Any

from registry_data.convert.credential_facts import CredentialFacts, QualityStatement
from registry_data.convert.json_ld import Node, node, reference, references, text

_ACTIONS = {
    "accreditation": ("ceterms:AccreditAction", "ceterms__accreditedBy", "Accreditation"),
    "approval": ("ceterms:ApproveAction", "ceterms__approvedBy", "Approval"),
    "validation": ("ceterms:ApproveAction", "ceterms__approvedBy", "Validation"),
    "recognition": ("ceterms:RecognizeAction", "ceterms__recognizedBy", "Recognition"),
    "regulation": ("ceterms:RegulateAction", "ceterms__regulatedBy", "Regulation"),
    "listing": ("ceterms:RegistrationAction", "", "Listing in the register"),
}


def quality_nodes(facts: CredentialFacts) -> list[Node]:
    """One action for each statement, in the document of the credential it is about."""
    return [
        _action(f"qa{number}", stated, facts)
        for number, stated in enumerate(facts.quality, start=1)
    ]


def quality_properties(facts: CredentialFacts) -> dict[str, Any]:
    """The short form (`approvedBy` ...) and the links to the actions.

    CTDL gives `relatedAction` to credentials only; courses and tests have `objectOfAction`.
    """
    found: dict[str, Any] = {}
    for stated in facts.quality:
        short = _ACTIONS[stated.kind][1]
        if short and stated.agents:
            found.setdefault(short, []).extend(references(*stated.agents))
    links = [f"_:qa{number}" for number in range(1, len(facts.quality) + 1)]
    own = "ceterms__objectOfAction" if facts.is_learning_opportunity else "ceterms__relatedAction"
    return {**found, own: links}


def action_kind(kind: str) -> tuple[str, str]:
    """The CTDL class of a kind of statement, and its name."""
    action, _, name = _ACTIONS[kind]
    return action, name


def _action(label: str, stated: QualityStatement, facts: CredentialFacts) -> Node:
    kind, name = action_kind(stated.kind)
    return node(
        kind,
        label,
        ceterms__name=text(f"{name} by {stated.body}"),
        ceterms__description=text(stated.remark),
        ceterms__actingAgent=references(*stated.agents),
        ceterms__object=[reference(facts.ctid)],
        ceterms__startDate=stated.start if len(stated.start) == 10 else None,
        ceterms__endDate=stated.end if len(stated.end) == 10 else None,
    )
