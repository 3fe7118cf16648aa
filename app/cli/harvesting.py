"""The command that follows other registries."""

import click

from app.cli.common import JSON, Command, print_json, with_registry
from app.services import harvesting, views
from app.services.harvesting import HarvestReport
from app.services.registry import Registry


@click.command("harvest", cls=Command)
@click.argument("url")
@click.option("--dry-run", is_flag=True, help="Say what would come of it; save nothing.")
@click.option("--restart", is_flag=True, help="Begin again instead of where the last run ended.")
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
    registry: Registry, url: str, dry_run: bool, restart: bool, pause: float, as_json: bool
) -> None:
    """Take over what has changed at URL since the last time: the event stream of a registry.

    Records are kept under the name of the source. What somebody else keeps here stays as it is and
    is told as a conflict. A run that was cut off goes on where it was.
    """
    web = harvesting.web_of(registry, pause)
    source = harvesting.source_of(url, web)
    try:
        report = harvesting.harvest(
            registry, source, url, restart=restart, dry_run=dry_run, tell=_say
        )
    finally:
        if not dry_run:
            views.catch_up(registry, wait=False)
    for each in report.not_taken:
        click.echo(f"{each.outcome:<9} {each.identifier}: {each.message}", err=True)
    if as_json:
        print_json(report.to_json())
    else:
        click.echo(_counted(report) or "nothing new")


def _say(report: HarvestReport) -> None:
    click.echo(f"\r{_counted(report)}", err=True, nl=False)


def _counted(report: HarvestReport) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(report.counts.items()))


COMMANDS = (harvest,)
