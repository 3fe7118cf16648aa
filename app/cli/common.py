"""What all commands share: the open registry, options and the way results are printed."""

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click

from app.config import from_environment
from app.services import publishing
from app.services.publishing import PublisherRef
from app.services.registry import open_registry
from ctdl.ctid import CTID, parse_ctid
from ctdl.errors import RegistryError
from ctdl.findings import Finding

READ_AT_MOST = 64 * 1024 * 1024
"""More than any document may be, so that a refusal can say how large it really is."""


class Command(click.Command):
    """A command whose foreseen errors are one clear line on stderr and exit status 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except RegistryError as error:
            raise click.ClickException(str(error)) from error


class Group(click.Group):
    """Commands of one topic."""

    command_class = Command


class CTIDType(click.ParamType[CTID]):
    """A CTID as an option or argument."""

    name = "ctid"

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> CTID:
        """The CTID that was written, or a usage error."""
        try:
            return parse_ctid(value)
        except RegistryError as error:
            self.fail(str(error), param, context)


PUBLISHER = click.option(
    "--publisher",
    type=CTIDType(),
    help="Who publishes: the organisation's CTID. Left out: the operator of this registry.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def with_registry(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command the open registry as its first argument."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        registry = open_registry(from_environment())
        try:
            command(registry, *args, **options)
        finally:
            registry.close()

    return run


def publisher_ref(ctid: CTID | None) -> PublisherRef:
    """The publisher that the option names; the operator when it was left out."""
    return publishing.OPERATOR if ctid is None else PublisherRef(ctid, "")


def print_findings(findings: Iterable[Finding]) -> None:
    """Every finding as a line on stderr."""
    for each in findings:
        where = f"{each.entity} {each.property}" if each.property else each.entity
        if each.row is not None:
            where = f"row {each.row}, {each.column or where}"
        click.echo(f"{each.severity}: {each.code} at {where}: {each.message}", err=True)


def print_json(data: Any) -> None:
    """The result for programs."""
    click.echo(json.dumps(data, ensure_ascii=False))
