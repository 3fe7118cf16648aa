from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.linked_data.small_registry import (
    BASE,
    COURSE,
    CREDENTIAL,
    HOSTILE_NAME,
    ORGANIZATION,
    REPLACED,
    json_of,
)

PATH = "/api/v1/search"
KEYS = {"query", "total", "page", "size", "items", "facets", "excluded", "links"}
ITEM_KEYS = {
    "ctid", "iri", "name", "type", "provider", "levels", "credits", "hours", "costs", "modes",
    "languages", "score", "why",
}  # fmt: skip


def test_the_answer_has_the_documented_shape(client: FlaskClient) -> None:
    answer = json_of(client.get(PATH))

    assert answer.keys() >= KEYS
    assert answer["query"] == {
        "q": "", "text": "", "corrected": None, "understood": [], "relaxed": False,
        "missing": [], "lacks_meaning": False, "unstated_adds": None, "unstated_by": {},
    }  # fmt: skip
    assert (answer["total"], answer["page"], answer["size"]) == (2, 1, 20)
    assert all(item.keys() >= ITEM_KEYS for item in answer["items"])


def test_a_result_says_what_is_stated_and_null_for_the_rest(client: FlaskClient) -> None:
    items = {item["ctid"]: item for item in json_of(client.get(PATH))["items"]}

    assert items[CREDENTIAL]["iri"] == f"{BASE}/resources/{CREDENTIAL}"
    assert items[CREDENTIAL]["name"] == HOSTILE_NAME
    assert items[CREDENTIAL]["provider"] == {"ctid": ORGANIZATION, "name": "Provider Example"}
    assert items[CREDENTIAL]["hours"] == {"min": 50, "max": 50, "basis": "stated"}
    assert items[CREDENTIAL]["costs"] == [{"price": 249.5, "currency": "EUR"}]
    assert items[CREDENTIAL]["credits"][0]["value"] == 2
    assert items[COURSE]["hours"] is None
    assert items[COURSE]["costs"] == []


def test_whole_numbers_are_written_whole(client: FlaskClient) -> None:
    assert '"min":50,' in client.get(PATH).text


def test_a_result_says_which_words_brought_it_there(client: FlaskClient) -> None:
    [item] = json_of(client.get(f"{PATH}?q=analysis&meaning=0"))["items"]

    assert item["ctid"] == CREDENTIAL
    assert item["why"] == [{"kind": "words", "text": "analysis"}]


def test_a_result_says_what_put_it_in_its_place(client: FlaskClient) -> None:
    first = json_of(client.get(f"{PATH}?q=analysis&explain=1"))["items"][0]

    explained = first["explanation"]
    weights = [value for name, value in explained.items() if name.startswith("weight_")]
    assert first["ctid"] == CREDENTIAL
    assert {"kind": "words", "text": "analysis"} in first["why"]
    assert sum(weights) == pytest.approx(explained["total"], abs=0.001)
    assert first["score"] == pytest.approx(explained["total"], abs=0.001)
    assert "explanation" not in json_of(client.get(f"{PATH}?q=analysis"))["items"][0]


def test_a_withdrawn_record_is_not_found(client: FlaskClient) -> None:
    found = json_of(client.get(f"{PATH}?size=100"))["items"]

    assert REPLACED not in {item["ctid"] for item in found}


def test_a_spelling_that_finds_more_is_named(client: FlaskClient) -> None:
    query = json_of(client.get(f"{PATH}?q=analisys"))["query"]

    assert query["q"] == "analisys"
    assert query["corrected"] == query["text"] == "analysis"


def test_each_facet_value_counts_the_results_it_gives(client: FlaskClient) -> None:
    facets = json_of(client.get(PATH))["facets"]

    assert "provider" in facets
    for name, values in facets.items():
        for value in values:
            narrowed = json_of(client.get(PATH, query_string={name: value["value"]}))
            assert narrowed["total"] == value["count"], (name, value)


def test_facet_values_have_words(client: FlaskClient) -> None:
    facets = json_of(client.get(PATH))["facets"]

    assert {each["label"] for each in facets["type"]} == {"Micro-credential", "Course"}
    assert [each["label"] for each in facets["provider"]] == ["Provider Example"]


def test_a_filter_says_how_many_results_it_keeps_away(client: FlaskClient) -> None:
    answer = json_of(client.get(f"{PATH}?max_hours=10"))

    assert answer["total"] == 0
    assert answer["excluded"] == [{"filter": "max_hours", "value": "10", "would_add": 2}]


def test_links_lead_through_the_pages_and_keep_the_question(client: FlaskClient) -> None:
    first = client.get(f"{PATH}?sort=name&size=1&type=ceterms:Course&type=ceterms:MicroCredential")

    links = json_of(first)["links"]

    assert links["previous"] is None
    assert links["next"].startswith(f"{BASE}{PATH}?")
    assert parse_qs(urlsplit(links["next"]).query) == {
        "sort": ["name"],
        "size": ["1"],
        "type": ["ceterms:Course", "ceterms:MicroCredential"],
        "page": ["2"],
    }
    second = json_of(client.get(links["next"].removeprefix(BASE)))
    assert second["links"]["next"] is None
    assert json_of(first)["items"][0]["ctid"] != second["items"][0]["ctid"]


def test_every_documented_parameter_is_accepted(client: FlaskClient) -> None:
    query = (
        "q=data&type=ceterms:Course&field=06&level=eqf:5&provider=ce-00000000-0000-4000-8000-000000000000&country=EE&mode=online"
        "&language=en&qa=accreditation&max_hours=100&max_cost=99.50&currency=eur&sort=cost&page=1"
        "&size=5&explain=1&meaning=0"
    )

    assert client.get(f"{PATH}?{query}").status_code == 200


def test_parameters_without_a_value_are_left_out(client: FlaskClient) -> None:
    assert json_of(client.get(f"{PATH}?q=&level=&max_hours=&page=&sort="))["total"] == 2


@pytest.mark.parametrize(
    ("query", "parameter", "says"),
    [
        ("colour=red", "colour", "the parameters are q, type"),
        ("Q=data", "Q", "Unknown parameter"),
        ("standard=no-such", "standard", "the values are 1edtech-ob3"),
        ("mode=banana", "mode", "'banana'; the values are online, in-person, blended"),
        ("qa=maybe", "qa", "'maybe'; the values are accreditation"),
        ("language=zz9", "language", "'zz9'; a value is written like es"),
        ("country=XX1", "country", "'XX1'; a value is written like IE"),
        ("type=ceterms:Person", "type", "written like ceterms:MicroCredential"),
        ("field=7777", "field", "written like 06"),
        ("provider=nobody", "provider", "written like ce-"),
        ("meaning=2", "meaning", "one of"),
        ("meaning=yes", "meaning", "integer"),
        ("page=0", "page", "greater than or equal to 1"),
        ("page=many", "page", "integer"),
        ("size=101", "size", "less than or equal to 100"),
        ("sort=price", "sort", "the sorts are relevance, name"),
        ("max_hours=nan", "max_hours", "not permitted"),
        ("max_hours=inf", "max_hours", "not permitted"),
        ("max_hours=-1", "max_hours", "greater"),
        ("max_cost=1e999999&currency=EUR", "max_cost", "less"),
        ("max_cost=Infinity&currency=EUR", "max_cost", "not permitted"),
        ("currency=euros", "currency", "written like EUR"),
        ("q=" + "a" * 401, "q", "400"),
    ],
)
def test_what_is_wrong_with_a_parameter_is_a_400_that_names_it(
    client: FlaskClient, query: str, parameter: str, says: str
) -> None:
    response = client.get(f"{PATH}?{query}")

    problem = json_of(response)
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    # What is wrong with one value of several is told by its place.
    assert says in str(problem["errors"][parameter])
    assert parameter in problem["detail"]


@pytest.mark.parametrize(
    ("query", "says"),
    [("max_cost=100", "currency"), ("page=501&size=20", "up to result"), ("page=999999", "up to")],
)
def test_a_search_without_an_answer_is_a_400_with_the_reason(
    client: FlaskClient, query: str, says: str
) -> None:
    response = client.get(f"{PATH}?{query}")

    assert response.status_code == 400
    assert says in json_of(response)["detail"]


@pytest.mark.parametrize("address", [PATH, "/search.json", "/search.jsonld", "/search.csv"])
def test_a_page_past_the_end_is_404(client: FlaskClient, address: str) -> None:
    response = client.get(f"{address}?page=2")

    assert response.status_code == 404
    assert json_of(response)["detail"] == "The list ends with page 1."


def test_an_unchanged_answer_is_304(client: FlaskClient) -> None:
    tag = client.get(PATH).headers["ETag"]

    assert client.get(PATH, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{PATH}?q=data", headers={"If-None-Match": tag}).status_code == 200
