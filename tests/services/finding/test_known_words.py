"""Words that vocabularies know are spelt right; and what comes of a text that nothing answers."""

import pytest
from flask.testing import FlaskClient

from app.services import searching
from app.services.registry import Registry
from app.services.searching import SearchRequest


@pytest.mark.parametrize("word", ["plumber", "welding", "coffee", "barista", "électricien"])
def test_the_name_of_a_trade_is_no_misspelt_other_word(
    loaded_registry: Registry, word: str
) -> None:
    found = searching.search(loaded_registry, SearchRequest(q=word))

    assert found.corrected is None
    assert not found.was_corrected


@pytest.mark.parametrize(
    ("typed", "meant"), [("cybersecrity", "cybersecurity"), ("pyhton", "python")]
)
def test_what_no_vocabulary_knows_is_still_respelt(
    loaded_registry: Registry, typed: str, meant: str
) -> None:
    assert searching.search(loaded_registry, SearchRequest(q=typed)).corrected == meant


def test_another_word_with_the_same_beginning_is_not_searched_for(client: FlaskClient) -> None:
    page = client.get("/search?q=accordion").get_data(as_text=True)

    assert "No record has: “accordion”." in page
    assert "according" not in page


def test_french_words_that_are_sought_in_english_are_not_said_to_be_missing(
    loaded_registry: Registry,
) -> None:
    french = searching.search(loaded_registry, SearchRequest(q="cours de cybersécurité zwrtl"))

    assert french.missing == ("zwrtl",)


def test_words_that_no_record_has_are_named(loaded_registry: Registry) -> None:
    assert searching.search(loaded_registry, SearchRequest(q="plumber")).missing == ("plumber",)


def test_what_is_faint_comes_last_and_is_no_result(loaded_registry: Registry) -> None:
    found = searching.search(loaded_registry, SearchRequest(q="welder"))

    faint = [hit.evidence is not None and hit.evidence.is_faint for hit in found.hits]
    assert faint == sorted(faint)
    assert found.near_from == found.total == faint.index(True)
    assert found.only_near == faint.count(True)


def test_a_page_without_a_near_result_says_so(client: FlaskClient) -> None:
    nothing = client.get("/search?q=coffee").get_data(as_text=True)
    something = client.get("/search?q=bookkeeping").get_data(as_text=True)

    assert "Only near" in nothing
    assert "No record has: “coffee”." in nothing
    assert "Only near" not in something


def test_signs_alone_are_said_to_be_none_that_can_be_sought(client: FlaskClient) -> None:
    page = client.get("/search?q=%2A%2A%2A").get_data(as_text=True)

    assert "Only letters and digits can be searched for" in page
