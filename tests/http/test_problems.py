import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.http import problems
from app.http.problems import TABLE, problem_of
from app.store.database import DatabaseNotReady
from ctdl.errors import RegistryError
from search_index.protocol import IndexDamaged
from tests.linked_data.small_registry import CREDENTIAL, REPLACED, UNKNOWN, WITHDRAWN, json_of

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def failing(error: Exception) -> FlaskClient:
    """A client of an application whose only address fails in this way."""
    app = Flask("failing")
    app.config["MAX_CONTENT_LENGTH"] = 100
    problems.setup(app)

    @app.get("/")
    def fail() -> str:
        raise error

    return app.test_client()


def test_a_problem_says_everything_in_the_form_of_rfc_9457(client: FlaskClient) -> None:
    response = client.get(f"/api/v1/credentials/{UNKNOWN}")

    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    problem = json_of(response)
    assert problem.keys() >= {"type", "title", "status", "detail"}
    assert problem["status"] == 404
    assert UNKNOWN in problem["detail"]


def test_a_withdrawn_record_says_who_when_why_and_what_replaces_it(client: FlaskClient) -> None:
    problem = json_of(client.get(f"/api/v1/credentials/{REPLACED}"))

    assert problem["status"] == 410
    assert problem["ctid"] == REPLACED
    assert problem["withdrawn_by"] == "Registry operator"
    assert problem["withdrawn_at"].endswith("Z")
    assert problem["reason"] == "Replaced <b>for good</b>."
    assert problem["replaced_by"] == CREDENTIAL
    assert problem["replaced_by_iri"] == f"https://registry.test/resources/{CREDENTIAL}"


def test_what_is_not_known_about_a_withdrawal_is_null(client: FlaskClient) -> None:
    problem = json_of(client.get(f"/api/v1/credentials/{WITHDRAWN}"))

    assert problem["replaced_by"] is None
    assert problem["replaced_by_iri"] is None


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        (CREDENTIAL.upper(), "lower case"),
        (CREDENTIAL[3:], "put 'ce-' before the UUID"),
        ("no-ctid", "must be 'ce-' followed by a lower-case UUID"),
        ("%E2%80%AE" * 30, "must be 'ce-'"),
    ],
)
@pytest.mark.parametrize("address", ["/resources/{}", "/graph/{}.ttl", "/api/v1/credentials/{}"])
def test_what_is_no_ctid_is_answered_with_the_remedy(
    client: FlaskClient, address: str, written: str, remedy: str
) -> None:
    response = client.get(address.format(written))

    assert response.status_code == 404
    assert remedy in json_of(response)["detail"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/no-such-page", 404),
        ("/credentials/no-ctid", 404),
        (f"/credentials/{UNKNOWN}", 404),
        (f"/credentials/{WITHDRAWN}", 410),
        (f"/resources/{UNKNOWN}", 404),
        (f"/resources/{WITHDRAWN}", 410),
        ("/search?page=many", 400),
    ],
)
def test_a_browser_gets_a_page(client: FlaskClient, address: str, status: int) -> None:
    response = client.get(address, headers=BROWSER)

    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert "Accept" in response.headers["Vary"]
    assert "<h1>" in response.text


def test_a_page_about_a_hostile_record_runs_nothing(client: FlaskClient) -> None:
    page = client.get(f"/resources/{REPLACED}", headers=BROWSER).text

    assert "</script><b>" not in page
    assert "&lt;/script&gt;" in page


def test_the_api_answers_programs_even_in_a_browser(client: FlaskClient) -> None:
    response = client.get("/api/v1/no-such-thing", headers=BROWSER)

    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_wrong_method_is_405_and_says_what_is_allowed(client: FlaskClient, method: str) -> None:
    response = getattr(client, method)(f"/resources/{CREDENTIAL}")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize("error", [DatabaseNotReady("no tables"), IndexDamaged("a file is gone")])
def test_a_part_that_is_not_ready_is_503_with_the_time_to_come_back(error: Exception) -> None:
    response = failing(error).get("/")

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("error", [RegistryError("/secret/path"), ValueError("/secret/path")])
def test_an_unforeseen_failure_is_500_and_gives_nothing_away(error: Exception) -> None:
    response = failing(error).get("/")

    assert response.status_code == 500
    assert response.mimetype == "application/problem+json"
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_each_exception_has_one_place_in_the_table() -> None:
    kinds = [kind for kind, *_ in TABLE]

    assert len(set(kinds)) == len(kinds)
    assert problem_of(RegistryError("anything")) is None


def test_no_exception_is_hidden_behind_one_that_comes_before_it() -> None:
    kinds = [kind for kind, *_ in TABLE]

    assert not [
        (late, early)
        for place, late in enumerate(kinds)
        for early in kinds[:place]
        if issubclass(late, early)
    ]
