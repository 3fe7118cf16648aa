"""The collected example pathways and transfer values, read as rules; what is off in them is said.

Only a development checkout has them beside it.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ctdl.ctid import CTID
from ctdl.documents import Document, DocumentError, parse_document
from ctdl.pathways.reading import (
    Elsewhere,
    acceptances,
    award_rule,
    local_things,
    pathway_rules,
    read_pathway,
    requirements,
)
from ctdl.pathways.things import Acceptance
from ctdl.validation import validate
from tests.ctdl.pathways.conditions import plain
from tests.ctdl.pathways.mending import mended, taken_apart, with_components

pytestmark = pytest.mark.shared

SAMPLES = "reference/ctdl-samples"
RPL = "handbook/RecognitionOfPriorLearning"
PUBLISHED = "ACE_-_Sophia_Learning_LLC_-_Principles_of_FinanceTVP-PUBLISHED_JSON-LD.json"
COMPTIA = "pathways/CompTIA-IT_Networking_Specialist.jsonld"

# From the first step to the destination, as the pathway has them.
CERTIFICATIONS = (
    "ce-b040010e-06b4-4d2f-8e16-7fcf3408ebf7",
    "ce-10e06c1d-00a9-45a4-93e5-ee777f3fe8e2",
    "ce-7a3efae8-e32d-4203-b923-8c02340bf6b8",
    "ce-b1835caf-bf1d-4e1f-9b03-5499b0ece4dc",
    "ce-18a9285f-af87-4b16-8a07-88677429d23e",
    "ce-cab3d216-e834-452d-bf83-60972afd3079",
    "ce-e850c22b-44c4-45d1-9b4b-f40f23c13ed3",
    "ce-1369d357-ac4f-49f9-8af2-c47376278896",
)
CLOUD = CERTIFICATIONS[-1]

MENDED = {
    COMPTIA: ("ctids_from_addresses",),
    "transfer-value/ACE-CompetencyFrameworkPrinciplesofFinance_LearningOutcomes.json": (),
    f"transfer-value/{PUBLISHED}": (),
    "transfer-value/CTDL_-_Assessment_-_ACE_-_Introductory_Sociology.json": ("a_context",),
    "transfer-value/CTDL_-_Course_-_ACE_-_Sophia_Learning_LLC_-_Principles_of_Finance.json": (
        "a_context",
    ),
    "transfer-value/CTDL_-_Course_-_Elon_University_-_Accounting_1.json": (
        "a_context",
        "ctids_from_addresses",
    ),
    "transfer-value/CTDL_-_Course_-_Elon_University_-_Accounting_2.json": (
        "a_context",
        "ctids_from_addresses",
    ),
    "transfer-value/CTDL_-_Course_-_KBOR_-_Infantryman_Level_10.json": (
        "a_context",
        "ctids_from_addresses",
    ),
    "transfer-value/CTDL_-_Course_-_KBOR_-_SWT_Transfer_-_Accounting.json": (
        "a_context",
        "ctids_from_addresses",
    ),
    "transfer-value/policy-example.json": ("ctids_from_addresses",),
    "transfer-value/ta-example.json": ("ctids_from_addresses",),
    "transfer-value/tv-example.json": ("ctids_from_addresses",),
    f"{RPL}/plpolicy-example.json": ("ctids_from_addresses",),
    f"{RPL}/support-example.json": ("ctids_from_addresses",),
    f"{RPL}/ta-example.json": ("ctids_from_addresses",),
    f"{RPL}/tvp-example1.json": ("ctids_from_addresses",),
    f"{RPL}/tvp-example2.json": ("prefixed_classes", "ctids_from_addresses"),
    f"{RPL}/tvp-example3.json": ("ctids_from_addresses",),
}
"""What each sample needs before it can be read; most were written without CTIDs, some without a
context, one with a CTID a digit short."""

NOT_CTDL = {
    "pathways/ProgressionModel.json": "is not known and nothing is fetched",
    "pathways/comptia-IT_progModel.json": "is not a property of the context",
    "pathways/vcred.json": "a document is an object",
}
"""Not pathways at all: a scheme of terms and a model in other vocabularies, and verifiable
credentials."""


def text_of(shared_folder: Path, path: str) -> str:
    return (shared_folder / SAMPLES / path).read_text(encoding="utf-8-sig")


def sample(shared_folder: Path, path: str) -> Document:
    return mended(text_of(shared_folder, path))[0]


def only(found: tuple[Acceptance, ...]) -> Acceptance:
    assert len(found) == 1
    return found[0]


def facts(found: Acceptance) -> dict[str, Any]:
    return {
        "credits": [amount.minimum for amount in found.credits],
        "unit": [amount.unit for amount in found.credits],
        "counts_as": found.counts_as,
        "towards": found.towards,
        "receiver": found.receiver,
        "side": found.side,
    }


def test_every_sample_of_pathways_and_transfer_has_its_expectation(shared_folder: Path) -> None:
    folder = shared_folder / SAMPLES
    present = {
        str(path.relative_to(folder))
        for part in ("pathways", "transfer-value", RPL)
        for path in (folder / part).iterdir()
    }

    assert present == {*MENDED, *NOT_CTDL}


@pytest.mark.parametrize("path", MENDED)
def test_each_sample_needs_the_mends_that_are_written_down(path: str, shared_folder: Path) -> None:
    assert mended(text_of(shared_folder, path))[1] == MENDED[path]


@pytest.mark.parametrize("path", NOT_CTDL)
def test_what_is_not_ctdl_is_refused_with_the_reason(path: str, shared_folder: Path) -> None:
    with pytest.raises(DocumentError, match=NOT_CTDL[path]):
        parse_document(text_of(shared_folder, path))


def test_the_pathway_of_comptia_has_two_destinations_and_one_order(shared_folder: Path) -> None:
    """Components are typed as certifications; two claim to be the goal, one of them misspelt."""
    record = read_pathway(sample(shared_folder, COMPTIA))

    assert record is not None
    found = pathway_rules(record)
    assert [each.component.name["en-US"] for each in found.destinations] == [
        "CompTIA Cloud+",
        "IT Networking Specialist",
    ]
    assert plain(found.destinations[0].rule) == ("all", ("all", CERTIFICATIONS[-2]), CLOUD)
    assert plain(found.destinations[1].rule) == ("all", CLOUD)
    before = {thing: plain(rule) for thing, rule in found.before.items()}
    assert before == {
        after: ("all", earlier)
        for earlier, after in zip(CERTIFICATIONS, CERTIFICATIONS[1:], strict=False)
    }
    assert {(fault.code, *fault.ids) for fault in found.faults} == {
        ("not-a-component", ctid) for ctid in CERTIFICATIONS
    }


def test_the_pathway_of_comptia_in_terms_of_today_is_valid_and_means_the_same(
    shared_folder: Path,
) -> None:
    old = sample(shared_folder, COMPTIA)
    new = with_components(old)

    before, after = (read_pathway(document) for document in (old, new))

    assert before is not None and after is not None  # noqa: PT018
    found = pathway_rules(after)
    assert [finding for finding in validate(new) if finding.severity == "error"] == []
    assert found.faults == ()
    assert found.before == pathway_rules(before).before
    assert {each.component.id: each.rule for each in found.destinations} == {
        each.component.id: each.rule for each in pathway_rules(before).destinations
    }


def test_a_recommendation_of_ace_is_no_promise_of_any_college(shared_folder: Path) -> None:
    path = "transfer-value/CTDL_-_Course_-_ACE_-_Sophia_Learning_LLC_-_Principles_of_Finance.json"
    document = sample(shared_folder, path)
    ace = "ce-96938154-dcb4-ea11-a812-000d3a579ca8"
    reviewer = Elsewhere(classes={ace: "ceterms:QACredentialOrganization"})

    found = only(acceptances(document, elsewhere=reviewer))

    assert facts(found) == {
        "credits": [3.0],
        "unit": ["degree-credit"],
        "counts_as": None,
        "towards": None,
        "receiver": None,
        "side": "third party",
    }
    assert (found.said.by, found.said.until) == (ace, date(2023, 5, 30))
    assert [thing.name for thing in local_things(document)] == [{"en": "Principles of Finance"}]


def test_the_same_course_is_one_thing_in_two_documents(shared_folder: Path) -> None:
    paths = [path for path in MENDED if "Principles_of_Finance" in path]

    things = {thing.id for path in paths for thing in local_things(sample(shared_folder, path))}

    assert (len(paths), len(things)) == (2, 1)


def test_elon_takes_courses_of_another_college_for_its_own(shared_folder: Path) -> None:
    elon = "ce-33b14188-1871-4d75-b065-45cf7edeece4"
    document = sample(
        shared_folder, "transfer-value/CTDL_-_Course_-_Elon_University_-_Accounting_2.json"
    )
    elective = next(
        thing.id for thing in local_things(document) if thing.name["en"] == "ACC Elective Course"
    )

    assert facts(only(acceptances(document))) == {
        "credits": [3.0],
        "unit": ["degree-credit"],
        "counts_as": elective,
        "towards": None,
        "receiver": elon,
        "side": "receiving",
    }


def test_what_an_equivalent_course_elsewhere_is_decides_how_it_counts(shared_folder: Path) -> None:
    """The course is only referred to: without its class, nothing stands for it."""
    document = sample(
        shared_folder, "transfer-value/CTDL_-_Course_-_Elon_University_-_Accounting_1.json"
    )
    accounting = "ce-5452eac8-7cbd-4d94-a5b6-a01b80554ac1"

    unknown = only(acceptances(document))
    known = only(acceptances(document, elsewhere=Elsewhere({accounting: "ceterms:Course"})))

    assert (unknown.counts_as, unknown.towards) == (None, accounting)
    assert (known.counts_as, known.towards) == (accounting, None)


def test_a_board_of_regents_speaks_for_neither_the_army_nor_the_college(
    shared_folder: Path,
) -> None:
    document = sample(
        shared_folder, "transfer-value/CTDL_-_Course_-_KBOR_-_Infantryman_Level_10.json"
    )

    found = only(acceptances(document))

    things = {thing.id: thing.name["en"] for thing in local_things(document)}
    assert [things[thing] for thing in found.things] == ["Infantryman Level 10"]
    assert things[str(found.counts_as)] == "Basic First Aid"
    assert found.side == "third party"


def test_the_handbook_counts_an_examination_towards_a_programme(shared_folder: Path) -> None:
    """The unit is misspelt there (creditUnit:DegreeeCredit), so it converts to nothing."""
    found = only(acceptances(sample(shared_folder, f"{RPL}/tvp-example1.json")))

    assert facts(found) == {
        "credits": [3.0],
        "unit": ["degreee-credit"],
        "counts_as": None,
        "towards": "ce-bb08c8f1-7376-4c41-b08d-885469a96802",
        "receiver": "ce-181029a3-3a7d-426f-935f-4218e68a09c6",
        "side": "third party",
    }
    assert found.things == {"ce-55caa0b0-c024-4326-8b75-88e2ee0e3ff6"}


def test_an_agreement_says_who_receives(shared_folder: Path) -> None:
    found = only(acceptances(sample(shared_folder, f"{RPL}/ta-example.json")))

    assert found.receiver == "ce-181029a3-3a7d-426f-935f-4218e68a09c6"
    assert found.towards == "ce-bb08c8f1-7376-4c41-b08d-885469a96802"


def test_the_grade_a_transfer_asks_for_stays_in_words(shared_folder: Path) -> None:
    found = only(acceptances(sample(shared_folder, f"{RPL}/tvp-example2.json")))

    assert plain(found.requires) == ("all", "“Grade C or better.”")
    assert found.things == {"ce-55caa0b0-c024-4326-8b75-88e2ee0e3ff6"}


def test_an_occupation_counts_for_credit_at_a_level_that_people_judge(shared_folder: Path) -> None:
    found = only(acceptances(sample(shared_folder, f"{RPL}/tvp-example3.json")))

    assert plain(found.requires) == (
        "all",
        "“Level E1.”",
        "“Navy Information Systems Technician”",
    )
    assert found.side == "receiving"


@pytest.mark.parametrize(
    "path",
    [
        f"{RPL}/plpolicy-example.json",
        f"{RPL}/support-example.json",
        "transfer-value/policy-example.json",
        "transfer-value/ta-example.json",
        "transfer-value/ACE-CompetencyFrameworkPrinciplesofFinance_LearningOutcomes.json",
    ],
)
def test_a_policy_or_an_agreement_without_particulars_accepts_nothing(
    path: str, shared_folder: Path
) -> None:
    """The agreement names four profiles in other documents: those say what counts."""
    assert acceptances(sample(shared_folder, path)) == ()


def test_a_number_under_a_property_that_does_not_exist_is_not_read(shared_folder: Path) -> None:
    """tv-example.json writes ceterms:value for schema:value, and misspells the level."""
    found = only(acceptances(sample(shared_folder, "transfer-value/tv-example.json")))

    assert found.credits == ()


def test_the_degree_with_concentrations_asks_for_a_core_and_one_of_two(
    shared_folder: Path,
) -> None:
    document = sample(shared_folder, "handbook/degreeWithConcentration.json")
    core, first, second, third, fourth = [
        str(CTID(node["ceterms:ctid"])) for node in document.nodes[1:]
    ]

    expected = ("all", ("all", core, ("any", ("all", first, second), ("all", third, fourth))))

    assert plain(requirements(document)) == expected
    assert plain(award_rule(document)) == expected


def test_a_bundle_can_be_taken_apart_without_losing_what_it_accepts(shared_folder: Path) -> None:
    """One document is one record here; classes and providers then come from the other records."""
    whole = sample(shared_folder, f"{RPL}/tvp-example1.json")
    parts = [parse_document(content) for content in taken_apart(whole)]
    elsewhere = Elsewhere(
        classes={part.ctid: part.type for part in parts},
        providers={
            part.ctid: frozenset(
                CTID(owner.rpartition("/")[2]) for owner in part.main.get("ceterms:ownedBy", [])
            )
            if isinstance(part.main.get("ceterms:ownedBy"), list)
            else frozenset({part.main["ceterms:ownedBy"].rpartition("/")[2]})
            for part in parts
            if "ceterms:ownedBy" in part.main
        },
    )
    profile = next(part for part in parts if part.type == "ceterms:TransferValueProfile")

    assert facts(only(acceptances(profile, elsewhere=elsewhere))) == facts(only(acceptances(whole)))
