import pytest
from flask.testing import FlaskClient

from tests.linked_data.small_registry import CREDENTIAL

PATH = f"/resources/{CREDENTIAL}"
TURTLE = {"Accept": "text/turtle"}


@pytest.fixture
def etag(client: FlaskClient) -> str:
    return client.get(PATH, headers=TURTLE).headers["ETag"]


def test_a_tag_is_strong(etag: str) -> None:
    assert etag.startswith('"')


@pytest.mark.parametrize(
    "given", ["{etag}", "W/{etag}", '"other", {etag}', '"other",W/{etag} , "more"', "*"]
)
def test_whoever_has_this_state_gets_304_without_a_body(
    client: FlaskClient, etag: str, given: str
) -> None:
    headers = {**TURTLE, "If-None-Match": given.format(etag=etag)}

    response = client.get(PATH, headers=headers)

    assert response.status_code == 304
    assert response.data == b""
    assert response.headers["ETag"] == etag
    assert "Accept" in response.vary
    assert "max-age" in response.headers["Cache-Control"]
    assert response.headers["Content-Location"] == f"{PATH}.ttl"
    assert "Content-Type" not in response.headers


@pytest.mark.parametrize("given", ['"other"', "broken", '"', "", '"a","b"'])
def test_another_tag_gets_the_whole_answer(client: FlaskClient, given: str) -> None:
    assert client.get(PATH, headers={**TURTLE, "If-None-Match": given}).status_code == 200


def test_the_tag_of_one_format_says_nothing_about_another(client: FlaskClient, etag: str) -> None:
    headers = {"Accept": "application/ld+json", "If-None-Match": etag}

    assert client.get(PATH, headers=headers).status_code == 200


def test_every_format_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = {
        client.get(f"/{kind}/{CREDENTIAL}.{suffix}").headers["ETag"]
        for kind in ("resources", "graph")
        for suffix in ("jsonld", "ttl", "rdf", "nt", "json")
    }

    assert len(tags) == 10


def test_nothing_changed_since_the_last_change(client: FlaskClient) -> None:
    changed = client.get(PATH, headers=TURTLE).headers["Last-Modified"]

    response = client.get(PATH, headers={**TURTLE, "If-Modified-Since": changed})

    assert response.status_code == 304


@pytest.mark.parametrize("since", ["Sat, 01 Jan 2000 00:00:00 GMT", "yesterday"])
def test_an_older_or_unreadable_date_gets_the_whole_answer(client: FlaskClient, since: str) -> None:
    assert client.get(PATH, headers={**TURTLE, "If-Modified-Since": since}).status_code == 200


def test_a_date_does_not_count_beside_a_tag(client: FlaskClient) -> None:
    headers = {"If-None-Match": '"other"', "If-Modified-Since": "Sat, 01 Jan 2050 00:00:00 GMT"}

    assert client.get(PATH, headers={**TURTLE, **headers}).status_code == 200


def test_the_answer_for_a_withdrawn_or_unknown_record_is_never_304(client: FlaskClient) -> None:
    unknown = f"/resources/{CREDENTIAL[:-1]}{'0' if CREDENTIAL[-1] != '0' else '1'}"

    assert client.get(unknown, headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize(("query", "kept"), [("?v=1", True), ("", False)])
def test_files_whose_address_changes_with_their_content_are_kept(
    client: FlaskClient, query: str, kept: bool
) -> None:
    with client.get(f"/static/css/base.css{query}") as response:
        assert ("immutable" in response.headers.get("Cache-Control", "")) is kept
