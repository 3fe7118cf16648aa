"""Tables and files of documents on the command line: all of it published, or none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.services.registry import Registry
from app.store import log
from tests.support.documents import PROVIDER, a_credential
from tests.support.registries import environment_of

Run = Callable[..., Result]
TABLE = ("--template", "credentials", "--publisher", PROVIDER)
HEADER = "id;type;name;description;webpage;languages;status;credits;credit_unit\n"
ROW = "C-{0};MicroCredential;Course {0};What it is.;https://college.example/;en;Active;{1};ects\n"


@pytest.fixture
def run(registry: Registry) -> Run:
    """Runs a command over a registry of this test's own."""

    def run_command(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, env=environment_of(registry.settings))

    return run_command


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., str]:
    """Writes a table whose rows have these credits."""

    def write(*credits: str) -> str:
        path = tmp_path / "table.csv"
        rows = "".join(ROW.format(number, value) for number, value in enumerate(credits))
        path.write_text(HEADER + rows, encoding="utf-8")
        return str(path)

    return write


def test_a_table_is_published_found_and_everything_agrees(
    run: Run, table: Callable[..., str], registry: Registry
) -> None:
    answer = run("bulk", table("5", "10"), *TABLE)

    assert (answer.exit_code, answer.stdout) == (0, "2 rows; records that are: 2 published\n")
    assert log.latest_number(registry.database) == 2
    assert run("check").exit_code == 0


def test_a_wrong_cell_is_named_and_ends_with_status_1(
    run: Run, table: Callable[..., str], registry: Registry
) -> None:
    answer = run("bulk", table("5", "0"), *TABLE)

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "row 3, credits: must be a number > 0" in answer.stderr
    assert log.latest_number(registry.database) == 0


def test_a_preview_saves_nothing(run: Run, table: Callable[..., str], registry: Registry) -> None:
    answer = run("bulk", table("5"), *TABLE, "--preview", "--json")

    assert json.loads(answer.stdout)["counts"] == {"published": 1}
    assert log.latest_number(registry.database) == 0


def test_documents_one_a_line_need_no_template(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "documents.ndjson"
    path.write_text("".join(json.dumps(a_credential(f"course {n}")) + "\n" for n in range(3)))

    answer = run("bulk", str(path), "--publisher", PROVIDER)

    assert answer.stdout == "3 rows; records that are: 3 published\n"


def test_what_was_published_is_written_as_a_table_and_taken_again(
    run: Run, table: Callable[..., str], tmp_path: Path
) -> None:
    run("bulk", table("5", "10"), *TABLE)
    own = tmp_path / "own.csv"

    run("table", "credentials", "--publisher", PROVIDER, "--output", str(own))
    answer = run("bulk", str(own), *TABLE)

    assert own.read_text(encoding="utf-8-sig").count("\n") == 3
    assert answer.stdout == "2 rows; records that are: 2 unchanged\n"


def test_the_example_of_a_template_is_not_published(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "template.csv"

    run("template", "credentials", "--output", str(path))
    answer = run("bulk", str(path), *TABLE)

    assert answer.exit_code == 1
    assert "ROW_EXAMPLE" in answer.stderr
