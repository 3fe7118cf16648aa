"""Old pathways and transfer values of other registries: imported, published, and planned with."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.services import importing, publishing, views
from app.services.plans.asked import PlanRequest
from app.services.plans.planning import Way, make_plan
from app.services.publishing import RecordRejected
from app.services.registry import Registry
from ctdl.ctid import CTID
from ctdl.findings import DocumentError
from tests.ctdl.mapping.sources import sample
from tests.support.documents import a_credential, an_organization, ctid_of

DAY = date(2021, 1, 1)
CONSOLES = CTID("ce-23cfe40e-7140-4991-94ac-c452ddfd2ea7")
RIGGING = CTID("ce-11a7d6a8-e340-418e-8e67-66f8a3125d55")
DESIGNER = CTID("ce-e37aaf4a-a182-41fe-bf3f-190477141351")
LIGHTING = CTID("ce-be3b47a1-2462-4429-9f76-9bba0bd147d0")
COURSE = CTID("ce-7cce847b-d695-4af4-bfec-f7be883f1ea5")
STAGE = "resources/ce-0db4118d-507e-4b10-b126-e1ef0ba28edb"
NO_LONGER = {
    "@type": "ceterms:CredentialAlignmentObject",
    "ceterms:targetNode": "lifeCycle:Ceased",
}


def brought_in(registry: Registry, *contents: Any) -> None:
    """Import documents as the operator does, old forms and gaps included."""
    for content in contents:
        data = content if isinstance(content, str | bytes) else json.dumps(content)
        importing.publish_import(registry, data)
    views.catch_up(registry)


def way(registry: Registry, target: CTID, *held: CTID, day: date = DAY) -> Way:
    planned = make_plan(registry, PlanRequest(target, day=day), held)
    assert planned.way is not None
    assert planned.refused == ()
    return planned.way


def added(found: Way) -> list[str]:
    """The names of what the best plan adds, in its order."""
    return [name_of(found, thing) for thing in found.answer.plans[0].order]


def name_of(found: Way, thing: str) -> str:
    local = found.gathered.local.get(thing)
    name = local.name if local else found.gathered.summaries[CTID(thing)].name
    return next(iter(name.values())).strip()


def a_course(ctid: CTID, name: str, owner: str, **stated: Any) -> dict[str, Any]:
    main = {
        "@id": f"resources/{ctid}",
        "@type": "ceterms:Course",
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": name},
        "ceterms:ownedBy": [owner],
        **{f"ceterms:{key}": value for key, value in stated.items()},
    }
    return {"@context": "https://credreg.net/ctdl/schema/context/json", "@graph": [main]}


def asking_for(name: str, *courses: str, described: tuple[dict[str, Any], ...] = ()) -> Any:
    """A credential that requires these courses, some of which only its own document describes."""
    condition = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:targetLearningOpportunity": list(courses),
    }
    content = a_credential(name, requires=[condition])
    content["@graph"] += described
    return content


def described(label: str, name: str, code: str, owner: str) -> dict[str, Any]:
    """A course without a record of its own, as transfer values describe one."""
    return {
        "@id": label,
        "@type": "ceterms:LearningOpportunityProfile",
        "ceterms:name": {"en": name},
        "ceterms:identifier": [
            {"@type": "ceterms:IdentifierValue", "ceterms:identifierValueCode": code}
        ],
        "ceterms:ownedBy": [owner],
    }


def ways_to_count(found: Way) -> dict[tuple[str, ...], set[str]]:
    """For each plan what it adds, and the statements without which that would not count."""
    return {
        tuple(sorted(name_of(found, each.thing) for each in plan.add)): {
            statement
            for each in plan.add
            for counted in each.counts
            for statement in counted.through
        }
        for plan in found.answer.plans
    }


def test_an_old_pathway_is_planned_step_by_step_once_imported(registry: Registry) -> None:
    brought_in(registry, sample("ctdl-old-pathway.json"))

    assert added(way(registry, LIGHTING)) == ["Rigging", "Lighting Consoles"]
    assert added(way(registry, LIGHTING, RIGGING)) == ["Lighting Consoles"]


def test_a_component_that_is_held_is_named_like_a_record(registry: Registry) -> None:
    brought_in(registry, sample("ctdl-old-pathway.json"))

    held = make_plan(registry, PlanRequest(LIGHTING, day=DAY), [RIGGING, LIGHTING]).held

    assert [(each.ctid, each.name) for each in held] == [
        (RIGGING, {"en": "Rigging"}),
        (LIGHTING, {"en": "Into lighting design"}),
    ]


def test_each_end_of_an_old_pathway_can_be_aimed_at(registry: Registry) -> None:
    brought_in(registry, sample("ctdl-old-pathway.json"))

    assert added(way(registry, CONSOLES, RIGGING)) == ["Lighting Consoles"]
    assert added(way(registry, DESIGNER, RIGGING)) == ["Lighting Consoles"]
    assert added(way(registry, DESIGNER, RIGGING, CONSOLES)) == []


def test_an_imported_transfer_value_is_one_way_to_the_course_it_is_for(registry: Registry) -> None:
    brought_in(
        registry,
        sample("ctdl-old-transfer.json"),
        a_course(COURSE, "Stage lighting", STAGE),
        asking_for("stage award", f"resources/{COURSE}"),
    )

    found = way(registry, ctid_of(a_credential("stage award")))

    [statement] = found.gathered.problem.acceptances
    # The operator brought it in from a file: that is not yet the word of the stage school itself.
    assert (statement.counts_as, statement.side) == (COURSE, "third party")
    assert ways_to_count(found) == {("Stage lighting",): set(), ("Lighting I",): {statement.id}}


def test_a_course_that_is_given_no_longer_leaves_only_the_transfer(registry: Registry) -> None:
    brought_in(
        registry,
        sample("ctdl-old-transfer.json"),
        a_course(COURSE, "Stage lighting", STAGE, lifeCycleStatusType=NO_LONGER),
        asking_for("stage award", f"resources/{COURSE}"),
    )
    award = ctid_of(a_credential("stage award"))

    assert list(ways_to_count(way(registry, award))) == [("Lighting I",)]
    assert not way(registry, award, day=date(2020, 5, 31)).answer.feasible


def test_a_course_without_a_record_is_found_by_who_gives_it(registry: Registry) -> None:
    """Both ends of the transfer are only described; the award describes the same course."""
    transfer = json.loads(sample("ctdl-old-transfer.json"))
    transfer["@graph"][0]["ceterms:transferValueFor"] = ["_:Elective"]
    transfer["@graph"].append(described("_:Elective", "Stage elective", "LX2XX", STAGE))
    brought_in(
        registry,
        transfer,
        asking_for("stage award", "_:any", described=(described("_:any", "Any", "LX2XX", STAGE),)),
    )

    found = way(registry, ctid_of(a_credential("stage award")))

    [statement] = found.gathered.problem.acceptances
    assert ways_to_count(found) == {("Any",): set(), ("Lighting I",): {statement.id}}


def test_work_that_counts_for_a_course_is_never_planned_as_a_step(registry: Registry) -> None:
    transfer = json.loads(sample("ctdl-old-transfer.json"))
    transfer["@graph"][1]["@type"] = "ceterms:Occupation"
    del transfer["@graph"][1]["ceterms:ownedBy"], transfer["@graph"][1]["ceterms:identifier"]
    brought_in(
        registry,
        transfer,
        a_course(COURSE, "Stage lighting", STAGE),
        asking_for("stage award", f"resources/{COURSE}"),
    )

    found = way(registry, ctid_of(a_credential("stage award")))

    assert len(found.gathered.problem.acceptances) == 1
    assert ways_to_count(found) == {("Stage lighting",): set()}


SAMPLES = "reference/ctdl-samples"
RPL = "handbook/RecognitionOfPriorLearning"
COMPTIA = "pathways/CompTIA-IT_Networking_Specialist.jsonld"
TRANSFERS = (
    "transfer-value/ACE-CompetencyFrameworkPrinciplesofFinance_LearningOutcomes.json",
    "transfer-value/CTDL_-_Assessment_-_ACE_-_Introductory_Sociology.json",
    "transfer-value/CTDL_-_Course_-_ACE_-_Sophia_Learning_LLC_-_Principles_of_Finance.json",
    "transfer-value/ACE_-_Sophia_Learning_LLC_-_Principles_of_FinanceTVP-PUBLISHED_JSON-LD.json",
    "transfer-value/CTDL_-_Course_-_Elon_University_-_Accounting_1.json",
    "transfer-value/CTDL_-_Course_-_Elon_University_-_Accounting_2.json",
    "transfer-value/CTDL_-_Course_-_KBOR_-_Infantryman_Level_10.json",
    "transfer-value/CTDL_-_Course_-_KBOR_-_SWT_Transfer_-_Accounting.json",
)
IMPORTED = (
    COMPTIA,
    *TRANSFERS,
    "transfer-value/policy-example.json",
    "transfer-value/ta-example.json",
    "transfer-value/tv-example.json",
    f"{RPL}/plpolicy-example.json",
    f"{RPL}/support-example.json",
    f"{RPL}/ta-example.json",
    f"{RPL}/tvp-example1.json",
    f"{RPL}/tvp-example3.json",
)
REFUSED = {
    # No record of CTDL: concepts and awards in other vocabularies.
    "pathways/ProgressionModel.json": "IMPORT_FORMAT_UNKNOWN",
    "pathways/comptia-IT_progModel.json": "IMPORT_IDENTIFIER_MISSING",
    "pathways/vcred.json": "IMPORT_FORMAT_UNKNOWN",
    # A process with an owner, which CTDL does not know; nothing shows what is meant.
    f"{RPL}/tvp-example2.json": "DOMAIN_VIOLATION",
}
ELON = "resources/ce-33b14188-1871-4d75-b065-45cf7edeece4"
ACCOUNTING = CTID("ce-5452eac8-7cbd-4d94-a5b6-a01b80554ac1")
KANSAS_COLLEGE = "resources/ce-1ce888e7-18d4-42fd-9a13-ef693631409b"


def text_of(shared_folder: Path, path: str) -> bytes:
    return (shared_folder / SAMPLES / path).read_bytes()


@pytest.mark.shared
def test_every_sample_is_imported_or_refused_with_its_reason(
    registry: Registry, shared_folder: Path
) -> None:
    folders = ("pathways", "transfer-value", RPL)
    present = {
        f"{folder}/{path.name}"
        for folder in folders
        for path in (shared_folder / SAMPLES / folder).iterdir()
    }
    assert present == {*IMPORTED, *REFUSED}

    brought_in(registry, *(text_of(shared_folder, path) for path in IMPORTED))

    for path, code in REFUSED.items():
        with pytest.raises((DocumentError, RecordRejected)) as refused:
            importing.publish_import(registry, text_of(shared_folder, path))
        assert isinstance(refused.value, DocumentError | RecordRejected)
        errors = {each.code for each in refused.value.findings if each.severity == "error"}
        assert errors == {code}


@pytest.mark.shared
def test_who_holds_the_first_two_certifications_is_six_steps_from_the_specialist(
    registry: Registry, shared_folder: Path
) -> None:
    brought_in(registry, text_of(shared_folder, COMPTIA))
    pathway = CTID("ce-cc62e516-f95d-4306-a11a-c0ecc39d835f")
    basic, network = (
        CTID("ce-b040010e-06b4-4d2f-8e16-7fcf3408ebf7"),
        CTID("ce-10e06c1d-00a9-45a4-93e5-ee777f3fe8e2"),
    )

    found = way(registry, pathway, basic, network)

    assert added(found) == [
        "CompTIA Security+",
        "CompTIA Project+",
        "CompTIA Cloud Essentials+",
        "CompTIA Linux+",
        "CompTIA Server+",
        "CompTIA Cloud+",
    ]


@pytest.mark.shared
def test_transfers_of_elon_and_kansas_are_ways_to_the_courses_they_are_for(
    registry: Registry, shared_folder: Path
) -> None:
    brought_in(
        registry,
        *(text_of(shared_folder, path) for path in TRANSFERS),
        a_course(ACCOUNTING, "Financial Accounting", ELON),
        asking_for("accounting", f"resources/{ACCOUNTING}"),
        asking_for(
            "electives", "_:one", described=(described("_:one", "Elective", "ACC*2XX", ELON),)
        ),
        asking_for(
            "first aid at work",
            "_:one",
            described=(described("_:one", "First aid", "ALH5211", KANSAS_COLLEGE),),
        ),
    )

    accounting = way(registry, ctid_of(a_credential("accounting")))
    electives = way(registry, ctid_of(a_credential("electives")))
    first_aid = way(registry, ctid_of(a_credential("first aid at work")))

    [first] = accounting.gathered.problem.acceptances
    assert ways_to_count(accounting) == {
        ("Financial Accounting",): set(),
        ("Prin of Financial Accounting",): {first.id},
    }
    assert ("Prin of Financial Account II",) in ways_to_count(electives)
    assert [
        name_of(first_aid, thing)
        for each in first_aid.gathered.problem.acceptances
        for thing in each.things
    ] == ["Infantryman Level 10"]
    assert ways_to_count(first_aid) == {("First aid",): set()}


@pytest.mark.shared
def test_what_a_reviewer_recommends_counts_only_where_a_college_says_so(
    registry: Registry, shared_folder: Path
) -> None:
    """A college takes the course of Sophia; the recommendation of ACE for it promises nothing."""
    sophia = json.loads(text_of(shared_folder, TRANSFERS[2]))
    taken = json.loads(text_of(shared_folder, TRANSFERS[2]))
    taken["@graph"][0] |= {
        "ceterms:ctid": ACCOUNTING.replace("5452", "5453"),
        "ceterms:ownedBy": [ELON],
        "ceterms:transferValueFor": [f"resources/{ACCOUNTING}"],
        "ceterms:endDate": "2030-01-01",
    }
    course = a_course(ACCOUNTING, "Finance", ELON, lifeCycleStatusType=NO_LONGER)
    award = asking_for("finance", f"resources/{ACCOUNTING}")
    brought_in(registry, sophia, course, award)
    before = way(registry, ctid_of(award)).answer

    brought_in(registry, taken)

    assert not before.feasible
    assert list(ways_to_count(way(registry, ctid_of(award)))) == [("Principles of Finance",)]


def test_the_operator_who_publishes_the_converted_document_gets_the_same_record(
    registry: Registry,
) -> None:
    publishing.publish(registry, an_organization())
    made = importing.convert(registry, sample("ctdl-old-pathway.json"))

    done = publishing.publish(registry, made.documents[0].body)

    assert done.ctid == LIGHTING


def test_what_a_giver_takes_for_its_other_courses_is_left_aside(registry: Registry) -> None:
    elective = described("_:Elective", "Stage elective", "LX2XX", STAGE)
    transfer = json.loads(sample("ctdl-old-transfer.json"))
    transfer["@graph"][0]["ceterms:transferValueFor"] = ["_:Elective"]
    transfer["@graph"].append(described("_:Elective", "Sound", "SX1", STAGE))
    brought_in(
        registry,
        transfer,
        asking_for("stage award", "_:Elective", described=(elective,)),
    )

    found = way(registry, ctid_of(a_credential("stage award")))

    assert found.gathered.problem.acceptances == ()
    assert set(found.gathered.local) == set(found.answer.plans[0].order)
