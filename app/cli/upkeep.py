"""Commands that keep a registry running: init, serve, and its views in step with the log."""

import json
import os
import sys
from dataclasses import asdict

import click

from app.cli.common import JSON, Command, with_registry
from app.config import Settings, from_environment
from app.services import views
from app.services.registry import Registry, open_registry, set_up


@click.command(cls=Command)
def init() -> None:
    """Make the registry's folder and tables, or bring them up to date."""
    settings = from_environment()
    set_up(settings).close()
    click.echo(f"The registry in {settings.home} is ready.", err=True)


@click.command("catch-up", cls=Command)
@JSON
@with_registry
def catch_up(registry: Registry, as_json: bool) -> None:
    """Bring the catalogue, the search index and the RDF store up to the newest change."""
    reached = views.catch_up(registry)
    if as_json:
        click.echo(json.dumps(reached))
    else:
        for name, number in reached.items():
            click.echo(f"{name:<10} change {number}")


@click.command(cls=Command)
@click.argument("view", nargs=-1)
@with_registry
def rebuild(registry: Registry, view: tuple[str, ...]) -> None:
    """Make VIEW (catalogue, search, rdf), or all of them, again from the log."""
    views.rebuild(registry, view, lambda name: click.echo(f"Rebuilding {name}…", err=True))


@click.command(cls=Command)
@click.option("--quick", is_flag=True, help="Compare revisions only, not the content of each view.")
@JSON
@with_registry
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


@click.command(cls=Command)
def serve() -> None:
    """Serve the registry with gunicorn on HOST and PORT."""
    # Imported here because it brings the web framework, which no other command needs.
    from app.http.rate_limits import open_counts

    settings = from_environment()
    open_counts(settings)
    registry = open_registry(settings)
    views.catch_up(registry)
    registry.close()
    click.echo(f"Serving on {settings.base_url} (stop with Ctrl-C)", err=True)
    arguments = _gunicorn_arguments(settings)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])


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


COMMANDS = (init, catch_up, rebuild, check, serve)
