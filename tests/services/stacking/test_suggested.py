"""Suggested stacks: only with enough evidence, never from what is not stated, never twice."""

from datetime import date
from typing import Any

import pytest

from app.services import reading
from app.services.registry import Registry
from app.services.stacking import KINDS, Kind, Suggested, stacks
from app.services.stacking.candidates import FEWEST_POINTS, SHOWN, SHOWN_OF_A_PROVIDER
from app.services.stacking.horizontal import FEWEST
from app.services.stacking.model import MOST_POINTS
from app.services.stacking.naming import MOST_SKILLS
from app.services.stacking.occupations import covered_by, occupations
from app.services.stacking.own import Own
from app.services.stacking.reasons import (
    AskedTogether,
    LevelsUnknown,
    NextLevel,
    OpensOccupation,
    OutcomesAlike,
    SameField,
    SameLevel,
    SkillsBuild,
    ThroughParts,
    TitlesAlike,
)
from app.services.summaries import Summary
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord
from tests.services.stacking.credentials import (
    TODAY,
    an_award,
    for_learners,
    outcomes,
    publish,
    stacks_of,
    towards,
)
from tests.support.documents import ctid_of


def suggested(registry: Registry, document: dict[str, Any], kind: Kind) -> tuple[Suggested, ...]:
    return stacks_of(registry, document).suggested.get(kind, ())


def ctids(found: tuple[Suggested, ...]) -> list[CTID]:
    return [each.summary.ctid for each in found]


def reason(found: Suggested, sort: type) -> Any:
    return next((each for each in found.reasons if isinstance(each, sort)), None)


def test_the_next_level_of_the_same_field_that_takes_up_a_skill_is_suggested(
    registry: Registry,
) -> None:
    here = an_award("here", "Award in beekeeping", level="rqf:2", field="0811")
    next_one = an_award("next", "Certificate in beekeeping", level="rqf:3", field="0811")
    publish(registry, here, next_one)

    [found] = suggested(registry, here, "vertical")

    assert found.summary.ctid == ctid_of(next_one)
    assert reason(found, NextLevel) == NextLevel("rqf:2", "rqf:3", None, 3)
    assert reason(found, SameField) == SameField("0811", 3)
    assert reason(found, SkillsBuild) or reason(found, TitlesAlike)
    assert found.points == sum(each.points for each in found.reasons) <= MOST_POINTS


@pytest.mark.parametrize(
    "there",
    [
        {"level": "rqf:4", "field": "0811"},
        {"level": "rqf:2", "field": "0811"},
        {"level": "rqf:3", "field": "0613"},
        {"level": "rqf:3"},
        {"field": "0811"},
        {"level": "rqf:3", "field": "08"},
    ],
)
def test_another_step_another_field_or_what_is_not_stated_is_not_suggested_as_the_next(
    registry: Registry, there: dict[str, Any]
) -> None:
    here = an_award("here", "Award in beekeeping", level="rqf:2", field="0811")
    other = an_award("other", "Certificate in beekeeping", **there)
    publish(registry, here, other)

    assert suggested(registry, here, "vertical") == ()


def test_the_same_field_and_the_next_level_alone_are_too_thin(registry: Registry) -> None:
    here = an_award("here", "Award in beekeeping", level="rqf:2", field="0811")
    other = an_award("other", "Certificate in tractor driving", level="rqf:3", field="0811")
    publish(registry, here, other)

    found = stacks_of(registry, here)

    assert "vertical" not in found.suggested
    assert found.lacking["vertical"] == ()


def test_outcomes_that_come_up_again_are_counted(registry: Registry) -> None:
    said = ("inspect the frames of a hive", "harvest honey safely")
    here = an_award("here", "Hive hand", level="rqf:2", field="0811", **outcomes(*said))
    next_one = an_award("next", "Apiary lead", level="rqf:3", field="0811", **outcomes(*said))
    publish(registry, here, next_one)

    [found] = suggested(registry, here, "vertical")

    assert reason(found, OutcomesAlike) == OutcomesAlike(2, 2, 2)


def test_what_is_stated_ended_or_the_same_title_again_is_not_suggested(registry: Registry) -> None:
    at: dict[str, Any] = {"level": "rqf:3", "field": "0811"}
    stated = an_award("stated", "Certificate in beekeeping", **at)
    ceased = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": "credentialStat:Deprecated",
    }
    ended = an_award("ended", "Diploma in beekeeping", **at, credentialStatusType=ceased)
    again = an_award("again", "Award in Beekeeping", **at)
    here = an_award(
        "here",
        "Award in beekeeping",
        level="rqf:2",
        field="0811",
        **towards("isPreparationFor", stated),
    )
    publish(registry, stated, ended, again, here)

    found = stacks_of(registry, here)

    assert found.suggested == {}
    assert [each.ctid for each in found.asserted["vertical"]] == [ctid_of(stated)]


def test_what_is_lacking_is_named(registry: Registry) -> None:
    nothing = an_award("nothing", "Something")
    highest = an_award("highest", "Doctor of bees", level="rqf:8", field="0811")
    in_part = an_award("part", "Bee assistant", level="nsqf-in:3", field="0811")
    publish(registry, nothing, highest, in_part)

    assert stacks_of(registry, nothing).lacking == {
        "vertical": ("level", "field"),
        "horizontal": ("level", "field", "skills"),
        "complementary": ("field", "skills"),
    }
    assert stacks_of(registry, highest).lacking["vertical"] == ("next level",)
    # Of this framework only some levels are known: nothing says which comes next.
    assert stacks_of(registry, in_part).lacking["vertical"] == ("next level",)


def beside(key: str, *skills: str, **stated: Any) -> dict[str, Any]:
    """An award that names these skills."""
    return an_award(key, f"Award {key}", keyword={"en": list(skills)}, **stated)


def test_what_adds_skills_of_an_occupation_at_the_same_level_is_beside_it(
    registry: Registry,
) -> None:
    at: dict[str, Any] = {"level": "rqf:4", "field": "0613"}
    here = beside("here", "SQL", "statistics", **at)
    adding = beside("adding", "data mining", "analyse big data", "information extraction", **at)
    same = beside("same", "SQL", "statistics", **at)
    higher = beside("higher", "data mining", "analyse big data", level="rqf:5", field="0613")
    publish(registry, here, adding, same, higher)

    [found] = suggested(registry, here, "horizontal")

    assert found.summary.ctid == ctid_of(adding)
    assert reason(found, SameLevel) == SameLevel("rqf:4", "rqf:4", None, 2)
    opened = reason(found, OpensOccupation)
    asked = {each.id: each.skills for each in occupations()}[opened.occupation]
    assert set(opened.covered) | set(opened.added) <= asked
    assert not set(opened.covered) & set(opened.added)
    assert min(len(opened.covered), len(opened.added)) >= FEWEST


def test_one_skill_and_what_it_is_part_of_are_not_two(registry: Registry) -> None:
    at: dict[str, Any] = {"level": "rqf:4", "field": "0613"}
    here = beside("here", "JavaScript", **at)
    publish(registry, here, beside("adding", "CSS", "PHP", "SQL", **at))

    assert len(covered_by(thesaurus().tags(["JavaScript"]))) > 1
    assert stacks_of(registry, here).lacking["horizontal"] == ("skills",)


def test_where_no_framework_is_stated_the_level_of_learners_has_to_be_the_same(
    registry: Registry,
) -> None:
    here = beside("here", "SQL", "statistics", field="0613", **for_learners("BeginnerLevel"))
    added = ("data mining", "analyse big data", "information extraction")
    same = beside("same", *added, field="0613", **for_learners("BeginnerLevel"))
    other = beside("other", *added, field="0613", **for_learners("AdvancedLevel"))
    silent = beside("silent", *added, field="0613")
    publish(registry, here, same, other, silent)

    assert ctids(suggested(registry, here, "horizontal")) == [ctid_of(same)]
    assert stacks_of(registry, silent).lacking["horizontal"] == ("level",)


def test_skills_asked_for_together_make_another_area_complementary(registry: Registry) -> None:
    here = beside("here", "SQL", field="0413", level="rqf:4")
    adding = beside("adding", "database management systems", field="0612", level="rqf:4")
    within = beside("within", "database management systems", field="0411", level="rqf:4")
    higher = beside("higher", "database management systems", field="0612", level="rqf:6")
    silent = beside("silent", "database management systems", level="rqf:4")
    publish(registry, here, adding, within, higher, silent)

    [found] = suggested(registry, here, "complementary")

    assert found.summary.ctid == ctid_of(adding)
    pair = reason(found, AskedTogether).pairs[0]
    asked = {each.id: each.skills for each in occupations()}
    assert len(pair.occupations) >= 3
    assert all({pair.here, pair.there} <= asked[each] for each in pair.occupations)


def test_where_no_level_is_stated_of_either_that_is_said_and_gives_no_points(
    registry: Registry,
) -> None:
    here = beside("here", "SQL", "statistics", field="0613")
    added = ("data mining", "analyse big data", "information extraction")
    silent = beside("silent", *added, field="0613")
    levelled = beside("levelled", *added, field="0613", level="rqf:4")
    for_some = beside("for some", *added, field="0613", **for_learners("BeginnerLevel"))
    publish(registry, here, silent, levelled, for_some)

    [found] = suggested(registry, here, "horizontal")

    assert found.summary.ctid == ctid_of(silent)
    assert reason(found, LevelsUnknown) == LevelsUnknown(0)
    assert found.points >= FEWEST_POINTS


def test_letters_that_have_another_meaning_suggest_nothing(registry: Registry) -> None:
    """TCL, an awarding body, is a programming language too: music was put beside software."""
    music = an_award("music", "TCL Certificate in Music Theory", field="0215", level="rqf:3")
    software = beside("software", "DevOps", "cloud technologies", field="0613", level="rqf:3")
    code = an_award("code", "Certificate in Python and Java", field="0211", level="rqf:3")
    publish(registry, music, software, code)

    assert "complementary" not in stacks_of(registry, music).suggested
    assert ctids(suggested(registry, software, "complementary")) == [ctid_of(code)]


def test_skills_that_only_parts_name_count_and_the_parts_are_told(registry: Registry) -> None:
    """Who holds the award has its parts; a degree has more than those that are known."""
    at: dict[str, Any] = {"level": "rqf:4"}
    part = an_award("part", "SQL")
    here = an_award("here", "Data award", field="0413", **at, **towards("hasPart", part))
    other_part = an_award("other part", "Database management systems")
    stated = {"field": "0612", **at, **towards("hasPart", other_part)}
    adding = an_award("adding", "Systems award", **stated)
    degree = an_award("degree", "Systems degree", **stated)
    degree["@graph"][0]["@type"] = "ceterms:MasterDegree"
    publish(registry, part, here, other_part, adding, degree)

    [found] = suggested(registry, here, "complementary")

    assert found.summary.ctid == ctid_of(adding)
    parts = reason(found, ThroughParts)
    assert [each.ctid for each in parts.here] == [ctid_of(part)]
    assert [each.ctid for each in parts.there] == [ctid_of(other_part)]
    assert parts.points == 0


@pytest.fixture(scope="module")
def some(loaded_registry: Registry) -> list[CTID]:
    """Some of the shipped credentials."""
    return [each.ctid for each in reading.listing(loaded_registry, "credential")[::40]]


def test_shipped_suggestions_rest_on_stated_facts_and_are_in_order(
    loaded_registry: Registry, some: list[CTID]
) -> None:
    seen = 0
    for ctid in some:
        found = stacks(loaded_registry, ctid, TODAY)
        own = reading.summaries(loaded_registry, [ctid])[ctid]
        said = {each.ctid for kind in KINDS for each in found.asserted.get(kind, ())}
        for kind, members in found.suggested.items():
            seen += len(members)
            points = [each.points for each in members]
            assert points == sorted(points, reverse=True)
            assert min(points) >= FEWEST_POINTS
            assert max(points) <= MOST_POINTS
            assert len(members) <= SHOWN
            assert not said & set(ctids(members))
            for each in members:
                _rests_on_facts(kind, own, each.summary)
            providers = [each.summary.provider.ctid for each in members if each.summary.provider]
            assert all(providers.count(one) <= SHOWN_OF_A_PROVIDER for one in providers if one)
    assert seen > 20


def _rests_on_facts(kind: Kind, own: Summary, other: Summary) -> None:
    here = {str(each.code)[:2] for each in own.fields}
    there = {str(each.code)[:2] for each in other.fields}
    assert here
    assert there
    assert bool(here & there) == (kind != "complementary")
    if kind == "vertical":
        assert own.levels
        assert other.levels


def test_an_answer_does_not_change_with_the_day_unless_something_ends(
    loaded_registry: Registry, some: list[CTID]
) -> None:
    for ctid in some[:10]:
        today = stacks(loaded_registry, ctid, TODAY)
        later = stacks(loaded_registry, ctid, date(2030, 1, 1))
        assert today.suggested == later.suggested


def test_nothing_is_made_of_records_that_state_nothing(
    loaded_registry: Registry, some: list[CTID]
) -> None:
    for ctid in some:
        record = reading.get_record(loaded_registry, ctid).record
        assert isinstance(record, CredentialRecord)
        if not record.fields:
            assert stacks(loaded_registry, ctid, TODAY).suggested == {}


def test_of_a_record_that_names_hundreds_of_skills_only_some_are_looked_up(
    registry: Registry,
) -> None:
    every = sorted({skill for each in occupations() for skill in each.skills})[:300]
    names = [str(thesaurus().label(each, "en")) for each in every]
    here = beside("here", *names, level="rqf:4", field="0613")
    publish(registry, here, beside("adding", "SQL", "PHP", "CSS", level="rqf:4", field="0613"))

    record = reading.get_record(registry, ctid_of(here)).record
    assert isinstance(record, CredentialRecord)
    own = Own(registry, record, reading.summaries(registry, [record.ctid])[record.ctid])
    assert len(own.skills) == MOST_SKILLS
    assert stacks_of(registry, here).unsorted == ()
