"""Commands about the keys that publishers sign in with."""

import json
import re
from dataclasses import asdict
from datetime import datetime

import click

from app.cli.common import JSON, CTIDType, Group, with_registry
from app.services import keys, publishers
from app.services.registry import Registry
from app.store.publishers import KeyEntry
from ctdl.ctid import CTID, new_ctid

_KEY_OR_ID = re.compile("(?:cr_)?([0-9a-f]{12})(?:_.*)?", re.DOTALL)


@click.group(cls=Group)
def key() -> None:
    """Keys that publishers sign in with."""


@key.command("create")
@click.option(
    "--publisher",
    type=CTIDType(),
    help="The organisation's CTID. Left out: a new one is made for the organisation --name.",
)
@click.option("--name", default="", help="The organisation's name, when it is new here.")
@click.option("--label", default="", help="A note to tell this key from others.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(keys.SCOPES),
    help="What it is good for; may be repeated. Left out: everything.",
)
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="Its last day (UTC).")
@JSON
@with_registry
def create_key(
    registry: Registry,
    publisher: CTID | None,
    name: str,
    label: str,
    scopes: tuple[str, ...],
    expires: datetime | None,
    as_json: bool,
) -> None:
    """Make a key. It is shown this once: only its hash is kept."""
    if publisher is None and not name.strip():
        raise click.UsageError("Say whose key it is: --publisher CTID, or --name for a new one.")
    if publisher is None:
        publisher = new_ctid()
        click.echo(f"{name} is registered as {publisher}; its key:", err=True)
    made = keys.create_key(
        registry,
        publisher,
        name=name,
        label=label,
        scopes=scopes or keys.SCOPES,
        expires_on=expires.date() if expires else None,
    )
    click.echo(json.dumps({"key": made, "publisher": publisher}) if as_json else made)


@key.command("list")
@click.option("--publisher", type=CTIDType(), help="Only the keys of this organisation.")
@JSON
@with_registry
def list_keys(registry: Registry, publisher: CTID | None, as_json: bool) -> None:
    """List keys, those taken back too."""
    entries = keys.list_keys(registry, publisher)
    names = publishers.publisher_names(registry)
    if as_json:
        shown = [{**asdict(each), "publisher_name": names.get(each.publisher)} for each in entries]
        click.echo(json.dumps(shown))
    for each in () if as_json else entries:
        click.echo(
            f"{each.id}  {each.publisher}  {names.get(each.publisher, '')}  {each.created_at}"
            f"  {_state(each)}  {each.scopes}  {each.label}".rstrip()
        )


@key.command("revoke")
@click.argument("key_id")
@with_registry
def revoke_key(registry: Registry, key_id: str) -> None:
    """Make the key KEY_ID useless from now on; the key itself will do as well.

    Only the id is ever printed.
    """
    found = _KEY_OR_ID.fullmatch(key_id.strip())
    if found is None:
        raise click.UsageError(
            "This is neither a key nor the id of one (12 characters); `registry key list` shows"
            " the ids."
        )
    keys.revoke_key(registry, found[1])
    click.echo(f"{found[1]} revoked")


def _state(entry: KeyEntry) -> str:
    if entry.revoked_at:
        return f"revoked {entry.revoked_at}"
    if not entry.is_open:
        return f"expired {entry.expires_at}"
    return f"until {entry.expires_at}" if entry.expires_at else "in use"


COMMANDS = (key,)
