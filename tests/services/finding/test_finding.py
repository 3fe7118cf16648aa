"""Finding the shipped records by words, concepts and meaning together."""

import pytest

from app.services.finding import Found, Sought, find
from app.services.registry import Registry
from app.services.searching import SearchPage, SearchRequest, search
from ctdl.language import best_text
from search_index.protocol import SearchQuery


def names(page: SearchPage) -> list[str]:
    return [best_text(hit.summary.name, "en")[0] for hit in page.hits]


def searched(registry: Registry, text: str, **more: object) -> SearchPage:
    return search(registry, SearchRequest(q=text, **more))  # type: ignore[arg-type]


def test_what_shares_no_word_with_the_text_is_found_by_meaning(loaded_registry: Registry) -> None:
    page = searched(loaded_registry, "looking after the elderly")

    by_meaning = [hit for hit in page.hits if not hit.matched]

    assert any("Geriatric Care" in name for name in names(page)[:10])
    assert by_meaning
    assert all(hit.evidence and hit.evidence.likeness > 0.2 for hit in by_meaning)


def test_an_occupation_is_found_by_its_other_names(loaded_registry: Registry) -> None:
    page = searched(loaded_registry, "pen tester")

    assert all("Penetration Test" in name for name in names(page)[:5])
    reasons = page.hits[0].evidence.concepts if page.hits[0].evidence else ()
    assert ("ethical hacker", "penetration tester") in {
        (each.named.concept.labels["en"], each.label) for each in reasons
    }


def test_an_occupation_is_sought_by_all_its_names_in_meaning(loaded_registry: Registry) -> None:
    page = searched(loaded_registry, "aide-soignante")

    care = [name for name in names(page)[:5] if "Nurs" in name or "Care" in name]
    assert len(care) >= 3, names(page)[:5]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("comptabilité", "bookkeeping"),
        ("gestion de projet", "project"),
        ("économie circulaire", "circular"),
        ("apprentissage automatique", "machine learning"),
    ],
)
def test_french_words_find_english_records(loaded_registry: Registry, text: str, word: str) -> None:
    found = [name.casefold() for name in names(searched(loaded_registry, text))[:5]]

    assert sum(word in name for name in found) >= 3, found


def test_a_code_that_is_there_brings_nothing_else(loaded_registry: Registry) -> None:
    page = searched(loaded_registry, "AZ-900")

    assert page.total
    assert all(hit.matched for hit in page.hits)


def test_by_words_alone_everything_has_a_word(loaded_registry: Registry) -> None:
    page = searched(loaded_registry, "bookkeeping", meaning="words")
    fused = searched(loaded_registry, "bookkeeping")

    assert 0 < page.total < fused.total
    assert all(hit.matched and hit.evidence is None for hit in page.hits)


def test_a_filter_leaves_out_but_does_not_put_in_another_order(loaded_registry: Registry) -> None:
    text = "data analysis for business"
    everything = searched(loaded_registry, text, size=100)

    online = searched(loaded_registry, text, size=100, filters={"mode": ("online",)})

    kept = [hit.summary.ctid for hit in everything.hits if "online" in hit.summary.modes]
    assert [hit.summary.ctid for hit in online.hits][: len(kept)] == kept
    assert kept


def test_the_pages_of_a_search_are_one_list(loaded_registry: Registry) -> None:
    def page(number: int, size: int) -> list[str]:
        found = searched(loaded_registry, "health care", page=number, size=size)
        return [hit.summary.ctid for hit in found.hits]

    whole = page(1, 60)

    assert [*page(1, 20), *page(2, 20), *page(3, 20)] == whole
    assert len(set(whole)) == 60


def test_what_words_of_the_text_limit_is_searched_for_meaning_within(
    loaded_registry: Registry,
) -> None:
    page = searched(loaded_registry, "negotiation in Spanish")

    assert [each.understood.field for each in page.understood] == ["language"]
    assert page.total
    assert all("es" in hit.summary.languages for hit in page.hits)


def test_an_answer_is_kept_until_something_is_published(loaded_registry: Registry) -> None:
    sought = Sought("welding", SearchQuery())

    first, again = find(loaded_registry, sought), find(loaded_registry, sought)

    assert first is again
    assert first.lead


@pytest.mark.parametrize("text", ["xyzzy", "zzyzzx qqxxq", "ლკჯჰგფდსა"])
def test_what_no_record_and_no_concept_knows_finds_nothing(
    loaded_registry: Registry, text: str
) -> None:
    assert searched(loaded_registry, text).total == 0


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_no_text_leads_nowhere(loaded_registry: Registry, text: str) -> None:
    found = find(loaded_registry, Sought(text))

    assert not found.lead or text.strip()


@pytest.mark.parametrize(
    "text", ["\0", "'" * 400, "((((", "🙂" * 100, "أ" * 300, '"', "a" * 400, "C++ " * 90]
)
def test_any_text_is_answered(loaded_registry: Registry, text: str) -> None:
    found: Found = find(loaded_registry, Sought(text))

    assert len(found.lead) <= 500
    assert set(found.evidence) == set(found.lead)


def test_without_vectors_words_find_alone(registry_copy: Registry) -> None:
    with_meaning = searched(registry_copy, "bookkeeping")
    for kept in (registry_copy.settings.home / "meaning").iterdir():
        kept.unlink()

    page = searched(registry_copy, "bookkeeping")

    assert 0 < page.total < with_meaning.total
    assert all(hit.matched for hit in page.hits)
