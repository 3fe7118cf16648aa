"""Gap analysis: what an aim asks for, what is held of it, and the fewest records for the rest."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pytest

from app.services import publishing, reading, views
from app.services.gap import (
    MOST_HELD,
    MOST_SKILLS,
    Analysis,
    Gap,
    NotAnAim,
    SkillUnknown,
    TooMuchHeld,
    analyse,
    refuse,
)
from app.services.gap.covers import below, through
from app.services.reading import RecordNotFound
from app.services.record_concepts import concepts_of, told_concepts
from app.services.registry import Registry
from ctdl.concepts import ESCO, thesaurus
from ctdl.ctid import CTID, derive_ctid
from ctdl.records import CredentialRecord
from search_index.protocol import SearchQuery
from tests.support.documents import a_credential, an_organization, ctid_of

DATA_ANALYST = "data analyst"
UNKNOWN = "ce-00000000-0000-4000-8000-000000000000"


def skill(name: str) -> str:
    """The id of the skill with this label."""
    [found] = {each.concept.id for each in thesaurus().named_in(name) if _is_skill(each.concept.id)}
    return found


def _is_skill(id_: str) -> bool:
    concept = thesaurus().concept(id_)
    return concept is not None and concept.kind == "skill"


def a_course(title: str, **stated: Any) -> dict[str, Any]:
    return a_credential(title, **{"name": {"en": title}, **stated})


def publish(registry: Registry, *documents: dict[str, Any]) -> None:
    publishing.publish(registry, an_organization())
    for document in documents:
        publishing.publish(registry, document)
    views.catch_up(registry)


def asked(registry: Registry, aim: str, *held: str, skills: tuple[str, ...] = ()) -> Analysis:
    return analyse(registry, aim, held, skills, "en")


def the_gap(registry: Registry, aim: str, *held: str, skills: tuple[str, ...] = ()) -> Gap:
    found = asked(registry, aim, *held, skills=skills).gap
    assert found is not None
    return found


def labels(ids: Any) -> set[str]:
    return {thesaurus().label(each, "en") or each for each in ids}


def price(amount: int, currency: str = "EUR") -> dict[str, Any]:
    return {
        "estimatedCost": [
            {
                "@type": "ceterms:CostProfile",
                "ceterms:price": amount,
                "ceterms:currency": currency,
                "ceterms:description": {"en": "The price"},
                "ceterms:costDetails": "https://provider.example/price",
            }
        ]
    }


def test_an_occupation_is_asked_for_by_its_name_in_either_language_and_by_its_id(
    loaded_registry: Registry,
) -> None:
    by_name = the_gap(loaded_registry, "  Data Analysts ").target
    in_french = the_gap(loaded_registry, "Analyste de données").target

    assert by_name.skills == thesaurus().skills_of(by_name.id)
    assert by_name.kind == "occupation"
    assert by_name == in_french
    assert by_name == the_gap(loaded_registry, ESCO + by_name.id).target


def test_every_skill_is_either_covered_or_missing_and_every_missing_one_has_one_fate(
    loaded_registry: Registry,
) -> None:
    found = the_gap(loaded_registry, "software developer", skills=("Java",))

    covered = [each.skill for each in found.covered]
    proposed = {one for each in found.proposed for one, _ in each.covers}
    assert sorted([*covered, *found.missing]) == sorted(found.target.skills)
    assert proposed | set(found.not_reached) | set(found.not_taught) == set(found.missing)
    assert not proposed & set(found.not_reached)
    assert not (proposed | set(found.not_reached)) & set(found.not_taught)


def test_a_proposed_record_names_each_skill_it_is_said_to_cover_or_a_narrower_one(
    loaded_registry: Registry,
) -> None:
    found = the_gap(loaded_registry, "software developer")

    assert 0 < len(found.proposed) <= 8
    for each in found.proposed:
        record = reading.get_record(loaded_registry, each.summary.ctid).record
        assert isinstance(record, CredentialRecord)
        for wanted, by in each.covers:
            assert by.id in thesaurus().narrower(wanted)
            assert by.id in concepts_of(record)
            named = {one.concept.id for one in thesaurus().named_in(by.words)}
            assert by.is_stated or by.id in named


def test_no_record_covers_what_is_said_to_be_covered_by_none(loaded_registry: Registry) -> None:
    found = the_gap(loaded_registry, DATA_ANALYST)

    assert found.not_taught
    for each in found.not_taught:
        query = SearchQuery(filters={"concept": tuple(sorted(below(each)))}, limit=1000)
        for hit in loaded_registry.search_index.search(query).hits:
            assert each not in _covers(loaded_registry, hit.ctid, [each])


def test_no_fewer_shipped_records_cover_as_much(loaded_registry: Registry) -> None:
    found = the_gap(loaded_registry, "web developer")

    wanted = set(found.missing) - set(found.not_taught)
    concepts = tuple(sorted({one for each in wanted for one in thesaurus().narrower(each)}))
    query = SearchQuery(filters={"concept": concepts}, limit=1000)
    hits = loaded_registry.search_index.search(query).hits
    teaches = [_covers(loaded_registry, hit.ctid, wanted) for hit in hits]
    distinct = list({frozenset(each) for each in teaches if each})
    fewer = combinations(distinct, len(found.proposed) - 1)
    assert found.is_smallest
    assert not any(wanted <= set().union(*choice) for choice in fewer)
    assert wanted == {one for each in found.proposed for one, _ in each.covers}


def _covers(registry: Registry, ctid: CTID, skills: Iterable[str]) -> set[str]:
    record = reading.get_record(registry, ctid).record
    assert isinstance(record, CredentialRecord)
    told = told_concepts(record)
    return {each for each in skills if through(each, told) is not None}


def test_what_is_held_covers_by_words_and_what_is_said_by_being_part_of_a_skill(
    registry: Registry,
) -> None:
    course = a_course("Data mining for beginners")
    publish(registry, course)

    found = the_gap(registry, DATA_ANALYST, ctid_of(course), skills=(skill("SQL"),))

    covered = {each.skill: each for each in found.covered}
    mining = covered[skill("data mining")]
    assert [(each.ctid, each.through.words) for each in mining.by] == [
        (ctid_of(course), "Data mining")
    ]
    assert covered[skill("query languages")].said == (skill("SQL"),)
    assert labels(covered) == {"data mining", "query languages"}


def test_a_record_that_is_held_or_is_the_aim_or_contains_it_is_not_proposed(
    registry: Registry,
) -> None:
    whole = a_course("Statistics, data mining and bookkeeping")
    part = {"isPartOf": [f"resources/{ctid_of(whole)}"]}
    aim = a_course("Statistics and data mining", **part)
    held = a_course("Data mining")
    other = a_course("Statistics")
    publish(registry, whole, aim, held, other)

    found = the_gap(registry, ctid_of(aim), ctid_of(held))

    assert labels(found.missing) == {"statistics"}
    assert [each.summary.ctid for each in found.proposed] == [ctid_of(other)]


def test_of_equally_good_records_the_cheapest_is_proposed_and_no_price_is_not_no_price(
    registry: Registry,
) -> None:
    unstated = a_course("Statistics")
    dear = a_course("Statistics for all", **price(90))
    cheap = a_course("Statistics now", **price(20))
    elsewhere = a_course("Statistics elsewhere", **price(5, "USD"))
    publish(registry, unstated, dear, cheap, elsewhere)

    [proposed] = the_gap(registry, DATA_ANALYST).proposed

    assert proposed.summary.ctid == ctid_of(cheap)


def test_what_has_ended_is_not_proposed(registry: Registry) -> None:
    status = {
        "credentialStatusType": {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": "credentialStat:Deprecated",
        }
    }
    publish(registry, a_course("Statistics", **status))

    found = the_gap(registry, DATA_ANALYST)

    assert found.proposed == ()
    assert skill("statistics") in found.not_taught


def test_the_same_question_has_the_same_answer(loaded_registry: Registry) -> None:
    once = the_gap(loaded_registry, "software developer")

    assert the_gap(loaded_registry, "software developer") == once


def test_of_most_occupations_nothing_is_known_and_nothing_is_guessed(
    loaded_registry: Registry,
) -> None:
    found = the_gap(loaded_registry, "baker")

    assert found.target.skills == ()
    assert (found.covered, found.missing, found.proposed) == ((), (), ())


def test_skills_known_only_of_a_group_are_said_to_be_the_group_s(loaded_registry: Registry) -> None:
    assert the_gap(loaded_registry, "specialist nurse").target.group == "isco/C2221"
    assert the_gap(loaded_registry, DATA_ANALYST).target.group is None


def test_words_that_name_no_single_occupation_are_a_choice(loaded_registry: Registry) -> None:
    mistyped = asked(loaded_registry, "developper").choice
    nothing = asked(loaded_registry, "zzyzzx qqxxq").choice

    assert mistyped is not None
    assert "web developer" in labels(mistyped.occupations)
    assert nothing is not None
    assert nothing.occupations == ()


def test_other_concepts_and_unknown_ids_are_no_aims(loaded_registry: Registry) -> None:
    for aim in ("isced-f/06", skill("statistics"), "occupation/nope", "x" * 201):
        with pytest.raises(NotAnAim):
            asked(loaded_registry, aim)
    with pytest.raises(RecordNotFound):
        asked(loaded_registry, UNKNOWN)


def test_what_cannot_be_held_is_told_apart_and_refused(loaded_registry: Registry) -> None:
    provider = reading.listing(loaded_registry, "organization")[0].ctid

    found = asked(loaded_registry, DATA_ANALYST, "nonsense", UNKNOWN, provider, skills=("zzyzzx",))

    assert [each.why for each in found.refused] == [
        "malformed",
        "unknown",
        "another class",
        "no skill",
    ]
    assert found.gap is not None
    with pytest.raises(RecordNotFound):
        refuse(loaded_registry, asked(loaded_registry, DATA_ANALYST, provider))
    with pytest.raises(SkillUnknown):
        refuse(loaded_registry, asked(loaded_registry, DATA_ANALYST, skills=("zzyzzx",)))


def test_more_than_can_be_looked_at_is_refused(loaded_registry: Registry) -> None:
    many = [derive_ctid(f"test:{number}") for number in range(MOST_HELD + 1)]

    with pytest.raises(TooMuchHeld, match=str(MOST_HELD)):
        asked(loaded_registry, DATA_ANALYST, *many)
    with pytest.raises(TooMuchHeld, match=str(MOST_SKILLS)):
        asked(loaded_registry, DATA_ANALYST, skills=tuple(map(str, range(MOST_SKILLS + 1))))


def test_the_words_told_of_a_record_are_those_of_the_concepts_it_is_indexed_by(
    loaded_registry: Registry,
) -> None:
    for summary in reading.listing(loaded_registry, "credential")[::40]:
        record = reading.get_record(loaded_registry, summary.ctid).record
        assert isinstance(record, CredentialRecord)
        assert {each.id for each in told_concepts(record)} == set(concepts_of(record))


@pytest.mark.parametrize(
    ("wanted", "title", "does"),
    [
        ("apply statistical analysis techniques", "Process Control", False),
        ("perform process control in the wearing apparel industry", "Process Control", False),
        ("apply statistical analysis techniques", "Apply numerical analysis to data", True),
        ("ethics", "Ethics of AI", False),
        ("ethics", "Ethics for engineers", True),
        ("ethics", "Works with clients and colleagues by the ethics and rules of a coach", False),
        ("computer programming", "Create ML models", False),
        ("computer programming", "ML and Python", True),
        ("computer programming", "TCL Level 1 Award in Acting", False),
        ("computer programming", "Assistant PHP developer", True),
        ("tools for software configuration management", "Jenkins", True),
    ],
)
def test_a_skill_is_covered_by_the_whole_of_a_name_in_the_same_area(
    registry: Registry, wanted: str, title: str, does: bool
) -> None:
    course = a_course(title)
    publish(registry, course)
    record = reading.get_record(registry, ctid_of(course)).record
    assert isinstance(record, CredentialRecord)

    assert (through(_labelled(wanted), told_concepts(record)) is not None) is does


def _labelled(label: str) -> str:
    known = thesaurus()
    return next(id_ for id_ in known if _is_skill(id_) and known.label(id_, "en") == label)
