"""What is shipped, read once for all tests of this folder."""

import json
from typing import Any

import pytest

from registry_data.convert.tables import HOME

Line = dict[str, Any]


@pytest.fixture(scope="session")
def manifest() -> list[dict[str, Any]]:
    """The entries of the manifest, in load order."""
    entries: list[dict[str, Any]] = json.loads((HOME / "manifest.json").read_text("utf-8"))
    return entries


@pytest.fixture(scope="session")
def lines(manifest: list[dict[str, Any]]) -> dict[str, list[Line]]:
    """The shipped records by file."""
    return {
        entry["path"]: [
            json.loads(line) for line in (HOME / entry["path"]).read_text("utf-8").splitlines()
        ]
        for entry in manifest
        if entry["records"]
    }


@pytest.fixture(scope="session")
def mains(lines: dict[str, list[Line]]) -> dict[str, dict[str, Any]]:
    """The main node of every shipped document by its CTID."""
    return {
        line["document"]["@graph"][0]["ceterms:ctid"]: line["document"]["@graph"][0]
        for records in lines.values()
        for line in records
    }
