"""What the search page says of the words that were typed, and the other ways it offers."""

import pytest
from flask.testing import FlaskClient


def page_of(client: FlaskClient, q: str) -> str:
    return client.get("/search", query_string={"q": q}).get_data(as_text=True)


def test_a_reader_may_insist_on_a_spelling(client: FlaskClient) -> None:
    page = page_of(client, "projct managment")

    assert "Shown are the results for" in page
    assert "q=%22projct%22+%22managment%22" in page
    assert "Shown are the results for" not in page_of(client, '"projct" "managment"')


def test_a_misspelt_constraint_is_a_chip_that_can_be_taken_back(client: FlaskClient) -> None:
    page = page_of(client, "cybersecurity for beginers")

    assert "“for beginers” →" in page
    assert "plain=beginner" in page


@pytest.mark.parametrize("q", ["python -java", "python AND java", "NOT java", "python*"])
def test_commands_of_other_searches_are_said_to_be_none(client: FlaskClient, q: str) -> None:
    assert "There are no commands here" in page_of(client, q)


@pytest.mark.parametrize("q", ["plant and animal care", "not only welding", "C++ or C#", "AZ-900"])
def test_sentences_and_codes_are_not_taken_for_commands(client: FlaskClient, q: str) -> None:
    assert "There are no commands here" not in page_of(client, q)


def test_what_is_denied_in_vain_is_told(client: FlaskClient) -> None:
    assert "“not free” is searched for as words: it leaves nothing out." in page_of(
        client, "welding not free"
    )
