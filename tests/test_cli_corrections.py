"""The operator's commands about corrections: listed, answered, hidden."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.services import corrections, publishing
from app.services.corrections import Asked
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from tests.support.documents import PROVIDER, a_credential, ctid_of
from tests.support.registries import environment_of

Run = Callable[..., Result]
FIRST_AID = ctid_of(a_credential())


@pytest.fixture
def run(registry: Registry) -> Run:
    """Runs a command over a registry whose only record is asked to be corrected twice."""
    publishing.publish(registry, a_credential(), PublisherRef(PROVIDER, "Example College"))
    for problem in ("The page says 20.", "Two\nlines."):
        asked = Asked("credits", problem, "https://provider.example/course")
        corrections.ask(registry, FIRST_AID, asked, ["credits"], corrections.new_code())

    def run_command(*arguments: str) -> Result:
        return CliRunner().invoke(
            main, ["corrections", *arguments], env=environment_of(registry.settings)
        )

    return run_command


def test_list_shows_what_waits_newest_first(run: Run) -> None:
    answer = run("list")

    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert lines[0].startswith(f"2  open  {FIRST_AID}  credits  ")
    assert lines[1:4] == [
        "  reader: Two",
        "    lines.",
        "  evidence: https://provider.example/course",
    ]
    assert answer.stderr == "2 open, 0 accepted, 0 declined, 0 withdrawn, 0 hidden; page 1 of 1\n"


def test_an_answered_request_leaves_the_list(run: Run, registry: Registry) -> None:
    done = run("answer", "1", "--decline", "--text", "The prospectus says 15.", "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["answer"]["words"] == "The prospectus says 15."
    left = json.loads(run("list", "--json").stdout)
    assert [each["number"] for each in left] == [2]
    everything = json.loads(run("list", "--state", "all", "--json").stdout)
    assert [each["state"] for each in everything] == ["open", "declined"]
    answer = corrections.correction(registry, 1).answer
    assert answer is not None
    assert answer.by == publishing.OPERATOR.ctid


def test_accepting_names_the_change_that_followed(run: Run, registry: Registry) -> None:
    publisher = PublisherRef(PROVIDER, "Example College")
    publishing.publish(registry, a_credential(keyword={"en": ["x"]}), publisher)

    assert "no such change" in run("answer", "1", "--accept", "--change", "1").stderr
    assert run("answer", "1", "--accept", "--change", "2").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("answer", "1"), "--accept or --decline"),
        (("answer", "1", "--accept", "--decline", "--text", "x"), "--accept or --decline"),
        (("answer", "1", "--decline"), "Say why."),
        (("answer", "7", "--decline", "--text", "No."), "Nobody has asked"),
        (("answer", "x", "--decline"), "Invalid value"),
        (("hide", "1", "--reason", " "), "Say why it is hidden"),
        (("hide", "1"), "Missing option '--reason'"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    answer = run(*arguments)

    assert answer.exit_code != 0
    assert words in answer.stderr
    assert "Traceback" not in answer.output


def test_hiding_leaves_the_reason_and_happens_once(run: Run) -> None:
    assert run("hide", "2", "--reason", "Insults a person.").exit_code == 0

    again = run("hide", "2", "--reason", "Insults a person.")

    assert again.exit_code == 1
    assert "hidden already" in again.stderr
    assert "Two" not in run("list", "--state", "all").stdout
    assert "hidden: Insults a person." in run("list", "--state", "all").stdout
    waiting = run("list")
    assert [line[0] for line in waiting.stdout.splitlines() if line[0] != " "] == ["1"]
    assert waiting.stderr.startswith("1 open, 0 accepted, 0 declined, 0 withdrawn, 1 hidden;")


def test_two_answers_one_after_the_other_leave_the_first(run: Run) -> None:
    run("answer", "1", "--decline", "--text", "No.")

    again = run("answer", "1", "--accept", "--text", "Yes.")

    assert again.exit_code == 1
    assert "it is declined" in again.stderr
