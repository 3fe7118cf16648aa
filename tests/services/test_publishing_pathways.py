"""Pathways and transfer values as records: published, read, referred to, and shown on a page."""

from pathlib import Path

import pytest

from app.services import publishing, reading, views
from app.services.registry import Registry
from app.store import catalogue, log
from ctdl.pathways.reading import pathway_rules
from ctdl.pathways.writing import pathway_document
from ctdl.provenance import Provenance
from ctdl.records import PathwayRecord, TransferValueRecord
from tests.ctdl.pathways.conditions import plain, thing
from tests.ctdl.pathways.mending import mended, taken_apart, with_components
from tests.ctdl.pathways.test_writing import NAMES, PATHWAY, draft
from tests.support.documents import an_organization

EXAMINATION = "ce-55caa0b0-c024-4326-8b75-88e2ee0e3ff6"
COLLECTED = Provenance(collected=True)


def test_a_written_pathway_is_taken_with_all_its_components(registry: Registry) -> None:
    publishing.publish(registry, an_organization())

    outcome = publishing.publish(registry, pathway_document(draft()))

    assert (outcome.kind, outcome.ctid) == ("published", PATHWAY)
    assert {found.code for found in outcome.findings} == {"REF_NOT_HERE"}


def test_a_published_pathway_is_read_as_the_record_it_is(registry: Registry) -> None:
    publishing.publish(registry, pathway_document(draft()))
    views.catch_up(registry)

    record = reading.get_record(registry, PATHWAY).record

    assert isinstance(record, PathwayRecord)
    rules = pathway_rules(record)
    assert plain(rules.destinations[0].rule, *NAMES) == ("all", *NAMES)


def test_what_a_pathway_is_made_of_is_found_from_its_parts(registry: Registry) -> None:
    """Whoever looks at a course finds the pathways it is a step of, through its component."""
    publishing.publish(registry, pathway_document(draft()))
    views.catch_up(registry)

    with registry.database.reading() as connection:
        rows = catalogue.edges_to(connection, [thing("A")], ("ceterms:proxyFor",))

    assert [row.record for row in rows] == [PATHWAY]


def test_the_same_plan_published_again_writes_nothing(registry: Registry) -> None:
    publishing.publish(registry, pathway_document(draft()))

    outcome = publishing.publish(registry, pathway_document(draft()))

    assert (outcome.kind, log.latest_number(registry.database)) == ("unchanged", 1)


def sample(shared_folder: Path, path: str) -> str:
    folder = shared_folder / "reference" / "ctdl-samples"
    return (folder / path).read_text(encoding="utf-8-sig")


@pytest.mark.shared
def test_the_pathway_of_comptia_is_refused_as_it_stands_and_taken_in_terms_of_today(
    registry: Registry, shared_folder: Path
) -> None:
    old, _ = mended(sample(shared_folder, "pathways/CompTIA-IT_Networking_Specialist.jsonld"))

    with pytest.raises(publishing.RecordRejected) as rejected:
        publishing.publish(registry, old.body)
    outcome = publishing.publish(registry, with_components(old).body)

    codes = {found.code for found in rejected.value.findings if found.severity == "error"}
    assert {"DOMAIN_VIOLATION", "RANGE_VIOLATION"} <= codes
    views.catch_up(registry)
    record = reading.get_record(registry, outcome.ctid).record
    assert isinstance(record, PathwayRecord)
    assert len(pathway_rules(record).destinations) == 2


@pytest.mark.shared
def test_a_bundle_of_the_handbook_is_taken_record_by_record(
    registry: Registry, shared_folder: Path
) -> None:
    path = "handbook/RecognitionOfPriorLearning/tvp-example1.json"
    whole, _ = mended(sample(shared_folder, path))

    kinds = [
        publishing.publish(registry, part, provenance=COLLECTED).kind for part in taken_apart(whole)
    ]

    views.catch_up(registry)
    assert kinds == ["published"] * 6
    record = reading.get_record(registry, whole.ctid).record
    assert isinstance(record, TransferValueRecord)
    assert [each.ctid for each in record.transfer_from] == [EXAMINATION]
