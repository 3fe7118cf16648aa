"""What clients of a Credential Registry ask for: by community, by class, many at once, a file."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import SettingError, Settings, from_environment
from ctdl.ctid import derive_ctid
from tests.linked_data.enveloping import (
    ORGANIZATION,
    PLAIN,
    RESTORED,
    UPDATED,
    WITHDRAWN,
    envelope_of,
    enveloping,
    listed,
)
from tests.linked_data.small_registry import BASE, json_of

UNKNOWN = derive_ctid("test:never")
IMPORTER = (
    "community=ce-registry&resource_type={type}&page=1&per_page=100"
    "&from=2016-08-22T00:00:00&until=2999-08-31T23:59:59&sort_by=updated_at&sort_order=asc"
)
"""How the importer of the U.S. registry asks (Import_From_Registry, RegistryHelper.cs)."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over the small registry."""
    with enveloping(tmp_path_factory.mktemp("communities") / "home") as application:
        yield application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


def found(client: FlaskClient, query: str) -> list[str]:
    """The CTIDs that a search finds, in its order."""
    response = client.get(f"/ce-registry/search?{query}")
    assert response.status_code == 200, response.data
    return [each["envelope_ceterms_ctid"] for each in json_of(response)]


def asked(client: FlaskClient, path: str, ctids: Any) -> TestResponse:
    return client.post(path, json={"ctids": ctids})


@pytest.mark.parametrize("name", ["ce-registry", "ce_registry", "CE-Registry"])
@pytest.mark.parametrize(
    "path", ["envelopes", f"envelopes/{PLAIN}", "envelopes/events", f"graph/{PLAIN}.ttl"]
)
def test_the_same_is_answered_under_the_name_of_the_community(
    client: FlaskClient, name: str, path: str
) -> None:
    named, plain = client.get(f"/{name}/{path}"), client.get(f"/{path}")

    assert named.status_code == 200
    assert named.data == plain.data
    assert named.headers["ETag"] == plain.headers["ETag"]


def test_lists_lead_on_under_the_name_and_documents_to_their_own_address(
    client: FlaskClient,
) -> None:
    page = client.get("/ce-registry/envelopes?per_page=2")
    graph = client.get(f"/ce-registry/graph/{PLAIN}", headers={"Accept": "text/turtle"})

    assert f'<{BASE}/ce-registry/envelopes?per_page=2&page=2>; rel="next"' in page.headers["Link"]
    assert graph.headers["Content-Location"] == f"/graph/{PLAIN}.ttl"
    assert client.get(f"/ce-registry/graph/{WITHDRAWN}").status_code == 410


@pytest.mark.parametrize("path", ["/navy/envelopes", "/navy/search", "/ce-registry/nothing"])
def test_a_community_of_another_registry_is_404(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_search_of_the_importer_finds_every_class_it_asks_for(client: FlaskClient) -> None:
    credentials = found(client, IMPORTER.format(type="credential"))

    assert credentials == [*reversed(listed(client)[:-1])]
    assert found(client, IMPORTER.format(type="organization")) == [ORGANIZATION]
    assert found(client, IMPORTER.format(type="competency_framework")) == []
    assert found(client, "resource_type=ceterms:Credential") == listed(client)[:-1]


def test_the_importer_learns_what_is_deleted(client: FlaskClient) -> None:
    assert found(client, "include_deleted=only&per_page=50") == [WITHDRAWN]
    assert found(client, "include_deleted=only&resource_type=organization") == []


def test_records_are_found_by_whose_they_are_and_who_published_them(client: FlaskClient) -> None:
    assert found(client, f"owned_by={ORGANIZATION.upper()}") == listed(client)
    assert found(client, f"owned_by={UNKNOWN}") == []
    assert found(client, f"published_by={ORGANIZATION}") == listed(client)


@pytest.mark.parametrize(
    "query",
    ["community=navy", "resource_type=badge_class", "owned_by=x", "sort_by=name", "sort_order=up"],
)
def test_what_cannot_be_searched_is_refused_with_what_can(client: FlaskClient, query: str) -> None:
    response = client.get(f"/ce-registry/search?{query}")

    assert response.status_code == 400
    assert query.partition("=")[0] in json_of(response)["detail"]


def test_many_graphs_are_given_at_once(client: FlaskClient) -> None:
    wanted = [UPDATED.upper(), PLAIN, WITHDRAWN, UNKNOWN, PLAIN]
    response = asked(client, "/ce-registry/graph/search", wanted)

    single = [json_of(client.get(f"/graph/{each}.jsonld")) for each in (PLAIN, UPDATED)]
    assert response.status_code == 200
    assert json_of(response) == single
    assert asked(client, "/graph/search", []).data == b"[]\n"


def test_many_resources_are_given_at_once(client: FlaskClient) -> None:
    response = asked(client, "/resources/search", [RESTORED, ORGANIZATION])

    single = [json_of(client.get(f"/resources/{each}.jsonld")) for each in (ORGANIZATION, RESTORED)]
    assert json_of(response) == single


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("[", 422),
        ("[]", 400),
        ("{}", 400),
        ('{"ctids": "x"}', 400),
        ('{"ctids": ["x"]}', 400),
        ('{"ctids": [1]}', 400),
        ('{"ctids": [], "more": 1}', 400),
        (json.dumps({"ctids": [PLAIN] * 201}), 400),
        ('{"ctids": ["%s"]}' % ("x" * 70_000), 413),
        ("[" * 30_000, 422),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(client: FlaskClient, body: str, status: int) -> None:
    response = client.post("/graph/search", data=body, content_type="application/json")

    assert response.status_code == status
    assert json_of(response)["detail"]
    assert client.post("/graph/search", data=body).status_code == 415


def test_the_file_has_every_envelope_as_the_list_has_it(client: FlaskClient) -> None:
    response = client.get("/ce-registry/envelopes/download")

    assert response.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.data)) as file:
        assert file.testzip() is None
        assert sorted(file.namelist()) == sorted(f"{each}.json" for each in listed(client))
        assert json.loads(file.read(f"{UPDATED}.json")) == envelope_of(client, UPDATED)
    assert client.get("/envelopes/download").data == response.data
    tag = {"If-None-Match": response.headers["ETag"]}
    assert client.get("/envelopes/download", headers=tag).status_code == 304


def test_one_file_is_sent_at_a_time_and_whoever_leaves_lets_the_next_begin(
    client: FlaskClient,
) -> None:
    under_way = client.get("/envelopes/download")
    refused = client.get("/envelopes/download")

    assert (under_way.status_code, refused.status_code) == (200, 503)
    assert refused.headers["Retry-After"] == "60"
    under_way.close()
    for _ in range(2):
        with client.head("/envelopes/download") as response:
            assert response.status_code == 200


def test_the_file_of_changes_keeps_what_is_deleted_apart(client: FlaskClient) -> None:
    at = envelope_of(client, UPDATED)["updated_at"]
    response = client.get("/envelopes/download", query_string={"from": at})

    with zipfile.ZipFile(io.BytesIO(response.data)) as file:
        names = set(file.namelist())
    assert {f"upserts/{UPDATED}.json", f"deletes/{WITHDRAWN}.json"} <= names
    assert f"upserts/{PLAIN}.json" not in names
    assert len(names) == len(listed(client, f"?from={at}&include_deleted=true"))


def test_the_names_are_a_setting(tmp_path: Path) -> None:
    settings = from_environment({"COMMUNITIES": "registre_ca, navy"})

    assert settings.community_names == ("registre_ca", "navy")
    for wrong in ("CE Registry", "a,,b", "../x", "a__b"):
        with pytest.raises(SettingError, match="COMMUNITIES"):
            Settings(communities=wrong)


def test_a_name_that_is_an_address_anyway_is_refused(app: Flask) -> None:
    home = app.extensions["registry"].settings.home

    with pytest.raises(SettingError, match="COMMUNITIES names fr, but /fr is"):
        create_app(Settings(home=home, base_url=BASE, communities="ce_registry, fr"))
