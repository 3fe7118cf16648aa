"""The search API: constraints in the words of `q`, and the parameters about them."""

import pytest
from flask.testing import FlaskClient

from tests.linked_data.small_registry import json_of

PATH = "/api/v1/search"


def understood(client: FlaskClient, query: str) -> list[dict[str, object]]:
    """What the answer says was understood."""
    found: list[dict[str, object]] = json_of(client.get(f"{PATH}?{query}"))["query"]["understood"]
    return found


def test_what_is_understood_names_the_field_the_value_and_the_words(client: FlaskClient) -> None:
    answer = json_of(client.get(f"{PATH}?q=online+analysis+under+300+dollars"))

    assert answer["query"]["text"] == "analysis"
    assert answer["query"]["understood"] == [
        {
            "field": "mode", "value": "online", "currency": None, "from": "online",
            "reading": "Online", "applied": True,
        },
        {
            "field": "max_cost", "value": 300, "currency": "USD", "from": "under 300 dollars",
            "reading": "up to 300 USD", "applied": True,
        },
    ]  # fmt: skip


def test_alternatives_are_a_list_and_a_bound_may_have_a_fraction(client: FlaskClient) -> None:
    levels, hours = understood(client, "q=analysis+EQF+5+or+6+under+7.5+hours")

    assert levels["value"] == ["eqf:5", "eqf:6"]
    assert hours["value"] == 7.5


def test_a_parameter_overrules_the_words(client: FlaskClient) -> None:
    [mode] = understood(client, "q=online+analysis&mode=blended")

    assert mode["applied"] is False


def test_plain_fields_stay_words(client: FlaskClient) -> None:
    answer = json_of(client.get(f"{PATH}?q=online+analysis+under+3+hours&plain=mode"))

    assert answer["query"]["text"] == "online analysis"
    assert [each["field"] for each in answer["query"]["understood"]] == ["max_hours"]


def test_what_states_no_price_is_counted_and_let_in_by_unstated(client: FlaskClient) -> None:
    without = json_of(client.get(f"{PATH}?q=under+5+euros"))

    with_them = json_of(client.get(f"{PATH}?q=under+5+euros&unstated=1"))
    assert with_them["total"] == without["total"] + without["query"]["unstated_adds"]
    assert with_them["total"] > without["total"]
    assert with_them["query"]["unstated_adds"] is None
    assert without["query"]["unstated_by"] == {"price": without["query"]["unstated_adds"]}
    assert (
        json_of(client.get(f"{PATH}?q=under+5+euros&unstated=price"))["items"] == with_them["items"]
    )
    assert (
        json_of(client.get(f"{PATH}?q=under+5+euros&unstated=hours"))["items"] == without["items"]
    )


def test_a_short_list_says_what_words_keep_away(client: FlaskClient) -> None:
    answer = json_of(client.get(f"{PATH}?q=under+5+euros"))

    [price] = [each for each in answer["excluded"] if each["filter"] == "max_cost"]
    assert price["from"] == "under 5 euros"
    assert price["would_add"] == json_of(client.get(PATH))["total"] - answer["total"]


@pytest.mark.parametrize("wrong", ["plain=title", "unstated=2", "unstated=yes", "unstated=title"])
def test_values_that_say_nothing_are_refused(client: FlaskClient, wrong: str) -> None:
    response = client.get(f"{PATH}?q=analysis&{wrong}")

    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
