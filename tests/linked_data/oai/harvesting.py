"""A registry to harvest: 230 small records of three providers, some withdrawn, some awkward."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from lxml import etree

from app import create_app
from app.config import Settings
from app.services import loading, publishing, views
from app.services.registry import Registry, set_up
from ctdl.ctid import CTID, derive_ctid
from tests.support.documents import a_credential, an_organization, ctid_of

BASE = "https://registry.test"
MANY = 230
WITHDRAWN = 15
NAMES = {
    1: 'Welding & <cutting> ]]> "quoted"',
    2: "דוגמה 日本 \U0001f600",
    3: "A line\u2028break and \u0085",
}
OAI = "{http://www.openarchives.org/OAI/2.0/}"
_SCHEMA = Path(__file__).with_name("answers.rng")


@dataclass
class Answered:
    """An answer of the protocol, found to have the form that it must have."""

    root: etree._Element
    text: str = field(repr=False)

    @property
    def error(self) -> str | None:
        """The code of what is wrong, if anything is."""
        found = self.root.find(f"{OAI}error")
        return None if found is None else found.get("code")

    @property
    def ids(self) -> list[str]:
        """The CTIDs of the records of a list."""
        return [each.rpartition("/")[2] for each in self.texts("identifier")]

    @property
    def deleted(self) -> set[str]:
        """The CTIDs of those that are withdrawn."""
        gone = self.root.iterfind(f".//{OAI}header[@status='deleted']/{OAI}identifier")
        return {(each.text or "").rpartition("/")[2] for each in gone}

    @property
    def token(self) -> str | None:
        """The resumption token; empty on the last page, None in a list of one page."""
        found = self.root.find(f".//{OAI}resumptionToken")
        return None if found is None else found.text or ""

    def texts(self, name: str) -> list[str]:
        """The texts of all elements of this name."""
        return [each.text or "" for each in self.root.iter(f"{OAI}{name}")]

    def attribute(self, element: str, name: str) -> str | None:
        """An attribute of the first element of this name."""
        found = self.root.find(f".//{OAI}{element}")
        return None if found is None else found.get(name)


@dataclass
class Harvester:
    """Asks the application as a harvester would, and checks the form of every answer."""

    client: FlaskClient
    registry: Registry

    def ask(self, verb: str, **arguments: str) -> Answered:
        """The answer to a verb; an argument `from_` is sent as `from`."""
        sent = {"verb": verb} | {name.rstrip("_"): text for name, text in arguments.items()}
        return self.ask_for(urlencode(sent))

    def ask_for(self, query: str, post: bool = False) -> Answered:
        """The answer to a query string."""
        if post:
            form = "application/x-www-form-urlencoded"
            response = self.client.post("/oai", data=query, content_type=form)
        else:
            response = self.client.get(f"/oai?{query}")
        assert response.status_code == 200
        assert response.content_type == "text/xml; charset=utf-8"
        root = etree.fromstring(response.data)
        schema = etree.RelaxNG(etree.parse(_SCHEMA))
        assert schema.validate(root), schema.error_log
        return Answered(root, response.data.decode())

    def all(self, verb: str, **arguments: str) -> Iterator[Answered]:
        """Every page of a list."""
        page = self.ask(verb, **arguments)
        yield page
        while page.token:
            page = self.ask(verb, resumptionToken=page.token)
            yield page

    def ids(self, **arguments: str) -> list[str]:
        """The CTIDs of a whole list, in its order."""
        wanted = {"metadataPrefix": "oai_dc", **arguments}
        return [each for page in self.all("ListIdentifiers", **wanted) for each in page.ids]


def credential(number: int) -> CTID:
    """The CTID of one of the small records."""
    return derive_ctid(f"test:harvested {number}")


def provider(number: int) -> CTID:
    """The CTID of one of the three providers."""
    return derive_ctid(f"test:harvested provider {number}")


def document(number: int, name: str | None = None) -> dict[str, Any]:
    """One of the small records, by one of the three providers."""
    return a_credential(
        f"harvested {number}",
        name={"en": name or NAMES.get(number, f"Course {number}")},
        ownedBy=[f"resources/{provider(number % 3)}"],
    )


def filled(settings: Settings) -> Registry:
    """The registry of these settings with the small records; the last are withdrawn."""
    registry = set_up(settings)
    documents = [an_organization(f"College {each}", provider(each)) for each in range(3)]
    documents += [document(number) for number in range(MANY)]
    file = settings.home / "records.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in documents), encoding="utf-8")
    report = loading.load(registry, [file])
    assert [each.message for each in report.problems] == []
    for number in range(MANY - WITHDRAWN, MANY):
        publishing.withdraw(registry, ctid_of(document(number)), reason="No longer given.")
    views.catch_up(registry)
    return registry


def open_harvester(settings: Settings) -> Harvester:
    """A harvester of the registry of these settings, which has its records already."""
    app = create_app(settings)
    return Harvester(app.test_client(), app.extensions["registry"])


@pytest.fixture(scope="session")
def harvester(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harvester]:
    """A harvester of the small records, which nothing changes."""
    settings = Settings(home=tmp_path_factory.mktemp("harvest"), base_url=BASE)
    filled(settings).close()
    made = open_harvester(settings)
    yield made
    made.registry.close()


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Harvester]:
    """A harvester of small records that the test changes meanwhile."""
    settings = Settings(home=tmp_path / "home", base_url=BASE)
    filled(settings).close()
    made = open_harvester(settings)
    yield made
    made.registry.close()
