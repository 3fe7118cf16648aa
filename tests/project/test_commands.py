"""Every command of the `registry` program explains itself, and the README names it."""

from collections.abc import Iterator

import click
import pytest

from app.cli import main
from tests.support.prerequisites import PROJECT


def commands(
    group: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Every command below `group`, each with the words that call it."""
    if not isinstance(group, click.Group):
        yield " ".join(path), group
        return
    for name, command in sorted(group.commands.items()):
        yield from commands(command, (*path, name))


COMMANDS = dict(commands(main))


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help_for_itself_and_for_each_option(name: str) -> None:
    command = COMMANDS[name]

    assert command.help
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_names_the_command(name: str) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")

    assert f"registry {name}" in readme


def test_the_commands_of_the_contract_are_there() -> None:
    promised = {"init", "load", "publish", "withdraw", "catch-up", "rebuild", "check", "serve"}
    promised |= {"export", "harvest", "key create"}

    assert promised <= set(COMMANDS)
