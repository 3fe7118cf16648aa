"""A stated level in the words of other frameworks: what documents say, and nothing beyond it."""

import pytest

from app.presenters.facet_labels import level_label
from app.presenters.levels_elsewhere import (
    AS_STATED,
    LevelElsewhere,
    LevelsShown,
    elsewhere,
    level_reason,
)
from ctdl.crosswalk import Crosswalk
from ctdl.frameworks import FRAMEWORKS
from tests.support.crosswalks import a_row, shipped_crosswalk

NEVER_SAID = ("equal", "equivalent", "identical", "corresponds")


def shown(level: str, *frameworks: str) -> list[LevelElsewhere]:
    """What the shipped comparisons say of a level."""
    return list(elsewhere(shipped_crosswalk(), level, frameworks))


@pytest.mark.usefixtures("in_english")
def test_a_compared_level_says_how_by_what_and_when() -> None:
    [found] = shown("nzqcf:5", "eqf")

    assert str(found.label) == "EQF 5"
    assert found.words == "part of"
    assert found.note == "approx., per comparison report, 2016"
    assert found.sentence == "part of EQF 5 (approx., per comparison report, 2016)"
    assert found.evidence == "comparison report, 2016"
    assert found.source is not None
    assert found.source.startswith("NZQA page on the EU comparison")
    assert (found.link.values["framework"], found.link.values["notation"]) == ("nzqcf", "5")


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("level", "framework", "label"),
    [
        ("nzqcf:7", "nfq-ie", "NFQ (IE) 7–8"),
        ("eqf:5", "scqf", "SCQF 7–8"),
        ("rqf:E3", "nfq-ie", "NFQ (IE) 1–2"),
        ("cdqf:bachelor", "oqf", "OQF 10–11"),
    ],
)
def test_one_level_compared_with_several_is_a_range(level: str, framework: str, label: str) -> None:
    [found] = shown(level, framework)

    assert found.is_range
    assert str(found.label) == label
    assert found.words == "covers"


@pytest.mark.usefixtures("in_english")
def test_levels_that_are_no_neighbours_are_named_and_not_drawn_into_a_range() -> None:
    rows = [a_row("nzqcf:7", f"nfq-ie:{level}", "narrow") for level in (7, 10)]

    [found] = elsewhere(Crosswalk.of(rows), "nzqcf:7", ["nfq-ie"])

    assert str(found.label) == "NFQ (IE) 7, 10"


@pytest.mark.usefixtures("in_english")
def test_relations_that_differ_are_said_to_overlap() -> None:
    [found] = shown("isced-2011:3", "eqf")

    assert found.words == "overlaps with"


@pytest.mark.usefixtures("in_english")
def test_a_document_that_says_there_is_no_comparable_level_is_told() -> None:
    [found] = shown("nzqcf:8", "nfq-ie")

    assert found.has_none
    assert not found.has_level
    assert found.sentence == "no comparable level in NFQ (IE) (comparison report, 2019)"


@pytest.mark.usefixtures("in_english")
def test_no_row_is_another_answer_than_no_level() -> None:
    [found] = shown("nzqcf:8", "scqf")

    assert found.not_compared
    assert not found.has_none
    assert found.sentence == "nothing here compares it with SCQF"


@pytest.mark.usefixtures("in_english")
def test_a_way_through_the_eqf_is_called_indicative() -> None:
    [found] = shown("nzqcf:7", "scqf")

    assert found.is_by_way
    assert found.sentence == "about SCQF 9–10 (indicative, via EQF 6)"


@pytest.mark.usefixtures("in_english")
def test_documents_that_disagree_are_shown_beside_each_other() -> None:
    rows = [
        a_row("aqf:5", "eqf:5", text="One report", year="2016"),
        a_row("aqf:5", "eqf:4", text="Another report", year="2020"),
        a_row("aqf:5", "eqf:", text="A third", year="2021"),
    ]

    found = elsewhere(Crosswalk.of(rows), "aqf:5", ["eqf"])

    assert [(str(each.label), each.year, each.has_none) for each in found] == [
        ("EQF 4", "2020", False),
        ("EQF 5", "2016", False),
        ("EQF", "2021", True),
    ]
    assert not any(each.is_range for each in found)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("basis", "year", "evidence"),
    [
        ("comparison report", None, "comparison report, no year"),
        ("indicative", None, "indicative, not an official comparison"),
        (None, "2020", "basis not stated, 2020"),
        ("a basis of its own", "2020", "a basis of its own, 2020"),
    ],
)
def test_what_a_document_does_not_state_is_said_to_be_missing(
    basis: str | None, year: str | None, evidence: str
) -> None:
    crosswalk = Crosswalk.of([a_row("aqf:5", "eqf:5", basis=basis, year=year)])

    [found] = elsewhere(crosswalk, "aqf:5", ["eqf"])

    assert found.evidence == evidence
    per = "per " if basis and basis != "indicative" else ""
    assert found.sentence == f"comparable to EQF 5 (approx., {per}{evidence})"


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("level", "framework", "sentence"),
    [
        ("nzqcf:7", "eqf", "comparable to EQF 6 (approx., per comparison report, 2016)"),
        ("nzqcf:7", "nfq-ie", "covers NFQ (IE) 7–8 (approx., per comparison report, 2019)"),
        ("rqf:4", "cqfw", "same description as CQFW 4"),
    ],
)
def test_a_comparison_is_one_short_sentence(level: str, framework: str, sentence: str) -> None:
    [found] = shown(level, framework)

    assert found.sentence.startswith(sentence)


@pytest.mark.usefixtures("in_english")
def test_no_level_of_any_framework_is_ever_said_to_be_equal_to_another() -> None:
    frameworks = list(FRAMEWORKS.frameworks)

    found = [each for level in FRAMEWORKS.levels for each in shown(level, *frameworks)]

    assert len(found) >= len(FRAMEWORKS.levels) * (len(frameworks) - 1)
    for each in found:
        assert not [word for word in NEVER_SAID if word in each.sentence.casefold()]
        states = (each.has_level, each.has_none, each.not_compared)
        assert sum(states) == 1
        assert bool(each.evidence) != each.not_compared


@pytest.mark.usefixtures("in_english")
def test_nothing_is_shown_unless_a_framework_is_chosen() -> None:
    assert AS_STATED.of("nzqcf:5") == ()
    assert LevelsShown(shipped_crosswalk(), ()).of("nzqcf:5") == ()


@pytest.mark.usefixtures("in_english")
def test_a_framework_in_which_the_record_states_a_level_needs_no_comparison() -> None:
    both = LevelsShown(shipped_crosswalk(), ("eqf", "nzqcf"))

    assert [each.framework for each in both.of("nzqcf:5")] == ["eqf"]
    assert both.of("nzqcf:5", beside=("eqf:4", None)) == ()


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("level", [None, "nowhere:5", "eqf:99", ""])
def test_a_level_that_no_framework_knows_is_compared_with_nothing(level: str | None) -> None:
    assert LevelsShown(shipped_crosswalk(), ("eqf", "nzqcf")).of(level) == ()


@pytest.mark.usefixtures("in_english")
def test_a_framework_nobody_asked_for_is_shown_only_where_something_is_known() -> None:
    by_default = LevelsShown(shipped_crosswalk(), ("eqf",), only_known=True)

    assert by_default.of("bcf:3") == ()
    assert [each.has_none for each in by_default.of("nzqcf:8")] == [True]
    assert [str(each.label) for each in by_default.of("nzqcf:5")] == ["EQF 5"]


@pytest.mark.usefixtures("in_english")
def test_why_a_level_was_found_is_read_towards_the_level_asked_for() -> None:
    reason = level_reason(shipped_crosswalk().also("eqf:5")["nzqcf:5"])

    assert reason.sentence == (
        "NZQCF Level 5 is part of what is covered by EQF Level 5 (comparison report, 2016)"
    )
    assert reason.link.values["framework"] == "nzqcf"


@pytest.mark.usefixtures("in_french")
def test_words_are_french_and_names_of_levels_are_marked_as_english() -> None:
    [numbered, named] = shown("nzqcf:7", "eqf", "qf-ehea")

    assert numbered.label.lang is None
    assert named.label.lang == "en"
    assert "comparison report" not in numbered.evidence
    assert numbered.words == "comparable à"
    assert numbered.note.startswith("approx., d’après\N{NO-BREAK SPACE}: ")


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("level", "label"),
    [
        ("nzqcf:4", "NZQCF Level 4"),
        ("eqf:5", "EQF Level 5"),
        ("hkqf:3", "HKQF Level 3"),
        ("nqf-za:5", "NQF (ZA) Level 5"),
        ("rqf:E3", "RQF Entry Level 3"),
        ("qf-ehea:first", "QF-EHEA First cycle"),
        ("mqf-mt:7", "MQF (MT) Level 7"),
        ("nowhere:5", "nowhere:5"),
    ],
)
def test_a_level_is_named_with_its_framework_once(level: str, label: str) -> None:
    assert str(level_label(level)) == label
