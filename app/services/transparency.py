"""The log as evidence: signed tree heads over everything that was ever logged."""

from datetime import UTC, datetime

from app.services.registry import Registry
from app.store import log, seals, tree
from app.store.tree import Head


def seal_log(registry: Registry) -> Head | None:
    """The signed head over the whole log, made now if there is none; None for an empty log.

    Entries are sealed as they are logged; a head covers all that are committed, so that many
    entries share one under load.
    """
    with registry.database.reading() as connection:
        size = seals.newest_sealed(connection)
        newest = tree.newest_head(connection)
        if size == 0 or (newest is not None and newest.size >= size):
            return newest
        root = registry.tree.root(connection, size)
    head = tree.sign_head(registry.signer, size, root, _now())
    with registry.database.writing() as connection:
        log.lock(connection)
        tree.keep_head(connection, head)
        return tree.newest_head(connection)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
