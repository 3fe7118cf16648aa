"""Reading the cells of the fact tables: what is understood, and what stays words."""

import pytest

from registry_data.convert.amounts import parse_amount, parse_credits, value_profile
from registry_data.convert.assessments import minimum_age, parse_assessment
from registry_data.convert.delivery import delivery_modes, delivery_phrase
from registry_data.convert.durations import duration_profile, hours_profile, years
from registry_data.convert.errors import FactError
from registry_data.convert.levels import parse_levels
from registry_data.convert.notes import read_note, split_parts
from registry_data.convert.pages import page_address
from registry_data.convert.row_links import courses_with_codes
from registry_data.convert.types import credential_type, type_of_title


@pytest.mark.parametrize(
    ("stated", "minimum", "maximum"),
    [
        ("20", 20, 20),
        ("7.5", 7.5, 7.5),
        ("12-16", 12, 16),
        ("6 or 9", 6, 9),
        ("up to 12", None, 12),
        ("37 or more", 37, None),
        ("25-50% of the degree", None, None),
        ("about 30 contact", None, None),
    ],
)
def test_a_quantity_is_read_with_its_bounds_or_kept_as_words(
    stated: str, minimum: float | None, maximum: float | None
) -> None:
    amount = parse_amount(stated)

    assert amount is not None
    assert (amount.minimum, amount.maximum) == (minimum, maximum)
    assert amount.stated == stated


def test_credits_in_a_known_unit_are_numbers_with_that_unit() -> None:
    credits = parse_credits("12", "ECTS (EAP)")

    assert credits is not None
    assert credits.phrase == "12 ECTS credits"
    profile = value_profile(credits)
    assert profile["schema:value"] == 12
    assert profile["ceterms:creditUnitType"][0]["ceterms:targetNodeName"] == {"en": "ECTS credits"}
    assert "schema:description" not in profile


@pytest.mark.parametrize(("stated", "unit"), [("6 or 9", "HKQF credits"), ("40", "credits")])
def test_what_numbers_cannot_say_about_credits_is_kept_in_words(stated: str, unit: str) -> None:
    credits = parse_credits(stated, unit)

    assert credits is not None
    assert value_profile(credits)["schema:description"] == {"en": f"{stated} {unit}"}


@pytest.mark.parametrize(
    ("stated", "durations"),
    [
        ("31 weeks", {"ceterms:exactDuration": "P31W"}),
        ("4 months", {"ceterms:exactDuration": "P4M"}),
        ("4 meses", {"ceterms:exactDuration": "P4M"}),
        ("2 Days", {"ceterms:exactDuration": "P2D"}),
        ("1 year(s) as coded in the source", {"ceterms:exactDuration": "P1Y"}),
        ("6-7 days", {"ceterms:minimumDuration": "P6D", "ceterms:maximumDuration": "P7D"}),
        ("up to 2 years", {"ceterms:maximumDuration": "P2Y"}),
        ("1 year, up to 2", {"ceterms:minimumDuration": "P1Y", "ceterms:maximumDuration": "P2Y"}),
        ("1 academic year", {}),
        ("2 semesters", {}),
        ("4 weeks per course", {}),
        ("2 days + coaching", {}),
        ("September 2026 - January 2027", {}),
    ],
)
def test_a_duration_is_a_span_of_time_or_words(stated: str, durations: dict[str, str]) -> None:
    profile = duration_profile(stated)

    assert profile is not None
    assert profile.pop("ceterms:description") == {"en": stated}
    assert profile == {"@type": "ceterms:DurationProfile", **durations}


@pytest.mark.parametrize(
    ("stated", "durations"),
    [
        ("510", {"ceterms:exactDuration": "PT510H"}),
        ("22.5", {"ceterms:exactDuration": "PT22H30M"}),
        ("12-16", {"ceterms:minimumDuration": "PT12H", "ceterms:maximumDuration": "PT16H"}),
        ("about 30 contact", {}),
    ],
)
def test_hours_are_a_workload_or_words(stated: str, durations: dict[str, str]) -> None:
    profile = hours_profile(stated)

    assert profile is not None
    assert profile.pop("ceterms:description") == {"en": f"{stated} hours"}
    assert profile == {"@type": "ceterms:DurationProfile", **durations}


def test_validity_is_an_iso_duration_only_when_the_cell_says_no_more() -> None:
    assert years("3 years") == "P3Y"
    assert years("5 years for stacking") == ""


@pytest.mark.parametrize(
    ("stated", "modes"),
    [
        ("online", ("OnlineOnly",)),
        ("online, self-paced", ("OnlineOnly",)),
        ("on campus", ("InPerson",)),
        ("hybrid", ("BlendedDelivery",)),
        ("online/classroom/blended", ("OnlineOnly", "InPerson", "BlendedDelivery")),
        ("block course/online", ("OnlineOnly", "InPerson")),
        ("test centre or online proctored", ("OnlineOnly", "InPerson")),
        ("classroom or synchronous remote", ("OnlineOnly", "InPerson")),
        ("classroom and workplace", ("InPerson",)),
    ],
)
def test_delivery_modes_are_the_ones_stated(stated: str, modes: tuple[str, ...]) -> None:
    assert delivery_modes(stated) == modes


def test_delivery_reads_well_in_a_sentence() -> None:
    assert delivery_phrase("online/classroom/blended") == "online, in the classroom or blended"


@pytest.mark.parametrize(
    ("framework", "stated", "levels"),
    [
        ("nfq-ie", "7", ["7"]),
        ("rqf", "E1", ["E1"]),
        ("rqf", "1-2", ["1", "2"]),
        ("NZQF", "4", ["4"]),
        ("nsqf-in", "3.5", ["3.5"]),
        ("scqf", "7-12", ["7", "8", "9", "10", "11", "12"]),
        ("rqf", "", []),
        ("", "4", []),
    ],
)
def test_levels_are_found_in_their_framework(
    framework: str, stated: str, levels: list[str]
) -> None:
    assert [level.notation for level in parse_levels(framework, stated)] == levels


def test_a_level_no_table_has_is_an_error_and_never_guessed() -> None:
    with pytest.raises(FactError, match="'11' of 'rqf'"):
        parse_levels("rqf", "11")


@pytest.mark.parametrize(
    ("stated", "method", "is_proctored"),
    [
        ("portfolio of evidence", "PortfolioEvaluation", False),
        ("proctored exam", "Exam", True),
        ("24-hour scenario exam and practical assessment", "", False),
        ("workplace health and safety review", "", False),
    ],
)
def test_an_assessment_has_a_method_only_when_one_is_plain(
    stated: str, method: str, is_proctored: bool
) -> None:
    assessment = parse_assessment(stated)

    assert assessment is not None
    assert (assessment.method, assessment.is_proctored) == (method, is_proctored)
    assert assessment.description == stated


def test_an_age_in_the_prerequisites_is_a_number_too() -> None:
    assert minimum_age("age 19 or over; competent in the subject taught") == 19
    assert minimum_age("relevant degree") is None


def test_a_note_gives_codes_status_titles_and_sentences() -> None:
    note = read_note(
        "Estonian title: Vali Andmetarkus!; EHIS curriculum code 261485, status registered; "
        "part time; start 2020-09-22, end 2021-04-30; category as listed: services; "
        "ISCED-F code mapped by hand from the title; a remark without a rule"
    )

    assert note.estonian_title == "Vali Andmetarkus!"
    assert note.codes == [("EHIS curriculum code", "261485")]
    assert note.sentences == ["Part time.", "A run was listed from 2020-09-22 to 2021-04-30."]
    assert note.subjects == ["services"]
    assert note.on_field == "ISCED-F code mapped by hand from the title"
    assert note.rest == ["a remark without a rule"]


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("available to learners (register download of 2025-02; no dates)", "active"),
        ("no longer available to new learners (register download of 2025-02)", "closing"),
        ("no longer awarded (register search result of 2025-02)", "closed"),
        ("not yet available to learners (register download of 2025-02)", ""),
    ],
)
def test_a_register_status_is_mapped_where_ctdl_has_one_and_always_told(
    stated: str, status: str
) -> None:
    note = read_note(f"status: {stated}")

    assert note.status == status
    assert note.sentences == [f"Register status: {stated.partition(' (')[0]}."]


def test_brackets_and_counted_lists_keep_a_part_of_a_note_together() -> None:
    assert split_parts("a (b; c); d") == ["a (b; c)", "d"]
    assert split_parts("2 modules: one; two; rest") == ["2 modules: one; two", "rest"]


def test_a_corequisite_is_not_a_prerequisite() -> None:
    both, before = (
        courses_with_codes("INFO503, INFO601"),
        courses_with_codes("INFO503, corequisite INFO601"),
    )

    assert len(both) == 2
    assert before == both[:1]


def test_a_kind_of_credential_without_a_rule_is_an_error() -> None:
    with pytest.raises(FactError, match="credential_types.csv"):
        credential_type("golden ticket")


@pytest.mark.parametrize(
    ("title", "stated", "curie"),
    [
        ("HDip in BIM", "higher diploma as listed (Higher Diploma in BIM)", "ceterms:Diploma"),
        ("3D Animation", "award as listed (B.A. (Hons) in Animation)", "ceterms:BachelorDegree"),
        ("Education – Master of Arts", "2 compulsory courses", "ceterms:MasterDegree"),
        ("RQF Award (size rule)", "1-12 credits", "ceterms:CredentialType"),
        ("GCSE (9-1) in Business", "gcse (9 to 1)", "ceterms:SecondaryEducationCertificate"),
        (
            "PgC Human Resource Management",
            "Bachelor's degree",
            "ceterms:PostBaccalaureateCertificate",
        ),
    ],
)
def test_a_larger_credential_gets_its_class_from_the_title_or_the_rules(
    title: str, stated: str, curie: str
) -> None:
    assert type_of_title(title, stated).curie == curie


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("https://www.tlu.ee/aastaylikoolis", "https://www.tlu.ee/aastaylikoolis"),
        ("hhttps://www.crest-approved.org/tests", "https://www.crest-approved.org/tests"),
        ("see the prospectus", ""),
        ("", ""),
    ],
)
def test_a_page_address_is_mended_only_where_the_slip_is_plain(stated: str, address: str) -> None:
    assert page_address(stated) == address
