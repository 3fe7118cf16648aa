"""Dumps over HTTP: whole, in ranges, known again; and the running site, asked by a real client."""

import base64
import gzip
import hashlib
import json
import sqlite3
import subprocess
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import Dataset
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.services import dumps, publishing, views
from app.services.registry import Registry, set_up
from app.store.dumps import Dump
from tests.linked_data.small_registry import json_of
from tests.support.awkward import AWKWARD, WITHDRAWN
from tests.support.documents import a_credential, an_organization
from tests.support.registries import run_command
from tests.support.servers import LiveServer

BASE = "https://registry.test"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A registry with three records and a dump of them."""
    home = tmp_path_factory.mktemp("dumps") / "home"
    registry = set_up(Settings(home=home, base_url=BASE, data_licence="https://licence.example/1"))
    for document in (an_organization(), a_credential("one"), a_credential("two")):
        publishing.publish(registry, document)
    views.catch_up(registry)
    dumps.write_dump(registry)
    yield registry
    registry.close()


@pytest.fixture
def dump(opened: Registry) -> Dump:
    return dumps.get_dump(opened, "latest")


class Reader(FlaskClient):
    """A client that closes a file when it has read it, as a server does."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, buffered=True, **options)


@pytest.fixture(scope="module")
def client(opened: Registry) -> FlaskClient:
    app = create_app(opened.settings)
    app.test_client_class = Reader
    return app.test_client()


def test_the_newest_is_at_an_address_of_its_own(client: FlaskClient, dump: Dump) -> None:
    newest = client.get("/dumps/latest.nq.gz")
    dated = client.get(f"/dumps/{dump.name}.nq.gz")

    assert newest.status_code == dated.status_code == 200
    assert newest.data == dated.data
    assert newest.headers["Content-Location"] == f"{BASE}/dumps/{dump.name}.nq.gz"
    assert "must-revalidate" in newest.headers["Cache-Control"]
    assert "immutable" in dated.headers["Cache-Control"]
    store = ox.Store()
    store.load(gzip.decompress(newest.data), format=ox.RdfFormat.N_QUADS)
    assert len(store) == dump.triples


def test_what_is_compressed_is_never_compressed_again(client: FlaskClient) -> None:
    response = client.get("/dumps/latest.jsonl.gz", headers={"Accept-Encoding": "gzip"})

    assert response.content_type == "application/gzip"
    assert "Content-Encoding" not in response.headers
    assert gzip.decompress(response.data).count(b"\n") == 3


def test_tag_and_checksum_are_those_of_the_bytes(client: FlaskClient, dump: Dump) -> None:
    for suffix in ("nq.gz", "jsonl.gz"):
        head = client.head(f"/dumps/latest.{suffix}")
        data = client.get(f"/dumps/latest.{suffix}").data
        digest = hashlib.sha256(data)
        assert head.data == b""
        assert head.content_length == len(data)
        assert head.headers["ETag"] == f'"{digest.hexdigest()}"'
        told = base64.b64encode(digest.digest()).decode()
        assert head.headers["Repr-Digest"] == f"sha-256=:{told}:"
        sums = client.get(f"/dumps/{dump.name}.sha256").text
        assert f"{digest.hexdigest()}  {dump.name}.{suffix}\n" in sums


def test_who_has_it_is_told_so(client: FlaskClient) -> None:
    first = client.get("/dumps/latest.nq.gz")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}

    for asked in ({"If-None-Match": first.headers["ETag"]}, {"If-None-Match": "*"}, since):
        again = client.get("/dumps/latest.nq.gz", headers=asked)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get("/dumps/latest.nq.gz", headers={"If-None-Match": '"x"'}).status_code == 200


def test_parts_make_the_whole(client: FlaskClient) -> None:
    whole = client.get("/dumps/latest.nq.gz")
    size, tag = len(whole.data), whole.headers["ETag"]

    def part(asked: str, **headers: str) -> tuple[int, bytes, str | None]:
        response = client.get("/dumps/latest.nq.gz", headers={"Range": asked, **headers})
        return response.status_code, response.data, response.headers.get("Content-Range")

    assert part("bytes=0-99") == (206, whole.data[:100], f"bytes 0-99/{size}")
    assert part("bytes=100-") == (206, whole.data[100:], f"bytes 100-{size - 1}/{size}")
    assert part("bytes=-7")[:2] == (206, whole.data[-7:])
    assert part("bytes=5-", **{"If-Range": tag})[:2] == (206, whole.data[5:])
    assert part("bytes=5-", **{"If-Range": '"another"'})[:2] == (200, whole.data)
    # What cannot be answered in one part is answered whole.
    for asked in ("bytes=0-1,4-5", "lines=1-2", "bytes=x", "bytes=9-1"):
        assert part(asked)[:2] == (200, whole.data), asked
    status, body, told = part(f"bytes={size}-")
    assert (status, told) == (416, f"bytes */{size}")
    assert json.loads(body)["status"] == 416


@pytest.mark.parametrize(
    "name",
    [
        *("latest", "latest.nq", "latest.manifest.json", "2020-01-01-1.nq.gz", "manifest.json"),
        *(".unfinished", "..%2F..%2Fregistry.db", "latest.nq.gz%00", "x" * 3000),
    ],
)
def test_what_is_no_file_of_a_dump_is_404(client: FlaskClient, name: str) -> None:
    response = client.get(f"/dumps/{name}", headers={"Accept": "application/json"})

    assert response.status_code == 404
    assert len(json_of(response)["detail"]) < 400


def test_the_list_for_programs_leads_to_everything(client: FlaskClient, dump: Dump) -> None:
    listed = json_of(client.get("/dumps/", headers={"Accept": "application/json"}))

    assert (listed["latest"], listed["licence"]) == (dump.name, "https://licence.example/1")
    [told] = listed["dumps"]
    assert (told["records"], told["number"]) == (3, 3)
    for address in (told["checksums"], told["changes_since"]):
        assert client.get(address.removeprefix(BASE)).status_code == 200
    for file in told["files"]:
        data = client.get(file["address"].removeprefix(BASE)).data
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_people_see_the_same_list(client: FlaskClient, dump: Dump, prefix: str) -> None:
    page = client.get(f"{prefix}/dumps/", headers={"Accept": "text/html,*/*;q=0.8"})

    assert page.content_type.startswith("text/html")
    assert "Accept" in page.vary
    for file in dump.files:
        assert file.sha256 in page.text
        assert f'href="/dumps/{dump.name}.{file.suffix}"' in page.text


def test_without_a_dump_it_is_said_how_one_is_made(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", base_url=BASE)
    set_up(settings).close()
    client = create_app(settings).test_client()

    assert "registry export --dumps" in client.get("/dumps/").text
    assert "registry export --dumps" in json_of(client.get("/dumps/latest.nq.gz"))["detail"]
    assert json_of(client.get("/dumps/", headers={"Accept": "application/json"})) == {
        "latest": None,
        "licence": None,
        "dumps": [],
    }


def test_the_running_site_gives_out_every_live_record(
    live_server: LiveServer, tmp_path: Path
) -> None:
    run_command(live_server.settings, "export", "--dumps")
    newest = "SELECT record, kind FROM change GROUP BY record HAVING number = max(number)"
    with sqlite3.connect(live_server.settings.home / "registry.db") as database:
        kinds = dict(database.execute(newest).fetchall())
    live = {ctid for ctid, kind in kinds.items() if kind != "withdrawn"}
    address = f"{live_server.address}/dumps/latest"

    for suffix in ("nq.gz", "jsonl.gz", "sha256"):
        # Cut off, and then gone on with.
        for asked in ({"Range": "bytes=0-49"}, {"Range": "bytes=50-"}):
            request = urllib.request.Request(f"{address}.{suffix}", headers=asked)
            with urllib.request.urlopen(request) as response:
                is_part = response.status == 206
                with (tmp_path / f"latest.{suffix}").open("ab" if is_part else "wb") as file:
                    file.write(response.read())
    subprocess.run(["sha256sum", "--check", "--quiet", "latest.sha256"], cwd=tmp_path, check=True)

    with gzip.open(tmp_path / "latest.jsonl.gz", "rt", encoding="utf-8") as lines:
        assert {json.loads(line)["ctid"] for line in lines} == live
    text = gzip.decompress((tmp_path / "latest.nq.gz").read_bytes())
    graphs = {
        quad.graph_name.value.rpartition("/")[2]
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)
        if isinstance(quad.graph_name, ox.NamedNode)
    }
    assert graphs == live
    assert AWKWARD in live
    assert WITHDRAWN not in live
    # Another parser takes it too; rdflib needs a minute for all of it.
    some = b"".join(text.splitlines(keepends=True)[::100])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert len(Dataset().parse(data=some, format="nquads")) > 1000
