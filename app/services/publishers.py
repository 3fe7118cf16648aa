"""Publishers: who is registered here, and who may write for whom; all of it the operator's say."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.services import publishing
from app.services.publishing import OPERATOR, PublisherRef
from app.services.registry import Registry
from app.store import publishers
from app.store.database import Connection
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.errors import RegistryError


class PublisherUnknown(RegistryError):
    """Nobody of this CTID is registered here."""


class PublisherNameless(RegistryError):
    """A publisher cannot be registered without a name."""


class ActingRefused(RegistryError):
    """One publisher cannot be allowed to act for the other, or was not allowed to."""


@dataclass(frozen=True)
class PublisherEntry:
    """A publisher, those it may write for, and how many of its keys are in use."""

    ctid: CTID
    name: str
    acts_for: tuple[CTID, ...]
    keys_in_use: int


def all_publishers(registry: Registry) -> list[PublisherEntry]:
    """Everybody who may write, by name."""
    with registry.database.reading() as connection:
        return [
            PublisherEntry(
                CTID(ctid),
                name,
                tuple(CTID(each) for each in publishers.acts_for(connection, ctid)),
                sum(key.is_open for key in publishers.list_keys(connection, ctid)),
            )
            for ctid, name in publishers.all_publishers(connection)
        ]


def publisher_names(registry: Registry) -> dict[str, str]:
    """What each publisher is called, by CTID."""
    with registry.database.reading() as connection:
        return dict(publishers.all_publishers(connection))


def operator_name(registry: Registry) -> str:
    """What those who run the registry call themselves."""
    with registry.database.reading() as connection:
        return publishers.publisher_name(connection, OPERATOR.ctid) or OPERATOR.name


def add_publisher(registry: Registry, ctid: CTID, name: str) -> None:
    """Register a publisher, or give a registered one another name."""
    name = " ".join(name.split())
    if not name:
        raise PublisherNameless(f"Say what {ctid} is called: readers see who keeps a record.")
    with registry.database.writing() as connection:
        publishers.remember_publisher(connection, ctid, name)


def let_act_for(registry: Registry, agent: CTID, publisher: CTID) -> None:
    """Let `agent` write new records for `publisher`, and change the ones it keeps."""
    if agent == publisher:
        raise ActingRefused(f"{agent} writes for itself already.")
    if OPERATOR.ctid in (agent, publisher):
        raise ActingRefused("Nobody acts for the registry's operator, nor the operator for others.")
    with registry.database.writing() as connection:
        for each in (agent, publisher):
            _require_known(connection, each)
        publishers.let_act_for(connection, agent, publisher)


def stop_acting_for(registry: Registry, agent: CTID, publisher: CTID) -> None:
    """Let `agent` no longer write for `publisher`; what it wrote stays."""
    with registry.database.writing() as connection:
        if not publishers.stop_acting_for(connection, agent, publisher):
            raise ActingRefused(f"{agent} was not allowed to act for {publisher}.")


def transfer(
    registry: Registry, ctids: Sequence[CTID], to: CTID, *, reason: str
) -> list[LoggedChange]:
    """Give records to a registered publisher to keep; all of them, or none."""
    with registry.database.reading() as connection:
        _require_known(connection, to)
    return publishing.transfer(registry, ctids, PublisherRef(to, ""), reason=reason)


def _require_known(connection: Connection, ctid: CTID) -> None:
    if publishers.publisher_name(connection, ctid) is None:
        raise PublisherUnknown(
            f"No publisher {ctid} is registered here: `registry publisher add` does that."
        )
