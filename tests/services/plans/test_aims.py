"""What words of an aim find: occupations by their names, and records by the whole of the words."""

from datetime import date

import pytest

from app.services.plans.aims import OFFERED, found_for
from app.services.plans.asked import PlanRequest
from app.services.plans.choices import choices
from app.services.plans.planning import make_plan
from app.services.registry import Registry
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID
from ctdl.pathways.rules import walk
from tests.services.plans.shipped import ANALYTICS, ANALYTICS_MASTER

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Georgia Tech analytics master", ANALYTICS_MASTER),
        ("Analytics micromasters", ANALYTICS),
    ],
)
def test_what_has_all_of_the_words_comes_first(
    loaded_registry: Registry, words: str, first: str
) -> None:
    found = found_for(loaded_registry, words, "en")

    assert found.hits[0].summary.ctid == first
    assert len(found.hits) == OFFERED < found.total


@pytest.mark.parametrize(
    ("words", "language", "label"),
    [
        ("data analyst", "en", "data analyst"),
        ("ethical hacker", "en", "ethical hacker"),
        ("développeur web", "fr", "web developer"),
        ("developpeur web", "fr", "web developer"),
    ],
)
def test_an_occupation_is_found_by_its_name(
    loaded_registry: Registry, words: str, language: str, label: str
) -> None:
    found = found_for(loaded_registry, words, language, occupations=True)

    assert thesaurus().label(found.occupations[0], "en") == label
    assert not found_for(loaded_registry, words, language).occupations


def test_an_occupation_whose_skills_nobody_knows_is_not_offered(loaded_registry: Registry) -> None:
    assert not found_for(loaded_registry, "beekeeper", "en", occupations=True).occupations


def test_the_rules_of_an_occupation_are_named_by_its_skills(loaded_registry: Registry) -> None:
    [id_] = found_for(loaded_registry, "data analyst", "en", occupations=True).occupations
    way = make_plan(loaded_registry, PlanRequest(id_, day=DAY), ()).way

    assert way is not None
    titles = [way.gathered.summaries[CTID(each)].name for each in way.answer.plans[0].order]
    assert titles
    assert not [each for each in titles if "Iron" in str(each) or "Manufacturing" in str(each)]
    skills = {thesaurus().label(each, "en") for each in thesaurus().skills_of(id_)}
    named = {each.name["en"] for each in walk(way.target.rule) if each.id != way.target.rule.id}
    assert named <= skills


def test_currencies_and_languages_to_choose_from_are_those_that_records_state(
    loaded_registry: Registry,
) -> None:
    known = choices(loaded_registry)

    assert {"EUR", "USD"} <= set(known.currencies)
    assert "ZZZ" not in known.currencies
    assert {"en", "fr"} <= set(known.languages)
    assert "not-stated" not in known.languages
