"""What ended of a credential itself, and what nobody confirms, in tables and evaluations."""

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services import views
from app.services.assurance.answering import Asker, AssuranceAnswer
from app.services.evaluation import evaluate
from app.services.registry import Registry, set_up
from ctdl.ctid import CTID
from ctdl.evaluation import Evidence
from ctdl.records import Record
from tests.assurance.worlds import World, publish, worlds

ENDED = "Its own approval ended, its provider is recognised"
CLAIMED = "The provider claims it without dates"
FORESEEN = "Its own approval was read before its end, its provider is recognised"
DAY = date(2021, 1, 1)


@pytest.fixture(scope="module")
def world_of() -> dict[str, World]:
    """The worlds of the decision table, by title."""
    return {each.title: each for each in worlds()}


@pytest.fixture(scope="module")
def known(
    tmp_path_factory: pytest.TempPathFactory, world_of: dict[str, World]
) -> Iterator[Registry]:
    """A registry with three of the worlds; only to read."""
    home = tmp_path_factory.mktemp("no_longer") / "home"
    registry = set_up(Settings(home=home, base_url="https://registry.test"))
    for title in (ENDED, CLAIMED, FORESEEN):
        publish(registry, world_of[title])
    views.catch_up(registry)
    yield registry
    registry.close()


@pytest.fixture(scope="module")
def client(known: Registry) -> Iterator[FlaskClient]:
    """A client of that registry."""
    application = create_app(known.settings)
    yield application.test_client()
    application.extensions["registry"].close()


def _quality(known: Registry, world: World, day: date = DAY) -> tuple[Evidence, ...]:
    found = evaluate(known, world.asked_about, day)
    return found.facts.of(["quality"])


def test_an_evaluation_names_what_no_longer_holds_before_what_covers_the_day(
    known: Registry, world_of: dict[str, World]
) -> None:
    first, second = _quality(known, world_of[ENDED])

    assert first.value == "approval of Data analysis by State Agency, 2010-01-01 to 2019-12-31"
    assert (first.says, first.doubt) == ("expired", "It had ended on that day.")
    assert second.says == "yes"
    foreseen = _quality(known, world_of[FORESEEN])
    assert [each.says for each in foreseen] == ["aside", "yes"]
    assert "whether it was renewed is not known" in foreseen[0].doubt


def test_what_no_longer_holds_turns_no_answer_round(
    known: Registry, client: FlaskClient, world_of: dict[str, World]
) -> None:
    ctid = world_of[ENDED].asked_about

    answers = {each.milestone.id: each.answer for each in evaluate(known, ctid, DAY).milestones}
    page = client.get(f"/credentials/{ctid}/evaluation?asof=2021-01-01").text

    assert answers[5] == "yes"
    quality = page[page.index('id="milestone-5"') : page.index('id="milestone-6"')]
    assert "only of its provider" in quality
    assert quality.index("No longer holds: ") < quality.index("Speaks for it: ")


def test_an_evaluation_says_what_the_agency_does_not_confirm(
    known: Registry, client: FlaskClient, world_of: dict[str, World]
) -> None:
    day = date(2025, 1, 1)

    claimed = _quality(known, world_of[CLAIMED], day)[0]

    assert (claimed.says, claimed.doubt) == (
        "yes",
        "Not confirmed by the body that is said to vouch.",
    )
    address = "/api/v1/credentials/{}/evaluation?asof=2025-01-01"
    found = client.get(address.format(world_of[CLAIMED].asked_about)).get_json()
    assert found["quality_assurance_confirmed"] is False
    found = client.get(address.format(world_of[ENDED].asked_about)).get_json()
    assert found["quality_assurance_confirmed"] is True


def test_a_table_carries_both(client: FlaskClient, world_of: dict[str, World]) -> None:
    asked = [f"{world_of[ENDED].asked_about},2021-01-01", f"{world_of[CLAIMED].asked_about}"]
    sent = {"ids": "\n".join(asked), "asof": "2025-01-01"}

    page = client.post("/batch", data=sent).text
    written = client.post("/batch", data={**sent, "as": "csv"}).text

    assert "<strong>Assured (of the provider)</strong>" in page
    assert "<strong>Assured</strong> · not confirmed" in page
    ended, claimed = csv.DictReader(io.StringIO(written))
    assert (ended["confirmed"], claimed["confirmed"]) == ("true", "false")
    assert "no longer holds: it ended on 31 December 2019" in ended["no_longer"]
    assert claimed["no_longer"] == ""


def test_the_same_identifier_and_day_are_answered_once(
    client: FlaskClient, world_of: dict[str, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[CTID, date]] = []
    real = Asker._answer

    def counted(asker: Asker, ctid: CTID, record: Record, day: date) -> AssuranceAnswer:
        asked.append((ctid, day))
        return real(asker, ctid, record, day)

    monkeypatch.setattr(Asker, "_answer", counted)
    ctid = world_of[ENDED].asked_about

    rows = client.post("/api/v1/batch", json={"ids": [ctid] * 500, "asof": "2021-01-01"}).get_json()

    assert len(rows["rows"]) == 500
    assert {row["qa"] for row in rows["rows"]} == {"assured"}
    assert asked == [(ctid, DAY)]
