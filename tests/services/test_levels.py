"""The crosswalk that searches walk: as new as the search index, and only what operators publish."""

import json
from typing import Any

from app.services import publishing, searching, views
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from app.services.searching import SearchRequest
from ctdl.ctid import derive_ctid
from tests.support.documents import a_credential, ctid_of
from tests.support.prerequisites import PROJECT

SHIPPED = PROJECT / "registry_data" / "crosswalks" / "framework-crosswalks.jsonl"


def the_map(between: str) -> dict[str, Any]:
    """The shipped document that compares two frameworks."""
    with SHIPPED.open(encoding="utf-8") as lines:
        documents = [json.loads(line)["document"] for line in lines]
    [found] = [each for each in documents if each["@graph"][0]["ceterms:codedNotation"] == between]
    document: dict[str, Any] = found
    return document


def publish(
    registry: Registry, document: dict[str, Any], publisher: PublisherRef | None = None
) -> None:
    """Publish and bring the views up to date."""
    publishing.publish(registry, document, *([publisher] if publisher else []))
    views.catch_up(registry)


def at_level(level: str) -> dict[str, Any]:
    """A credential that states a level."""
    stated = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": f"resources/{derive_ctid(f'level:{level}')}",
    }
    return a_credential(f"course at {level}", atLevel=[stated])


def found(registry: Registry, level: str) -> int:
    """How many records a search for the level finds."""
    return searching.search(registry, SearchRequest(filters={"level": (level,)})).total


def test_a_map_counts_from_the_moment_it_is_searched_until_it_is_withdrawn(
    registry: Registry,
) -> None:
    compared = the_map("nzqcf:eqf")
    publish(registry, at_level("nzqcf:5"))
    before = (found(registry, "nzqcf:5"), found(registry, "eqf:5"))

    publish(registry, compared)
    with_map = (found(registry, "nzqcf:5"), found(registry, "eqf:5"))
    publishing.withdraw(registry, ctid_of(compared), reason="A newer report.")
    views.catch_up(registry)
    without = (found(registry, "nzqcf:5"), found(registry, "eqf:5"))

    assert (before, with_map, without) == ((1, 0), (1, 1), (1, 0))


def test_a_map_that_somebody_else_publishes_decides_nothing(registry: Registry) -> None:
    publish(registry, at_level("nzqcf:5"))
    publish(
        registry,
        the_map("nzqcf:eqf"),
        PublisherRef(derive_ctid("test:another publisher"), "Another College"),
    )

    assert found(registry, "eqf:5") == 0


def test_a_corrected_row_holds_for_the_next_search(registry: Registry) -> None:
    document = the_map("nzqcf:eqf")
    publish(registry, at_level("nzqcf:5"))
    publish(registry, document)
    before = found(registry, "eqf:5")

    main = document["@graph"][0]
    main["ceterms:hasPart"] = [
        row for row in main["ceterms:hasPart"] if not row["@id"].endswith("#5-5")
    ]
    publish(registry, document)

    assert (before, found(registry, "eqf:5")) == (1, 0)
