"""The four formats: one graph, the same bytes each time, whatever the text is."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from rdflib.compare import isomorphic

from ctdl.ctid import derive_ctid
from ctdl.documents import FORMATS, parse_document, quads, serialize
from tests.ctdl.graphs import BASE, canonical, oxigraph_quads, oxigraph_triples, rdflib_graph
from tests.support.documents import a_credential, a_document
from tests.support.prerequisites import PROJECT

CTID = derive_ctid("test:first aid")
LEVEL = derive_ctid("level:nfq-ie:7")


def _with_two_classes() -> dict[str, Any]:
    document = a_credential()
    document["@graph"][0]["@type"] = ["ceterms:OpenBadge", "ceterms:MicroCredential"]
    return document


CASES = {
    "plain": a_credential(),
    "script": a_credential(name={"en": "</script><script>alert(1)</script>&amp;]]>"}),
    "right to left": a_credential(name={"ar": "جامعة \u202eالمثال", "he": "תעודה"}),
    "marks": a_credential(description={"en": "a \"b\" \\ 'c' \t tab \n line \r\n end\r \x7f \x85"}),
    "spaces": a_credential(description={"en": "  leading, trailing  "}, codedNotation=" "),
    "region": a_credential(name={"en-US": "Color", "zh-Hant-TW": "證書", "und": "?"}),
    "many texts": a_credential(alternateName={"en": ["a", "b", "a"]}),
    "plain text": a_credential(name="Not tagged", alternateName=["a", "b"]),
    "tagged": a_credential(alternateName=[{"@value": "x", "@language": "fr-CA"}, {"@value": 5}]),
    "numbers": a_credential(
        price=[750, "750.50", 12.25, 1e-9],
        weight=[1, 7.5, 0.1, 1e30, -2.5e-10, "3"],
        minimumAge=[18, 17.0],
        isProctored=[True, "false"],
        codedNotation=[5, 5.5, "x"],
    ),
    "untyped": a_credential(requires=[{"dct:date": 2019, "dct:type": 7.25, "dct:source": True}]),
    "dates": a_credential(
        dateEffective="2024-02-29", renewalFrequency="P3Y", lastUpdated="2024-01-01T00:00:00Z"
    ),
    "typed": a_credential(price={"@type": "xsd:decimal", "@value": "1.0"}),
    "odd addresses": a_credential(
        subjectWebpage="https://x.example/é?a=1&b='2'#(c)", sameAs=["urn:isbn:1", "mailto:a@b.ie"]
    ),
    "local names": a_credential(
        hasPart=["_:a", "_:a", {"@id": "_:b"}],
        isPartOf=["_:a.b-c"],
        relatedAction=["_:nowhere"],
    )
    | {
        "@graph": [
            *a_credential(hasPart=["_:a"], isPartOf=["_:c"])["@graph"],
            {"@id": "_:a", "@type": "ceterms:Course", "ceterms:hasPart": ["_:b"]},
            {"@id": "_:b", "ceterms:isPartOf": ["_:a"]},
            {"@id": "_:c", "ceterms:isPartOf": ["_:d"]},
            {"@id": "_:d", "ceterms:isPartOf": ["_:c"]},
            {"@id": "_:e", "@type": "ceterms:Place"},
            {"@type": "ceterms:Place", "ceterms:name": {"en": "nobody's"}},
        ]
    },
    "fragment": a_document(
        derive_ctid("test:map"),
        "ceterms:AlignmentMap",
        {
            "hasPart": [
                {
                    "@id": f"resources/{derive_ctid('test:map')}#E1-2.5",
                    "@type": "ceterms:AlignmentObject",
                    "ceterms:sourceNode": f"resources/{LEVEL}",
                    "ceterms:alignmentType": "alignment:CloseMatch",
                    "dct:date": "2019",
                }
            ]
        },
    ),
    "several classes": _with_two_classes(),
}


@pytest.mark.parametrize("case", CASES)
def test_rdflib_reads_one_graph_from_all_formats(case: str) -> None:
    document = parse_document(CASES[case])

    graphs = {name: rdflib_graph(serialize(document, BASE, name), name) for name in FORMATS}

    assert len(graphs["jsonld"]) > 5
    for name in FORMATS:
        assert isomorphic(graphs[name], graphs["jsonld"]), name


@pytest.mark.parametrize("case", CASES)
def test_oxigraph_reads_one_graph_from_all_formats_and_the_store_gets_it(case: str) -> None:
    document = parse_document(CASES[case])

    stored = canonical(quads(document, BASE))

    for name in FORMATS:
        assert oxigraph_triples(serialize(document, BASE, name), name) == stored, name


@pytest.mark.parametrize("case", CASES)
def test_the_served_document_is_the_same_document_again(case: str) -> None:
    document = parse_document(CASES[case])

    served = serialize(document, BASE, "jsonld")

    assert parse_document(served, base=BASE).canonical == document.canonical


def test_the_given_json_ld_means_what_the_canonical_form_means() -> None:
    given = a_credential(
        weight=2,
        minimumAge=18.0,
        keyword=None,
        subject=[],
        audienceLevelType=[
            {"ceterms:targetNode": "https://purl.org/ctdl/vocabs/audLevel/BeginnerLevel"}
        ],
    )

    document = parse_document(given)

    assert canonical(quads(document, BASE)) == oxigraph_triples(json.dumps(given), "jsonld")


def test_a_chain_of_local_resources_longer_than_the_stack_is_written() -> None:
    length = 3000
    given = a_credential(hasPart=["_:n0"])
    given["@graph"] += [
        {"@id": f"_:n{number}", "ceterms:hasPart": [f"_:n{number + 1}"]} for number in range(length)
    ]
    document = parse_document(given)

    triples = len(quads(document, BASE))

    for name in FORMATS[1:]:
        assert len(oxigraph_quads(serialize(document, BASE, name), name)) == triples


def test_blank_nodes_of_two_documents_never_share_a_label() -> None:
    part = [{"ceterms:name": {"en": "a part"}}]
    one, other = a_credential("one", hasPart=part), a_credential("two", hasPart=part)

    labels = [
        {line.split()[0] for line in _lines(document) if line.startswith("_:")}
        for document in (one, other)
    ]

    assert labels[0]
    assert labels[0].isdisjoint(labels[1])


def test_the_bytes_are_the_same_in_every_process() -> None:
    program = (
        "import hashlib\n"
        "from ctdl.documents import FORMATS, parse_document, serialize\n"
        "from tests.ctdl.test_linked_data import BASE, CASES\n"
        "for case in CASES.values():\n"
        "    document = parse_document(case)\n"
        "    print(document.sha256, *(hashlib.sha256(serialize(document, BASE, name)).hexdigest()"
        " for name in FORMATS))\n"
    )

    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=PROJECT,
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(outputs) == 1
    assert len(next(iter(outputs)).splitlines()) == len(CASES)


def test_turtle_reads_well() -> None:
    document = parse_document(
        a_credential(requires=[{"@type": "ceterms:ConditionProfile", "ceterms:weight": 0.5}])
    )

    text = serialize(document, BASE, "ttl").decode()

    assert text.startswith("@prefix ceterms: <https://purl.org/ctdl/terms/> .\n")
    assert f"\n<{BASE}/resources/{CTID}>\n  a ceterms:MicroCredential ;\n" in text
    assert '  ceterms:name "First aid"@en ;' in text
    assert "ceterms:targetNode credentialStat:Active\n  ] ;" in text
    assert 'ceterms:weight "5.0E-1"^^xsd:float' in text
    assert "_:" not in text
    assert "skos:" not in text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="known are jsonld, ttl, rdf and nt"):
        serialize(parse_document(a_credential()), BASE, "xlsx")  # type: ignore[arg-type]


def _lines(document: dict[str, Any]) -> list[str]:
    return serialize(parse_document(document), BASE, "nt").decode().splitlines()
