"""References to records of the registry that a document comes from, and to nothing else."""

from typing import Any

from ctdl.moving import moved

HERE, THERE = "https://here.test/", "https://there.test/"
ONE = "ce-11111111-1111-4111-8111-111111111111"
TWO = "ce-22222222-2222-4222-8222-222222222222"


def moved_main(**properties: Any) -> dict[str, Any]:
    document = {
        "@id": f"{THERE}graph/{ONE}",
        "@graph": [{"@id": f"{THERE}resources/{ONE}", "@type": ["ceterms:Course"], **properties}],
    }
    main: dict[str, Any] = moved(document, THERE, HERE)["@graph"][0]
    return main


def test_references_lead_to_the_same_records_here() -> None:
    main = moved_main(
        **{
            "ceterms:ownedBy": [f"{THERE}resources/{TWO}", "https://college.test/"],
            "ceterms:requires": [{"@id": f"{THERE}resources/{TWO}"}],
        }
    )

    assert main["ceterms:ownedBy"] == [f"{HERE}resources/{TWO}", "https://college.test/"]
    assert main["ceterms:requires"] == [{"@id": f"{HERE}resources/{TWO}"}]


def test_what_the_document_describes_keeps_its_address_and_what_is_the_same_elsewhere() -> None:
    own = f"{THERE}resources/{ONE}"
    main = moved_main(
        **{
            "ceterms:sameAs": [f"{THERE}resources/{TWO}"],
            "ceterms:isPartOf": [own],
            "ceterms:requires": [{"@id": f"{own}#part", "ceterms:condition": {"en": own}}],
        }
    )

    assert main["@id"] == own
    assert main["ceterms:sameAs"] == [f"{THERE}resources/{TWO}"]
    assert main["ceterms:isPartOf"] == [own]
    assert main["ceterms:requires"] == [{"@id": f"{own}#part", "ceterms:condition": {"en": own}}]


def test_texts_pages_and_what_only_looks_alike_stay() -> None:
    stated = {
        "ceterms:description": {"en": f"{THERE}resources/{TWO}"},
        "ceterms:subjectWebpage": f"{THERE}credentials/{TWO}",
        "ceterms:ownedBy": [f"{THERE}resources/{TWO}/more", f"https://a.test/resources/{TWO}"],
    }

    main = moved_main(**stated)

    assert {name: main[name] for name in stated} == stated
