"""The `registry` command: everything an operator does to a registry, one file per topic."""

import click

from app.cli import (
    board,
    bulk,
    corrections,
    evaluate,
    harvesting,
    importing,
    keys,
    log,
    publishers,
    records,
    signing_keys,
    upkeep,
)
from app.cli.common import Group


@click.group(cls=Group)
@click.version_option(package_name="credential-registry")
def main() -> None:
    """A public registry of micro-credentials.

    Settings come from the environment: REGISTRY_HOME, REGISTRY_BASE_URL, DATABASE_URL, HOST, PORT,
    WORKERS, REGISTRY_DATA.
    """


for topic in (
    upkeep,
    records,
    publishers,
    keys,
    signing_keys,
    log,
    board,
    importing,
    bulk,
    corrections,
    evaluate,
    harvesting,
):
    for command in topic.COMMANDS:
        main.add_command(command)
