"""A log with five entries, and somebody who has the database to himself."""

from collections.abc import Callable

from sqlalchemy import event, text

from app.services import publishing, transparency
from app.services.registry import Registry
from app.store.database import Database
from app.store.tree import Head
from tests.support.documents import a_credential, ctid_of

KEYS = ("first aid", "welding", "baking")
FIRST, SECOND, THIRD = (ctid_of(a_credential(key)) for key in KEYS)
Attack = Callable[..., None]


def fill(registry: Registry) -> Registry:
    """The registry with five entries, each under a head of its own: the fifth is a withdrawal."""
    for key in KEYS:
        publishing.publish(registry, a_credential(key))
        transparency.seal_log(registry)
    publishing.publish(registry, a_credential(KEYS[0], name={"en": "First aid, renewed"}))
    transparency.seal_log(registry)
    publishing.withdraw(registry, SECOND, reason="No longer taught.")
    transparency.seal_log(registry)
    return registry


def attacker(registry: Registry) -> Attack:
    """Runs statements as somebody would who has the database to himself."""

    def run(*statements: str, **values: object) -> None:
        with registry.database.writing() as connection:
            for statement in statements:
                connection.execute(text(statement), values)

    disarm(registry.database)
    return run


def disarm(database: Database) -> None:
    """Take away what guards the log: its triggers, and the tie between entries and seals."""
    with database.writing() as connection:
        if database.is_sqlite:
            triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in connection.execute(triggers).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in ("change", "log_leaf", "tree_head"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    if database.is_sqlite:
        engine = database._engine
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
        engine.dispose()


def newest_of(registry: Registry) -> Head:
    """The newest signed head of the log."""
    head = transparency.newest_head(registry)
    assert head is not None, "something was published"
    return head
