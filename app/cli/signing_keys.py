"""Commands about the public keys that publishers sign envelopes with."""

from dataclasses import asdict
from typing import BinaryIO

import click

from app.cli.common import JSON, CTIDType, Group, print_json, with_registry
from app.services import signing_keys
from app.services.jws import LARGEST_KEY_FILE
from app.services.registry import Registry
from ctdl.ctid import CTID


@click.group("signing-key", cls=Group)
def signing_key() -> None:
    """Public keys that publishers sign envelopes with."""


@signing_key.command("add")
@click.argument("file", type=click.File("rb"))
@click.option("--publisher", required=True, type=CTIDType(), help="The organisation's CTID.")
@click.option("--name", default="", help="The organisation's name, when it is new here.")
@click.option("--label", default="", help="A note to tell this key from others.")
@JSON
@with_registry
def add_key(
    registry: Registry, file: BinaryIO, publisher: CTID, name: str, label: str, as_json: bool
) -> None:
    """Register the public key in FILE (PEM or JSON Web Key; '-' reads standard input)."""
    data = file.read(LARGEST_KEY_FILE + 1)
    entry = signing_keys.add_signing_key(registry, publisher, data, label=label, name=name)
    if as_json:
        print_json(asdict(entry))
    else:
        click.echo(f"{entry.id} registered for {entry.publisher}")


@signing_key.command("list")
@click.option("--publisher", type=CTIDType(), help="Only the keys of this organisation.")
@JSON
@with_registry
def list_keys(registry: Registry, publisher: CTID | None, as_json: bool) -> None:
    """List signing keys, those taken back too."""
    entries = signing_keys.list_signing_keys(registry, publisher)
    if as_json:
        print_json([asdict(each) for each in entries])
    for each in () if as_json else entries:
        state = f"revoked {each.revoked_at}" if each.revoked_at else "in use"
        click.echo(
            f"{each.id}  {each.publisher}  {each.created_at}  {state}  {each.label}".rstrip()
        )


# A thumbprint may begin with a hyphen, which is then no option.
@signing_key.command("revoke", context_settings={"ignore_unknown_options": True})
@click.argument("key_id")
@with_registry
def revoke_key(registry: Registry, key_id: str) -> None:
    """Take no more documents signed with the key KEY_ID."""
    signing_keys.revoke_signing_key(registry, key_id)
    click.echo(f"{key_id} revoked")


COMMANDS = (signing_key,)
