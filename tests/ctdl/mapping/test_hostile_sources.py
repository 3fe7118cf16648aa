"""Sources made to break the importer: whatever comes, it is documents or a DocumentError."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctdl.documents import parse_document
from ctdl.findings import DocumentError
from ctdl.mapping import FORMATS, Imported, detect, export, import_document
from ctdl.mapping.exporting import EXPORTS, NotExpressible
from ctdl.mapping.formats import READ_BY_TABLE
from tests.ctdl.mapping.sources import BASE, sample, sample_json

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [
            "",
            "en",
            "eqf:5",
            "P3Y",
            "javascript:alert(1)",
            "https://example.org/a b",
            "https://example.org/x",
            "http://[",
            "urn:uuid:1",
            "_:b0",
            "http://data.europa.eu/snb/eqf/5",
            "http://data.europa.eu/snb/isced-f/0613",
            "http://data.europa.eu/snb/eqf/",
            "resources/ce-00000000-0000-4000-8000-000000000000",
            "1e999",
            "\u202eabc",
            "en-x",
        ]
    ),
    st.text(max_size=20),
)
TERMS = sorted(
    {
        step
        for format in READ_BY_TABLE.values()
        for table in format.tables.values()
        for path, terms in table.known_terms().items()
        for step in (*path, *terms)
    }
    | {"@id", "@type", "@value", "@language", "@list", "@set", "@graph", "@context", "id", "type"}
)
CLASSES = sorted({name for format in READ_BY_TABLE.values() for name in format.tables})


def read_or_refused(data: bytes | str, **wishes: Any) -> Imported | None:
    """What `data` makes; None when it is refused with a reason, and nothing else is raised."""
    try:
        return import_document(data, **wishes)
    except DocumentError as error:
        if not error.findings or any(len(found.message) > 1500 for found in error.findings):
            raise AssertionError("a refusal says why, in a few words") from error
        return None


def objects(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists and objects with the terms that the importer looks at."""
    return st.one_of(
        st.lists(children, max_size=4),
        st.dictionaries(st.sampled_from(TERMS), children, max_size=6),
    )


ANYTHING = st.recursive(LEAVES, objects, max_leaves=25)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(CLASSES),
    terms=st.dictionaries(st.sampled_from(TERMS), ANYTHING, max_size=12),
    identifier=st.sampled_from(
        ["https://example.org/1", "urn:epass:x:1", "https://example.org/ x"]
    ),
)
def test_wrong_values_everywhere_make_documents_or_a_refusal(
    kind: str, terms: dict[str, Any], identifier: str
) -> None:
    source = {**terms, "id": identifier, "type": kind}

    made = read_or_refused(json.dumps(source), kind="ceterms:Certificate")

    for body in made.documents if made else ():
        document = parse_document(body, base=BASE)
        for format in EXPORTS:
            try:
                json.dumps(export(document, format, base=BASE))
            except NotExpressible:
                assert "Organization" in document.type


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(source=ANYTHING, format=st.sampled_from([None, *FORMATS]))
def test_any_json_makes_documents_or_a_refusal(source: Any, format: str | None) -> None:
    made = read_or_refused(json.dumps(source), format=format)

    assert made is None or made.documents


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_any_bytes_make_documents_or_a_refusal(data: bytes | str) -> None:
    made = read_or_refused(data)

    assert made is None or made.documents


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(
        [
            "open-badges-2-rich.json",
            "open-badges-3-rich.json",
            "elm-qualification-rich.json",
            "elm-opportunity-rich.json",
            "schema-org-credential-rich.json",
            "ctdl-graph-rich.json",
            "ctdl-legacy.json",
        ]
    ),
    choice=st.randoms(use_true_random=False),
    value=ANYTHING,
)
def test_a_sample_with_any_one_value_spoilt_is_read_or_refused(
    name: str, choice: Any, value: Any
) -> None:
    source = sample_json(name)
    _spoil(source, choice, value)

    made = read_or_refused(json.dumps(source))

    assert made is None or made.documents


def _spoil(source: Any, choice: Any, value: Any) -> None:
    holders: list[Any] = []
    waiting = [source]
    while waiting:
        node = waiting.pop()
        members = node.values() if isinstance(node, dict) else node
        below = [member for member in members if isinstance(member, dict | list)]
        holders.append(node)
        waiting.extend(below)
    holder = choice.choice([each for each in holders if each])
    key = choice.choice(list(holder)) if isinstance(holder, dict) else 0
    holder[key] = value


def deep(opening: str, closing: str) -> Callable[[], str]:
    return lambda: opening * 100_000 + closing * 100_000


def cyclic_graph() -> str:
    nodes = [
        {
            "@id": f"https://example.org/{number}",
            "@type": "Course",
            "name": f"Course {number}",
            "hasPart": {"@id": f"https://example.org/{(number + 1) % 5}"},
            "isPartOf": {"@id": f"https://example.org/{number}"},
            "provider": {"@id": f"https://example.org/{(number + 2) % 5}"},
            "educationalCredentialAwarded": {"@id": f"https://example.org/{(number + 1) % 5}"},
        }
        for number in range(5)
    ]
    return json.dumps({"@context": "https://schema.org", "@graph": nodes})


def cyclic_organisations() -> str:
    organisation = {
        "id": "https://example.org/org",
        "type": "Organisation",
        "legalName": {"en": "Ouroboros"},
        "location": {"id": "https://example.org/org"},
        "contactPoint": {"id": "https://example.org/org"},
    }
    qualification = {
        "id": "https://example.org/q",
        "type": "Qualification",
        "title": {"en": "Circles"},
        "awardingOpportunity": {"awardingBody": organisation},
        "accreditation": {"accreditingAgent": {"id": "https://example.org/org"}},
    }
    return json.dumps({"@graph": [qualification, organisation]})


def many_records() -> str:
    nodes = [
        {"@id": f"https://example.org/{number}", "@type": "Course", "name": "C"}
        for number in range(3000)
    ]
    return json.dumps({"@context": "https://schema.org", "@graph": nodes})


def many_terms() -> str:
    terms = {f"term{number}": number for number in range(20_000)}
    badge = {"type": "BadgeClass", "id": "https://example.org/b", "name": "B", **terms}
    return json.dumps({"@context": "https://w3id.org/openbadges/v2", **badge})


def scripts() -> str:
    code = "<script>var x = '" + "a" * 1_000_000 + "';</script>"
    blocks = "<script type='application/ld+json'>{</script>" * 500
    course = sample("schema-org-course-page.html").decode()
    return course.replace("</head>", code + blocks + "</head>")


def entities() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};&e{n - 1};">' for n in range(1, 30))
    return (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "lol">'
        f"{lines}<!ENTITY file SYSTEM 'file:///etc/hostname'>]>"
        "<html><body>&e29;&file;</body></html>"
    ).encode()


HOSTILE: dict[str, Callable[[], bytes | str]] = {
    "deep lists": deep("[", "]"),
    "deep objects": deep('{"a":', "}"),
    "deep page": lambda: "<div>" * 100_000,
    "cyclic graph": cyclic_graph,
    "cyclic organisations": cyclic_organisations,
    "many records": many_records,
    "many terms": many_terms,
    "a megabyte of scripts": scripts,
    "entities in entities": entities,
    "an endless token": lambda: "e" * 1_000_000 + "." + "A" * 1_000_000 + ".x",
    "a page too large": lambda: "<html>" + " " * 4_000_001,
    "not UTF-8": lambda: b'{"name": "\xff\xfe"}',
    "a huge number": lambda: '{"type": "Achievement", "creditsAvailable": 1e400}',
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sources_are_answered_in_time(name: str) -> None:
    data = HOSTILE[name]()
    began = time.monotonic()

    made = read_or_refused(data)

    assert made is None or (len(made.documents) <= 120 and len(made.notes) <= 200)
    assert time.monotonic() - began < 20


def test_scripts_are_not_taken_for_data() -> None:
    made = import_document(scripts())

    assert "not this one" not in json.dumps(made.documents)
    assert made.documents[1]["@graph"][0]["ceterms:name"] == {"en": "Sourdough from scratch"}


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_takes_what_holds_nothing(format: str) -> None:
    with pytest.raises(DocumentError):
        import_document("{}", format=format)


def test_a_remote_context_is_named_and_not_read() -> None:
    source = {
        **sample_json("open-badges-3-minimal.json"),
        "@context": ["https://evil.example/context.json", {"name": "https://evil.example/other"}],
    }

    made = import_document(json.dumps(source))

    assert "https://evil.example/context.json" in made.notes[0].message
    assert "ceterms:name" not in made.documents[0]["@graph"][0]


@pytest.mark.parametrize("text", ["", "[", "7", "{}", "<p>", "<html></html>", '{"@type": "Cat"}'])
def test_what_is_of_no_format_is_refused_with_the_known_ones_or_where_it_breaks(text: str) -> None:
    with pytest.raises(DocumentError) as refused:
        detect(text)

    told = " ".join(found.message for found in refused.value.findings)
    assert all(name in told for name in FORMATS) or "JSON" in told


@pytest.mark.parametrize("nothing", ["", "  \n\t", "\ufeff", b"", b"\xef\xbb\xbf \r\n"])
def test_empty_file_is_called_empty(nothing: str | bytes) -> None:
    with pytest.raises(DocumentError, match="The file is empty") as refused:
        import_document(nothing)

    assert [each.code for each in refused.value.findings] == ["IMPORT_EMPTY"]


@pytest.mark.parametrize(
    "binary",
    [b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04\x14\0", b"%PDF-1.7\n%\xe2\xe3", "{}".encode("utf-16")],
    ids=["picture", "archive", "PDF", "UTF-16"],
)
def test_file_that_is_no_text_is_called_so(binary: bytes) -> None:
    for data in (binary, binary.decode("utf-8-sig", "replace")):
        with pytest.raises(DocumentError, match="The file is not text"):
            import_document(data)


def test_text_cut_through_a_character_when_looked_at_is_still_text() -> None:
    with pytest.raises(DocumentError) as refused:
        import_document(("é" * 2_000).encode())

    assert [each.code for each in refused.value.findings] == ["JSON_MALFORMED"]
