"""Two engines: one folder can change from one to the other, and a missing one is told plainly."""

import sys
from pathlib import Path

import pytest

from search_index import ENGINES, Engine, EngineMissing, create_index, open_index
from search_index.protocol import IndexDamaged, SearchQuery
from tests.search_index.documents import a_crowd, a_document, ctid_of

OTHER: dict[Engine, Engine] = {"whoosh": "tantivy", "tantivy": "whoosh"}


def test_index_of_another_engine_is_damage_that_a_rebuild_mends(
    engine: Engine, tmp_path: Path
) -> None:
    create_index(tmp_path, OTHER[engine]).apply([a_document("Old")], [], 4)
    index = create_index(tmp_path, engine)

    with pytest.raises(IndexDamaged, match="registry rebuild search"):
        index.number()
    with pytest.raises(IndexDamaged):
        index.apply([a_document("New")], [], 5)
    index.rebuild([a_document("New")], 5)

    assert [ctid for ctid, _ in index.entries()] == [ctid_of("New")]
    assert len(list(tmp_path.glob("generation-*"))) == 1
    with pytest.raises(IndexDamaged):
        open_index(tmp_path, OTHER[engine]).number()


def test_an_engine_that_is_not_installed_is_named_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("search_index.tantivy_engine")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tantivy", None)

    with pytest.raises(EngineMissing, match="not installed.*SEARCH_ENGINE"):
        create_index(tmp_path, "tantivy")


@pytest.mark.parametrize(
    "text", ["data science", "introduction", '"machine learning"', "advanced nursing"]
)
def test_engines_find_the_same_and_rank_it_nearly_the_same(tmp_path: Path, text: str) -> None:
    found = []
    for engine in ENGINES:
        index = create_index(tmp_path / engine, engine)
        index.rebuild(a_crowd(300), 1)
        found.append(index.search(SearchQuery(text, facets=("level", "type"), limit=300)))

    first, second = found
    assert (first.total, first.facets) == (second.total, second.facets)
    assert {hit.ctid for hit in first.hits} == {hit.ctid for hit in second.hits}
    scores = {hit.ctid: hit.score for hit in second.hits}
    for hit in first.hits:
        assert scores[hit.ctid] == pytest.approx(hit.score, rel=0.15)
        assert hit.matched == next(o.matched for o in second.hits if o.ctid == hit.ctid)
