"""`registry import` as an operator meets it: documents on stdout, remarks on stderr."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.services.registry import Registry
from ctdl.ctid import derive_ctid
from tests.ctdl.mapping.sources import SAMPLES
from tests.support.registries import environment_of

Run = Callable[..., Result]
RICH = str(SAMPLES / "open-badges-3-rich.json")
AWARD = str(SAMPLES / "elm-award.json")


@pytest.fixture
def run(registry: Registry) -> Run:
    """Runs a command over a registry of this test's own."""

    def run_command(*arguments: str, text: str | bytes = "") -> Result:
        return CliRunner().invoke(
            main, arguments, input=text, env=environment_of(registry.settings)
        )

    return run_command


def test_documents_stand_on_lines_that_can_be_published(run: Run) -> None:
    answer = run("import", str(SAMPLES / "ctdl-graph-rich.json"))

    lines = answer.stdout.splitlines()
    assert (answer.exit_code, len(lines)) == (0, 2)
    for line in lines:
        assert run("publish", "-", text=line).exit_code == 0


def test_what_was_left_out_is_told_on_stderr(run: Run) -> None:
    answer = run("import", RICH)

    assert "Not carried over: specialization." in answer.stderr
    assert "specialization" not in answer.stdout


def test_programs_get_documents_notes_findings_and_provenance(run: Run) -> None:
    answer = json.loads(run("import", RICH, "--json").stdout)

    assert answer["format"] == "open-badges-3"
    assert len(answer["documents"]) == 2
    assert answer["notes"]
    assert answer["findings"]
    assert answer["provenance"]["default"]["asserted_by"] == "Tidewater Maritime College"


def test_standard_input_is_published_and_everything_agrees(run: Run) -> None:
    answer = run("import", "-", "--publish", text=(SAMPLES / "elm-minimal.json").read_bytes())

    assert answer.exit_code == 0
    assert answer.stdout.endswith("published, change 1\n")
    assert run("check").exit_code == 0


def test_publishing_tells_programs_where_the_records_are(run: Run) -> None:
    answer = json.loads(run("import", RICH, "--publish", "--json").stdout)

    assert [each["kind"] for each in answer["published"]] == ["published", "published"]
    assert answer["published"][0]["iri"].startswith("https://registry.test/resources/ce-")


def test_a_file_without_identifiers_is_refused_until_it_is_told_which_record(run: Run) -> None:
    refused = run("import", AWARD)

    ctid = derive_ctid("test:award")
    made = run("import", AWARD, "--ctid", ctid, "--type", "ceterms:MicroCredential", "--publish")

    assert refused.exit_code == 1
    assert "State one" in refused.stderr
    assert (made.exit_code, made.stdout) == (0, f"{ctid} published, change 1\n")


def test_an_incomplete_record_of_a_publisher_is_not_saved(run: Run) -> None:
    answer = run("import", RICH, "--publish", "--publisher", derive_ctid("test:college"))

    assert answer.exit_code == 1
    assert "ceterms:credentialStatusType" in answer.stderr
    assert "Nothing was saved." in answer.stderr


@pytest.mark.parametrize("text", ["", "{}", "<html></html>", "[[[", "7", "\x00"])
def test_what_cannot_be_read_is_one_clear_error(run: Run, text: str) -> None:
    answer = run("import", "-", text=text)

    assert answer.exit_code == 1
    assert answer.stderr.startswith("Error: ")
    assert "Traceback" not in answer.stderr
