"""Documents: real shapes are taken and kept in one canonical form."""

import copy
import hashlib
import json
from typing import Any

import pytest

from ctdl.contexts import CTDL_ASN_CONTEXT, CTDL_CONTEXT, KNOWN_CONTEXTS
from ctdl.ctid import derive_ctid
from ctdl.documents import DocumentError, absolute, parse_document, stored_document
from tests.support.documents import PROVIDER, a_credential, ctid_of

BASE = "https://registry.example/r"
CTID = derive_ctid("test:first aid")
OTHER = derive_ctid("test:other")


def main_of(document: Any, **more: Any) -> dict[str, Any]:
    node: dict[str, Any] = copy.deepcopy(document["@graph"][0])
    return node | {name.replace("__", ":"): value for name, value in more.items()}


def test_a_document_has_its_ctid_class_and_main_node() -> None:
    document = parse_document(a_credential())

    assert document.ctid == CTID
    assert document.type == "ceterms:MicroCredential"
    assert document.main["ceterms:name"] == {"en": "First aid"}
    assert document.ctids == (CTID,)
    assert document.node(OTHER) is None


def test_the_canonical_text_is_sorted_compact_and_has_its_digest() -> None:
    document = parse_document(a_credential(name={"fr": "Été", "en": "Summer"}))

    assert document.canonical == json.dumps(
        document.body, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert '"ceterms:name":{"en":"Summer","fr":"Été"}' in document.canonical
    assert document.sha256 == hashlib.sha256(document.canonical.encode()).hexdigest()


def test_bytes_text_and_mapping_give_the_same_document() -> None:
    mapping = a_credential()
    text = json.dumps(mapping, indent=3)

    assert parse_document(mapping) == parse_document(text) == parse_document(text.encode())
    assert len({parse_document(mapping), parse_document(text)}) == 1


def test_the_mapping_handed_in_is_not_changed() -> None:
    mapping = a_credential(ownedBy=[f"{BASE}/resources/{PROVIDER}"])
    before = copy.deepcopy(mapping)

    parse_document(mapping, base=BASE)

    assert mapping == before


def test_a_stored_document_is_the_same_again() -> None:
    document = parse_document(a_credential())
    stored = stored_document(document.canonical)

    assert stored == document
    assert (stored.body, stored.sha256, stored.type) == (
        document.body,
        document.sha256,
        document.type,
    )


def test_canonicalising_again_changes_nothing() -> None:
    document = parse_document(a_credential(alternateName={"en": ["a", "b"]}))

    assert parse_document(document.canonical).canonical == document.canonical


@pytest.mark.parametrize(
    "context",
    [
        CTDL_CONTEXT,
        CTDL_CONTEXT.replace("https", "http"),
        [CTDL_CONTEXT],
        [CTDL_CONTEXT, CTDL_CONTEXT.replace("https", "http")],
        dict(KNOWN_CONTEXTS[CTDL_CONTEXT]),
        [CTDL_CONTEXT, {"ceterms": "https://purl.org/ctdl/terms/"}],
        [CTDL_CONTEXT, {"res": "https://example.org/resources/"}],
    ],
    ids=["https", "http", "list", "twice", "inlined", "repeated prefix", "own prefix"],
)
def test_every_way_of_naming_the_context_gives_the_same_document(context: Any) -> None:
    document = parse_document(a_credential() | {"@context": context})

    assert document == parse_document(a_credential())


def test_two_contexts_are_both_kept() -> None:
    document = parse_document(a_credential() | {"@context": [CTDL_ASN_CONTEXT, CTDL_CONTEXT]})

    assert document.body["@context"] == [CTDL_ASN_CONTEXT, CTDL_CONTEXT]


def test_addresses_with_an_own_prefix_are_written_out() -> None:
    given = a_credential(subjectWebpage="res:page") | {
        "@context": [CTDL_CONTEXT, {"res": "https://example.org/"}]
    }

    assert parse_document(given).main["ceterms:subjectWebpage"] == "https://example.org/page"


def test_a_repeated_context_in_a_node_is_passed_over() -> None:
    given = a_credential()
    given["@graph"][0]["@context"] = CTDL_CONTEXT

    assert parse_document(given) == parse_document(a_credential())


def test_a_single_object_without_graph_is_wrapped() -> None:
    given = {"@context": CTDL_CONTEXT} | main_of(a_credential())

    assert parse_document(given) == parse_document(a_credential())


def test_a_graph_without_its_own_address_gets_one() -> None:
    given = a_credential()
    del given["@id"]

    assert parse_document(given).body["@id"] == f"graph/{CTID}"


def test_the_address_of_the_graph_chooses_the_main_node() -> None:
    first, second = main_of(a_credential()), main_of(a_credential("other"))
    given = {"@context": CTDL_CONTEXT, "@id": f"graph/{OTHER}", "@graph": [first, second]}

    document = parse_document(given)

    assert document.ctid == OTHER
    assert document.ctids == (OTHER, CTID)
    assert document.node(CTID) == document.nodes[0]


def test_without_such_an_address_the_first_node_with_a_ctid_is_the_main_one() -> None:
    given = a_credential()
    given["@graph"].insert(0, {"@id": "_:a", "@type": "ceterms:Place"})
    given["@id"] = "https://example.org/anything"

    assert parse_document(given).ctid == CTID


def test_addresses_of_this_registry_become_relative() -> None:
    given = absolute(parse_document(a_credential()), BASE)

    document = parse_document(given, base=BASE)

    assert document == parse_document(a_credential())
    assert document.main["ceterms:ownedBy"] == [f"resources/{PROVIDER}"]
    assert "registry.example" not in document.canonical


def test_a_base_that_only_looks_alike_is_somebody_elses() -> None:
    given = a_credential(ownedBy=[f"{BASE}x/resources/{PROVIDER}"])

    assert parse_document(given, base=BASE).main["ceterms:ownedBy"] == [
        f"{BASE}x/resources/{PROVIDER}"
    ]


def test_a_resource_from_elsewhere_is_readdressed_and_keeps_where_it_came_from() -> None:
    elsewhere = f"https://credentialengineregistry.org/resources/{CTID}"
    given = a_credential(
        requires=[
            {"@type": "ceterms:ConditionProfile", "ceterms:targetCredential": [elsewhere]},
        ],
        isSimilarTo=[{"@id": elsewhere}],
        description={"en": elsewhere},
    )
    given["@graph"][0]["@id"] = elsewhere
    given["@id"] = f"https://credentialengineregistry.org/graph/{CTID}"

    main = parse_document(given, base=BASE).main

    assert main["@id"] == f"resources/{CTID}"
    assert main["ceterms:sameAs"] == [elsewhere]
    assert main["ceterms:requires"][0]["ceterms:targetCredential"] == [f"resources/{CTID}"]
    assert main["ceterms:isSimilarTo"] == [{"@id": f"resources/{CTID}"}]
    assert main["ceterms:description"] == {"en": elsewhere}
    assert list(main) == sorted(main)


def test_where_it_came_from_is_added_to_what_it_is_the_same_as() -> None:
    given = a_credential(sameAs="https://other.example/1")
    given["@graph"][0]["@id"] = "https://college.example/first-aid"

    assert parse_document(given).main["ceterms:sameAs"] == [
        "https://other.example/1",
        "https://college.example/first-aid",
    ]


@pytest.mark.parametrize("identifier", ["_:main", None])
def test_a_resource_without_an_address_gets_one(identifier: str | None) -> None:
    given = a_credential()
    main = given["@graph"][0]
    del main["@id"]
    if identifier:
        main["@id"] = identifier
        main["ceterms:isSimilarTo"] = [identifier]

    document = parse_document(given)

    assert document.main["@id"] == f"resources/{CTID}"
    assert "ceterms:sameAs" not in document.main
    assert "_:main" not in document.canonical


def test_empty_values_are_left_out() -> None:
    given = a_credential(
        keyword=None, alternateName={}, subject=[], requires=[{}, None], image={"@id": None}
    )

    assert parse_document(given) == parse_document(a_credential())


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ({"price": 750}, {"ceterms:price": 750}),
        ({"price": 750.5}, {"ceterms:price": "750.5"}),
        ({"price": 750.0}, {"ceterms:price": 750}),
        ({"price": 1e-7}, {"ceterms:price": "0.0000001"}),
        ({"weight": 1}, {"ceterms:weight": 1.0}),
        ({"weight": "0.50"}, {"ceterms:weight": "0.50"}),
        ({"minimumAge": 18.0}, {"ceterms:minimumAge": 18}),
        ({"isProctored": True}, {"ceterms:isProctored": True}),
        ({"codedNotation": 42}, {"ceterms:codedNotation": "42"}),
        ({"codedNotation": True}, {"ceterms:codedNotation": "true"}),
        (
            {"price": {"@value": 7.5, "@type": "xsd:decimal"}},
            {"ceterms:price": {"@type": "xsd:decimal", "@value": "7.5"}},
        ),
    ],
)
def test_numbers_are_kept_so_that_every_format_has_the_same(
    stated: dict[str, Any], kept: dict[str, Any]
) -> None:
    main = parse_document(a_credential(**stated)).main

    name, value = next(iter(kept.items()))
    assert main[name] == value
    assert type(main[name]) is type(value)


def test_line_ends_become_line_feeds() -> None:
    given = a_credential(description={"en": "a\r\nb\rc"}, codedNotation="x\ry")

    main = parse_document(given).main

    assert main["ceterms:description"] == {"en": "a\nb\nc"}
    assert main["ceterms:codedNotation"] == "x\ny"


def test_concepts_are_written_short_and_classes_too() -> None:
    given = a_credential(
        audienceLevelType={
            "@type": "https://purl.org/ctdl/terms/CredentialAlignmentObject",
            "ceterms:targetNode": "https://purl.org/ctdl/vocabs/audLevel/BeginnerLevel",
        }
    )

    level = parse_document(given).main["ceterms:audienceLevelType"]

    assert level["@type"] == "ceterms:CredentialAlignmentObject"
    assert level["ceterms:targetNode"] == "audLevel:BeginnerLevel"


def test_one_class_in_a_list_is_a_single_class_and_repeats_are_dropped() -> None:
    given = a_credential()
    given["@graph"][0]["@type"] = ["ceterms:OpenBadge", "ceterms:OpenBadge"]

    assert parse_document(given).main["@type"] == "ceterms:OpenBadge"


def test_several_classes_are_kept_in_order() -> None:
    given = a_credential()
    given["@graph"][0]["@type"] = ["ceterms:OpenBadge", "ceterms:MicroCredential"]

    document = parse_document(given)

    assert document.main["@type"] == ["ceterms:OpenBadge", "ceterms:MicroCredential"]
    assert document.type == "ceterms:OpenBadge"


def test_resources_may_be_described_inside_others() -> None:
    inner = main_of(a_credential("other"))
    document = parse_document(a_credential(hasPart=[inner]))

    assert document.ctids == (CTID, OTHER)
    assert document.node(OTHER) == inner


def test_a_plain_text_and_tagged_values_are_taken_for_a_language_map() -> None:
    tagged = [{"@value": "Eins", "@language": "de"}, {"@value": "One"}, "Un"]
    main = parse_document(a_credential(name="Plain", alternateName=tagged)).main

    assert main["ceterms:name"] == "Plain"
    assert main["ceterms:alternateName"] == [
        {"@language": "de", "@value": "Eins"},
        {"@value": "One"},
        "Un",
    ]


def test_the_absolute_form_reads_well_and_leaves_texts_alone() -> None:
    text = f"resources/{CTID}"
    document = parse_document(a_credential(description={"en": text}, codedNotation=text))

    made = absolute(document, BASE + "/")

    main = made["@graph"][0]
    assert list(made) == ["@context", "@id", "@graph"]
    assert list(main)[:5] == [
        "@id",
        "@type",
        "ceterms:ctid",
        "ceterms:name",
        "ceterms:description",
    ]
    assert made["@id"] == f"{BASE}/graph/{CTID}"
    assert main["ceterms:ownedBy"] == [f"{BASE}/resources/{PROVIDER}"]
    assert main["ceterms:description"] == {"en": text}
    assert main["ceterms:codedNotation"] == text


def test_a_refusal_lists_every_fault_not_the_first() -> None:
    given = a_credential(subjectWebpage="www.example.org", name={"english": 5}, image=5)

    with pytest.raises(DocumentError) as refused:
        parse_document(given)

    assert [(found.code, found.property) for found in refused.value.findings] == [
        ("VALUE_WRONG_TYPE", "ceterms:image"),
        ("VALUE_WRONG_TYPE", "ceterms:name"),
        ("REF_NOT_IRI", "ceterms:subjectWebpage"),
    ]
    assert {found.entity for found in refused.value.findings} == {f"resources/{ctid_of(given)}"}
