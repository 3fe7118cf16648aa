"""Edges: who refers to whom, and by which property."""

from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import parse_document
from ctdl.edges import Edge, edges
from tests.support.documents import PROVIDER, a_credential

FIRST_AID = derive_ctid("test:first aid")
OTHER = derive_ctid("test:other")
THIRD = derive_ctid("test:third")


def found(given: dict[str, object]) -> set[tuple[CTID, str, str]]:
    return {
        (edge.subject, edge.predicate, edge.target_ctid or edge.target_iri)
        for edge in edges(parse_document(given))
    }


def test_a_reference_names_its_property_and_the_record_it_leads_to() -> None:
    document = parse_document(a_credential())

    assert Edge(FIRST_AID, "ceterms:ownedBy", PROVIDER, f"resources/{PROVIDER}") in edges(document)


def test_a_reference_inside_profiles_belongs_to_the_first_property() -> None:
    given = a_credential(
        requires=[
            {"ceterms:alternativeCondition": [{"ceterms:targetCredential": [f"resources/{OTHER}"]}]}
        ]
    )

    assert (FIRST_AID, "ceterms:requires", OTHER) in found(given)


def test_a_local_resource_is_followed_and_stands_for_who_mentions_it() -> None:
    given = a_credential(relatedAction=["_:qa"])
    given["@graph"].append({"@id": "_:qa", "ceterms:actingAgent": [f"resources/{OTHER}"]})

    assert (FIRST_AID, "ceterms:relatedAction", OTHER) in found(given)


def test_local_resources_that_mention_each_other_end_the_walk() -> None:
    given = a_credential(hasPart=["_:a"])
    given["@graph"] += [
        {"@id": "_:a", "ceterms:hasPart": ["_:b"]},
        {"@id": "_:b", "ceterms:hasPart": ["_:a", f"resources/{OTHER}", {"@id": "_:a"}]},
    ]

    assert (FIRST_AID, "ceterms:hasPart", OTHER) in found(given)


def test_a_described_record_speaks_for_itself() -> None:
    inner = a_credential("other", isPartOf=[f"resources/{THIRD}"])["@graph"][0]
    given = a_credential(hasPart=[inner])

    made = found(given)

    assert (FIRST_AID, "ceterms:hasPart", OTHER) in made
    assert (OTHER, "ceterms:isPartOf", THIRD) in made
    assert (FIRST_AID, "ceterms:hasPart", THIRD) not in made


def test_records_elsewhere_are_found_by_their_ctid_too() -> None:
    address = f"https://credentialengineregistry.org/resources/{OTHER}"

    made = edges(parse_document(a_credential(isSimilarTo=[{"@id": address}])))

    assert Edge(FIRST_AID, "ceterms:isSimilarTo", OTHER, address) in made


def test_what_a_record_is_the_same_as_is_no_edge() -> None:
    given = a_credential(sameAs=[f"https://x.example/resources/{OTHER}"])

    assert all(edge.predicate != "ceterms:sameAs" for edge in edges(parse_document(given)))


def test_an_edge_is_listed_once_and_texts_make_none() -> None:
    given = a_credential(
        hasPart=[f"resources/{OTHER}", {"@id": f"resources/{OTHER}"}],
        description={"en": f"resources/{THIRD}"},
        codedNotation=f"resources/{THIRD}",
    )

    made = edges(parse_document(given))

    assert len(made) == len(set(made))
    assert [edge.target_ctid for edge in made if edge.predicate == "ceterms:hasPart"] == [OTHER]
    assert THIRD not in {edge.target_ctid for edge in made}


def test_a_local_resource_counts_for_every_property_that_leads_to_it() -> None:
    given = a_credential(hasPart=["_:a"], isPartOf=["_:a"])
    given["@graph"].append({"@id": "_:a", "ceterms:targetNode": f"resources/{OTHER}"})

    assert {
        (FIRST_AID, "ceterms:hasPart", OTHER),
        (FIRST_AID, "ceterms:isPartOf", OTHER),
    } <= found(given)


def test_a_chain_of_local_resources_longer_than_the_stack_is_followed() -> None:
    given = a_credential(hasPart=["_:n0"])
    given["@graph"] += [
        {"@id": f"_:n{number}", "ceterms:hasPart": [f"_:n{number + 1}"]} for number in range(3000)
    ]
    given["@graph"].append({"@id": "_:n3000", "ceterms:hasPart": [f"resources/{OTHER}"]})

    assert (FIRST_AID, "ceterms:hasPart", OTHER) in found(given)


def test_resources_that_share_a_crowd_of_local_ones_end_in_time() -> None:
    given = a_credential()
    for number in range(800):
        ctid = derive_ctid(f"test:{number}")
        course = {"@id": f"resources/{ctid}", "@type": "ceterms:Course", "ceterms:ctid": ctid}
        given["@graph"].append(course | {"ceterms:hasPart": ["_:hub"]})
    targets = [f"https://x.example/{number}" for number in range(800)]
    given["@graph"].append({"@id": "_:hub", "ceterms:hasPart": targets})

    assert 400_000 < len(edges(parse_document(given))) < 500_000
