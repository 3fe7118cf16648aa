"""The European Learning Model export: by the rules of the model, and what is left out of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.services import learning_model, publishing
from app.services.registry import Registry, set_up
from ctdl.ctid import derive_ctid
from ctdl.frameworks import FRAMEWORKS
from ctdl.mapping.known import field_alignment, level_alignment
from ctdl.provenance import Provenance
from tests.linked_data.small_registry import json_of
from tests.support.documents import PROVIDER, a_credential, a_document, an_organization, ctid_of
from tests.support.prerequisites import PROJECT

BASE = "https://registry.test"
ELM = Namespace("http://data.europa.eu/snb/model/elm/")
SHAPES = PROJECT / "tests" / "ctdl" / "mapping" / "learning_model_shapes.ttl"
AGENCY = derive_ctid("test:agency")
ACTION = derive_ctid("test:accreditation")


OUTCOME = {
    "@type": "ceterms:CredentialAlignmentObject",
    "ceterms:targetNodeName": {"en": "weld two plates of steel"},
}


def whole(**stated: Any) -> dict[str, Any]:
    """What a record states that has all the model asks for, but for an outcome."""
    levels = [FRAMEWORKS.level(each) for each in ("eqf:5", "nzqcf:5")]
    return {
        "name": {"en": "Welding <1> & more", "fr": "Soudage"},
        "atLevel": [level_alignment(each) for each in levels if each],
        "instructionalProgramType": [field_alignment("0715")],
        **stated,
    }


def an_award(key: str) -> dict[str, Any]:
    condition = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": {"en": "Outcomes"},
        "ceterms:targetCompetency": [OUTCOME],
    }
    return a_credential(key, **whole(requires=[condition]))


def a_course(key: str, **stated: Any) -> dict[str, Any]:
    default = {
        "subjectWebpage": "https://provider.example/course",
        "inLanguage": ["en"],
        "offeredBy": [f"resources/{PROVIDER}"],
        "teaches": [OUTCOME],
    }
    return a_document(derive_ctid(f"test:{key}"), "ceterms:Course", whole(**(default | stated)))


def an_accreditation(key: str, of: str, **stated: Any) -> dict[str, Any]:
    return a_document(
        derive_ctid(f"test:{key}"),
        "ceterms:AccreditAction",
        {
            "name": {"en": "Accreditation of a college"},
            "actingAgent": [f"resources/{AGENCY}"],
            "object": [f"resources/{of}"],
            **stated,
        },
    )


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    registry = set_up(Settings(home=tmp_path_factory.mktemp("elm") / "home", base_url=BASE))
    nowhere = an_organization("Nowhere", derive_ctid("test:nowhere"))
    del nowhere["@graph"][0]["ceterms:address"]
    gone = an_award("gone")
    documents = [
        an_organization(),
        an_organization("Agency", AGENCY),
        nowhere,
        an_award("welding"),
        a_credential("bare"),
        gone,
        a_course("course"),
        a_course("two languages", inLanguage=["en", "fr"]),
        a_course("of nowhere", offeredBy=[f"resources/{derive_ctid('test:nowhere')}"]),
        an_accreditation("good", PROVIDER, startDate="2020-01-31", endDate="2024-06-30"),
        an_accreditation("of a course", ctid_of(a_course("course"))),
    ]
    for each in documents:
        publishing.publish(registry, each, provenance=Provenance(collected=True))
    publishing.withdraw(registry, ctid_of(gone), reason="Given up.")
    learning_model.write_export(registry)
    yield registry
    registry.close()


@pytest.fixture(scope="module")
def client(opened: Registry) -> FlaskClient:
    return create_app(opened.settings).test_client()


def get(client: FlaskClient, path: str, **options: Any) -> TestResponse:
    """The answer, read to its end, so that the file is closed."""
    return client.get(path, buffered=True, **options)


def fetched(client: FlaskClient, name: str) -> Graph:
    response = get(client, f"/export/elm/{name}.rdf")
    assert (response.status_code, response.content_type) == (200, "application/rdf+xml")
    return Graph().parse(data=response.data, format="xml")


@pytest.mark.parametrize("name", ["learning-opportunities", "qualifications", "accreditations"])
def test_what_is_exported_keeps_the_rules_of_the_model(client: FlaskClient, name: str) -> None:
    found = fetched(client, name)

    conforms, _, told = validate(found, shacl_graph=Graph().parse(SHAPES, format="turtle"))

    assert conforms, told
    kind = {"l": ELM.LearningOpportunity, "q": ELM.Qualification, "a": ELM.Accreditation}[name[0]]
    assert len(list(found.subjects(RDF.type, kind))) == 1


def test_the_rules_would_notice_what_is_missing(client: FlaskClient) -> None:
    found = fetched(client, "qualifications")
    found.remove((None, ELM.EQFLevel, None))

    conforms, _, _ = validate(found, shacl_graph=Graph().parse(SHAPES, format="turtle"))

    assert not conforms


def test_the_facts_are_those_of_the_record(client: FlaskClient) -> None:
    found = fetched(client, "learning-opportunities")
    course = URIRef(f"{BASE}/resources/{ctid_of(a_course('course'))}")

    assert {str(each) for each in found.objects(course, DCTERMS.title)} == {
        "Welding <1> & more",
        "Soudage",
    }
    learned = found.value(course, ELM.learningAchievementSpecification)
    codes = list(map(str, found.objects(learned, ELM.ISCEDFCode)))
    assert codes == ["http://data.europa.eu/snb/isced-f/0715"]
    levels = set(map(str, found.objects(learned, ELM.educationLevel)))
    assert "http://data.europa.eu/snb/eqf/5" in levels
    provider = found.value(course, ELM.providedBy)
    assert provider == URIRef(f"{BASE}/resources/{PROVIDER}")
    place = found.value(found.value(provider, ELM.location), ELM.address)
    assert str(found.value(place, ELM.countryCode)).endswith("/authority/country/NZL")


def test_days_are_whole_days(client: FlaskClient) -> None:
    found = fetched(client, "accreditations")
    [stated] = found.subjects(RDF.type, ELM.Accreditation)

    assert str(found.value(stated, DCTERMS.valid)).startswith("2020-01-31T00:00:00")
    assert str(found.value(stated, ELM.expiryDate)).startswith("2024-06-30T23:59:59")


def test_the_report_counts_what_is_left_out_and_why(client: FlaskClient) -> None:
    told = json_of(get(client, "/export/elm/report.json"))["datasets"]

    courses = told["learning-opportunities"]
    assert (courses["exported"], courses["left_out"]) == (1, 2)
    assert courses["lacking"]["defaultLanguage"] == 1
    assert courses["lacking"]["providedBy.location"] == 1
    qualifications = told["qualifications"]
    assert (qualifications["exported"], qualifications["left_out"]) == (1, 1)
    assert set(qualifications["lacking"]) == {
        *("eqfLevel", "nqfLevel", "thematicArea", "learningOutcome")
    }
    accreditations = told["accreditations"]
    assert (accreditations["exported"], accreditations["left_out"]) == (1, 1)
    assert list(accreditations["lacking"]) == [
        "organisation.legalName",
        "organisation.location",
    ]


def test_it_can_be_polled(client: FlaskClient) -> None:
    first = get(client, "/export/elm/qualifications.rdf")
    tag = {"If-None-Match": first.headers["ETag"]}

    assert get(client, "/export/elm/qualifications.rdf", headers=tag).status_code == 304
    assert client.get("/export/elm/qualifications.ttl").status_code == 404
    assert "report.json" in json_of(client.get("/export/elm/x"))["detail"]


def test_the_catalogue_lists_them(client: FlaskClient) -> None:
    page = client.get("/catalog").text
    linked = client.get("/catalog.ttl").text

    for name in ("learning-opportunities", "qualifications", "accreditations"):
        assert f"/export/elm/{name}.rdf" in page
        assert f"/export/elm/{name}.rdf" in linked


def test_the_same_entry_gives_the_same_bytes(opened: Registry) -> None:
    before = {
        name: learning_model.get_file(opened, name)[2].read_bytes() for name in learning_model.FILES
    }
    for path in (opened.settings.home / "elm").rglob("manifest.json"):
        path.unlink()

    learning_model.write_export(opened)

    for name, data in before.items():
        assert learning_model.get_file(opened, name)[2].read_bytes() == data


def test_before_the_first_export_it_is_said_how_one_is_made(tmp_path: Path) -> None:
    registry = set_up(Settings(home=tmp_path / "home", base_url=BASE))

    assert learning_model.write_export(registry) is None
    assert learning_model.report(registry) == {}
    client = create_app(registry.settings).test_client()
    detail = json.loads(client.get("/export/elm/report.json").data)["detail"]

    assert "registry export --elm" in detail
    registry.close()
