"""Commands about the log as evidence: prove it, keep its newest head elsewhere, change its key."""

import sys
from dataclasses import asdict
from typing import TextIO

import click

from app.cli.common import JSON, Group, print_json, with_registry
from app.services import log_verification, transparency
from app.services.log_verification import Verification
from app.services.registry import Registry
from ctdl.errors import RegistryError

SHOWN_FAULTS = 200


class LogEmpty(RegistryError):
    """Nothing was ever logged."""


@click.group(cls=Group)
def log() -> None:
    """The log as evidence: seals, signed tree heads, the registry's key."""


@log.command("verify")
@click.option(
    "--head",
    "heads",
    type=click.File("r"),
    multiple=True,
    help="A tree head that was saved before, by whomever; may be repeated.",
)
@JSON
@with_registry
def verify_log(registry: Registry, heads: tuple[TextIO, ...], as_json: bool) -> None:
    """Prove that nothing in the log was altered since it was sealed; status 1 if something was.

    Every entry is compared with the receipt that the registry signed for it, every signed tree
    head with the entries under it, every publisher's signature with the document. Whoever has
    taken the registry's key could forge all that: a head kept elsewhere finds it out.
    """
    kept = [file.read(log_verification.LARGEST_HEAD) for file in heads]
    proved = log_verification.verify_log(registry, kept, _progress)
    if as_json:
        print_json({"whole": proved.is_whole, **asdict(proved)})
    else:
        _print_verification(proved)
    if not proved.is_whole:
        sys.exit(1)


@log.command("head")
@JSON
@with_registry
def show_head(registry: Registry, as_json: bool) -> None:
    """Print the newest signed tree head, to be kept where the registry's operator cannot reach."""
    head = transparency.seal_log(registry)
    if head is None:
        raise LogEmpty("The log is empty: there is no tree head yet.")
    if as_json:
        print_json(asdict(head))
    else:
        click.echo(f"{head.size} entries  {head.at}  root {head.root}\n{head.signature}")


@log.command("rotate-key")
@with_registry
def rotate_key(registry: Registry) -> None:
    """Sign with a new key from now on; what was signed before stays verifiable.

    Restart the server afterwards: a running one goes on with the key it has read.
    """
    transparency.seal_log(registry)
    key = transparency.rotate_key(registry)
    click.echo(f"{key.id} signs from now on. Restart the server.")


def _progress(number: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{number} entries", nl=False, err=True)


def _print_verification(proved: Verification) -> None:
    for each in proved.faults[:SHOWN_FAULTS]:
        who = " ".join(str(part) for part in (each.number, each.ctid) if part is not None)
        click.echo(f"change {who}: {each.message}" if who else each.message)
    more = len(proved.faults) - SHOWN_FAULTS
    if more > 0:
        click.echo(f"and {more} more; --json shows all of them")
    for remark in proved.remarks:
        click.echo(f"note: {remark}", err=True)
    state = "whole" if proved.is_whole else f"NOT WHOLE, {len(proved.faults)} faults"
    click.echo(
        f"{state}: {proved.entries} entries, {proved.heads} tree heads,"
        f" {proved.signatures} publishers' signatures"
    )
    if proved.head is not None:
        click.echo(f"root over {proved.head.size} entries: {proved.head.root}")


COMMANDS = (log,)
