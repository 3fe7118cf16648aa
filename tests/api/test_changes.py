import pytest
from flask.testing import FlaskClient

from tests.linked_data.small_registry import BASE, WITHDRAWN, json_of

PATH = "/api/v1/changes"


def test_a_client_that_asks_on_with_next_misses_nothing(client: FlaskClient) -> None:
    numbers, after = [], 0
    while True:
        page = json_of(client.get(f"{PATH}?after={after}&limit=7"))
        numbers += [change["number"] for change in page["changes"]]
        if page["next"] == after:
            break
        after = page["next"]

    assert numbers == list(range(1, page["latest"] + 1))


def test_a_withdrawal_is_a_change_like_any_other(client: FlaskClient) -> None:
    changes = json_of(client.get(f"{PATH}?limit=1000"))["changes"]

    about = [change for change in changes if change["ctid"] == WITHDRAWN]
    assert [change["kind"] for change in about] == ["published", "withdrawn"]
    assert about[1]["iri"] == f"{BASE}/resources/{WITHDRAWN}"
    assert about[1]["at"].endswith("Z")
    assert about[1].keys() == {"number", "ctid", "kind", "type", "at", "iri", "sha256"}


def test_after_the_end_there_is_nothing_more(client: FlaskClient) -> None:
    latest = json_of(client.get(PATH))["latest"]

    page = json_of(client.get(f"{PATH}?after={latest}"))

    assert page["changes"] == []
    assert page["next"] == latest


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=1001", "from=2026"])
def test_a_wrong_parameter_is_400(client: FlaskClient, query: str) -> None:
    assert client.get(f"{PATH}?{query}").status_code == 400
