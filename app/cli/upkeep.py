"""Commands that keep a registry running: init, serve, and its views in step with the log."""

import errno
import json
import os
import socket
import sys
from dataclasses import asdict
from typing import Final

import click

from app.cli.common import JSON, Command, with_registry
from app.config import Settings, from_environment
from app.http.limits import LONGEST_LINE
from app.services import dumps, learning_model, views
from app.services.concept_names import concept_names
from app.services.registry import Registry, open_registry, set_up

_PORTS: Final = 1 << 16


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
    """Bring the catalogue, the checks against standards, search and RDF up to the newest change.

    The dumps too: where anything has changed, a new one is written.
    """
    reached = views.catch_up(registry)
    for name, made in (
        ("dumps", dumps.write_dump(registry)),
        ("elm", learning_model.write_export(registry)),
    ):
        reached[name] = made.number if made else 0
    if as_json:
        click.echo(json.dumps(reached))
    else:
        for name, number in reached.items():
            click.echo(f"{name:<12} change {number}")


@click.command(cls=Command)
@click.argument("view", nargs=-1)
@with_registry
def rebuild(registry: Registry, view: tuple[str, ...]) -> None:
    """Make VIEW, or all of them, again from the log.

    The views are catalogue, conformance, search, meaning, suggest and rdf.
    """
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
                f"{each.name:<12} {state}  change {each.number}  {each.records} records"
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
    _require_address(settings)
    open_counts(settings)
    registry = open_registry(settings)
    views.catch_up(registry)
    # Written before there are readers: the first of them would have to wait for it.
    concept_names(registry)
    registry.close()
    click.echo(f"Serving on {settings.base_url} (stop with Ctrl-C)", err=True)
    arguments = gunicorn_arguments(settings)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])


def _require_address(settings: Settings) -> None:
    """Refuse an address that cannot be listened on, before there is anything to wait for."""
    host, port = settings.host, settings.port
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            with socket.socket(family, kind, protocol) as tried:
                # As gunicorn does: what a server has left that just ended is no hindrance.
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
    except OSError as error:
        raise click.ClickException(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    other = port + 1 if port + 1 < _PORTS else port - 1
    if error.errno == errno.EADDRINUSE:
        return (
            f"Another program is using port {port} on {host}, perhaps a registry that was started"
            f" before: stop it, or choose another port, such as PORT={other} make run (or PORT="
            f"{other} registry serve)."
        )
    if error.errno == errno.EACCES:
        return (
            f"This user may not listen on port {port}: choose one from 1024, such as PORT=8000 make"
            " run."
        )
    return (
        f"This machine cannot listen on HOST={host} ({error.strerror or error}): write an address"
        " it has, such as HOST=127.0.0.1, or HOST=0.0.0.0 for all it has."
    )


def gunicorn_arguments(settings: Settings) -> list[str]:
    """What gunicorn is started with, after its name."""
    return [
        "wsgi:application",
        f"--bind={settings.host}:{settings.port}",
        f"--workers={settings.workers}",
        "--worker-class=app.http.serving.Worker",
        "--threads=4",
        "--timeout=60",
        "--graceful-timeout=10",
        # Longer than proxies and clients hold an idle connection, so that they end it, not we.
        "--keep-alive=75",
        "--max-requests=20000",
        "--max-requests-jitter=2000",
        f"--limit-request-line={LONGEST_LINE}",
        "--log-level=warning",
    ]


COMMANDS = (init, catch_up, rebuild, check, serve)
