"""Commands of the operator's board: its counts, and checking links."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from app.cli.common import JSON, Command, print_json, with_registry
from app.services import board, link_checks
from app.services.registry import Registry
from app.store.link_checks import CheckRow


@click.command("board", cls=Command)
@JSON
@with_registry
def show_board(registry: Registry, as_json: bool) -> None:
    """Count what records leave open, what has passed and what does not agree."""
    counts = board.counts(registry, datetime.now(UTC).date())
    if as_json:
        print_json(counts)
        return
    for name, count in counts.items():
        click.echo(f"{count:>8}  {name:<24}  {registry.base}board/{name}")


@click.command("check-links", cls=Command)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=link_checks.DEFAULT_LIMIT,
    show_default=True,
    help="How many pages to check at most.",
)
@click.option(
    "--older-than",
    type=click.IntRange(min=0),
    default=link_checks.DEFAULT_DAYS,
    show_default=True,
    metavar="DAYS",
    help="Leave out pages that were checked in the last DAYS days.",
)
@JSON
@with_registry
def check_links(registry: Registry, limit: int, older_than: int, as_json: bool) -> None:
    """Check politely whether the web pages that records name are still there.

    One request at a time, a second apart for each host, as robots.txt allows. Never run by itself.
    """
    report = link_checks.check_links(
        registry,
        link_checks.polite_web(registry),
        limit=limit,
        older_than_days=older_than,
        tell=_say,
    )
    if as_json:
        print_json(asdict(report))
        return
    counts = ", ".join(f"{count} {outcome}" for outcome, count in report.outcomes.items())
    click.echo(f"{report.checked} pages checked: {counts or 'none'}; {report.dead} dead")
    if report.not_counted:
        click.echo(
            f"{report.not_counted} pages did not answer, and no other page did: nothing was noted"
            " of them, because this machine may not be connected.",
            err=True,
        )


def _say(row: CheckRow) -> None:
    state = "dead" if row.dead else row.outcome
    click.echo(f"{state:<9} {row.status or '':<3}  {row.url}  {row.note}".rstrip(), err=True)


COMMANDS = (show_board, check_links)
