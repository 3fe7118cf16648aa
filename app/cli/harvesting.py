"""The command that follows other registries, repositories and sites."""

import sys
from dataclasses import asdict

import click

from app.cli.common import JSON, Command, print_json, with_registry
from app.services import harvesting, views
from app.services.harvesting import FollowedSource, HarvestReport, SourceFailed
from app.services.polite_web import NotFetched
from app.services.registry import Registry


@click.command("harvest", cls=Command)
@click.argument("url", required=False)
@click.option(
    "--as",
    "kind",
    type=click.Choice(harvesting.KINDS),
    help="What is at URL, if that is not to be found out: an event stream, an OAI-PMH repository, a"
    " list of envelopes, or a sitemap of pages with schema.org.",
)
@click.option("--dry-run", is_flag=True, help="Say what would come of it; save nothing.")
@click.option("--restart", is_flag=True, help="Begin again instead of where the last run ended.")
@click.option(
    "--list",
    "only_list",
    is_flag=True,
    help="Show the sources that are followed, or the one at URL, and what was not taken over.",
)
@click.option(
    "--pause",
    type=click.FloatRange(min=0, max=60),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait between two requests, if robots.txt does not ask for more.",
)
@JSON
@with_registry
def harvest(
    registry: Registry,
    url: str | None,
    kind: str | None,
    dry_run: bool,
    restart: bool,
    only_list: bool,
    pause: float,
    as_json: bool,
) -> None:
    """Take over what has changed at URL since the last time.

    URL is the event stream of another registry, an OAI-PMH repository, the envelopes of a
    Credential Registry, or a sitemap. Records are kept under the name of the source. What somebody
    else keeps here stays as it is and is told as a conflict. A run that was cut off goes on where
    it was.
    """
    if only_list:
        _print_followed(harvesting.followed_sources(registry, url), as_json)
        return
    if url is None:
        raise click.UsageError("Say which URL to harvest, or ask for --list.")
    web = harvesting.web_of(registry, pause)
    source = harvesting.source_of(registry, url, web, kind)
    try:
        report = harvesting.harvest(registry, source, restart=restart, dry_run=dry_run, tell=_say)
    except (NotFetched, SourceFailed) as error:
        click.echo(err=True)
        raise click.ClickException(
            f"{error} What came before is kept; the next run goes on from there."
        ) from error
    finally:
        if not dry_run:
            views.catch_up(registry, wait=False)
    click.echo(err=True)
    for each in report.not_taken:
        click.echo(f"{each.outcome:<9} {each.identifier}: {each.message}", err=True)
    if as_json:
        print_json(report.to_json())
    else:
        counted = _counted(report.counts) or "nothing new"
        click.echo(f"nothing saved; it would be: {counted}" if dry_run else counted)


def _print_followed(sources: list[FollowedSource], as_json: bool) -> None:
    if as_json:
        print_json([asdict(each) for each in sources])
        return
    for source in sources:
        click.echo(f"{source.url} ({source.kind}, {source.at}): {_counted(source.counts)}")
        for each in source.not_taken:
            click.echo(f"  {each.outcome:<9} {each.identifier}: {each.message}")
    if not sources:
        click.echo("No source is followed.", err=True)


def _say(report: HarvestReport) -> None:
    # A timer's journal has no line to write over.
    if sys.stderr.isatty():
        click.echo(f"\r{_counted(report.counts)}", err=True, nl=False)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))


COMMANDS = (harvest,)
