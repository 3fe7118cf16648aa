"""Commands about the keys that publishers sign in with."""

import json
from dataclasses import asdict

import click

from app.cli.common import JSON, CTIDType, Group, with_registry
from app.services import keys
from app.services.registry import Registry
from ctdl.ctid import CTID


@click.group(cls=Group)
def key() -> None:
    """Keys that publishers sign in with."""


@key.command("create")
@click.option("--publisher", required=True, type=CTIDType(), help="The organisation's CTID.")
@click.option("--name", default="", help="The organisation's name, when it is new here.")
@click.option("--label", default="", help="A note to tell this key from others.")
@JSON
@with_registry
def create_key(registry: Registry, publisher: CTID, name: str, label: str, as_json: bool) -> None:
    """Make a key. It is shown this once: only its hash is kept."""
    made = keys.create_key(registry, publisher, name=name, label=label)
    click.echo(json.dumps({"key": made, "publisher": publisher}) if as_json else made)


@key.command("list")
@click.option("--publisher", type=CTIDType(), help="Only the keys of this organisation.")
@JSON
@with_registry
def list_keys(registry: Registry, publisher: CTID | None, as_json: bool) -> None:
    """List keys, those taken back too."""
    entries = keys.list_keys(registry, publisher)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in entries]))
    for each in () if as_json else entries:
        state = f"revoked {each.revoked_at}" if each.revoked_at else "in use"
        click.echo(
            f"{each.id}  {each.publisher}  {each.created_at}  {state}  {each.label}".rstrip()
        )


@key.command("revoke")
@click.argument("key_id")
@with_registry
def revoke_key(registry: Registry, key_id: str) -> None:
    """Make the key KEY_ID useless from now on."""
    keys.revoke_key(registry, key_id)
    click.echo(f"{key_id} revoked")


COMMANDS = (key,)
