"""Every setting is explained where a reader looks for it."""

import ast
import re
from pathlib import Path

import pytest

from app import config
from tests.support.prerequisites import PROJECT

VARIABLE = re.compile(r"[A-Z][A-Z_]{3,}")


def environment_variables() -> set[str]:
    """The names that app/config.py reads: texts in capitals in its code."""
    tree = ast.parse(Path(config.__file__).read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and VARIABLE.fullmatch(node.value)
    }


def test_readme_explains_every_setting() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")

    assert {name for name in environment_variables() if f"`{name}`" not in readme} == set()


def test_the_settings_of_the_contract_are_read() -> None:
    promised = {"HOST", "PORT", "REGISTRY_HOME", "REGISTRY_BASE_URL", "WORKERS", "DATABASE_URL"}

    assert promised <= environment_variables()


def test_an_unknown_encoder_is_refused_with_the_known_ones() -> None:
    with pytest.raises(config.SettingError, match="SEARCH_ENCODER is 'gpt'.*wordllama, minilm, e5"):
        config.from_environment({"SEARCH_ENCODER": "gpt"})

    assert config.from_environment({"SEARCH_ENCODER": "e5"}).search_encoder == "e5"


def test_networks_are_read_and_what_is_none_is_refused() -> None:
    given = {"HARVEST_NETWORKS": "10.1.0.0/16, fd00::/8"}
    assert list(map(str, config.from_environment(given).harvest_networks)) == [
        "10.1.0.0/16",
        "fd00::/8",
    ]
    assert config.from_environment({}).harvest_networks == ()

    with pytest.raises(config.SettingError, match="HARVEST_NETWORKS holds '10.1.0.1/16'; write"):
        config.from_environment({"HARVEST_NETWORKS": "127.0.0.0/8,10.1.0.1/16"})


def test_only_the_settings_module_reads_the_environment() -> None:
    # Handing the environment on to a child process is not reading a setting.
    reading = re.compile(r"os\.environ(\[|\.get)|getenv|= os\.environ")

    readers = [
        path.relative_to(PROJECT).as_posix()
        for folder in ("app", "ctdl", "search_index")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        if reading.search(path.read_text(encoding="utf-8"))
    ]

    assert readers == ["app/config.py"]
