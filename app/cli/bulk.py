"""Commands about whole files: a table or NDJSON in, a template or one's own records out."""

from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import click

from app.cli.common import JSON, Command, CTIDType, print_findings, print_json, with_registry
from app.services import bulk, bulk_export, own_records, views
from app.services.bulk import BulkReport, FileRejected
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID
from ctdl.tabular import TEMPLATES
from ctdl.tabular.writing import template_file

_TEMPLATE = click.Choice(tuple(TEMPLATES))


@click.command("bulk", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--template", type=_TEMPLATE, help="The template of a CSV table; NDJSON has none.")
@click.option("--publisher", required=True, type=CTIDType(), help="The organisation's CTID.")
@click.option("--preview", is_flag=True, help="Only check; nothing is saved.")
@JSON
@with_registry
def publish_file(
    registry: Registry,
    file: Path,
    template: str | None,
    publisher: CTID,
    preview: bool,
    as_json: bool,
) -> None:
    """Publish all records of FILE, a CSV table or NDJSON of documents, or none of them."""
    name = own_records.publisher_names(registry, [publisher])[publisher]
    writer = PublisherRef(publisher, "" if name == publisher else name)
    do = bulk.check if preview else bulk.publish
    with file.open("rb") as opened:
        try:
            report = do(registry, opened, TEMPLATES[template] if template else None, writer)
            if not report.is_acceptable:
                raise FileRejected(report)
        except FileRejected as error:
            _print_report(error.report, as_json, summary="")
            raise click.ClickException(str(error)) from error
    if not preview and report.changes:
        views.catch_up(registry, wait=False)
    _print_report(report, as_json, summary="would be" if preview else "are")


@click.command("template", cls=Command)
@click.argument("name", type=_TEMPLATE)
@click.option("--output", type=click.File("wb", lazy=True), default="-", help="A file, or '-'.")
def write_template(name: str, output: BinaryIO) -> None:
    """Write the empty table NAME with a worked example, to be filled in and published."""
    output.write(template_file(TEMPLATES[name]).encode())


@click.command("table", cls=Command)
@click.argument("name", type=_TEMPLATE)
@click.option("--publisher", required=True, type=CTIDType(), help="The organisation's CTID.")
@click.option("--output", type=click.File("wb", lazy=True), default="-", help="A file, or '-'.")
@with_registry
def write_table(registry: Registry, name: str, publisher: CTID, output: BinaryIO) -> None:
    """Write what a publisher keeps as the table NAME, to be changed and published again."""
    for piece in bulk_export.export(registry, publisher, TEMPLATES[name]):
        output.write(piece)


def _print_report(report: BulkReport, as_json: bool, summary: str) -> None:
    print_findings(report.findings)
    if report.unshown:
        click.echo(f"and {report.unshown} more", err=True)
    if as_json:
        print_json(
            {
                "rows": report.rows,
                "counts": report.counts,
                "records": [asdict(each) for each in report.records],
                "findings": [each.to_json() for each in report.findings],
            }
        )
    elif summary:
        counted = ", ".join(f"{count} {kind}" for kind, count in sorted(report.counts.items()))
        click.echo(f"{report.rows} rows; records that {summary}: {counted}")


COMMANDS = (publish_file, write_template, write_table)
