"""What no file of the project may hold."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.prerequisites import PROJECT

TEXT_FILES = {
    ".cfg", ".css", ".html", ".ini", ".js", ".json", ".mako", ".md", ".po", ".py", ".sh", ".toml",
    ".txt", ".yaml", ".yml", "",
}  # fmt: skip
LONGEST_MODULE = 450
DOCUMENTED = re.compile(r"(#.*\n)*r?\"\"\"")
# Written in pieces, so that this file does not hold what it looks for.
SKIPPING = re.compile(r"pytest\.(mark\.)?(skip|xfail)|import" + r"orskip")
UNFINISHED = re.compile("NotImplemented" + "Error|TO" + "DO|FIX" + "ME")
MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_./-])/(work|farm|root|home)/")
PACKAGE_INDEX = re.compile(
    r"https?://[^ \"']*(pypi\.|pythonhosted|npmjs|/simple/)"
    + r"|^--(extra-)?index-url|\"resol"
    + 'ved"',
    re.MULTILINE,
)


def project_files() -> list[Path]:
    """The files of the project: what git keeps."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return [path for name in listed.stdout.splitlines() if (path := PROJECT / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def files_holding(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    """The files in which the pattern occurs, each with the first place."""
    return [
        f"{path.relative_to(PROJECT)}: {found.group()!r}"
        for path in files
        if (found := pattern.search(text_of(path)))
    ]


@pytest.fixture(scope="module")
def text_files() -> list[Path]:
    """The files people write; shipped records are not among them."""
    return [
        path
        for path in project_files()
        if path.suffix in TEXT_FILES and "registry_data/facts" not in path.as_posix()
    ]


def test_no_test_can_be_skipped(text_files: list[Path]) -> None:
    tests = [path for path in text_files if PROJECT / "tests" in path.parents]

    assert files_holding(SKIPPING, tests) == []


def test_no_file_names_a_folder_of_somebodys_machine(text_files: list[Path]) -> None:
    assert files_holding(MACHINE_PATH, text_files) == []


def test_no_file_names_a_package_index(text_files: list[Path]) -> None:
    assert files_holding(PACKAGE_INDEX, text_files) == []


def test_no_code_is_left_unfinished(text_files: list[Path]) -> None:
    assert files_holding(UNFINISHED, [path for path in text_files if path.suffix == ".py"]) == []


def test_every_module_is_short_enough_to_read(text_files: list[Path]) -> None:
    modules = [path for path in text_files if path.suffix == ".py"]

    assert [p.name for p in modules if len(text_of(p).splitlines()) > LONGEST_MODULE] == []


def test_every_module_says_what_it_is_for(text_files: list[Path]) -> None:
    tests = [path for path in text_files if path.match("tests/*/*test_*.py")]
    modules = [path for path in text_files if path.suffix == ".py" and text_of(path).strip()]

    silent = [str(p) for p in modules if not DOCUMENTED.match(text_of(p)) and p not in tests]
    assert silent == []
