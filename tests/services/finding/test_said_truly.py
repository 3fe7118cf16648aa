"""What is said of a question and of its results is so: spelling, words, limits, other ways."""

import pytest
from flask import Flask

from app.presenters.why import reasons
from app.services.registry import Registry
from app.services.searching import Hit, SearchPage, SearchRequest, search
from app.store import log
from tests.services.finding.test_finding import names


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> object:
    with app.test_request_context("/"):
        yield


def searched(registry: Registry, text: str, **more: object) -> SearchPage:
    return search(registry, SearchRequest(q=text, **more))  # type: ignore[arg-type]


def test_misspelt_words_of_subject_and_limit_are_understood_each_by_itself(
    loaded_registry: Registry,
) -> None:
    page = searched(loaded_registry, "cybersecurty for beginers")

    [beginner] = page.understood
    assert (beginner.understood.field, beginner.understood.words) == ("beginner", "for beginers")
    assert (page.text, page.corrected) == ("cybersecurty", "cybersecurity")
    assert any("Cybersecurity" in name for name in names(page)[:3])


def test_what_is_like_no_word_is_said_and_the_rest_is_searched(loaded_registry: Registry) -> None:
    page = searched(loaded_registry, "cybersecurty zwrtlk")

    assert page.missing == ("zwrtlk",)
    assert page.corrected == "cybersecurity zwrtlk"
    assert page.hits


def test_a_word_nobody_writes_so_is_mended_unless_the_reader_insists(
    loaded_registry: Registry,
) -> None:
    mended = searched(loaded_registry, "projct managment")
    insisted = searched(loaded_registry, '"managment"')

    assert mended.corrected == "project management"
    assert insisted.corrected is None


def test_a_trade_one_letter_away_is_meant_rather_than_another_word_of_records(
    loaded_registry: Registry,
) -> None:
    page = searched(loaded_registry, "wellding")

    assert (page.corrected, page.missing) == ("welding", ("welding",))


@pytest.mark.parametrize(
    "text", ["cours de cybersécurité", "project managment", "AND OR NOT", "soins aux personnes"]
)
def test_words_that_are_named_stand_in_the_record(loaded_registry: Registry, text: str) -> None:
    page = searched(loaded_registry, text)

    found = [hit for hit in page.hits if hit.matched or hit.in_english]
    assert found
    for hit in found:
        stated = documents_of(loaded_registry, hit)
        for word in (*hit.matched, *hit.in_english):
            assert word in stated, (word, hit.summary.name)


def test_what_was_put_into_english_is_told_from_what_was_typed(loaded_registry: Registry) -> None:
    page = searched(loaded_registry, "soins aux personnes âgées")

    said = [each.sentence for hit in page.hits[:5] for each in reasons(hit, "en")]
    assert any("in English" in each and "Care" in each for each in said), said
    assert not any("soins" in each.casefold() for each in said)


def documents_of(registry: Registry, hit: Hit) -> str:
    """All that is logged of a record and its providers."""
    ctids = [hit.summary.ctid, *(each.ctid for each in hit.summary.providers if each.ctid)]
    return " ".join(change.document for change in log.newest_of(registry.database, ctids))


@pytest.mark.parametrize("subject", ["data science", "python", "accounting"])
def test_for_beginners_never_finds_more(loaded_registry: Registry, subject: str) -> None:
    everything = searched(loaded_registry, subject)
    narrowed = searched(loaded_registry, f"{subject} for beginners")

    assert 0 < narrowed.total <= everything.total


def test_a_span_of_hours_fits_by_its_upper_end(loaded_registry: Registry) -> None:
    sure = searched(loaded_registry, "science under 20 hours", size=20)
    either = searched(
        loaded_registry, "science under 20 hours", size=100, unstated=frozenset({"hours"})
    )

    assert sure.hits
    for hit in sure.hits:
        assert hit.summary.hours
        assert (hit.summary.hours.maximum or 0) <= 20
        assert not hit.may_take_longer
    longer = [hit for hit in either.hits if hit.may_take_longer]
    assert longer
    for hit in longer:
        assert hit.summary.hours
        assert (hit.summary.hours.minimum or 0) <= 20 < (hit.summary.hours.maximum or 0)
        assert any("May take longer" in each.sentence for each in reasons(hit, "en"))


def test_not_in_a_language_finds_what_is_in_another(loaded_registry: Registry) -> None:
    page = searched(loaded_registry, "data science not in English", size=100)

    assert page.text == "data science"
    assert page.hits
    assert all(set(hit.summary.languages) - {"en"} for hit in page.hits)
