"""Publishers with keys, as clients of the JSON API; the records of these tests are theirs."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.services import keys
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from tests.support.documents import PROVIDER, a_credential, ctid_of

RECORDS = "/api/v1/records"
COLLEGE = PROVIDER
RIVAL = derive_ctid("test:rival")


@dataclass(frozen=True)
class Publisher:
    """Somebody with a key; whatever is sent is sent with it."""

    client: FlaskClient
    ctid: CTID
    key: str

    def post(self, document: Any, path: str = "", **headers: str) -> TestResponse:
        """Send a document to be published."""
        return self.send("POST", path, json.dumps(document), **headers)

    def put(self, document: Any, ctid: str | None = None, **headers: str) -> TestResponse:
        """Send a document to the record's own address."""
        return self.send("PUT", f"/{ctid or ctid_of(document)}", json.dumps(document), **headers)

    def withdraw(
        self, ctid: str, query: str = "reason=Not+offered", **headers: str
    ) -> TestResponse:
        """Take a record back."""
        return self.send("DELETE", f"/{ctid}?{query}", **headers)

    def restore(self, ctid: str, **headers: str) -> TestResponse:
        """Bring a record back."""
        return self.send("POST", f"/{ctid}/restore", **headers)

    def send(
        self, method: str, path: str, data: bytes | str | None = None, **headers: str
    ) -> TestResponse:
        """Any request; `content_type="..."` and other headers with `_` for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if data is not None:
            named = {"content-type": "application/ld+json", **named}
        return self.client.open(
            f"{RECORDS}{path}",
            method=method,
            data=data,
            headers={"Authorization": f"Bearer {self.key}", **named},
        )


@pytest.fixture
def registry(
    make_settings: Callable[..., Settings], open_empty: Callable[[Settings], Registry]
) -> Iterator[Registry]:
    """An empty registry on SQLite; what the databases do differently is tested where it matters."""
    opened = open_empty(make_settings())
    yield opened
    opened.close()


@pytest.fixture
def api(registry: Registry) -> Iterator[FlaskClient]:
    """A client without a key, of an application over an empty registry."""
    application = create_app(registry.settings)
    application.testing = True
    yield application.test_client()
    application.extensions["registry"].close()


@pytest.fixture
def make_publisher(registry: Registry, api: FlaskClient) -> Callable[..., Publisher]:
    """Makes publishers with a key of their own."""

    def make(ctid: CTID = COLLEGE, **options: Any) -> Publisher:
        key = keys.create_key(registry, ctid, name=options.pop("name", "College"), **options)
        return Publisher(api, ctid, key)

    return make


@pytest.fixture
def college(make_publisher: Callable[..., Publisher]) -> Publisher:
    """The publisher whose records the test documents are."""
    return make_publisher()


@pytest.fixture
def rival(make_publisher: Callable[..., Publisher]) -> Publisher:
    """Another publisher."""
    return make_publisher(RIVAL, name="Rival")


def first_aid(**stated: Any) -> dict[str, Any]:
    """A credential of the college."""
    return a_credential("first aid", **stated)
