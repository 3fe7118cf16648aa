"""Views follow the log, can be made again, and `check` sees when one of them is wrong."""

import shutil
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import text

from app.config import SearchEngine
from app.services import publishing, reading, searching, views
from app.services.registry import Registry, set_up
from app.services.searching import SearchRequest
from app.store import catalogue
from app.store.locks import held
from app.store.log import LoggedChange
from app.store.rdf import RDFStoreReader, RDFStoreWriter, RecordGraph, newest_generation
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of

ALL = ("catalogue", "conformance", "harvest", "search", "meaning", "suggest", "rdf")


def test_every_view_reaches_the_newest_change(registry: Registry) -> None:
    publishing.publish(registry, an_organization())
    publishing.publish(registry, a_credential())

    assert views.catch_up(registry) == dict.fromkeys(ALL, 2)
    assert _wrong(registry) == []


def test_a_new_record_is_found_by_search_page_and_rdf(registry: Registry) -> None:
    publishing.publish(registry, an_organization())
    document = a_credential("welding")
    publishing.publish(registry, document)
    views.catch_up(registry)

    found = searching.search(registry, SearchRequest(q="welding"))

    assert [hit.summary.ctid for hit in found.hits] == [ctid_of(document)]
    assert found.hits[0].summary.provider is not None
    assert found.hits[0].summary.provider.name == {"en": "Example College"}
    assert ctid_of(document) in dict(registry.rdf.entries())
    assert reading.get_record(registry, ctid_of(document)).number == 2


def test_a_withdrawn_record_leaves_every_view(registry: Registry) -> None:
    document = a_credential()
    publishing.publish(registry, document)
    views.catch_up(registry)
    publishing.withdraw(registry, ctid_of(document), reason="over")
    views.catch_up(registry)

    assert searching.search(registry, SearchRequest()).total == 0
    assert dict(registry.rdf.entries()) == {}
    assert _wrong(registry) == []


def test_renaming_a_provider_changes_what_its_credentials_are_found_by(registry: Registry) -> None:
    publishing.publish(registry, an_organization("Old College"))
    publishing.publish(registry, a_credential())
    views.catch_up(registry)

    publishing.publish(registry, an_organization("Riverside Institute"))
    views.catch_up(registry)

    assert searching.search(registry, SearchRequest(q="riverside")).total == 1
    assert _wrong(registry) == []


def test_a_credential_may_come_before_its_provider(registry: Registry) -> None:
    publishing.publish(registry, a_credential())
    views.catch_up(registry)
    publishing.publish(registry, an_organization())
    views.catch_up(registry)

    by_provider = SearchRequest(filters={"provider": (PROVIDER,), "country": ("NZ",)})
    assert searching.search(registry, by_provider).total == 1


@pytest.mark.parametrize("name", ALL)
def test_a_view_made_again_shows_the_same(registry: Registry, name: str) -> None:
    publishing.publish(registry, an_organization())
    for key in ("one", "two", "three"):
        publishing.publish(registry, a_credential(key))
    publishing.withdraw(registry, ctid_of(a_credential("two")), reason="over")
    views.catch_up(registry)
    before = _digests(registry)

    views.rebuild(registry, [name])

    assert _digests(registry) == before
    assert _wrong(registry) == []


def test_a_lost_search_index_is_seen_by_check_and_healed_by_catching_up(registry: Registry) -> None:
    publishing.publish(registry, a_credential())
    views.catch_up(registry)
    shutil.rmtree(registry.search_folder)

    views.catch_up(registry)

    assert _wrong(registry) == []
    assert searching.search(registry, SearchRequest()).total == 1


def test_check_sees_a_catalogue_that_was_tampered_with(registry: Registry) -> None:
    publishing.publish(registry, a_credential())
    views.catch_up(registry)

    with registry.database.writing() as connection:
        connection.execute(text("DELETE FROM catalogue_edge"))

    assert _wrong(registry) == ["catalogue"]


def test_check_sees_an_rdf_store_that_lost_statements(registry: Registry) -> None:
    document = a_credential()
    publishing.publish(registry, document)
    views.catch_up(registry)
    graph = f"{registry.base}graph/{ctid_of(document)}"
    revision = dict(registry.rdf.entries())[ctid_of(document)]

    writer = RDFStoreWriter(registry.rdf_folder)
    writer.remove([graph])
    writer.add([RecordGraph(graph, revision, "2026-01-01T00:00:00.000Z", [])])
    writer.finish(1, registry.base)
    del writer

    assert _wrong(registry) == ["rdf"]


def test_check_sees_a_view_that_lags_behind(registry: Registry) -> None:
    publishing.publish(registry, a_credential())

    assert _wrong(registry) == ["seals", *ALL]


def test_a_registry_that_moved_makes_its_rdf_again(registry: Registry) -> None:
    document = a_credential()
    publishing.publish(registry, document)
    views.catch_up(registry)
    moved = Registry(replace(registry.settings, base_url="https://elsewhere.test"))

    views.catch_up(moved)

    assert RDFStoreReader(registry.rdf_folder).base() == "https://elsewhere.test/"
    assert _wrong(moved) == []
    moved.close()


def test_an_rdf_store_that_was_laid_out_otherwise_is_made_again(registry: Registry) -> None:
    publishing.publish(registry, a_credential())
    views.catch_up(registry)
    pointer = registry.rdf_folder / "current"
    generation, base, _layout = pointer.read_text().splitlines()
    pointer.write_text(f"{generation}\n{base}\n")

    assert RDFStoreReader(registry.rdf_folder).store() is None
    views.catch_up(registry)

    made = newest_generation(registry.rdf_folder)
    assert made is not None
    assert made.path.name != generation
    assert _wrong(registry) == []


def test_a_view_that_another_process_updates_is_left_to_it(registry: Registry) -> None:
    publishing.publish(registry, a_credential())

    with held(registry.lock_of("search"), wait=True):
        reached = views.catch_up(registry, wait=False)

    behind = {"search": 0, "meaning": 0}
    on_time = ("catalogue", "conformance", "harvest", "suggest", "rdf")
    assert reached == {**dict.fromkeys(on_time, 1), **behind}


def test_an_interrupted_rdf_rebuild_is_noticed_before_anything_is_added(registry: Registry) -> None:
    publishing.publish(registry, a_credential("one"))
    views.catch_up(registry)
    shutil.rmtree(registry.rdf_folder / "writer")

    publishing.publish(registry, a_credential("two"))
    views.catch_up(registry)

    assert len(dict(registry.rdf.entries())) == 2
    assert _wrong(registry) == []


def test_an_unknown_view_is_an_error_that_names_the_known_ones(registry: Registry) -> None:
    with pytest.raises(views.UnknownView, match="search, meaning, suggest, rdf"):
        views.rebuild(registry, ["nonsense"])


def test_the_catalogue_never_goes_back(registry: Registry) -> None:
    publishing.publish(registry, a_credential())
    changes = list(_changes(registry))
    views.catch_up(registry)
    publishing.publish(registry, a_credential("two"))
    views.catch_up(registry)

    views.CatalogueView(registry).apply(changes)

    with registry.database.reading() as connection:
        assert catalogue.position(connection) == 2


def _changes(registry: Registry) -> list[LoggedChange]:
    return list(reading.changes_after(registry, 0, 10).changes)


def _wrong(registry: Registry) -> list[str]:
    return [report.name for report in views.check(registry) if not report.is_right]


def _digests(registry: Registry) -> dict[str, str]:
    return {report.name: report.digest for report in views.check(registry)}


@pytest.mark.parametrize("before", ["whoosh", "tantivy"])
def test_search_makes_itself_anew_with_another_engine(
    registry: Registry, before: SearchEngine
) -> None:
    after: SearchEngine = "tantivy" if before == "whoosh" else "whoosh"
    with closing(set_up(replace(registry.settings, search_engine=before))) as first:
        publishing.publish(first, a_credential("welding"))
        views.catch_up(first)
        views.rebuild(first, ["search"])

        with closing(set_up(replace(registry.settings, search_engine=after))) as second:
            views.catch_up(second)

            assert searching.search(second, SearchRequest(q="welding")).total == 1
            assert _wrong(second) == []
        assert views.positions(first)["search"] == 0
