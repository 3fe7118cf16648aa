"""The list of envelopes, their history and their events, as clients turn its pages."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ctdl.ctid import derive_ctid
from tests.linked_data.enveloping import (
    ED_SIGNED,
    ORGANIZATION,
    PLAIN,
    RESTORED,
    RSA_SIGNED,
    UPDATED,
    WITHDRAWN,
    envelope_of,
    enveloping,
    events_of,
    listed,
    verified,
)
from tests.linked_data.small_registry import BASE, json_of


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over the small registry."""
    with enveloping(tmp_path_factory.mktemp("envelopes") / "home") as application:
        yield application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


def test_the_listing_has_the_newest_first_and_no_withdrawn_ones(client: FlaskClient) -> None:
    expected = [ED_SIGNED, RSA_SIGNED, RESTORED, UPDATED, PLAIN, ORGANIZATION]

    assert listed(client) == expected
    assert listed(client, "?include_deleted=true") == [
        *expected[:3],
        WITHDRAWN,
        *expected[3:],
    ]


def test_pages_are_turned_by_their_links_and_hold_everything_once(client: FlaskClient) -> None:
    found, address = [], "/envelopes?per_page=4&include_deleted=true"
    while address:
        response = client.get(address)
        links = {
            rel: url for url, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', response.headers["Link"])
        }
        assert (response.headers["Total"], response.headers["X-Total"]) == ("7", "7")
        assert (response.headers["Per-Page"], response.headers["X-Per-Page"]) == ("4", "4")
        assert "Total" in response.headers["Access-Control-Expose-Headers"]
        assert links["last"].endswith("per_page=4&include_deleted=true&page=2")
        found += [each["envelope_ceterms_ctid"] for each in json_of(response)]
        address = links.get("next", "").removeprefix(BASE)

    assert found == listed(client, "?include_deleted=true&per_page=200")


def test_a_page_past_the_end_is_empty_and_says_where_the_last_one_is(client: FlaskClient) -> None:
    response = client.get("/envelopes?page=50&per_page=2")

    assert json_of(response) == []
    assert f'<{BASE}/envelopes?per_page=2&page=3>; rel="prev"' in response.headers["Link"]
    assert 'rel="next"' not in response.headers["Link"]


def test_metadata_leave_the_document_out(client: FlaskClient) -> None:
    [full] = json_of(client.get("/envelopes?per_page=1"))
    [bare] = json_of(client.get("/envelopes?per_page=1&metadata_only=true"))

    assert full.keys() - bare.keys() == {"resource", "decoded_resource"}
    assert bare.items() <= full.items()


def test_envelopes_are_found_by_the_time_of_their_newest_change(client: FlaskClient) -> None:
    at = envelope_of(client, UPDATED)["updated_at"]
    day = at[:10]

    assert listed(client, f"?from={day}&until={day}") == listed(client)
    assert listed(client, f"?from={at}")[-1] == UPDATED
    assert listed(client, f"?until={at}")[0] == UPDATED
    assert listed(client, "?until=2020-01-01") == []
    assert listed(client, "?from=2020-01-01T00:00:00%2B02:00") == listed(client)


def test_no_record_is_provisional(client: FlaskClient) -> None:
    assert listed(client, "?provisional=only") == []
    assert listed(client, "?provisional=exclude") == listed(client)
    assert envelope_of(client, PLAIN)["publication_status"] == "full"


def test_an_envelope_is_found_by_its_id_too(client: FlaskClient) -> None:
    envelope = envelope_of(client, PLAIN)

    assert envelope_of(client, envelope["envelope_id"]) == envelope


def test_the_history_leads_to_each_revision(client: FlaskClient) -> None:
    history = envelope_of(client, UPDATED)["node_headers"]["revision_history"]
    first, second = (json_of(client.get(each["url"].removeprefix(BASE))) for each in history)

    assert [(each["event"], each["head"]) for each in history] == [
        ("create", False),
        ("update", True),
    ]
    assert first["decoded_resource"]["@graph"][0]["ceterms:name"] == {"en": "Updated"}
    assert second["decoded_resource"]["@graph"][0]["ceterms:name"] == {"en": "Updated since"}
    assert verified(first) != verified(second)
    assert first["created_at"] == second["created_at"] == first["updated_at"]
    assert "revision_history" not in first["node_headers"]


def test_a_withdrawn_record_answers_410_unless_it_is_asked_for(client: FlaskClient) -> None:
    gone = client.get(f"/envelopes/{WITHDRAWN}")
    envelope = envelope_of(client, WITHDRAWN, "?include_deleted=true")

    assert gone.status_code == 410
    assert json_of(gone)["reason"] == "No longer taught."
    assert envelope["deleted_at"] == envelope["node_headers"]["deleted_at"] is not None
    assert [each["event"] for each in envelope["node_headers"]["revision_history"]] == [
        "create",
        "destroy",
    ]
    number = envelope["number"]
    assert client.get(f"/envelopes/{WITHDRAWN}/revisions/{number}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/envelopes/{derive_ctid('test:never')}", 404),
        ("/envelopes/not-a-ctid", 404),
        (f"/envelopes/{PLAIN}/revisions/1", 404),
        (f"/envelopes/{PLAIN}/revisions/999", 404),
        (f"/envelopes/{PLAIN}/revisions/99999999999999999999", 404),
        (f"/envelopes/{PLAIN}?pretty=1", 400),
        ("/envelopes?per_page=201", 400),
        ("/envelopes?per_page=0", 400),
        ("/envelopes?page=0", 400),
        ("/envelopes?page=x", 400),
        ("/envelopes?include_deleted=perhaps", 400),
        ("/envelopes?from=yesterday", 400),
        ("/envelopes?until=9999-12-31", 400),
        ("/envelopes?from=2026-03-02&until=2026-03-01", 400),
        ("/envelopes?sort=name", 400),
        ("/envelopes/events?event=publish", 400),
        ("/envelopes/events?after=1", 400),
        ("/envelopes/events?ctid=x", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_its_reason(
    client: FlaskClient, path: str, status: int
) -> None:
    response = client.get(path)

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert json_of(response)["detail"]


def test_events_tell_everything_that_happened_the_newest_first(client: FlaskClient) -> None:
    events = events_of(client)

    assert events[:2] == [(ED_SIGNED, "create"), (RSA_SIGNED, "create")]
    assert events[2:6] == [
        (RESTORED, "create"),
        (RESTORED, "destroy"),
        (WITHDRAWN, "destroy"),
        (UPDATED, "update"),
    ]
    assert len(events) == 11


def test_events_can_be_narrowed_down_and_paged(client: FlaskClient) -> None:
    assert events_of(client, "?event=destroy") == [(RESTORED, "destroy"), (WITHDRAWN, "destroy")]
    assert events_of(client, f"?ctid={UPDATED}") == [(UPDATED, "update"), (UPDATED, "create")]
    assert events_of(client, f"?ctid={UPDATED}&event=create") == [(UPDATED, "create")]
    assert events_of(client, "?after=2020-01-01") == events_of(client)
    assert events_of(client, "?after=2999-01-01") == []
    assert events_of(client, "?provisional=only") == []
    pages = [events_of(client, f"?per_page=4&page={page}") for page in (1, 2, 3)]
    assert [event for page in pages for event in page] == events_of(client)
    assert client.get("/envelopes/events?per_page=4").headers["Total"] == "11"


@pytest.mark.parametrize(
    "path", ["/envelopes", f"/envelopes/{PLAIN}", f"/envelopes/{UPDATED}/revisions/3",
             "/envelopes/events"]
)  # fmt: skip
def test_who_has_an_answer_already_is_told_so(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})

    assert response.mimetype == "application/json"
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (again.status_code, again.data) == (304, b"")


def test_tags_differ_with_what_is_asked_for(client: FlaskClient) -> None:
    queries = ("", "?metadata_only=true", "?per_page=2", "?per_page=2&page=2", "?include_deleted=1")
    tags = {client.get(f"/envelopes{query}").headers["ETag"] for query in queries}

    assert len(tags) == len(queries)
