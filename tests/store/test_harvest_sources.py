"""What is remembered of the sources that are followed."""

from app.services.registry import Registry
from app.store import harvest_sources
from app.store.harvest_sources import Followed, KnownItem

SOURCE = Followed("https://a.example/sitemap.xml", "sitemap", "2026-01-05T00:00:00.000Z")
KEEPER = "ce-00000000-0000-4000-8000-000000000001"


def test_the_last_outcome_of_a_record_is_kept_whatever_it_is_called(registry: Registry) -> None:
    long = f"https://a.example/{'é' * 5000}"
    first = KnownItem(long, None, "2026-01-01", SOURCE.at, "refused", "No name.")
    last = KnownItem(long, KEEPER, "2026-01-02", SOURCE.at, "published")
    other = KnownItem("https://a.example/", None, "", SOURCE.at, "no record")

    for items in ([first, other], [first, last]):
        with registry.database.writing() as connection:
            harvest_sources.remember(connection, SOURCE, {"page": 2}, KEEPER, items)

    with registry.database.reading() as connection:
        assert harvest_sources.items_of(connection, KEEPER) == [other, last]
        assert harvest_sources.items_of(connection, KEEPER, {"published"}) == [last]
        assert harvest_sources.items_of(connection, "ce-2") == []
        assert harvest_sources.outcomes_of(connection, KEEPER) == {"no record": 1, "published": 1}
        assert harvest_sources.followed(connection) == [SOURCE]


def test_a_place_to_go_on_from_is_that_of_one_protocol(registry: Registry) -> None:
    with registry.database.writing() as connection:
        harvest_sources.remember(connection, SOURCE, {"page": 2}, KEEPER, [])

    with registry.database.reading() as connection:
        assert harvest_sources.cursor_of(connection, SOURCE.url, "sitemap") == {"page": 2}
        assert harvest_sources.cursor_of(connection, SOURCE.url, "feed") == {}
        assert harvest_sources.kind_of(connection, SOURCE.url) == "sitemap"
        assert harvest_sources.kind_of(connection, "https://b.example/") is None
