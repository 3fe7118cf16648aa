"""Gap analysis and records like another one over HTTP, on the shipped records."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.services import reading
from app.services.gap import MOST_HELD, MOST_SKILLS
from app.services.registry import Registry
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID, derive_ctid
from tests.api.test_hostile_queries import TEXTS
from tests.linked_data.small_registry import ORGANIZATION, UNKNOWN, WITHDRAWN

GAP = "/api/v1/gap"


@pytest.fixture(scope="module")
def shipped(loaded_registry: Registry) -> Iterator[FlaskClient]:
    """A client of the site with all shipped records."""
    application = create_app(loaded_registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()


def test_the_gap_to_an_occupation_names_skills_records_and_words(shipped: FlaskClient) -> None:
    answer = shipped.get(f"{GAP}?target=data+analyst&skill=statistics").get_json()

    assert answer["target"]["label"] == "data analyst"
    assert answer["target"]["skills"] == len(answer["covered"]) + len(answer["missing"])
    assert [each["label"] for each in answer["covered"]] == ["statistics"]
    assert answer["covered"][0]["said"][0]["label"] == "statistics"
    assert answer["smallest"] is True
    for each in answer["proposed"]:
        assert each["name"]
        assert all(one["through"]["words"] for one in each["covers"])


def test_labels_are_in_the_language_asked_for_where_there_are_some(shipped: FlaskClient) -> None:
    english = shipped.get(f"{GAP}?target=web+developer").get_json()
    french = shipped.get(f"{GAP}?target=web+developer&lang=fr").get_json()

    assert english["target"]["id"] == french["target"]["id"]
    assert french["target"]["label"] == "développeur web/développeuse web"


def test_what_is_held_covers_its_own_skills(
    shipped: FlaskClient, loaded_registry: Registry
) -> None:
    listed = reading.listing(loaded_registry, "credential")
    ctid = next(each.ctid for each in listed if "SQL" in each.name.get("en", ""))

    answer = shipped.get(f"{GAP}?target=data+analyst&held={ctid}").get_json()

    covered = {each["label"]: each for each in answer["covered"]}
    assert covered["query languages"]["by"][0]["ctid"] == ctid
    assert covered["query languages"]["by"][0]["through"]["words"] == "SQL"
    assert ctid not in [each["ctid"] for each in answer["proposed"]]


def test_a_credential_can_be_the_aim(shipped: FlaskClient, loaded_registry: Registry) -> None:
    listed = reading.listing(loaded_registry, "credential")
    ctid = next(each.ctid for each in listed if "SQL" in each.name.get("en", ""))

    aimed = shipped.get(f"{GAP}?target={ctid}").get_json()
    held = shipped.get(f"{GAP}?target={ctid}&held={ctid}").get_json()

    assert aimed["target"]["kind"] == "credential"
    assert aimed["missing"]
    assert held["missing"] == []
    assert held["proposed"] == []


def test_an_aim_that_is_none_is_refused_with_what_may_be_meant(shipped: FlaskClient) -> None:
    mistyped = shipped.get(f"{GAP}?target=developper")
    nothing = shipped.get(f"{GAP}?target=zzyzzx")

    assert mistyped.status_code == nothing.status_code == 404
    assert "web developer" in mistyped.get_json()["detail"]
    assert "/api/v1/suggest" in nothing.get_json()["detail"]


@pytest.mark.parametrize(
    ("query", "status", "slug"),
    [
        ("", 400, "bad-request"),
        ("target=data+analyst&what=1", 400, "bad-request"),
        ("target=data+analyst&lang=xx", 400, "bad-request"),
        (f"target={UNKNOWN}", 404, "record-not-found"),
        ("target=isced-f/06", 404, "not-an-aim"),
        ("target=occupation/nope", 404, "not-an-aim"),
        (f"target=data+analyst&held={UNKNOWN}", 404, "record-not-found"),
        ("target=data+analyst&held=nonsense", 404, "not-a-ctid"),
        ("target=data+analyst&skill=zzyzzx", 404, "skill-not-found"),
    ],
)
def test_what_cannot_be_looked_at_has_a_clear_problem(
    shipped: FlaskClient, query: str, status: int, slug: str
) -> None:
    answer = shipped.get(f"{GAP}?{query}")

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["type"].endswith(f":{slug}")


def test_more_than_can_be_looked_at_is_a_bad_request(shipped: FlaskClient) -> None:
    held = "&".join(f"held={derive_ctid(f'test:{n}')}" for n in range(MOST_HELD + 1))
    skills = "&".join(f"skill={n}" for n in range(MOST_SKILLS + 1))

    for query in (held, skills):
        answer = shipped.get(f"{GAP}?target=data+analyst&{query}")
        assert answer.status_code == 400
        assert "At most" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "text", [*TEXTS, "x" * 3_000, "x" * 20_000, "ce-" * 900, "occupation/" * 300]
)
def test_hostile_texts_in_any_place_are_answered(shipped: FlaskClient, text: str) -> None:
    said = quote(text)
    for query in (
        f"target={said}",
        f"target=data+analyst&held={said}",
        f"target=data+analyst&skill={said}",
        f"target=data+analyst&find={said}",
    ):
        assert shipped.get(f"{GAP}?{query}").status_code in (400, 404, 414)
        assert shipped.get(f"/gap?{query}").status_code in (200, 404, 414)
        assert shipped.get(f"/fr/gap?{query}").status_code in (200, 404, 414)


def test_the_records_nearest_in_meaning_come_with_what_they_share(
    shipped: FlaskClient, loaded_registry: Registry
) -> None:
    listed = reading.listing(loaded_registry, "credential")
    ctid = next(each.ctid for each in listed if each.name.get("en") == "Corporate Finance")

    answer = shipped.get(f"/api/v1/credentials/{ctid}/similar").get_json()

    assert answer["ctid"] == ctid
    nearness = [each["likeness"] for each in answer["similar"]]
    assert nearness == sorted(nearness, reverse=True)
    assert any(each["concepts"] for each in answer["similar"])
    for each in answer["similar"]:
        assert each["ctid"] != ctid
        for concept in each["concepts"]:
            known = thesaurus().concept(concept["id"])
            assert known is not None
            assert (concept["label"], concept["source"]) == (known.labels["en"], known.source)


def test_only_credentials_are_like_others(client: FlaskClient) -> None:
    def status(ctid: CTID) -> int:
        return client.get(f"/api/v1/credentials/{ctid}/similar").status_code

    assert [status(each) for each in (UNKNOWN, ORGANIZATION, WITHDRAWN)] == [404, 404, 410]
