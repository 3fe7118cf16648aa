"""The command that reads other formats: badges, qualifications, web pages, other registries."""

import json
from typing import BinaryIO

import click

from app.cli.common import (
    JSON,
    PUBLISHER,
    READ_AT_MOST,
    Command,
    CTIDType,
    print_findings,
    print_json,
    publisher_ref,
    with_registry,
)
from app.services import importing, publishing, views
from app.services.registry import Registry
from ctdl.ctid import CTID
from ctdl.mapping import FORMATS


@click.command("import", cls=Command)
@click.argument("file", type=click.File("rb"))
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="If it must be told.")
@click.option("--ctid", type=CTIDType(), help="The CTID of the one thing in a file without ids.")
@click.option(
    "--type", "kind", help="Its class, such as ceterms:Certificate, if the file has none."
)
@click.option("--publish", "and_publish", is_flag=True, help="Publish what it makes: all or none.")
@PUBLISHER
@JSON
@with_registry
def import_file(
    registry: Registry,
    file: BinaryIO,
    format_: str | None,
    ctid: CTID | None,
    kind: str | None,
    and_publish: bool,
    publisher: CTID | None,
    as_json: bool,
) -> None:
    """Convert FILE, or standard input with '-', to CTDL documents, one on each line.

    Reads Open Badges, the European Learning Model, schema.org (also in a page) and documents of
    other CTDL registries. What has no place in CTDL and what is missing is told on stderr.
    """
    data = file.read(READ_AT_MOST)
    writer = publisher_ref(publisher)
    if and_publish:
        try:
            done = importing.publish_import(
                registry, data, writer, format=format_, ctid=ctid, kind=kind
            )
        except (publishing.RecordRejected, publishing.BulkRejected) as error:
            print_findings(error.findings)
            raise click.ClickException("Nothing was saved.") from error
        views.catch_up(registry, wait=False)
        _print_published(registry, done, as_json)
        return
    made = importing.convert(registry, data, writer, format=format_, ctid=ctid, kind=kind)
    print_findings([*made.notes, *made.findings])
    documents = [document.body for document in made.documents]
    if as_json:
        print_json(
            {
                "format": made.format,
                "documents": documents,
                "notes": [each.to_json() for each in made.notes],
                "findings": [each.to_json() for each in made.findings],
                "provenance": made.provenance.to_json(),
                "kept": list(made.kept),
            }
        )
    for document in () if as_json else documents:
        click.echo(json.dumps(document, ensure_ascii=False))


def _print_published(registry: Registry, done: importing.PublishedImport, as_json: bool) -> None:
    print_findings(done.notes)
    for each in done.published:
        print_findings(each.findings)
    if as_json:
        rows = [
            {
                "ctid": each.ctid,
                "number": each.number,
                "kind": each.kind,
                "iri": f"{registry.base}resources/{each.ctid}",
            }
            for each in done.published
        ]
        print_json({"published": rows, "kept": list(done.kept)})
        return
    for ctid in done.kept:
        click.echo(f"{ctid} is here already and was left as it is")
    for each in done.published:
        click.echo(f"{each.ctid} {each.kind}, change {each.number}")


COMMANDS = (import_file,)
