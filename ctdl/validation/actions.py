"""Actions of quality assurance: only the body that acts can say that it did.

CTDL keeps these classes for the agent of the action. Others say whom they were accredited,
approved or recognised by with a property of their own record.
"""

from collections.abc import Iterator
from typing import Any, Final

from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described

_ITS_AGENTS_OWN: Final = frozenset(
    {
        "ceterms:AccreditAction",
        "ceterms:ApproveAction",
        "ceterms:RecognizeAction",
        "ceterms:RegistrationAction",
        "ceterms:RegulateAction",
        "ceterms:RenewAction",
        "ceterms:RevokeAction",
        "ceterms:RightsAction",
    }
)
_INSTEAD: Final = {
    "ceterms:AccreditAction": "ceterms:accreditedBy",
    "ceterms:ApproveAction": "ceterms:approvedBy",
    "ceterms:RecognizeAction": "ceterms:recognizedBy",
    "ceterms:RegulateAction": "ceterms:regulatedBy",
}


def check_actions(described: Described) -> Iterator[Finding]:
    """Actions that somebody other than their agent would publish.

    Not asked when nobody publishes, nor of facts about others that the operators collected.
    """
    if described.publisher is None or described.collected:
        return
    own = f"resources/{described.publisher}"
    for entity in described.entities:
        reserved = next((name for name in entity.types if name in _ITS_AGENTS_OWN), None)
        if reserved is None:
            continue
        agents = entity.values("ceterms:actingAgent")
        if not any(_address(agent) == own for agent in agents):
            yield _not_by_agent(entity.label, reserved, own)


def _address(agent: Any) -> Any:
    return agent.get("@id") if isinstance(agent, dict) else agent


def _not_by_agent(label: str, name: str, own: str) -> Finding:
    instead = _INSTEAD.get(name)
    other = (
        f"state {instead} on the credential or organisation"
        if instead
        else "leave it to that body to publish it"
    )
    return finding(
        "ACTION_NOT_BY_AGENT",
        f"{name} can only be stated by the body that acts, with {own} as ceterms:actingAgent; "
        f"when another body acted, {other} instead.",
        entity=label,
        property="ceterms:actingAgent",
    )
