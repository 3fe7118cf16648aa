"""Commands about publishers: who they are, who acts for whom, and records that change hands."""

from dataclasses import asdict

import click

from app.cli.common import JSON, Command, CTIDType, Group, print_json, with_registry
from app.services import publishers, views
from app.services.registry import Registry
from ctdl.ctid import CTID


@click.group(cls=Group)
def publisher() -> None:
    """Publishers, and who may write for whom."""


@publisher.command("list")
@JSON
@with_registry
def list_publishers(registry: Registry, as_json: bool) -> None:
    """List everybody who may write, with those they act for."""
    entries = publishers.all_publishers(registry)
    if as_json:
        print_json([asdict(each) for each in entries])
    for each in () if as_json else entries:
        keys = f"{each.keys_in_use} key{'' if each.keys_in_use == 1 else 's'} in use"
        acting = f"  acts for {', '.join(each.acts_for)}" if each.acts_for else ""
        click.echo(f"{each.ctid}  {each.name}  {keys}{acting}")


@publisher.command("add")
@click.argument("ctid", type=CTIDType())
@click.option("--name", required=True, help="What it is called; readers see it.")
@with_registry
def add_publisher(registry: Registry, ctid: CTID, name: str) -> None:
    """Register the organisation CTID as a publisher, or give it another name."""
    publishers.add_publisher(registry, ctid, name)
    click.echo(f"{ctid} may write as {' '.join(name.split())}")


@publisher.command("allow")
@click.argument("agent", type=CTIDType())
@click.argument("for_whom", metavar="PUBLISHER", type=CTIDType())
@with_registry
def allow(registry: Registry, agent: CTID, for_whom: CTID) -> None:
    """Let AGENT write for PUBLISHER, whose records stay its own."""
    publishers.let_act_for(registry, agent, for_whom)
    click.echo(f"{agent} may write for {for_whom}")


@publisher.command("disallow")
@click.argument("agent", type=CTIDType())
@click.argument("for_whom", metavar="PUBLISHER", type=CTIDType())
@with_registry
def disallow(registry: Registry, agent: CTID, for_whom: CTID) -> None:
    """Let AGENT no longer write for PUBLISHER; what it wrote stays."""
    publishers.stop_acting_for(registry, agent, for_whom)
    click.echo(f"{agent} no longer writes for {for_whom}")


@click.command(cls=Command)
@click.argument("ctids", nargs=-1, required=True, metavar="CTID...", type=CTIDType())
@click.option("--to", required=True, type=CTIDType(), help="The publisher that is to keep them.")
@click.option("--reason", required=True, help="Why; kept in the log.")
@with_registry
def transfer(registry: Registry, ctids: tuple[CTID, ...], to: CTID, reason: str) -> None:
    """Give records to another publisher to keep: all of them, or none."""
    changes = publishers.transfer(registry, ctids, to, reason=reason)
    views.catch_up(registry, wait=False)
    for each in changes:
        click.echo(f"{each.ctid} kept by {each.publisher}, change {each.number}")
    if not changes:
        click.echo(f"{to} keeps them already", err=True)


COMMANDS = (publisher, transfer)
