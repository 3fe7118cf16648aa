"""The `registry` command: everything an operator does to a registry."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any, BinaryIO

import click

from app.config import Settings, from_environment
from app.services import exporting, keys, loading, publishing, views
from app.services.publishing import PublisherRef
from app.services.registry import Registry, open_registry, set_up
from ctdl.ctid import CTID, parse_ctid
from ctdl.errors import RegistryError
from ctdl.findings import Finding

READ_AT_MOST = 64 * 1024 * 1024
"""More than any document may be, so that a refusal can say how large it really is."""


class _Command(click.Command):
    """A command whose foreseen errors are one clear line on stderr and exit status 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except RegistryError as error:
            raise click.ClickException(str(error)) from error


class _Group(click.Group):
    command_class = _Command


class _CTIDType(click.ParamType[CTID]):
    name = "ctid"

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> CTID:
        try:
            return parse_ctid(value)
        except RegistryError as error:
            self.fail(str(error), param, context)


_PUBLISHER = click.option(
    "--publisher",
    type=_CTIDType(),
    help="Who publishes: the organisation's CTID. Left out: the operator of this registry.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def _with_registry(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command the open registry as its first argument."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        registry = open_registry(from_environment())
        try:
            command(registry, *args, **options)
        finally:
            registry.close()

    return run


@click.group(cls=_Group)
@click.version_option(package_name="credential-registry")
def main() -> None:
    """A public registry of micro-credentials.

    Settings come from the environment: REGISTRY_HOME, REGISTRY_BASE_URL, DATABASE_URL, HOST, PORT,
    WORKERS, REGISTRY_DATA.
    """


@main.command()
def init() -> None:
    """Make the registry's folder and tables, or bring them up to date."""
    settings = from_environment()
    set_up(settings).close()
    click.echo(f"The registry in {settings.home} is ready.", err=True)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--if-needed", is_flag=True, help="Do nothing when these files are loaded already.")
@_PUBLISHER
@_JSON
@_with_registry
def load(
    registry: Registry,
    paths: tuple[Path, ...],
    if_needed: bool,
    publisher: CTID | None,
    as_json: bool,
) -> None:
    """Publish every record in files or folders; a bad one stops no other. Can be run again."""
    if if_needed and loading.is_loaded(registry, paths):
        views.catch_up(registry)
        click.echo("These records are loaded already.", err=True)
        return
    report = _load_with_progress(registry, paths, _publisher(publisher))
    click.echo("Bringing the catalogue, the search index and the RDF store up to date…", err=True)
    views.catch_up(registry)
    if report.is_complete:
        loading.remember_load(registry, paths)
    _print_load(report, as_json)
    if not report.is_complete:
        sys.exit(1)


@main.command()
@click.argument("file", type=click.File("rb"))
@click.option("--restore", is_flag=True, help="Bring back a record that was withdrawn.")
@_PUBLISHER
@_JSON
@_with_registry
def publish(
    registry: Registry, file: BinaryIO, restore: bool, publisher: CTID | None, as_json: bool
) -> None:
    """Publish one CTDL JSON-LD document from FILE, or from standard input with '-'."""
    data = file.read(READ_AT_MOST)
    try:
        outcome = publishing.publish(registry, data, _publisher(publisher), restore=restore)
    except publishing.RecordRejected as error:
        if as_json:
            click.echo(json.dumps({"findings": [asdict(each) for each in error.findings]}))
        _print_findings(error.findings)
        raise click.ClickException("Nothing was saved.") from error
    views.catch_up(registry, wait=False)
    _print_findings(outcome.findings)
    if as_json:
        iri = f"{registry.base}resources/{outcome.ctid}"
        click.echo(json.dumps({**asdict(outcome), "iri": iri}, ensure_ascii=False))
    else:
        click.echo(f"{outcome.ctid} {outcome.kind}, change {outcome.number}")


@main.command()
@click.argument("ctid", type=_CTIDType())
@click.option("--reason", required=True, help="Why; shown to everybody who comes by its address.")
@click.option("--replaced-by", type=_CTIDType(), help="The record to use instead.")
@_PUBLISHER
@_with_registry
def withdraw(
    registry: Registry,
    ctid: CTID,
    reason: str,
    replaced_by: CTID | None,
    publisher: CTID | None,
) -> None:
    """Take a record back. Its address keeps saying who withdrew it, when and why."""
    change = publishing.withdraw(
        registry, ctid, _publisher(publisher), reason=reason, replaced_by=replaced_by
    )
    views.catch_up(registry, wait=False)
    click.echo(f"{ctid} withdrawn, change {change.number}")


@main.command("catch-up")
@_JSON
@_with_registry
def catch_up(registry: Registry, as_json: bool) -> None:
    """Bring the catalogue, the search index and the RDF store up to the newest change."""
    reached = views.catch_up(registry)
    if as_json:
        click.echo(json.dumps(reached))
    else:
        for name, number in reached.items():
            click.echo(f"{name:<10} change {number}")


@main.command()
@click.argument("view", nargs=-1)
@_with_registry
def rebuild(registry: Registry, view: tuple[str, ...]) -> None:
    """Make VIEW (catalogue, search, rdf), or all of them, again from the log."""
    views.rebuild(registry, view, lambda name: click.echo(f"Rebuilding {name}…", err=True))


@main.command()
@click.option("--quick", is_flag=True, help="Compare revisions only, not the content of each view.")
@_JSON
@_with_registry
def check(registry: Registry, quick: bool, as_json: bool) -> None:
    """Prove that the log is whole and that every view shows what it says; status 1 if not."""
    reports = views.check(registry, content=not quick)
    if as_json:
        rows = [{**asdict(each), "right": each.is_right} for each in reports]
        click.echo(json.dumps(rows, indent=2))
    else:
        for each in reports:
            state = "right" if each.is_right else "WRONG"
            click.echo(
                f"{each.name:<10} {state}  change {each.number}  {each.records} records"
                f"  {each.digest[:16]}"
            )
            for difference in each.differences:
                click.echo(f"  {difference}")
    if not all(each.is_right for each in reports):
        sys.exit(1)


@main.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(exporting.FORMATS),
    default="jsonl",
    show_default=True,
    help="JSON-LD lines, records to load elsewhere, or N-Triples.",
)
@click.option("--output", type=click.File("wb", lazy=True), default="-", help="A file, or '-'.")
@_with_registry
def export(registry: Registry, format_: exporting.ExportFormat, output: BinaryIO) -> None:
    """Write every live record."""
    for piece in exporting.export(registry, format_):
        output.write(piece)


@main.command()
def serve() -> None:
    """Serve the registry with gunicorn on HOST and PORT."""
    settings = from_environment()
    registry = open_registry(settings)
    views.catch_up(registry)
    registry.close()
    click.echo(f"Serving on {settings.base_url} (stop with Ctrl-C)", err=True)
    arguments = _gunicorn_arguments(settings)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])


@main.group(cls=_Group)
def key() -> None:
    """Keys that publishers sign in with."""


@key.command("create")
@click.option("--publisher", required=True, type=_CTIDType(), help="The organisation's CTID.")
@click.option("--name", default="", help="The organisation's name, when it is new here.")
@click.option("--label", default="", help="A note to tell this key from others.")
@_JSON
@_with_registry
def create_key(registry: Registry, publisher: CTID, name: str, label: str, as_json: bool) -> None:
    """Make a key. It is shown this once: only its hash is kept."""
    made = keys.create_key(registry, publisher, name=name, label=label)
    click.echo(json.dumps({"key": made, "publisher": publisher}) if as_json else made)


@key.command("list")
@click.option("--publisher", type=_CTIDType(), help="Only the keys of this organisation.")
@_JSON
@_with_registry
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
@_with_registry
def revoke_key(registry: Registry, key_id: str) -> None:
    """Make the key KEY_ID useless from now on."""
    keys.revoke_key(registry, key_id)
    click.echo(f"{key_id} revoked")


def _publisher(ctid: CTID | None) -> PublisherRef:
    return publishing.OPERATOR if ctid is None else PublisherRef(ctid, "")


def _load_with_progress(
    registry: Registry, paths: tuple[Path, ...], publisher: PublisherRef
) -> loading.LoadReport:
    total = loading.count_items(paths)
    with click.progressbar(length=total, label="Loading", file=sys.stderr) as bar:
        shown = 0

        def tell(report: loading.LoadReport, _file: str) -> None:
            nonlocal shown
            bar.update(report.read - shown)
            shown = report.read

        return loading.load(registry, paths, publisher, tell)


def _print_load(report: loading.LoadReport, as_json: bool) -> None:
    for problem in report.problems:
        click.echo(f"{problem.path}:{problem.line}: {problem.message}", err=True)
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
        return
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(report.counts.items()))
    refused = f"; {len(report.problems)} refused" if report.problems else ""
    click.echo(f"{report.read} records read: {counted or 'nothing new'}{refused}")


def _print_findings(findings: tuple[Finding, ...]) -> None:
    for each in findings:
        where = f"{each.entity} {each.property}" if each.property else each.entity
        click.echo(f"{each.severity}: {each.code} at {where}: {each.message}", err=True)


def _gunicorn_arguments(settings: Settings) -> list[str]:
    return [
        "wsgi:application",
        f"--bind={settings.host}:{settings.port}",
        f"--workers={settings.workers}",
        "--worker-class=gthread",
        "--threads=4",
        "--timeout=60",
        "--graceful-timeout=10",
        "--max-requests=20000",
        "--max-requests-jitter=2000",
        "--limit-request-line=8190",
        "--log-level=warning",
    ]


if __name__ == "__main__":
    main()
