"""Plans and reach over HTTP, on the shipped records."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.services.registry import Registry
from tests.api.test_hostile_queries import TEXTS
from tests.services.plans.shipped import (
    ANALYTICS,
    ANALYTICS_MASTER,
    SOFTWARE_ENGINEERING,
    SUPPLY_CHAIN,
    SUPPLY_CHAIN_MASTER,
    UNKNOWN,
    WEB_DEVELOPMENT,
)

PLAN = "/api/v1/plan"
REACH = "/api/v1/reach"
CMI = "ce-3a0d1a97-1cff-4073-a17a-a86715bf8b3e"
CISSP = "ce-5e21557d-9f0a-4f17-97cb-a2b2649bbac2"


@pytest.fixture(scope="module")
def shipped(loaded_registry: Registry) -> Iterator[FlaskClient]:
    """A client of the site with all shipped records."""
    application = create_app(loaded_registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()


def test_a_plan_says_what_to_add_and_which_rules_it_meets(shipped: FlaskClient) -> None:
    answer = shipped.get(f"{PLAN}?target={SOFTWARE_ENGINEERING}&held={WEB_DEVELOPMENT}").get_json()

    assert answer["target"]["ctid"] == SOFTWARE_ENGINEERING
    assert (answer["basis"], answer["whole"], answer["listed"]) == ("rules", True, None)
    assert (answer["feasible"], answer["optimal"], answer["broken"]) == (True, True, [])
    [plan] = answer["plans"]
    assert len(plan["add"]) == 22
    assert all(each["ctid"] and each["name"] and each["counts"] for each in plan["add"])
    assert plan["totals"]["not_stated"]["cost"] == 22
    assert any(each["need"] == each["have"] == 23 for each in plan["satisfies"])


def test_a_list_that_somebody_else_made_is_no_plan(shipped: FlaskClient) -> None:
    answer = shipped.get(f"{PLAN}?target={SUPPLY_CHAIN_MASTER}&held={SUPPLY_CHAIN}").get_json()

    assert (answer["basis"], answer["whole"], answer["feasible"]) == ("listed parts", False, None)
    assert (answer["plans"], answer["listed"]["size"]) == ([], 6)
    assert (len(answer["listed"]["held"]), answer["listed"]["to_choose"]) == (6, [])
    assert "is not stated" in answer["listed"]["words"]


def test_the_same_question_can_be_sent(shipped: FlaskClient) -> None:
    asked = {"target": ANALYTICS_MASTER, "held": [ANALYTICS], "asof": "2026-01-01"}

    sent = shipped.post(PLAN, json=asked)
    got = shipped.get(f"{PLAN}?target={ANALYTICS_MASTER}&held={ANALYTICS}&asof=2026-01-01")

    assert sent.status_code == 200
    assert sent.get_json() == got.get_json()


def test_what_stands_against_a_plan_is_explained_in_two_languages(shipped: FlaskClient) -> None:
    asked = f"{PLAN}?target={SOFTWARE_ENGINEERING}&max_hours=10"

    english, french = (shipped.get(f"{asked}&lang={each}").get_json() for each in ("en", "fr"))

    assert english["feasible"] is False
    assert english["plans"] == []
    [limit] = [each for each in english["broken"] if each["limit"] == "hours"]
    [limite] = [each for each in french["broken"] if each["limit"] == "hours"]
    assert limit["explain"] != limite["explain"]


def test_reach_tells_what_counts_how_far_and_who_says_so(shipped: FlaskClient) -> None:
    answer = shipped.get(f"{REACH}?held={SUPPLY_CHAIN}").get_json()

    first = answer["reached"][0]
    assert (first["ctid"], first["state"]) == (SUPPLY_CHAIN_MASTER, "counts")
    # Six of six listed courses is no share of a degree: this was called 1.0.
    assert (first["basis"], first["whole"], first["share"]) == ("listed parts", False, None)
    assert (first["held"], first["listed"], first["confirmed"]) == (6, 6, None)
    assert len(answer["parts"]) == 6
    assert all(each["stated_by"] for each in answer["reached"])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        (f"target={UNKNOWN}", 404),
        ("target=ce-1", 404),
        (f"target={SUPPLY_CHAIN_MASTER}&held=ce-1", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&max_cost=500", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&currency=ZZZ", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&language=klingon", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&max_cost=-1", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&max_cost=NaN", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&currency=dollars", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&mode=by+mail", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&asof=yesterday", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&order=luck", 400),
        (f"target={SUPPLY_CHAIN_MASTER}&budget=3", 400),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    shipped: FlaskClient, query: str, status: int
) -> None:
    response = shipped.get(f"{PLAN}?{query}")

    assert response.status_code == status
    assert response.get_json()["detail"]


def test_what_is_not_known_is_listed_and_the_rest_is_looked_at(shipped: FlaskClient) -> None:
    other = UNKNOWN[:-1] + "1"
    held = [UNKNOWN, SUPPLY_CHAIN, other]

    sent = shipped.post(PLAN, json={"target": SUPPLY_CHAIN_MASTER, "held": held})
    got = shipped.get(f"{PLAN}?target={SUPPLY_CHAIN_MASTER}&" + "&".join(f"held={h}" for h in held))

    assert sent.status_code == got.status_code == 200
    assert sent.get_json() == got.get_json()
    refused = sent.get_json()["refused"]
    assert [(each["text"], each["why"]) for each in refused] == [
        (UNKNOWN, "unknown"),
        (other, "unknown"),
    ]


def test_a_limit_names_what_is_needed_or_that_nothing_states_it(shipped: FlaskClient) -> None:
    answer = shipped.get(f"{PLAN}?target={CMI}&max_cost=500&currency=GBP").get_json()

    [limit] = [each for each in answer["broken"] if each["limit"] == "cost"]
    assert (limit["reason"], limit["need"], limit["have"]) == ("not stated", None, 500)
    assert (limit["stating"], limit["candidates"]) == (0, 26)


def test_a_held_target_and_one_without_rules_are_told_apart(shipped: FlaskClient) -> None:
    held = shipped.get(f"{PLAN}?target={CMI}&held={CMI}").get_json()
    bare = shipped.get(f"{PLAN}?target={CISSP}").get_json()

    assert (held["held"], held["feasible"], held["plans"]) == (True, True, [])
    assert (bare["held"], bare["stated"]) == (False, False)
    assert [each["ctid"] for each in bare["plans"][0]["add"]] == [CISSP]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"[]", 400),
        (b'{"held": []}', 400),
        (b'{"target": 5}', 400),
        (b'{"target": " \\n"}', 400),
        (b'{"target": "ce-1", "limits": {"max_hours": "many"}}', 400),
        (b'{"target": "ce-1", "sooner": true}', 400),
        (b'{"target": "ce-1", "held": ["ce-1"]}', 400),
        (b'{"target": "ce-1", "limits": {"max_cost": 500}}', 400),
        (b"[" * 100_000, 422),
        (b'{"target": "' + b"x" * 300_000 + b'"}', 413),
    ],
)
def test_a_body_that_is_no_question_is_refused(
    shipped: FlaskClient, body: bytes, status: int
) -> None:
    response = shipped.post(PLAN, data=body, content_type="application/json")

    assert response.status_code == status
    assert response.get_json()["detail"]


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_is_answered(shipped: FlaskClient, text: str) -> None:
    for query in ({"target": text}, {"target": SUPPLY_CHAIN_MASTER, "held": text}):
        assert shipped.get(PLAN, query_string=query).status_code in (200, 400, 404, 414)
    assert shipped.get(REACH, query_string={"held": text}).status_code in (200, 400, 404, 414)
