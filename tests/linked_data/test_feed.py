"""The event stream: every entry of the log once, in its order, bounded by what leads to it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.linked_data import feed
from app.services import activity, publishing
from app.services.registry import Registry, set_up
from app.store import log
from app.store.log import LoggedChange
from ctdl.documents import quads, stored_document
from tests.linked_data.small_registry import CREDENTIAL, REPLACED, json_of
from tests.support.documents import a_credential, ctid_of

BASE = "https://registry.test"
TREE = "https://w3id.org/tree#"
LDES = "https://w3id.org/ldes#"
AS = "https://www.w3.org/ns/activitystreams#"
CREATED = "http://purl.org/dc/terms/created"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def read(client: FlaskClient, address: str) -> ox.Store:
    """What a node of the stream says."""
    response = client.get(address.removeprefix(BASE))
    assert response.status_code == 200, address
    return parsed(response)


def parsed(response: TestResponse) -> ox.Store:
    assert response.content_type == "application/trig"
    store = ox.Store()
    store.load(response.data, format=ox.RdfFormat.TRIG)
    return store


def text(term: object) -> str:
    """The address or the text of a term."""
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def instant(text: str) -> datetime:
    """The instant; as texts, .88Z would come after .884Z."""
    return datetime.fromisoformat(text)


def values(store: ox.Store, subject: str | None, predicate: str) -> list[str]:
    """The values of a property in the default graph."""
    about = ox.NamedNode(subject) if subject else None
    found = store.quads_for_pattern(about, ox.NamedNode(predicate), None, ox.DefaultGraph())
    return sorted(text(each.object) for each in found)


def leads_to(store: ox.Store, node: str) -> dict[str, dict[str, str]]:
    """The nodes that a node leads to, each with its bounds by kind of relation."""
    found: dict[str, dict[str, str]] = {}
    relations = store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(f"{TREE}relation"), None)
    for relation in (each.object for each in relations):
        assert isinstance(relation, ox.BlankNode)
        said = {
            quad.predicate.value: text(quad.object)
            for quad in store.quads_for_pattern(relation, None, None)
        }
        assert said[f"{TREE}path"] == CREATED
        kind = said[TYPE].removeprefix(TREE)
        found.setdefault(said[f"{TREE}node"], {})[kind] = said[f"{TREE}value"]
    return found


def pages(client: FlaskClient) -> Iterator[tuple[ox.Store, dict[str, str]]]:
    """Every page with its bounds, found from the root as a client finds them."""
    root = f"{BASE}/feed"
    for block in sorted(leads_to(read(client, root), root)):
        for page, bounds in sorted(leads_to(read(client, block), block).items()):
            store = read(client, page)
            assert values(store, f"{BASE}/feed#stream", f"{TREE}view") == [root]
            yield store, bounds


def changes(registry: Registry) -> list[LoggedChange]:
    found, reached = [], 0
    while batch := log.changes_after(registry.database, reached):
        found += batch
        reached = batch[-1].number
    return found


def member(change: LoggedChange) -> str:
    return f"{BASE}/envelopes/{change.ctid}/revisions/{change.number}"


@pytest.fixture
def registry(client: FlaskClient) -> Registry:
    opened: Registry = client.application.extensions["registry"]
    return opened


def test_every_entry_is_a_member_of_one_page_within_its_bounds(
    client: FlaskClient, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "PAGE", 7)
    monkeypatch.setattr(feed, "PAGE", 7)
    monkeypatch.setattr(feed, "BLOCK", 2)

    seen: list[str] = []
    for store, bounds in pages(client):
        here = values(store, f"{BASE}/feed#stream", f"{TREE}member")
        seen += here
        for each in here:
            [at] = map(instant, values(store, each, CREATED))
            assert instant(bounds["GreaterThanOrEqualToRelation"]) <= at
            assert at <= instant(bounds.get("LessThanOrEqualToRelation", "9999-01-01T00:00:00Z"))

    assert sorted(seen) == sorted(member(each) for each in changes(registry))
    assert len(seen) == len(set(seen)) > 14


def test_a_member_holds_the_whole_document_in_a_graph_of_its_own(
    client: FlaskClient, registry: Registry
) -> None:
    found = {member: store for store, _ in pages(client) for member in _graphs(store)}
    checked = 0
    for change in changes(registry):
        if change.kind == "withdrawn":
            assert member(change) not in found
            continue
        store = found[member(change)]
        said = list(store.quads_for_pattern(None, None, None, ox.NamedNode(member(change))))
        expected = quads(stored_document(change.document), BASE)
        one, other = ox.Dataset(), ox.Dataset()
        for each in said:
            one.add(ox.Quad(each.subject, each.predicate, each.object))
        for each in expected:
            other.add(each)
        one.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        other.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        assert one == other
        checked += 1
    assert checked > 10


def _graphs(store: ox.Store) -> list[str]:
    return [each.value for each in store.named_graphs()]


def test_a_withdrawal_is_a_deletion_with_its_reason(
    client: FlaskClient, registry: Registry
) -> None:
    gone = next(
        each for each in changes(registry) if (each.ctid, each.kind) == (REPLACED, "withdrawn")
    )
    [store] = [store for store, _ in pages(client) if values(store, member(gone), CREATED)]

    stream = f"{BASE}/feed#stream"
    assert values(store, member(gone), TYPE) == [f"{AS}Delete"]
    assert values(store, stream, f"{LDES}versionDeleteObject") == [f"{AS}Delete"]
    assert values(store, stream, f"{LDES}versionDeletePath") == [TYPE]
    assert values(store, member(gone), "http://purl.org/dc/terms/description") == [
        "Replaced <b>for good</b>."
    ]
    assert values(store, member(gone), "http://purl.org/dc/terms/isVersionOf") == [
        f"{BASE}/resources/{REPLACED}"
    ]
    assert values(store, member(gone), "http://purl.org/dc/terms/isReplacedBy") == [
        f"{BASE}/resources/{CREDENTIAL}"
    ]


def test_a_member_says_under_which_licence_its_source_stands(
    client: FlaskClient, registry: Registry
) -> None:
    change = next(each for each in changes(registry) if each.ctid == CREDENTIAL)
    [store] = [store for store, _ in pages(client) if values(store, member(change), CREATED)]

    assert values(store, member(change), "http://purl.org/dc/terms/rights") == ["CC BY 4.0"]
    # The registry states none for the whole.
    assert values(store, f"{BASE}/feed#stream", "http://purl.org/dc/terms/license") == []


def test_n_quads_say_the_same(client: FlaskClient) -> None:
    asked = {"Accept": "application/n-quads"}
    response = client.get("/feed/pages/1", headers=asked)
    assert response.content_type == "application/n-quads"
    assert "Accept" in response.vary
    store = ox.Store()
    store.load(response.data, format=ox.RdfFormat.N_QUADS)

    assert len(store) == len(read(client, "/feed/pages/1"))
    assert client.get("/feed", headers={"Accept": "text/turtle"}).status_code == 406


@pytest.mark.parametrize("path", ["pages/0", "pages/99999", "blocks/0", "blocks/2", "pages/1" * 9])
def test_a_node_that_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    response = client.get(f"/feed/{path}")

    assert response.status_code == 404
    assert json_of(response)["detail"]


def test_only_full_nodes_that_others_follow_may_be_kept_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "PAGE", 2)
    monkeypatch.setattr(feed, "PAGE", 2)
    monkeypatch.setattr(feed, "BLOCK", 2)
    settings = Settings(home=tmp_path / "home", base_url=BASE)
    set_up(settings).close()
    app = create_app(settings)
    client, opened = app.test_client(), app.extensions["registry"]
    assert leads_to(read(client, "/feed"), f"{BASE}/feed") == {}

    def is_final(path: str) -> bool:
        return "immutable" in client.get(path).headers["Cache-Control"]

    bodies: dict[str, bytes] = {}
    for number in range(6):
        publishing.publish(opened, a_credential(f"course {number}"))
        entries = number + 1
        assert is_final("/feed/pages/1") == (entries > 2)
        assert is_final("/feed/blocks/1") == (entries > 4)
        assert not is_final("/feed")
        for path in ("/feed/pages/1", "/feed/blocks/1"):
            if is_final(path):
                assert bodies.setdefault(path, client.get(path).data) == client.get(path).data
        tag = client.get("/feed").headers["ETag"]
        assert client.get("/feed", headers={"If-None-Match": tag}).status_code == 304
    assert len(leads_to(read(client, "/feed"), f"{BASE}/feed")) == 2
    opened.close()


def test_the_instants_of_the_log_never_go_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = set_up(Settings(home=tmp_path / "home", base_url=BASE))
    publishing.publish(registry, a_credential("one"))
    monkeypatch.setattr(log, "_now", lambda: "2001-01-01T00:00:00.000Z")

    publishing.publish(registry, a_credential("two"))

    first, second = changes(registry)
    assert second.ctid == ctid_of(a_credential("two"))
    assert second.at == first.at > "2020"
    registry.close()
