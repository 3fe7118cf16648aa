"""Pathways written as CTDL documents: valid, and read back as what they were written from."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctdl.ctid import derive_ctid
from ctdl.documents import parse_document
from ctdl.pathways.reading import PathwayRules, pathway_rules, read_pathway
from ctdl.pathways.rules import (
    Among,
    Holds,
    InWords,
    Rule,
    Said,
    SomeOf,
    Total,
    either,
    every,
    none_of,
)
from ctdl.pathways.writing import PathwayDraft, PathwayStep, RuleNotWritable, pathway_document
from ctdl.records.pathways import PathwayRecord
from ctdl.records.values import Amount
from ctdl.validation import validate
from tests.ctdl.pathways.conditions import plain, thing

PATHWAY = derive_ctid("test:plan")
OWNER = derive_ctid("test:provider")
SAID = Said(PATHWAY, "ceterms:hasCondition")
NAMES = ("A", "B", "C", "D")
FIVE_ECTS = Amount(5.0, 5.0, "ects", {})


def course(name: str, **stated: Any) -> PathwayStep:
    return PathwayStep(thing(name), "ceterms:Course", {"en": name}, **stated)


TARGET = PathwayStep(thing("Degree"), "ceterms:MasterDegree", {"en": "Degree"}, level="eqf:7")
COURSES = tuple(course(name) for name in NAMES)


def draft(rule: Rule | None = None, *steps: PathwayStep, **stated: Any) -> PathwayDraft:
    facts: dict[str, Any] = {
        "ctid": PATHWAY,
        "name": {"en": "My plan", "fr": "Mon plan"},
        "description": {"en": "The shortest way to the degree."},
        "webpage": "https://registry.example/plan",
        "owner": OWNER,
        "target": TARGET,
        "steps": steps or COURSES,
        "rule": rule,
    }
    return PathwayDraft(**(facts | stated))


def written(plan: PathwayDraft) -> PathwayRecord:
    document = parse_document(pathway_document(plan))
    assert [found for found in validate(document) if found.severity == "error"] == []
    record = read_pathway(document)
    assert record is not None
    return record


def read_back(rule: Rule) -> PathwayRules:
    return pathway_rules(written(draft(rule)))


def holds(name: str) -> Holds:
    return Holds(f"holds {name}", SAID, thing(name))


def test_a_plan_is_a_pathway_that_needs_all_of_its_steps() -> None:
    rules = pathway_rules(written(draft()))

    assert [each.component.name for each in rules.destinations] == [{"en": "Degree"}]
    assert plain(rules.destinations[0].rule, *NAMES) == ("all", *NAMES)
    assert rules.faults == ()


def test_components_stand_for_the_real_things_with_their_names_levels_and_credits() -> None:
    plan = draft(
        None,
        course("A", level="eqf:6", credits=(FIVE_ECTS,), is_held=True),
        PathwayStep(thing("B"), "ceterms:MicroCredential", {"en": "B"}, credits=(FIVE_ECTS,)),
        PathwayStep(thing("C"), "ceterms:AssessmentProfile", {"en": "C"}),
        PathwayStep("https://provider.example/d", "", {"en": "D"}),
    )

    record = written(plan)

    by_name = {component.name["en"]: component for component in record.components}
    assert [component.type for component in record.components] == [
        "ceterms:CredentialComponent",
        "ceterms:CourseComponent",
        "ceterms:CredentialComponent",
        "ceterms:AssessmentComponent",
        "ceterms:BasicComponent",
    ]
    assert by_name["A"].proxy_for[0].ctid == thing("A")
    assert by_name["D"].proxy_for[0].iri == "https://provider.example/d"
    assert [(each.minimum, each.unit) for each in by_name["A"].credits] == [(5.0, "ects")]
    assert [len(by_name[name].designations) for name in "AB"] == [1, 0]
    assert by_name["A"].levels[0].ctid == derive_ctid("level:eqf:6")
    assert record.progression_models[0].ctid == derive_ctid("progression-model:eqf")


def test_the_same_plan_is_written_the_same_way() -> None:
    assert pathway_document(draft()) == pathway_document(draft())


def test_an_order_of_steps_is_kept() -> None:
    plan = draft(None, course("A"), course("B", after=(thing("A"),)))

    before = pathway_rules(written(plan)).before

    assert plain(before[thing("B")], *NAMES) == "A"


def test_a_target_among_its_own_steps_is_one_component() -> None:
    record = written(draft(None, TARGET, *COURSES))

    assert len(record.components) == 1 + len(COURSES)


def test_a_plan_without_steps_is_its_target() -> None:
    rules = pathway_rules(written(draft(steps=())))

    assert plain(rules.destinations[0].rule, "Degree") == "Degree"


@pytest.mark.parametrize(
    "rule",
    [
        every("all", SAID, (holds("A"), holds("B"))),
        either("any", SAID, (holds("A"), holds("B"), holds("C"))),
        SomeOf("one", SAID, (holds("A"), holds("B")), 1, 1),
        SomeOf("some", SAID, (holds("A"), holds("B"), holds("C")), 2),
        SomeOf("exactly", SAID, (holds("A"), holds("B"), holds("C")), 2, 2),
        SomeOf("optional", SAID, (holds("A"), holds("B")), 0),
        every("bars", SAID, (holds("A"), none_of("none", SAID, (holds("B"), holds("C"))))),
        every(
            "deep",
            SAID,
            (
                holds("A"),
                either(
                    "any",
                    SAID,
                    (
                        holds("B"),
                        none_of("no", SAID, (every("two", SAID, (holds("C"), holds("D"))),)),
                    ),
                ),
            ),
        ),
    ],
    ids=lambda rule: rule.id,
)
def test_rules_come_back_as_they_were_written(rule: Rule) -> None:
    found = read_back(rule)

    assert plain(found.destinations[0].rule, *NAMES) == plain(rule, *NAMES)
    assert found.faults == ()


@pytest.mark.parametrize(
    ("minimum", "maximum", "unit"),
    [
        ("15", None, "ects"),
        (None, "7.5", "us-semester"),
        ("5", "5", "rqf"),
        ("2", None, None),
        ("1", "3", None),
        ("3", None, "semester-hour"),
    ],
)
def test_totals_come_back_with_their_unit(
    minimum: str | None, maximum: str | None, unit: str | None
) -> None:
    low, high = (None if bound is None else Decimal(bound) for bound in (minimum, maximum))
    among = Among(things=frozenset({thing("A"), thing("B")}))

    rule = read_back(every("all", SAID, (Total("t", SAID, among, unit, low, high), holds("C"))))

    totals = [
        (each.unit, each.minimum, each.maximum, each.among.things)
        for each in _totals(rule.destinations[0].rule)
    ]
    bounds = [(low, high)] if low == high or None in (low, high) else [(low, None), (None, high)]
    assert totals == [(unit, *bound, among.things) for bound in bounds]


def _totals(rule: Rule) -> list[Total]:
    if isinstance(rule, SomeOf):
        return [total for inner in rule.rules for total in _totals(inner)]
    return [rule] if isinstance(rule, Total) else []


def test_a_total_over_everything_is_over_the_components() -> None:
    rule = Total("t", SAID, Among(), "ects", Decimal(20))

    found = read_back(rule).destinations[0].rule

    assert plain(found, *NAMES) == "20..None ects of A B C D"


def test_words_stay_words() -> None:
    words = InWords("words", SAID, {"en": "A portfolio", "fr": "Un dossier"})

    found = read_back(every("all", SAID, (holds("A"), words))).destinations[0].rule

    assert plain(found, *NAMES) == ("all", "A", "“A portfolio”")


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (Holds("x", SAID, thing("Elsewhere")), "not among the steps"),
        (SomeOf("x", SAID, (holds("A"), holds("B"), holds("C")), 1, 2), "at least so many"),
        (every("x", SAID, ()), "holds nothing"),
        (Total("x", SAID, Among(levels=frozenset({"eqf:7"})), "ects", Decimal(1)), "level"),
        (Total("x", SAID, Among(without=frozenset({thing("A")})), "ects", Decimal(1)), "name"),
        (Total("x", SAID, Among(things=frozenset({thing("A")})), "stars", Decimal(1)), "unit"),
    ],
)
def test_what_ctdl_cannot_say_is_refused_with_the_reason(rule: Rule, says: str) -> None:
    with pytest.raises(RuleNotWritable, match=says):
        pathway_document(draft(rule))


@st.composite
def rule_trees(draw: st.DrawFn, depth: int = 3) -> Rule:
    if depth == 0 or draw(st.booleans()):
        return holds(draw(st.sampled_from(NAMES)))
    rules = tuple(draw(st.lists(rule_trees(depth=depth - 1), min_size=2, max_size=4)))
    minimum = draw(st.integers(0, len(rules)))
    maximum = draw(st.sampled_from([None, minimum]))
    return SomeOf(f"rule {depth}", SAID, rules, minimum, maximum)


@given(rule=rule_trees())
@settings(max_examples=150, deadline=None)
def test_any_tree_means_the_same_when_it_is_read_again(rule: Rule) -> None:
    """Held against every set of things; components stand before conditions when read."""
    found = read_back(rule).destinations[0].rule

    for number in range(2 ** len(NAMES)):
        had = {thing(name) for place, name in enumerate(NAMES) if number >> place & 1}
        assert _is_met(found, had) == _is_met(rule, had)


def _is_met(rule: Rule, had: set[Any]) -> bool:
    if isinstance(rule, Holds):
        return rule.thing in had
    assert isinstance(rule, SomeOf)
    met = sum(_is_met(inner, had) for inner in rule.rules)
    return rule.minimum <= met and (rule.maximum is None or met <= rule.maximum)
