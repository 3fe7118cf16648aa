"""Commands about records: load, publish, withdraw, export."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import click

from app.cli.common import (
    JSON,
    PUBLISHER,
    READ_AT_MOST,
    Command,
    CTIDType,
    print_findings,
    publisher_ref,
    with_registry,
)
from app.services import (
    dumps,
    envelopes,
    exporting,
    learning_model,
    loading,
    publishing,
    views,
)
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from app.store.dumps import Dump
from ctdl.ctid import CTID


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--if-needed", is_flag=True, help="Do nothing when these files are loaded already.")
@PUBLISHER
@JSON
@with_registry
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
    report = _load_with_progress(registry, paths, publisher_ref(publisher))
    click.echo("Bringing the catalogue, the search index and the RDF store up to date…", err=True)
    views.catch_up(registry)
    if report.is_complete:
        loading.remember_load(registry, paths)
    _print_load(report, as_json)
    if not report.is_complete:
        sys.exit(1)


@click.command(cls=Command)
@click.argument("file", type=click.File("rb"))
@click.option("--restore", is_flag=True, help="Bring back a record that was withdrawn.")
@PUBLISHER
@JSON
@with_registry
def publish(
    registry: Registry, file: BinaryIO, restore: bool, publisher: CTID | None, as_json: bool
) -> None:
    """Publish one CTDL JSON-LD document from FILE, or from standard input with '-'.

    One that the publisher signed, as a compact JWS or in an envelope, is verified and kept so.
    """
    data, signature = file.read(READ_AT_MOST), None
    writer = publisher_ref(publisher)
    if envelopes.is_signed(data):
        signed = envelopes.open_signed(registry, data, writer.ctid)
        data, signature = signed.document, signed.jws
    try:
        outcome = publishing.publish(registry, data, writer, restore=restore, signature=signature)
    except publishing.RecordRejected as error:
        if as_json:
            click.echo(json.dumps({"findings": [asdict(each) for each in error.findings]}))
        print_findings(error.findings)
        raise click.ClickException("Nothing was saved.") from error
    views.catch_up(registry, wait=False)
    print_findings(outcome.findings)
    if as_json:
        iri = f"{registry.base}resources/{outcome.ctid}"
        click.echo(json.dumps({**asdict(outcome), "iri": iri}, ensure_ascii=False))
    else:
        click.echo(f"{outcome.ctid} {outcome.kind}, change {outcome.number}")


@click.command(cls=Command)
@click.argument("ctid", type=CTIDType())
@click.option("--reason", required=True, help="Why; shown to everybody who comes by its address.")
@click.option("--replaced-by", type=CTIDType(), help="The record to use instead.")
@PUBLISHER
@with_registry
def withdraw(
    registry: Registry,
    ctid: CTID,
    reason: str,
    replaced_by: CTID | None,
    publisher: CTID | None,
) -> None:
    """Take a record back. Its address keeps saying who withdrew it, when and why."""
    change = publishing.withdraw(
        registry, ctid, publisher_ref(publisher), reason=reason, replaced_by=replaced_by
    )
    views.catch_up(registry, wait=False)
    click.echo(f"{ctid} withdrawn, change {change.number}")


@click.command(cls=Command)
@click.option(
    "--format",
    "format_",
    type=click.Choice(exporting.FORMATS),
    default="jsonl",
    show_default=True,
    help="JSON-LD lines, records to load elsewhere, or N-Triples.",
)
@click.option("--output", type=click.File("wb", lazy=True), default="-", help="A file, or '-'.")
@click.option("--dumps", "as_dumps", is_flag=True, help="Write what is served at /dumps/ instead.")
@click.option("--elm", "as_elm", is_flag=True, help="Write what is served at /export/elm/ instead.")
@with_registry
def export(
    registry: Registry,
    format_: exporting.ExportFormat,
    output: BinaryIO,
    as_dumps: bool,
    as_elm: bool,
) -> None:
    """Write every live record, or bring the files that are served up to the newest change."""
    if as_dumps:
        _told("dumps", dumps.write_dump(registry))
    if as_elm:
        _told("elm", learning_model.write_export(registry))
    if as_dumps or as_elm:
        return
    for piece in exporting.export(registry, format_):
        output.write(piece)


def _told(name: str, made: Dump | None) -> None:
    click.echo(f"{name:<12} change {made.number if made else 0}", err=True)


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


COMMANDS = (load, publish, withdraw, export)
