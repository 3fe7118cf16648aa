"""The import rules hold, and refuse what they are there to refuse."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.prerequisites import PROJECT

PACKAGES = ("app", "ctdl", "search_index", "registry_data")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint()",
    ]
    return subprocess.run(
        [*command, "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copied_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the project, to plant something in."""
    tmp_path = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(
            PROJECT / package,
            tmp_path / package,
            ignore=lambda folder, names: {
                name
                for name in names
                if not (name.endswith(".py") or (Path(folder) / name).is_dir())
            },
        )
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_code_as_it_is_keeps_every_rule(copied_tree: Path) -> None:
    finished = lint_imports(copied_tree)

    assert finished.returncode == 0, finished.stdout
    assert "0 broken" in finished.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("ctdl/ctid.py", "import flask", "The domain knows no web"),
        ("ctdl/ctid.py", "import sqlmodel", "The domain knows no web"),
        ("ctdl/ctid.py", "import app.services", "Imports go down only"),
        ("app/services/reading.py", "import flask", "Services and the store know no web"),
        ("app/services/reading.py", "import app.http", "Imports go down only"),
        ("app/services/reading.py", "import sqlalchemy", "SQL only in app.store"),
        ("app/services/searching.py", "import whoosh", "Engines only in search_index"),
        ("app/services/searching.py", "import tantivy", "Engines only in search_index"),
        ("app/store/log.py", "import search_index", "Imports go down only"),
        ("app/services/loading.py", "import registry_data.convert", "run by hand"),
    ],
)
def test_a_planted_import_is_refused(
    copied_tree: Path, module: str, line: str, contract: str
) -> None:
    planted = copied_tree / module
    code = planted.read_text(encoding="utf-8")
    planted.write_text(f"{code}\n{line}\n", encoding="utf-8")

    finished = lint_imports(copied_tree)

    planted.write_text(code, encoding="utf-8")

    assert finished.returncode == 1
    broken = [row for row in finished.stdout.splitlines() if " BROKEN" in row]
    assert any(contract in row for row in broken), finished.stdout
