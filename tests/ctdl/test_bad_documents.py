"""What is no document: each fault has its code, its place and its remedy."""

import json
from typing import Any

import pytest

from ctdl.contexts import CTDL_CONTEXT
from ctdl.ctid import derive_ctid
from ctdl.documents import DocumentError, parse_document
from ctdl.findings import Finding
from ctdl.validation import validate
from tests.support.documents import a_credential

CTID = derive_ctid("test:first aid")
OTHER = derive_ctid("test:other")


def findings_of(data: Any) -> list[Finding]:
    with pytest.raises(DocumentError) as refused:
        parse_document(data, base="https://registry.example")
    return refused.value.findings


def changed(**stated: Any) -> dict[str, Any]:
    """A good document whose main node has these members instead."""
    document = a_credential()
    document["@graph"][0] |= stated
    return document


def wrapped(**stated: Any) -> dict[str, Any]:
    """A good document whose root has these members instead."""
    return a_credential() | stated


def with_node(**node: Any) -> dict[str, Any]:
    document = a_credential()
    document["@graph"].append({f"@{name}": value for name, value in node.items()})
    return document


def nested(depth: int) -> dict[str, Any]:
    condition: dict[str, object] = {"@type": "ceterms:ConditionProfile"}
    for _ in range(depth):
        condition = {
            "@type": "ceterms:ConditionProfile",
            "ceterms:alternativeCondition": [condition],
        }
    return changed(**{"ceterms:requires": [condition]})


SHAPES = [
    ("a list", [], "DOCUMENT_NOT_OBJECT", "a list"),
    ("a text", '"hello"', "DOCUMENT_NOT_OBJECT", "a text"),
    ("nothing", "null", "DOCUMENT_NOT_OBJECT", "nothing"),
    ("an address that is none", wrapped(**{"@id": {}}), "VALUE_WRONG_TYPE", "@id is an object"),
    ("an empty object", {}, "CONTEXT_MISSING", CTDL_CONTEXT),
    (
        "an envelope",
        {"envelope_id": "1", "decoded_resource": a_credential()},
        "DOCUMENT_IS_ENVELOPE",
        "decoded_resource",
    ),
    ("graph an object", wrapped(**{"@graph": {}}), "GRAPH_NOT_LIST", "an object"),
    ("graph a text", wrapped(**{"@graph": "x"}), "GRAPH_NOT_LIST", "a text"),
    ("graph empty", wrapped(**{"@graph": []}), "GRAPH_EMPTY", "add the resource"),
    ("graph of texts", wrapped(**{"@graph": ["x"]}), "VALUE_WRONG_TYPE", "a text"),
    ("beside the graph", wrapped(**{"ceterms:name": "x"}), "GRAPH_KEY_UNEXPECTED", "ceterms:name"),
]
CONTEXTS = [
    ("no context", None, "CONTEXT_MISSING", "no @context"),
    ("empty list", [], "CONTEXT_MISSING", "names no CTDL context"),
    ("remote", "https://evil.example/context.json", "CONTEXT_UNKNOWN", "nothing is fetched"),
    ("local file", "file:///etc/passwd", "CONTEXT_UNKNOWN", "nothing is fetched"),
    ("trailing slash", CTDL_CONTEXT + "/", "CONTEXT_UNKNOWN", "not known"),
    ("remote in list", [CTDL_CONTEXT, "http://x.example/"], "CONTEXT_UNKNOWN", "x.example"),
    ("a number", 5, "CONTEXT_UNKNOWN", "5"),
    (
        "import",
        [CTDL_CONTEXT, {"@import": "https://x.example/"}],
        "CONTEXT_TERM_REDEFINED",
        "@import",
    ),
    ("base", [CTDL_CONTEXT, {"@base": "https://x.example/"}], "CONTEXT_TERM_REDEFINED", "@base"),
    ("vocab", [CTDL_CONTEXT, {"@vocab": "https://x.example/"}], "CONTEXT_TERM_REDEFINED", "@vocab"),
    ("language", [CTDL_CONTEXT, {"@language": "en"}], "CONTEXT_TERM_REDEFINED", "@language"),
    (
        "redefined term",
        [CTDL_CONTEXT, {"ceterms:name": "https://x.example/"}],
        "CONTEXT_TERM_REDEFINED",
        "ceterms:name",
    ),
    (
        "redefined prefix",
        [CTDL_CONTEXT, {"ceterms": "https://x.example/"}],
        "CONTEXT_TERM_REDEFINED",
        "ceterms",
    ),
    (
        "own term",
        [CTDL_CONTEXT, {"name": "https://schema.org/name"}],
        "CONTEXT_TERM_REDEFINED",
        "name",
    ),
    ("executable prefix", [CTDL_CONTEXT, {"x": "javascript:"}], "CONTEXT_TERM_REDEFINED", "x"),
]
NODES = [
    ("nested context", {"@context": {"@vocab": "x"}}, "KEYWORD_NOT_SUPPORTED", "@context"),
    ("reverse", {"@reverse": {}}, "KEYWORD_NOT_SUPPORTED", "@reverse"),
    ("included", {"@included": []}, None, ""),
    ("included nodes", {"@included": [{}]}, "KEYWORD_NOT_SUPPORTED", "@included"),
    ("nest", {"@nest": {"ceterms:name": "x"}}, "KEYWORD_NOT_SUPPORTED", "@nest"),
    ("nested graph", {"@graph": [1]}, "KEYWORD_NOT_SUPPORTED", "@graph"),
    ("list", {"ceterms:hasPart": {"@list": ["x"]}}, "KEYWORD_NOT_SUPPORTED", "@list"),
    ("set", {"ceterms:hasPart": {"@set": ["x"]}}, "KEYWORD_NOT_SUPPORTED", "@set"),
    ("bare property", {"name": "x"}, "PROPERTY_NOT_A_TERM", "'name'"),
    ("undeclared prefix", {"foo:bar": "x"}, "PROPERTY_NOT_A_TERM", "'foo:bar'"),
    ("whole address", {"https://purl.org/ctdl/terms/name": "x"}, "PROPERTY_NOT_A_TERM", "prefix"),
    ("empty name", {"": "x"}, "PROPERTY_NOT_A_TERM", "''"),
    ("no XML name", {"ceterms:1st": "x"}, "PROPERTY_NOT_A_TERM", "1st"),
    ("RDF syntax", {"rdf:about": "x"}, "PROPERTY_NOT_A_TERM", "rdf:about"),
    ("bare class", {"@type": "MicroCredential"}, "CLASS_NOT_A_TERM", "MicroCredential"),
    ("class a number", {"@type": 5}, "VALUE_WRONG_TYPE", "a number"),
    ("class an object", {"@type": [{"@id": "x"}]}, "VALUE_WRONG_TYPE", "an object"),
    ("no class", {"@type": None}, "TYPE_MISSING", "add its class"),
    ("empty class list", {"@type": []}, "TYPE_MISSING", "add its class"),
    ("@id a number", {"@id": 5}, "VALUE_WRONG_TYPE", "a number"),
    ("@id an object", {"@id": {"@id": "x"}}, "VALUE_WRONG_TYPE", "an object"),
    ("@id relative", {"@id": "my-page"}, "REF_NOT_IRI", "my-page"),
    ("@id of another", {"@id": f"resources/{OTHER}"}, "CTID_URI_MISMATCH", OTHER),
    ("odd local name", {"@id": "_:a b"}, "BNODE_LABEL_INVALID", "_:a b"),
    ("upper-case CTID", {"ceterms:ctid": CTID.upper()}, "CTID_UPPERCASE", "lower case"),
    ("bare UUID", {"ceterms:ctid": CTID[3:]}, "CTID_BARE_UUID", "ce-"),
    ("short CTID", {"ceterms:ctid": CTID[:-1]}, "CTID_MALFORMED", "lower-case UUID"),
    ("CTID a list", {"ceterms:ctid": [CTID]}, "VALUE_WRONG_TYPE", "a list"),
    ("CTID an object", {"ceterms:ctid": {"@value": CTID}}, "VALUE_WRONG_TYPE", "an object"),
    ("no CTID", {"ceterms:ctid": None}, "CTID_MISSING", "ceterms:ctid"),
    ("name a number", {"ceterms:name": 5}, "VALUE_WRONG_TYPE", "a number"),
    ("name a list of maps", {"ceterms:name": [{"en": "x"}]}, "VALUE_WRONG_TYPE", "one map"),
    ("name a value object", {"ceterms:name": {"@value": "x"}}, "LANGUAGE_TAG_INVALID", "@value"),
    ("bad language", {"ceterms:name": {"en_US": "x"}}, "LANGUAGE_TAG_INVALID", "en_US"),
    ("half a language", {"ceterms:name": {"en-a": "x"}}, "LANGUAGE_TAG_INVALID", "en-a"),
    ("text a number", {"ceterms:name": {"en": 5}}, "VALUE_WRONG_TYPE", "'en'"),
    ("text an object", {"ceterms:name": {"en": {"@value": "x"}}}, "VALUE_WRONG_TYPE", "'en'"),
    ("page a number", {"ceterms:subjectWebpage": 5}, "VALUE_WRONG_TYPE", "a number"),
    ("page true", {"ceterms:subjectWebpage": True}, "VALUE_WRONG_TYPE", "true or false"),
    ("page without scheme", {"ceterms:subjectWebpage": "www.x.example"}, "REF_NOT_IRI", "whole"),
    (
        "page with a space",
        {"ceterms:subjectWebpage": "https://x.example/a b"},
        "IRI_INVALID",
        "percent-encode",
    ),
    (
        "page with brackets",
        {"ceterms:subjectWebpage": "https://x.example/<script>"},
        "IRI_INVALID",
        "percent-encode",
    ),
    ("bad port", {"ceterms:subjectWebpage": "https://x.example:port/"}, "IRI_INVALID", "port"),
    (
        "script address",
        {"ceterms:subjectWebpage": "javascript:alert(1)"},
        "IRI_SCHEME_REFUSED",
        "javascript",
    ),
    ("data address", {"ceterms:image": "DATA:text/html,x"}, "IRI_SCHEME_REFUSED", "data"),
    ("reference a CTID", {"ceterms:ownedBy": [OTHER]}, "REF_BARE_CTID", f"resources/{OTHER}"),
    ("reference a UUID", {"ceterms:ownedBy": OTHER[3:]}, "REF_BARE_UUID", f"resources/{OTHER}"),
    ("list in list", {"ceterms:ownedBy": [["x"]]}, "VALUE_WRONG_TYPE", "inside a list"),
    ("date an object", {"ceterms:dateEffective": {"en": "x"}}, "VALUE_WRONG_TYPE", "plain value"),
    ("value and more", {"ceterms:price": {"@value": 1, "x": 2}}, "VALUE_WRONG_TYPE", "@value"),
    ("value a list", {"ceterms:price": {"@value": [1]}}, "VALUE_WRONG_TYPE", "@value"),
    (
        "tagged number",
        {"ceterms:alternateName": [{"@value": 1, "@language": "en"}]},
        "VALUE_WRONG_TYPE",
        "@language",
    ),
    (
        "markup datatype",
        {"dct:type": {"@value": "<a/>", "@type": "rdf:XMLLiteral"}},
        "VALUE_WRONG_TYPE",
        "xsd:",
    ),
]


@pytest.mark.parametrize(
    ("data", "code", "said"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES]
)
def test_a_file_of_another_shape_is_refused(data: Any, code: str, said: str) -> None:
    text = data if isinstance(data, str) else json.dumps(data)

    found = findings_of(text)[0]

    assert (found.code, said in found.message) == (code, True), found.message


@pytest.mark.parametrize(
    ("context", "code", "said"), [row[1:] for row in CONTEXTS], ids=[row[0] for row in CONTEXTS]
)
def test_any_other_context_is_refused(
    context: Any, code: str, said: str, no_network: list[str]
) -> None:
    found = findings_of(wrapped(**{"@context": context}))[0]

    assert (found.code, said in found.message) == (code, True), found.message


@pytest.mark.parametrize(
    ("stated", "code", "said"), [row[1:] for row in NODES], ids=[row[0] for row in NODES]
)
def test_a_faulty_node_is_refused(stated: dict[str, Any], code: str, said: str) -> None:
    if code is None:
        parse_document(changed(**stated))
        return
    found = next(found for found in findings_of(changed(**stated)) if found.code == code)

    assert said in found.message
    assert found.severity == "error"
    assert found.rule
    assert found.source


def test_a_node_described_twice_is_refused() -> None:
    document = with_node(id="https://x.example/1", type="ceterms:Course")
    document["@graph"].append({"@id": "https://x.example/1", "ceterms:name": "again"})

    assert [found.code for found in findings_of(document)] == ["ID_DUPLICATE"]


def test_two_nodes_with_one_ctid_are_refused() -> None:
    document = a_credential()
    document["@graph"].append(document["@graph"][0] | {"@id": "https://x.example/copy"})

    assert "CTID_DUPLICATE" in {found.code for found in findings_of(document)}


def test_the_same_node_twice_is_refused() -> None:
    document = a_credential()
    document["@graph"].append(document["@graph"][0])

    assert "ID_DUPLICATE" in {found.code for found in findings_of(document)}


def test_the_graph_of_somebody_else_is_refused() -> None:
    found = findings_of(wrapped(**{"@id": f"graph/{OTHER}"}))[0]

    assert (found.code, OTHER in found.message) == ("CTID_URI_MISMATCH", True)


def test_facts_about_a_record_of_this_registry_need_its_ctid() -> None:
    found = findings_of(with_node(id=f"resources/{OTHER}", type="ceterms:Course"))[0]

    assert (found.code, found.entity) == ("CTID_MISSING", f"resources/{OTHER}")


def test_a_document_without_any_ctid_is_told_the_one_in_its_address() -> None:
    document = changed(**{"@id": f"https://x.example/{CTID}", "ceterms:ctid": None})

    assert CTID in findings_of(document)[0].message


def test_deep_nesting_is_refused_and_modest_nesting_is_not() -> None:
    assert findings_of(nested(40))[0].code == "NESTING_TOO_DEEP"
    assert parse_document(nested(20)).ctid == CTID


def test_thousands_of_faults_give_a_readable_list() -> None:
    document = changed(**{"ceterms:ownedBy": ["bad"] * 5000})

    assert len(findings_of(document)) == 100


def test_a_huge_document_is_refused_before_it_is_read() -> None:
    text = json.dumps(changed(**{"ceterms:description": "x" * 10_000_000}))

    found = findings_of(text)[0]

    assert (found.code, "at most 2,000,000" in found.message) == ("DOCUMENT_TOO_LARGE", True)


@pytest.mark.parametrize(
    "name",
    [
        "</script><script>alert(1)</script>",
        "جامعة المثال للتعليم المستمر",
        "\u202eevil\u202c",
        "]]>&amp;<![CDATA[",
        "quotes \" and \\ and '",
        "👩🏽‍🎓 " * 50,
    ],
)
def test_awkward_text_is_kept_letter_for_letter(name: str) -> None:
    document = parse_document(changed(**{"ceterms:name": {"en": name}}))

    assert document.main["ceterms:name"] == {"en": name}


@pytest.mark.parametrize(
    "texts", [{"en": "What to do", "fr-CA": ["Quoi faire", "Comment"]}, [{"en": "What to do"}]]
)
def test_a_language_map_under_a_misspelt_property_hides_no_other_finding(texts: Any) -> None:
    stated = {"ceterms:desciption": texts, "ceterms:description": None}

    document = parse_document(changed(**stated), base="https://registry.example")
    found = {each.code: each for each in validate(document)}

    assert found["UNKNOWN_PROPERTY"].property == "ceterms:desciption"
    assert "ceterms:description" in found["UNKNOWN_PROPERTY"].message
    assert found["POLICY_REQUIRED_MISSING"].property == "ceterms:description"
    assert document.main["ceterms:desciption"][0] == {"@language": "en", "@value": "What to do"}
    assert parse_document(document.canonical, base="https://registry.example") == document


@pytest.mark.parametrize(
    ("name", "texts"),
    [("ceterms:desciption", {"en": 3}), ("ceterms:subjectWebpage", {"en": "https://x.example"})],
)
def test_a_language_map_that_cannot_be_read_is_said_of_its_property(
    name: str, texts: dict[str, Any]
) -> None:
    [found] = findings_of(changed(**{name: texts}))

    assert (found.code, found.property) == ("VALUE_WRONG_TYPE", name)
