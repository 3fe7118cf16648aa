"""Each kind of rule: what it answers, and that absent is never "not met"."""

from typing import Any

import pytest

from tests.ctdl.standards.small import a_record, credits, judged, lasting, level, term

NAMED: dict[str, Any] = {"name": {"en": "First aid"}}


@pytest.mark.parametrize(
    "rule",
    [
        {"present": "price"},
        {"count": ["keyword", 1, 3]},
        {"between": ["credits", 1, 40]},
        {"credits-between": {"ects": [4, 6]}},
        {"at-least": ["workload-hours", 1]},
        {"above": ["credits", 0]},
        {"at-most": ["weeks", 12]},
        {"below": ["weeks", 12]},
        {"one-of": ["delivery-mode", ["online"]]},
        {"none-of": ["credential-qa", ["regulation"]]},
        {"without-words": ["description", ["degree"]]},
        {"agree": ["hours", "hours-by-credits"]},
        {"any": [{"present": "price"}, {"present": "language"}]},
        {"all": [{"present": "title"}, {"present": "language"}]},
        {"judged-by-people": "People judge this."},
        {"no-ctdl-term": "CTDL has no property for this."},
    ],
    ids=lambda rule: next(iter(rule)),
)
def test_what_a_record_does_not_state_is_not_stated_and_never_not_met(rule: Any) -> None:
    verdict = judged(rule, a_record(**NAMED))

    assert verdict.result == "not stated"
    assert verdict.reason


def test_what_is_absent_names_the_properties_that_would_state_it() -> None:
    verdict = judged({"present": "price"}, a_record(**NAMED))

    assert verdict.properties == ("ceterms:estimatedCost/ceterms:price",)
    assert verdict.reason == "The record does not state this: price."


@pytest.mark.parametrize(
    ("number", "most", "answer"),
    [
        (1, None, "met"),
        (40, None, "met"),
        (0.5, None, "not met"),
        (41, None, "not met"),
        (10, 30, "met"),
        (50, 60, "not met"),
        (30, 60, "not stated"),
        (0, 1, "not stated"),
    ],
)
def test_a_number_is_met_only_where_the_whole_of_it_lies_within(
    number: float, most: float | None, answer: str
) -> None:
    record = a_record(**credits(number, most=most))

    assert judged({"between": ["credits", 1, 40]}, record).result == answer


def test_a_range_on_both_sides_of_the_limit_is_not_stated_because_it_is_a_range() -> None:
    verdict = judged({"between": ["credits", 1, 40]}, a_record(**credits(30, most=60)))

    assert verdict.reason.startswith("What is stated is a range")
    assert "30-60" in verdict.reason


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        ({"at-least": ["credits", 10]}, "met"),
        ({"above": ["credits", 10]}, "not met"),
        ({"at-most": ["credits", 10]}, "met"),
        ({"below": ["credits", 10]}, "not met"),
    ],
)
def test_a_strict_limit_leaves_the_limit_itself_out(rule: Any, answer: str) -> None:
    assert judged(rule, a_record(**credits(10))).result == answer


def test_a_number_that_contradicts_says_what_the_rule_asks_for() -> None:
    verdict = judged({"at-least": ["credits", 12]}, a_record(**credits(10)))

    assert verdict.reason == ("The rule asks for at least 12; the record states 10 nzqcf.")


def test_a_size_on_which_the_sources_disagree_is_neither_met_nor_not_met() -> None:
    rule = {"below": ["weeks", 12], "disputed": 12}

    assert judged(rule, a_record(**lasting("P11W"))).result == "met"
    assert judged(rule, a_record(**lasting("P12W"))).result == "not stated"
    assert judged(rule, a_record(**lasting("P13W"))).result == "not met"
    assert "disagree" in judged(rule, a_record(**lasting("P12W"))).reason


def test_credits_are_held_against_the_limits_of_their_own_unit_and_never_converted() -> None:
    rule = {"credits-between": {"ects": [4, 6], "scqf": [10, 15]}}

    assert judged(rule, a_record(**credits(5, "ects"))).result == "met"
    assert judged(rule, a_record(**credits(12, "scqf"))).result == "met"
    assert judged(rule, a_record(**credits(12, "ects"))).result == "not met"
    assert judged(rule, a_record(**credits(3, most=5, unit="ects"))).result == "not stated"
    assert judged(rule, a_record(**credits(12, "nzqcf"))).result == "not stated"


def test_one_of_a_list_and_none_of_it() -> None:
    online = a_record(learningDeliveryType=[term("deliveryType:OnlineOnly")])

    assert judged({"one-of": ["delivery-mode", ["online"]]}, online).result == "met"
    assert judged({"one-of": ["delivery-mode", ["onsite"]]}, online).result == "not met"
    assert judged({"none-of": ["delivery-mode", ["onsite"]]}, online).result == "met"
    assert judged({"none-of": ["delivery-mode", ["online"]]}, online).result == "not met"


def test_a_reserved_word_is_for_people_to_judge_and_only_whole_words_count() -> None:
    rule = {"without-words": ["title", ["national", "under-graduate"]]}

    assert judged(rule, a_record(name={"en": "International trade"})).result == "met"
    for title in ("National first aid", "Undergraduate studies", "under-graduate study"):
        verdict = judged(rule, a_record(name={"en": title}))
        assert verdict.result == "not stated"
        assert "for people to judge" in verdict.reason


def test_any_is_met_by_one_and_not_met_only_by_none() -> None:
    small, large = {"below": ["credits", 5]}, {"above": ["credits", 50]}
    record = a_record(**credits(10))

    assert judged({"any": [small, {"present": "credits"}]}, record).result == "met"
    assert judged({"any": [small, large]}, record).result == "not met"
    assert judged({"any": [small, {"present": "price"}]}, record).result == "not stated"


def test_all_is_met_by_all_that_apply() -> None:
    record = a_record(**NAMED, **credits(10))
    issued = {"issued-only": True}

    assert judged({"all": [{"present": "title"}, {"present": "credits"}]}, record).result == "met"
    assert judged({"all": [{"present": "title"}, issued]}, record).result == "met"
    assert judged({"all": [{"present": "title"}, {"present": "price"}]}, record).result == (
        "not stated"
    )
    assert judged({"all": [{"below": ["credits", 5]}, {"present": "price"}]}, record).result == (
        "not met"
    )
    assert judged({"all": [issued, issued]}, record).result == "not applicable"


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        ({"isNonCredit": True}, "not stated"),
        ({"isNonCredit": True} | level("eqf:5"), "met"),
        ({"isNonCredit": False}, "not applicable"),
        ({}, "not stated"),
        (level("eqf:5"), "met"),
    ],
)
def test_a_condition_that_is_known_not_to_hold_makes_a_rule_not_applicable(
    stated: dict[str, Any], answer: str
) -> None:
    rule = {"when": {"one-of": ["credit-bearing", ["non-credit"]]}, "then": {"present": "level"}}

    assert judged(rule, a_record(**stated)).result == answer


def test_a_condition_that_is_not_stated_is_said_to_be_the_reason() -> None:
    rule = {"when": {"one-of": ["credit-bearing", ["credit"]]}, "then": {"present": "price"}}

    verdict = judged(rule, a_record(**NAMED))

    assert verdict.reason == "Whether this applies is not stated."
    assert "ceterms:estimatedCost/ceterms:price" in verdict.properties
    assert "ceterms:isNonCredit" in verdict.properties


def test_where_the_condition_fails_a_rule_may_say_that_nothing_is_known() -> None:
    condition = {"one-of": ["delivery-mode", ["online"]]}
    rule = {"when": condition, "then": {"present": "title"}, "unless": "It is elsewhere."}
    onsite = a_record(**NAMED, learningDeliveryType=[term("deliveryType:InPerson")])

    verdict = judged(rule, onsite)

    assert (verdict.result, verdict.reason) == ("not stated", "It is elsewhere.")


def test_what_only_the_issued_badge_tells_is_not_applicable_and_still_shown() -> None:
    verdict = judged({"issued-only": True, "shows": "title"}, a_record(**NAMED))

    assert (verdict.result, verdict.values) == ("not applicable", ("First aid",))


def test_an_observation_is_no_rule() -> None:
    verdict = judged({"observation": "Usual, not a rule."}, a_record(**NAMED))

    assert (verdict.result, verdict.reason) == ("not applicable", "Usual, not a rule.")


def test_hours_and_credits_agree_where_their_ranges_touch() -> None:
    rule = {"agree": ["hours", "hours-by-credits"]}

    assert judged(rule, a_record(**credits(6, "ects"), **lasting("PT160H"))).result == "met"
    assert judged(rule, a_record(**credits(6, "ects"), **lasting("PT40H"))).result == "not met"


def test_at_most_so_many_values() -> None:
    rule = {"count": ["keyword", 1, 2]}

    assert judged(rule, a_record(keyword={"en": ["a", "b"]})).result == "met"
    assert judged(rule, a_record(keyword={"en": ["a", "b", "c"]})).result == "not met"


def test_no_more_than_a_handful_of_values_is_shown() -> None:
    record = a_record(keyword={"en": [f"word {number}" for number in range(500)]})

    assert len(judged({"present": "keyword"}, record).values) == 8


def test_a_very_long_value_is_shortened() -> None:
    record = a_record(description={"en": "x" * 5000})

    assert len(judged({"present": "description"}, record).values[0]) == 240
