"""Every case of the decision table: published, caught up with, asked, and compared word by word."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from app.presenters.assurance_words import sentence
from app.services import views
from app.services.assurance import assurance_on
from app.services.registry import Registry
from tests.assurance.worlds import World, publish, worlds

TODAY = date(2026, 11, 22)
LEAST_CASES = 60


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences are said as on an English page."""
    app = Flask("app")
    Babel(app, default_locale="en")
    with app.test_request_context("/"), force_locale("en"):
        yield


@pytest.mark.usefixtures("in_english")
def test_each_question_is_answered_as_the_table_says(registry: Registry) -> None:
    for world in worlds():
        publish(registry, world)
    views.catch_up(registry)

    answers = {
        world.title: [_answer(registry, world, case) for case in world.data["cases"]]
        for world in worlds()
    }

    assert answers == {world.title: world.data["cases"] for world in worlds()}


def test_the_table_has_at_least_sixty_cases_and_every_status() -> None:
    cases = [case for world in worlds() for case in world.data["cases"]]

    assert len(cases) >= LEAST_CASES
    assert {case["status"] for case in cases} == {
        "assured",
        "assured with conditions",
        "not assured",
        "unknown",
    }
    assert {case["of"] for case in cases} == {"credential", "programme", "provider", None}


def _answer(registry: Registry, world: World, case: dict[str, Any]) -> dict[str, Any]:
    """The same case as the registry answers it."""
    found = assurance_on(registry, world.asked_about, date.fromisoformat(case["day"]), today=TODAY)
    return {
        "day": case["day"],
        "status": found.status,
        "of": found.of,
        "confirmed": found.is_confirmed,
        "sentence": sentence(found),
        "gaps": list(dict.fromkeys(gap.code for gap in found.gaps)),
        **{key: case[key] for key in ("why",) if key in case},
    }
