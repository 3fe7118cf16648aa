"""Why a result is there, in words and in numbers."""

from dataclasses import replace

import pytest
from flask import Flask

from app.presenters.why import numbers, reasons
from app.services.finding import Evidence, NamedBy
from app.services.searching import Hit
from app.services.summaries import HoursSummary, Summary
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID

SUMMARY = Summary(
    CTID("ce-00000000-0000-4000-8000-000000000001"), "ceterms:Certificate", {"en": "Example"}
)


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> object:
    with app.test_request_context("/"):
        yield


def why(evidence: Evidence, matched: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    hit = Hit(SUMMARY, evidence.weight, matched, evidence=evidence)
    return [(each.kind, each.sentence) for each in reasons(hit, "en")]


def named_in(text: str, **how: object) -> NamedBy:
    return NamedBy(thesaurus().named_in(text)[0], **how)  # type: ignore[arg-type]


def test_words_are_told_as_typed_and_a_name_as_a_name() -> None:
    assert why(Evidence(coverage=1.0), ("data",)) == [("words", "Has the words: data")]
    assert why(Evidence(exact=True), ("CISSP",)) == [("words", "Your words are its name: CISSP")]


def test_words_put_into_english_are_told_as_such() -> None:
    evidence = Evidence(coverage=1.0)
    hit = Hit(SUMMARY, 1.0, ("soins",), in_english=("care", "soins"), evidence=evidence)

    told = [each.sentence for each in reasons(hit, "en")]
    assert told == ["Has in English what your words say: care", "Has the words: soins"]


def test_hours_that_may_be_more_than_asked_for_are_told() -> None:
    summary = replace(SUMMARY, hours=HoursSummary(10, 25))
    hit = Hit(summary, 1.0, ("data",), evidence=Evidence(), may_take_longer=True)

    assert ("hours", "May take longer than you ask for: 10–25 hours") in [
        (each.kind, each.sentence) for each in reasons(hit, "en")
    ]


def test_another_name_of_a_concept_is_told_with_its_source() -> None:
    [(kind, sentence)] = why(Evidence(concepts=(named_in("pentester", label="white hat"),)))

    assert kind == "concept"
    named = named_in("pentester").named
    assert f"“{named.label}”" in sentence
    assert f"“ethical hacker” ({named.source})" in sentence
    assert "“white hat”" in sentence


def test_a_skill_of_an_occupation_is_not_told_as_the_occupation() -> None:
    [(_, sentence)] = why(Evidence(concepts=(named_in("web developer", by_skill=True),)))

    assert sentence.startswith("Names a skill that “web developer”")


@pytest.mark.parametrize(
    ("likeness", "told"),
    [
        (0.2, "Has none of your words and is far from them in meaning"),
        (0.3, "Only a little like your words"),
        (0.62, "Close in meaning"),
    ],
)
def test_likeness_is_called_close_only_where_it_is(likeness: float, told: str) -> None:
    [(kind, sentence)] = why(Evidence(likeness=likeness))

    assert kind == "meaning"
    assert sentence.startswith(told)


def test_what_has_the_words_is_not_told_to_be_far_from_them() -> None:
    assert [kind for kind, _ in why(Evidence(coverage=1.0, likeness=0.1), ("data",))] == ["words"]


def test_the_weights_told_add_up_to_the_total() -> None:
    evidence = Evidence(coverage=0.5, strength=0.4, named=0.25, likeness=0.3, kinship=0.6)

    told = numbers(evidence)

    weights = sum(value for name, value in told.items() if name.startswith("weight_"))
    assert weights == pytest.approx(told["total"], abs=0.001)
    assert told["words_coverage"] == 0.5
    assert told["meaning_likeness"] == 0.3
