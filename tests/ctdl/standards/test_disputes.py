"""What the sources dispute, and the traps: each comes out as the report on frameworks says."""

from typing import Any

import pytest

from ctdl.standards import STANDARDS, check
from tests.ctdl.standards.small import (
    AUTHORITY,
    a_record,
    approved,
    comparing,
    credits,
    in_new_zealand,
    in_surroundings,
    lasting,
    level,
    result,
    term,
)

OFFICIAL = "official referencing report"
OF_PROVIDER = "of the provider: accreditation by A body"
NZ_2022 = "nz-nzqa-2022"
NZ_DATES = [
    # credits, approved, under the rules of 2018, under the rules of 2022
    (3, "2019-05-01", "not met", "not applicable"),
    (3, "2024-05-01", "not applicable", "met"),
    (3, None, "not stated", "not stated"),
    (3, "2022-08", "not stated", "not stated"),
    (20, "2019-05-01", "met", "not applicable"),
    (20, "2024-05-01", "not applicable", "met"),
    (20, None, "met", "met"),
    (20, "2022", "met", "met"),
    (60, None, "not met", "not met"),
    (60, "2024", "not applicable", "not met"),
]


@pytest.mark.parametrize(("number", "day", "rules_2018", "rules_2022"), NZ_DATES)
def test_new_zealand_credits_go_by_the_rules_of_the_day_of_approval(
    number: float, day: str | None, rules_2018: str, rules_2022: str
) -> None:
    record = in_new_zealand(credits(number), day)

    assert result(record, "nz-nzqa-2018", "credits").result == rules_2018
    assert result(record, "nz-nzqa-2022", "credits").result == rules_2022


def test_an_approval_by_the_authority_says_which_rules_applied() -> None:
    found = result(in_new_zealand(credits(3), "2024-02-01"), "nz-nzqa-2018", "credits")

    assert found.result == "not applicable"
    assert found.reason == "Approved 2024-02-01: the rules of 2022 applied."


@pytest.mark.parametrize(
    ("country", "statement"),
    [
        ("US", {"by": AUTHORITY}),
        (None, {"by": AUTHORITY}),
        ("NZ", {"by": "Another authority"}),
        ("NZ", {"by": AUTHORITY, "kind": "registration"}),
    ],
)
def test_nothing_else_is_an_approval_in_new_zealand(
    country: str | None, statement: dict[str, Any]
) -> None:
    record = in_surroundings(
        credits(3) | {"dateEffective": "2024-02-01"},
        provider_country=country,
        qa_about_credential=(approved("2024-02-01", **statement),),
    )

    for conformance in (check(record, STANDARDS[each]) for each in ("nz-nzqa-2018", NZ_2022)):
        assert not any(each.reason.startswith("Approved") for each in conformance.results)
    assert result(record, "nz-nzqa-2018", "credits").result == "not stated"


def test_every_element_of_rules_that_did_not_apply_is_not_applicable() -> None:
    record = in_new_zealand({"name": {"en": "First aid"}} | level("nzqcf:4"), "2024-02-01")

    conformance = check(record, STANDARDS["nz-nzqa-2018"])

    assert set(conformance.pattern) == {"a"}
    assert not conformance.meets


@pytest.mark.parametrize(
    ("period", "day", "answer"),
    [
        ("every year", "2021-06-01", "met"),
        ("every three years", "2021-06-01", "not met"),
        ("P3Y", "2024-06-01", "met"),
        ("every 4 years", "2024-06-01", "not met"),
        ("annually", None, "met"),
        ("every 2 years", None, "not stated"),
        ("from time to time", "2024-06-01", "not stated"),
    ],
)
def test_new_zealand_reviews_are_yearly_for_what_was_approved_before_2023(
    period: str, day: str | None, answer: str
) -> None:
    process = {"@type": "ceterms:ProcessProfile", "ceterms:processFrequency": {"en": period}}
    record = in_new_zealand({"reviewProcess": [process]}, day)

    assert result(record, "nz-nzqa-2022", "review").result == answer


@pytest.mark.parametrize(
    ("country", "answer"), [("NZ", "met"), ("IN", "not stated"), (None, "not stated")]
)
def test_an_approval_in_another_country_is_no_approval_in_new_zealand(
    country: str | None, answer: str
) -> None:
    record = in_surroundings(
        {}, provider_country=country, qa_about_credential=(approved("2024-01-01"),)
    )

    assert result(record, "nz-nzqa-2022", "delivery").result == answer


@pytest.mark.parametrize(
    ("identifier", "has_ects", "answer"),
    [
        ("eqf:6", False, "met"),
        ("eqf:7", False, "met"),
        ("eqf:5", True, "met"),
        ("eqf:4", True, "met"),
        ("eqf:5", False, "not stated"),
        ("eqf:3", True, "not met"),
        ("eqf:8", True, "not met"),
    ],
)
def test_the_common_framework_takes_levels_6_and_7_and_later_4_and_5_with_ects(
    identifier: str, has_ects: bool, answer: str
) -> None:
    stated = {**level(identifier), **(credits(5, "ects") if has_ects else {})}

    assert result(a_record(**stated), "emc-cmf-2019", "level").result == answer


def test_a_national_level_counts_by_what_a_document_compares_it_with() -> None:
    crosswalk = comparing(("nzqcf:7", "eqf:6", OFFICIAL))

    found = result(in_surroundings(level("nzqcf:7"), crosswalk=crosswalk), "emc-cmf-2019", "level")

    assert found.result == "met"
    said = "is comparable to EQF level 6 (official referencing report, 2016)"
    assert found.values[0].endswith(said)


def test_one_level_to_several_is_a_range_and_only_the_whole_range_meets() -> None:
    crosswalk = comparing(("nqf-dk:5", "eqf:5", OFFICIAL), ("nqf-dk:5", "eqf:6", OFFICIAL))

    found = result(in_surroundings(level("nqf-dk:5"), crosswalk=crosswalk), "emc-cmf-2019", "level")

    assert found.result == "not stated"
    assert found.reason.startswith("The conversion gives a range")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((("nzqcf:8", None, OFFICIAL),), "no counterpart"),
        ((("hkqf:4", "eqf:5", "indicative"),), "estimate"),
        ((), "No document compares"),
    ],
)
def test_a_level_without_a_document_behind_it_is_no_european_level(
    rows: tuple[tuple[str, str | None, str], ...], why: str
) -> None:
    stated = level(rows[0][0]) if rows else level("bcf:3")
    record = in_surroundings(stated, crosswalk=comparing(*rows))

    found = result(record, "eu-2022", "level")

    assert found.result == "not stated"
    assert why in found.reason
    assert found.values, "what is stated is shown even where it does not settle the element"


@pytest.mark.parametrize("identifier", ["eqf:5", "qf-ehea:short"])
def test_a_level_of_a_european_framework_needs_no_comparison(identifier: str) -> None:
    assert result(a_record(**level(identifier)), "eu-2022", "level").result == "met"


@pytest.mark.parametrize(
    ("duration", "answer"),
    [
        (("P8W",), "met"),
        (("P12W",), "not stated"),
        (("P13W",), "not met"),
        (("P2M",), "met"),
        (("P3M",), "not met"),
        (("P10W", "P14W"), "not stated"),
    ],
)
def test_twelve_weeks_are_disputed_in_ontario(duration: tuple[str, ...], answer: str) -> None:
    assert result(a_record(**lasting(*duration)), "ca-on-osap", "duration").result == answer


def test_the_australian_level_is_that_of_the_qualification_led_to_not_its_own() -> None:
    target = {
        "@id": "resources/ce-00000000-0000-4000-8000-000000000001",
        "@type": "ceterms:BachelorDegree",
        "ceterms:ctid": "ce-00000000-0000-4000-8000-000000000001",
        "ceterms:name": {"en": "Bachelor of Nursing"},
        **{f"ceterms:{name}": value for name, value in level("aqf:7").items()},
    }
    leads = a_record(isAdvancedStandingFor=[target])
    own = a_record(**level("aqf:7"))

    assert "aqf:7" in result(leads, "au-nmf-2021", "ms-7").values[0]
    assert result(own, "au-nmf-2021", "ms-7").values == ()


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        (lasting("PT120H"), "met"),
        (credits(5, "ects"), "met"),  # 125 to 150 hours
        (credits(6, "ects"), "not stated"),  # 150 to 180 hours
        (credits(12, "ects"), "not met"),
        (credits(15, "scqf"), "met"),
        (credits(2, "nzqcf"), "not met"),
        (lasting("PT120H", description="120 contact hours"), "not stated"),
        (credits(12, "ceu"), "not stated"),
        (lasting("P6W"), "not stated"),
        (lasting("PT120H") | credits(12, "ects"), "met"),
    ],
)
def test_study_time_goes_by_hours_of_work_and_a_conversion_keeps_its_range(
    stated: dict[str, Any], answer: str
) -> None:
    assert result(a_record(**stated), "emc-cmf-2019", "workload").result == answer


def test_hours_of_instruction_are_said_to_be_no_hours_of_work() -> None:
    record = a_record(**lasting("PT120H", description="120 contact hours"))

    assert "hours of instruction" in result(record, "emc-cmf-2019", "workload").reason


def test_proctored_says_nothing_of_identity() -> None:
    examination = {"@type": "ceterms:AssessmentProfile", "ceterms:isProctored": True,
                   "ceterms:name": {"en": "Examination"}}  # fmt: skip
    profile = {"@type": "ceterms:ConditionProfile", "ceterms:targetAssessment": [examination]}
    record = a_record(requires=[profile])

    found = result(record, "eu-2022", "supervision")

    assert (found.result, found.values) == ("not stated", ("supervised",))
    assert "not whether identity is verified" in found.reason


@pytest.mark.parametrize(
    ("standard", "obligation"),
    [("eu-2020-proposal", "mandatory"), ("eu-2022", "optional"), ("orr-2020-cis", "recommended")],
)
def test_how_binding_supervision_is_changed_over_time(standard: str, obligation: str) -> None:
    element = STANDARDS[standard].element("supervision")

    assert element is not None
    assert element.obligation == obligation


def test_a_listing_is_no_quality_assurance_and_one_that_ended_is_none_either() -> None:
    listed = in_surroundings({}, qa_about_credential=(approved("2024", kind="registration"),))
    ended = in_surroundings({}, qa_about_credential=(approved("2020", "2023-06-30"),))
    valid = in_surroundings({}, qa_about_credential=(approved("2020", "2030-06-30"),))

    assert result(listed, "orr-2020-cis", "qa").result == "not stated"
    assert "no quality assurance" in result(listed, "orr-2020-cis", "qa").reason
    assert result(listed, "orr-2020-cis", "qa").values == ()
    assert result(ended, "orr-2020-cis", "qa").result == "not met"
    assert "has ended" in result(ended, "orr-2020-cis", "qa").reason
    assert result(valid, "orr-2020-cis", "qa").result == "met"


def test_quality_assurance_of_the_provider_is_not_that_of_the_credential() -> None:
    record = in_surroundings({}, qa_about_provider=(approved("2020", kind="accreditation"),))

    for standard in ("eu-2022", "eu-2020-proposal", "orr-2020-cis", "mcgreal-olcott-2022"):
        found = result(record, standard, "qa")
        assert (found.result, found.values) == ("not stated", (OF_PROVIDER,))
        assert found.reason == "This is stated of the provider, not of this credential."
    assert result(record, "nz-nzqa-2022", "delivery").result == "not stated"


@pytest.mark.parametrize("standard", ["uk-qaa-2022", "ie-iua"])
def test_a_clause_about_the_providers_arrangements_is_met_by_what_is_stated_of_the_provider(
    standard: str,
) -> None:
    accredited = in_surroundings({}, qa_about_provider=(approved("2020", kind="accreditation"),))
    listed = in_surroundings({}, qa_about_provider=(approved("2020", kind="registration"),))

    found = result(accredited, standard, "qa")

    assert (found.result, found.values) == ("met", (OF_PROVIDER,))
    assert result(listed, standard, "qa").result == "not stated"
    assert result(listed, standard, "qa").values == ()


def test_an_accreditation_of_the_provider_that_ended_says_nothing_of_the_credential() -> None:
    ended = approved("2020", "2023-06-30", kind="accreditation")

    found = result(in_surroundings({}, qa_about_provider=(ended,)), "eu-2022", "qa")

    assert found.result == "not stated"


def test_whether_a_credential_is_of_high_quality_is_for_people_to_judge() -> None:
    record = in_surroundings({}, qa_about_credential=(approved("2020"),))

    found = result(record, "us-suny-2018", "quality")

    assert (found.result, found.values) == ("not stated", ("approval by A body",))
    assert "for people to judge" in found.reason


def test_every_element_of_a_definition_is_neither_passed_nor_failed_and_still_shown() -> None:
    record = a_record(**lasting("P6W"), description={"en": "A course."})

    for identifier in ("unesco-oliver-2022", "oliver-2019-credit", "ca-heqco-2021"):
        conformance = check(record, STANDARDS[identifier])
        assert set(conformance.pattern) == {"a"}
        assert not conformance.meets
        assert all("neither passed nor failed" in each.reason for each in conformance.results)
    assert result(record, "ca-heqco-2021", "short").values == ("P6W",)


def test_learning_online_is_a_form_of_participation_and_delivery_at_several_sites_a_doubt() -> None:
    online = a_record(learningDeliveryType=[term("deliveryType:OnlineOnly")])
    several = a_record(learningDeliveryType=[term("deliveryType:VariableSite")])

    assert result(online, "eu-2022", "participation").result == "met"
    assert result(several, "eu-2022", "participation").result == "not stated"


def test_several_numbers_of_credits_are_no_size() -> None:
    first, second = credits(60)["requires"], credits(15)["requires"]
    record = a_record(requires=[*first, *second])

    found = result(record, "nz-nzqa-2022", "credits")

    assert found.result == "not stated"
    assert "which of them is the whole" in found.reason
