"""The fast way into Whoosh's posting blocks against its public, slow way."""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

from pathlib import Path

from whoosh.index import FileIndex

from search_index import create_index
from search_index.whoosh_engine.generations import INDEX_NAME, DurableStorage, generations_in
from search_index.whoosh_engine.segments import OpenSegment
from tests.search_index.documents import a_crowd


def test_postings_read_by_the_block_are_those_of_the_public_matcher(tmp_path: Path) -> None:
    create_index(tmp_path / "search", "whoosh").rebuild(a_crowd(1_300), 1)
    generation = generations_in(tmp_path / "search").latest().generation
    storage = DurableStorage(str(generation))
    reader = FileIndex(storage, indexname=INDEX_NAME).reader()
    [segment] = reader.segments()
    opened = OpenSegment(storage, reader.schema, segment)
    compared = 0

    for field, term in reader.all_terms():
        matcher = reader.postings(field, term)
        slowly = []
        while matcher.is_active():
            slowly.append((matcher.id(), matcher.weight(), matcher.value() or b""))
            matcher.next()
        quickly = opened.postings(field, term.decode(), positions=field == "text")
        places = quickly.positions or [b""] * len(slowly)
        found = zip(quickly.ids.tolist(), quickly.weights.tolist(), places, strict=True)
        assert list(found) == slowly
        compared += len(slowly) > 512

    reader.close()
    assert compared > 3
