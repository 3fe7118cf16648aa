"""Statements on quality and what the board says of them, for the tests of the board."""

from datetime import date
from typing import Any

from app.services import board, publishing
from app.services.board import ConflictItem, RecordItem
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from tests.services.showing import show
from tests.support.documents import a_credential, a_document

TODAY = date(2026, 11, 22)
AGENCY = derive_ctid("test:agency")
OTHER_AGENCY = derive_ctid("test:other agency")
REGISTER = PublisherRef(derive_ctid("test:register"), "A register")


def an_action(
    key: str,
    subject: CTID,
    *,
    agent: CTID = AGENCY,
    type_: str = "ceterms:AccreditAction",
    start: str | None = None,
    end: str | None = None,
) -> dict[str, Any]:
    """A document in which an agency acts on a subject."""
    dates = {"startDate": start, "endDate": end}
    return a_document(
        derive_ctid(f"test:{key}"),
        type_,
        {
            "name": {"en": key},
            "description": {"en": key},
            "actingAgent": [f"resources/{agent}"],
            "object": [f"resources/{subject}"],
            **{name: value for name, value in dates.items() if value},
        },
    )


def publish(
    registry: Registry, *documents: dict[str, Any], publisher: PublisherRef = publishing.OPERATOR
) -> None:
    """Publish documents and let the catalogue follow, which has the board."""
    for document in documents:
        publishing.publish(registry, document, publisher)
    show(registry, "catalogue")


def own(agent: CTID = AGENCY) -> PublisherRef:
    """The agency as a publisher of its own statements."""
    return PublisherRef(agent, "The agency")


def listed(registry: Registry, name: str, today: date = TODAY) -> list[CTID]:
    """The records on a list."""
    found = board.items(registry, name, today)
    return [each.summary.ctid for each in found if isinstance(each, RecordItem)]


def conflicts(registry: Registry, today: date = TODAY) -> list[ConflictItem]:
    """The conflicts that count."""
    return [
        each for each in board.items(registry, "conflicts", today) if isinstance(each, ConflictItem)
    ]


def kinds(registry: Registry, today: date = TODAY) -> list[str]:
    """What kinds of conflict count."""
    return [each.kind for each in conflicts(registry, today)]


def claiming(**stated: Any) -> dict[str, Any]:
    """A credential that says of itself that the agency accredits it."""
    return a_credential("claiming", accreditedBy=[f"resources/{AGENCY}"], **stated)
