"""Stacks in words: every reason with its facts, what is stated with its source, and no promise."""

from collections.abc import Mapping

import pytest

from app.presenters.stack_words import (
    confirmed_words,
    lacking_words,
    points_words,
    reason_words,
    stated_words,
)
from app.presenters.stacks import shown_stacks
from app.services.alternatives import Alternatives
from app.services.confirming import Told
from app.services.stacking.model import Asserted, Kind, Sorted, Stacks, Suggested
from app.services.stacking.reasons import (
    AskedTogether,
    LevelsUnknown,
    NextLevel,
    OpensOccupation,
    OtherField,
    OutcomesAlike,
    Pair,
    Reason,
    SameAudience,
    SameField,
    SameLevel,
    SkillsBuild,
    ThroughParts,
    TitlesAlike,
)
from app.services.summaries import Named, Summary
from ctdl.concepts import thesaurus
from ctdl.ctid import derive_ctid
from ctdl.records import Amount
from tests.support.crosswalks import shipped_crosswalk

HERE, THERE = derive_ctid("test:here"), derive_ctid("test:there")


def skill(name: str) -> str:
    return next(
        each.concept.id
        for each in thesaurus().named_in(name)
        if each.concept.kind in ("skill", "occupation")
    )


SQL, STATISTICS = skill("SQL"), skill("statistics")
ANALYST = next(
    each.concept.id
    for each in thesaurus().named_in("data analyst")
    if each.concept.kind == "occupation"
)
REASONS: tuple[Reason, ...] = (
    SameField("0613", 3),
    OtherField("06", "04", 2),
    NextLevel("rqf:3", "rqf:4", None, 3),
    SameLevel("rqf:3", "rqf:3", None, 2),
    SameAudience("BeginnerLevel", 1),
    SkillsBuild((SQL,), (STATISTICS,), 2),
    OutcomesAlike(1, 2, 2),
    TitlesAlike(0.81, 1),
    OpensOccupation(ANALYST, False, (SQL,), (STATISTICS,), 30, 3),
    OpensOccupation("isco/C2512", True, (SQL,), (STATISTICS,), 183, 2),
    AskedTogether((Pair(SQL, STATISTICS, (ANALYST,), 2.25),), 1, 3),
    LevelsUnknown(),
    ThroughParts((Named(HERE, {"en": "Databases"}),), (Named(THERE, {"en": "Surveys"}),)),
)


def a_stated(**facts: object) -> Asserted:
    given: Mapping[str, object] = {
        "ctid": THERE,
        "name": {"en": "The other one"},
        "type": "ceterms:Certificate",
        "provider": Named(None, {"en": "A college"}),
        "sorted": Sorted("vertical", "part"),
        "relations": ("ceterms:isPartOf",),
        "told": (Told(HERE, "Somebody", "A list", "https://list.example/", "2024-05", "a note"),),
        "confirmed": "giver",
    }
    return Asserted(**{**given, **facts})  # type: ignore[arg-type]


@pytest.mark.usefixtures("in_english")
def test_every_reason_names_its_facts() -> None:
    words = [reason_words(each) for each in REASONS]

    assert words[0].endswith("(0613)")
    assert "(04)" in words[1]
    assert words[2] == "the next level: RQF Level 4, here RQF Level 3"
    assert words[3] == "the same level: RQF Level 3"
    assert "Beginner" in words[4]
    assert words[5] == "takes up again: SQL; goes deeper into: statistics"
    assert words[6] == "1 of the 2 learning outcomes here come up again"
    assert "0.81" in words[7]
    assert words[8] == (
        "of 30 skills that are essential for “data analyst”, this one covers 1 (SQL) and the other"
        " one adds: statistics"
    )
    assert "essential" not in words[9]
    assert "2.3 times as often" in words[10] or "2.2 times as often" in words[10]
    assert words[11].endswith("is not known")
    assert words[12].split("; ")[1] == "skills there are named by its parts: Surveys"


@pytest.mark.usefixtures("in_french")
def test_every_reason_is_said_in_french() -> None:
    french = [reason_words(each) for each in REASONS]

    assert not [each for each in french if "the same" in each or "asked" in each or "here" in each]


@pytest.mark.usefixtures("in_english")
def test_a_level_elsewhere_shows_its_row_with_basis_and_year() -> None:
    row = shipped_crosswalk().also("rqf:4")["scqf:7"]

    words = reason_words(NextLevel("rqf:3", "scqf:7", row, 2))

    assert "SCQF Level 7 is comparable to RQF Level 4" in words
    assert str(row.year) in words


@pytest.mark.usefixtures("in_english")
def test_points_are_a_sum_and_each_reason_shows_its_own() -> None:
    suggested = Suggested(
        Summary(THERE, "ceterms:Certificate", {"en": "X"}), "vertical", REASONS[:2]
    )

    assert points_words(suggested) == "Evidence: 5 of 10 points"
    shown = shown_stacks(_stacks(suggested={"vertical": (suggested,)})).kinds[0].suggested[0]
    assert [each.points for each in shown.reasons] == ["3 points", "2 points"]


@pytest.mark.usefixtures("in_english")
def test_a_stated_stack_shows_relation_confirmation_and_source() -> None:
    shown = shown_stacks(_stacks(asserted={"vertical": (a_stated(),)})).kinds[0].stated[0]

    assert shown.lines == ("Is part of", "no record of the receiving side confirms it")
    [source] = shown.sources
    assert (source.words, source.note) == ("Somebody; A list", "a note")
    assert source.link is not None


@pytest.mark.usefixtures("in_english")
def test_a_transfer_says_worth_days_and_that_it_is_over() -> None:
    transfer = a_stated(
        relations=("ceterms:transferValueFor",),
        transfer=HERE,
        credits=(Amount(3.0, 3.0, "us-semester", {}),),
        receiver=Named(None, {"en": "A university"}),
        since="2020-01-01",
        until="2021-12-31",
        in_force=False,
        sorted=Sorted(None, "not stated"),
        confirmed="others",
    )

    assert list(stated_words(transfer)) == [
        "Worth 3 US semester credits, in a transfer value of A university",
        "from 1 January 2020 until 31 December 2021",
        "Not in force on this day",
        "no stated fact tells of which kind it is",
        "no record of the receiving side confirms it",
    ]


@pytest.mark.usefixtures("in_english")
def test_two_records_of_one_source_are_not_called_confirmed() -> None:
    assert confirmed_words("one source") == (
        "both records state it, but not in the words of the receiving side"
    )
    assert confirmed_words("both") == "both sides state it"


@pytest.mark.usefixtures("in_english")
def test_an_empty_kind_says_what_is_missing_or_that_nothing_was_found() -> None:
    assert lacking_words(()) == "Nothing here gives enough evidence to suggest anything."
    assert lacking_words(("level", "field")) == (
        "Nothing can be suggested: no level that can be used is stated; no field of study is"
        " stated narrowly enough."
    )
    shown = shown_stacks(_stacks())
    assert not shown.has_any
    assert [each.none is not None for each in shown.empty] == [True, True, True]


@pytest.mark.usefixtures("in_english")
def test_a_name_that_turns_the_text_around_is_shown_without_its_marks() -> None:
    hostile = a_stated(name={"en": "‮evil"}, ctid=None, transfer=HERE)

    shown = shown_stacks(_stacks(unsorted=(hostile,))).unsorted[0]

    assert shown.title.value == "evil"
    assert shown.link.values == {"ctid": HERE}


def _stacks(
    asserted: Mapping[Kind, tuple[Asserted, ...]] | None = None,
    suggested: Mapping[Kind, tuple[Suggested, ...]] | None = None,
    unsorted: tuple[Asserted, ...] = (),
) -> Stacks:
    lacking: Mapping[Kind, tuple[()]] = {"vertical": (), "horizontal": (), "complementary": ()}
    return Stacks(asserted or {}, suggested or {}, unsorted, Alternatives({}, 0), lacking)
