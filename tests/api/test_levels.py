"""Levels over the API: every row of the files from both ends, and nothing that is not in them."""

from collections import defaultdict
from typing import Any

import pytest
from flask.testing import FlaskClient

from ctdl.frameworks import FRAMEWORKS
from tests.linked_data.small_registry import BASE, json_of
from tests.support.crosswalk_files import FileRow, compared_rows, every_reading, unmatched_rows

Answer = dict[str, Any]
MAP = "/api/v1/levels/map"


def asked(client: FlaskClient, level: str, to: str) -> Answer:
    response = client.get(MAP, query_string={"level": level, "to": to})
    assert response.status_code == 200, response.text
    answer: Answer = json_of(response)
    return answer


def stated(row: FileRow) -> Answer:
    """What the answer says of a row that has a level at its far end."""
    return {
        "level": row.other,
        "relation": row.relation,
        "basis": row.basis,
        "source": row.source,
        "year": int(row.year) if row.year else None,
    }


def told(counterpart: Answer) -> Answer:
    return {key: counterpart[key] for key in ("level", "relation", "basis", "source", "year")}


def test_the_keys_that_clients_depend_on(client: FlaskClient) -> None:
    answer = asked(client, "nzqcf:7", "eqf")

    assert (answer["level"], answer["to"], answer["no_counterpart"]) == ("nzqcf:7", "eqf", None)
    [found] = answer["counterparts"]
    assert {key: found[key] for key in ("level", "relation", "basis", "year")} == {
        "level": "eqf:6",
        "relation": "close",
        "basis": "comparison report",
        "year": 2016,
    }
    assert found["source"].startswith("NZQA page on the EU comparison")
    assert (found["derived"], found["indicative"]) == (False, False)
    assert found["row"].endswith("#7-6")
    assert found["page"] == f"{BASE}/crosswalks/nzqcf/eqf/7-6"
    assert answer["by_way_of"] == []


def test_every_row_is_given_from_both_ends_and_no_other_row_is(client: FlaskClient) -> None:
    wanted: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for row in every_reading():
        if row.other is not None:
            wanted[row.level, row.framework].append(stated(row))

    given: dict[tuple[str, str], list[Answer]] = {}
    for level in FRAMEWORKS.levels:
        for framework in FRAMEWORKS.frameworks:
            if framework != level.partition(":")[0]:
                found = asked(client, level, framework)["counterparts"]
                if found:
                    given[level, framework] = [told(each) for each in found]

    assert given.keys() == wanted.keys()
    for pair, rows in wanted.items():
        assert sorted(given[pair], key=str) == sorted(rows, key=str)
    assert sum(map(len, given.values())) == 2 * len(compared_rows())


@pytest.mark.parametrize("row", unmatched_rows(), ids=lambda row: f"{row.level}-{row.framework}")
def test_every_row_without_a_counterpart_is_given(client: FlaskClient, row: FileRow) -> None:
    answer = asked(client, row.level, row.framework)

    assert answer["counterparts"] == answer["by_way_of"] == []
    found = answer["no_counterpart"]
    assert found["basis"] == row.basis
    assert found["source"] == row.source
    assert found["year"] == (int(row.year) if row.year else None)
    assert found["row"].endswith("-none")


def test_the_far_end_of_a_row_says_that_it_is_derived(client: FlaskClient) -> None:
    here = asked(client, "nzqcf:7", "nfq-ie")["counterparts"]
    there = asked(client, "nfq-ie:8", "nzqcf")["counterparts"]

    assert [(each["level"], each["relation"], each["derived"]) for each in here] == [
        ("nfq-ie:7", "narrow", False),
        ("nfq-ie:8", "narrow", False),
    ]
    assert [(each["level"], each["relation"], each["derived"]) for each in there] == [
        ("nzqcf:7", "broad", True)
    ]
    assert here[1]["row"] == there[0]["row"]


def test_the_iri_of_a_row_is_in_the_data_of_its_map(client: FlaskClient) -> None:
    row = asked(client, "nzqcf:7", "eqf")["counterparts"][0]["row"]

    path = row.partition("#")[0].removeprefix(BASE)
    document = client.get(path, headers={"Accept": "application/ld+json"})

    assert document.status_code == 200
    assert row in document.text or row.removeprefix(f"{BASE}/") in document.text


def test_a_way_by_the_eqf_is_two_rows_and_indicative(client: FlaskClient) -> None:
    answer = asked(client, "nzqcf:7", "scqf")

    assert (answer["counterparts"], answer["no_counterpart"]) == ([], None)
    routes = answer["by_way_of"]
    assert [(each["through"], each["level"]) for each in routes] == [
        ("eqf:6", "scqf:9"),
        ("eqf:6", "scqf:10"),
    ]
    for route in routes:
        assert route["indicative"]
        first, second = route["rows"]
        assert (first["from"], first["level"]) == ("nzqcf:7", route["through"])
        assert (second["from"], second["level"]) == (route["through"], route["level"])
        assert first["basis"]
        assert second["basis"]


def test_nothing_known_is_neither_a_counterpart_nor_a_denial(client: FlaskClient) -> None:
    for level, framework in (("aqf:1", "eqf"), ("aqf:8", "eqf"), ("nzqcf:8", "scqf")):
        answer = asked(client, level, framework)
        assert answer["counterparts"] == answer["by_way_of"] == []
        assert answer["no_counterpart"] is None


def test_disputed_rows_come_out_as_the_report_says(client: FlaskClient) -> None:
    australian = asked(client, "aqf:5", "eqf")["counterparts"]
    assert [(each["level"], each["indicative"]) for each in australian] == [("eqf:5", True)]
    scottish = asked(client, "scqf:6", "eqf")["counterparts"]
    assert [each["level"] for each in scottish] == ["eqf:4"]
    malaysian = asked(client, "nzqcf:9", "mqf")["counterparts"]
    assert [each["level"] for each in malaysian] == ["mqf:7"]
    assert asked(client, "nzqcf:8", "mqf")["counterparts"] == []


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("level=nzqcf:77&to=eqf", 404, "its levels are 1, 2, 3"),
        ("level=nowhere:7&to=eqf", 404, "the frameworks are eqf, nzqcf"),
        ("level=nzqcf:7&to=nowhere", 404, "the frameworks are eqf, nzqcf"),
        ("level=seven&to=eqf", 400, "<framework>:<notation>"),
        ("level=nzqcf:7&to=EQF!", 400, "id of a framework"),
        ("level=nzqcf:7", 400, "to: Say which framework to find it in, such as to=eqf."),
        ("to=eqf", 400, "level: Say which level to compare, such as level=nzqcf:7."),
        ("", 400, "such as level=nzqcf:7"),
        ("level=nowhere:5&to=nowhere", 404, "the frameworks are eqf, nzqcf"),
        ("level=nzqcf:5&to=nzqcf", 400, "level and to are of the same framework"),
        ("level=nzqcf:5&level=nzqcf:6&to=eqf", 400, "level: Give one only"),
        ("level=nzqcf:5&to=eqf&to=aqf", 400, "to: Give one only"),
        ("level=nzqcf:7&to=eqf&from=x", 400, "the parameters are level, to"),
        (f"level=nzqcf:{'7' * 300}&to=eqf", 400, "<framework>:<notation>"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(
    client: FlaskClient, query: str, status: int, words: str
) -> None:
    response = client.get(f"{MAP}?{query}")

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert words in json_of(response)["detail"]


def test_all_frameworks_are_listed_with_their_levels(client: FlaskClient) -> None:
    answer = json_of(client.get("/api/v1/levels"))

    found = {each["id"]: each for each in answer["frameworks"]}
    assert len(found) >= 18
    assert sum(len(each["levels"]) for each in found.values()) == len(FRAMEWORKS.levels)
    assert [each["id"] for each in found["rqf"]["levels"]][:2] == ["rqf:E1", "rqf:E2"]
    assert found["nzqcf"]["jurisdiction"] == "New Zealand"
    assert found["nzqcf"]["compared_with"][0] == "eqf"
    assert found["bcf"]["compared_with"] == []


def test_frameworks_of_which_only_stated_levels_are_known_say_so(client: FlaskClient) -> None:
    found = json_of(client.get("/api/v1/levels"))["frameworks"]

    partial = {each["id"] for each in found if not each["levels_complete"]}
    assert partial == {"nsqf-in", "mqf-mt", "ssg-tsc"}


def test_a_level_says_its_credit_and_hours_as_a_range_or_null(client: FlaskClient) -> None:
    hours = {
        name: json_of(client.get(f"/api/v1/levels/{name}"))["levels"][-1]["hours_per_credit"]
        for name in ("nzqcf", "nfq-ie", "eqf", "oqf")
    }

    assert hours == {
        "nzqcf": {"min": 10, "max": 10},
        "nfq-ie": {"min": 25, "max": 30},
        "eqf": None,
        "oqf": None,
    }


def test_one_level_with_everything_it_is_compared_with(client: FlaskClient) -> None:
    answer = json_of(client.get("/api/v1/levels/nzqcf/8"))

    assert (answer["id"], answer["framework"]) == ("nzqcf:8", "nzqcf")
    by_framework = {each["to"]: each for each in answer["elsewhere"]}
    assert {name for name, each in by_framework.items() if each["no_counterpart"]} == {
        "eqf",
        "nfq-ie",
        "hkqf",
    }
    assert [each["level"] for each in by_framework["aqf"]["counterparts"]] == ["aqf:8"]
    assert set(answer["not_compared_with"]) == (
        set(FRAMEWORKS.frameworks) - {"nzqcf"} - set(by_framework)
    )


def test_iris_and_pages_of_frameworks_and_levels_answer(client: FlaskClient) -> None:
    framework = json_of(client.get("/api/v1/levels/qf-ehea"))

    for each in (framework, *framework["levels"]):
        for address in (each["iri"], each["page"]):
            response = client.get(address.removeprefix(BASE), headers={"Accept": "text/html"})
            assert response.status_code in (200, 303)


@pytest.mark.parametrize("path", ["/levels/nowhere", "/levels/eqf/9", "/levels/nowhere/1"])
def test_unknown_frameworks_and_levels_are_404(client: FlaskClient, path: str) -> None:
    response = client.get(f"/api/v1{path}")

    assert response.status_code == 404
    assert json_of(response)["type"].endswith("framework-not-found")


def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/levels")

    again = client.get("/api/v1/levels", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
