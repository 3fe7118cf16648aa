"""Commands about corrections that readers ask for: the operator's list, answers, and hiding."""

from typing import cast

import click

from app.cli.common import JSON, Command, Group, print_json, with_registry
from app.services import correction_answers
from app.services import corrections as asking
from app.services.correction_answers import Answering
from app.services.corrections import STATES, Correction, State
from app.services.publishing import OPERATOR
from app.services.registry import Registry


@click.group(cls=Group)
def corrections() -> None:
    """What readers ask to be put right, answered in public."""


@corrections.command("list")
@click.option(
    "--state",
    type=click.Choice([*STATES, "all"]),
    default="open",
    show_default=True,
    help="Only requests in this state.",
)
@click.option("--page", type=click.IntRange(min=1), default=1, help="Which part of the list.")
@JSON
@with_registry
def list_corrections(registry: Registry, state: str, page: int, as_json: bool) -> None:
    """List requests, newest first; those that wait for an answer unless told otherwise."""
    wanted = None if state == "all" else cast(State, state)
    found = asking.everywhere(registry, wanted, page)
    if as_json:
        print_json([_as_data(each) for each in found.found])
        return
    for each in found.found:
        _print(each)
    numbers = [*found.counts.items(), ("hidden", found.hidden)]
    counts = ", ".join(f"{count} {name}" for name, count in numbers)
    click.echo(f"{counts}; page {found.page} of {found.pages}", err=True)


@corrections.command("answer", cls=Command)
@click.argument("number", type=click.IntRange(min=1))
@click.option("--accept", is_flag=True, help="The reader is right.")
@click.option("--decline", is_flag=True, help="The record stays as it is.")
@click.option("--text", default="", help="The answer; everybody can read it.")
@click.option("--change", type=click.IntRange(min=1), help="The change that followed.")
@JSON
@with_registry
def answer(
    registry: Registry,
    number: int,
    text: str,
    change: int | None,
    *,
    accept: bool,
    decline: bool,
    as_json: bool,
) -> None:
    """Answer request NUMBER in public, as the operator, with --accept or --decline."""
    if accept == decline:
        raise click.UsageError("Say whether the request is accepted: --accept or --decline.")
    given = Answering("accepted" if accept else "declined", text, change)
    _done(correction_answers.answer(registry, number, OPERATOR.ctid, given), as_json)


@corrections.command("hide", cls=Command)
@click.argument("number", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why; everybody can read it.")
@JSON
@with_registry
def hide(registry: Registry, number: int, reason: str, as_json: bool) -> None:
    """Show no longer what was written in request NUMBER; only for abuse."""
    _done(correction_answers.hide(registry, number, reason), as_json)


def _done(found: Correction, as_json: bool) -> None:
    if as_json:
        print_json(_as_data(found))
    else:
        _print(found)


def _print(each: Correction) -> None:
    state = "hidden" if each.is_hidden else each.state
    click.echo(f"{each.number}  {state}  {each.subject}  {each.field}  {each.asked_at}")
    for label, words in (
        ("reader", each.problem),
        ("should say", each.proposed),
        ("evidence", each.evidence),
        ("answer", each.answer.words if each.answer else None),
        ("hidden", each.hidden_reason),
    ):
        if words:
            lines = words.replace("\n", "\n    ")
            click.echo(f"  {label}: {lines}")


def _as_data(each: Correction) -> dict[str, object]:
    answered = each.answer
    return {
        "number": each.number,
        "ctid": each.subject,
        "field": each.field,
        "revision": each.revision,
        "problem": each.problem or None,
        "proposed": each.proposed,
        "evidence": each.evidence,
        "asked_at": each.asked_at,
        "state": each.state,
        "answer": answered
        and {
            "words": answered.words,
            "by": answered.by,
            "at": answered.at,
            "change": answered.change,
        },
        "hidden": {"reason": each.hidden_reason, "at": each.hidden_at} if each.is_hidden else None,
    }


COMMANDS = (corrections,)
