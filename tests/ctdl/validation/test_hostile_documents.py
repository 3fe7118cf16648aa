"""Documents made to take long: the largest that is read is answered in two seconds."""

import json
from time import process_time
from typing import Any

import pytest

from ctdl.documents import MAX_DOCUMENT_BYTES, parse_document
from ctdl.validation import completeness, notes, supply, validate
from tests.ctdl.validation.faulty_documents import Content, a_competency
from tests.support.documents import a_credential

MANY = 50_000
SECONDS = 20
"""Of processor time: a guard against documents that take for ever, not a measure of speed."""


def filled(make: Any) -> list[Any]:
    """As many of `make(number)` as one document holds."""
    size = len(json.dumps(make(MANY))) + 2
    return [make(number) for number in range(min(MANY, (MAX_DOCUMENT_BYTES - 10_000) // size))]


def a_step(number: int) -> Content:
    return {
        "@id": f"_:s{number}",
        "ceterms:isPartOf": ["_:w"],
        "ceterms:precedes": [f"_:s{number}"],
    }


def a_whole() -> Content:
    steps = filled(a_step)[:15_000]
    document = a_credential()
    whole = {
        "@id": "_:w",
        "@type": "ceterms:Pathway",
        "ceterms:hasPart": [step["@id"] for step in steps],
    }
    document["@graph"] += [whole, *steps]
    return document


def competencies() -> Content:
    document = a_competency("_:c")
    document["@graph"] += filled(
        lambda number: {
            "@id": f"_:c{number}",
            "@type": "ceasn:Competency",
            "ceasn:isPartOf": ["https://x.example/1"],
        }
    )
    return document


def frameworks() -> Content:
    document = a_competency("_:c")
    document["@graph"] += filled(
        lambda number: {"@id": f"_:f{number}", "@type": "ceasn:CompetencyFramework"}
    )
    return document


def long_address() -> Content:
    document = a_credential()
    holder = {
        "@id": "https://x.example/" + "a" * 900_000,
        "ceterms:hasPart": [{"ceterms:x": 1}] * 20_000,
    }
    document["@graph"].append(holder)
    return document


def deep(levels: int = 25) -> Content:
    node: Content = {"ceterms:hasPart": [{"ceterms:x": 1}] * 40_000}
    for _ in range(levels):
        node = {f"ceterms:{'p' * 20_000}": [node, {"ceterms:x": 1}]}
    return a_credential(hasPart=[node])


HOSTILE: dict[str, Any] = {
    "properties": lambda: a_credential(**{f"p{n}": "x" for n in range(MANY)}),
    "misspelled terms": lambda: a_credential(
        **{f"ownedByy{n}": "x" for n in range(MANY // 2)},
        subject=filled(lambda n: {"ceterms:targetNode": f"audLevel:Beginer{n}"})[: MANY // 4],
    ),
    "levels": lambda: a_credential(atLevel=filled(lambda n: {"ceterms:codedNotation": f"eqf:{n}"})),
    "level addresses": lambda: a_credential(
        atLevel=filled(lambda n: {"ceterms:targetNode": f"https://x.example/{n}"})
    ),
    "concepts": lambda: a_credential(
        audienceLevelType=filled(lambda n: {"ceterms:targetNode": f"lifeCycle:A{n}"})
    ),
    "references": lambda: a_credential(ownedBy=filled(lambda n: f"https://x.example/{n}")),
    "missing nodes": lambda: a_credential(ownedBy=filled(lambda n: f"_:n{n}")),
    "costs": lambda: a_credential(
        estimatedCost=filled(lambda n: {"ceterms:price": -n, "ceterms:currency": f"{n}"})
    ),
    "languages": lambda: a_credential(name={f"en-a{n:05}": "a" for n in range(MANY)}),
    "unregistered languages": lambda: a_credential(name={f"zz-a{n:05}": "a" for n in range(MANY)}),
    "dates": lambda: a_credential(dateEffective=["2025-01-01"] * MANY, expirationDate="2020-01-01"),
    "one long date": lambda: a_credential(dateEffective="2" * 1_900_000),
    "one long number": lambda: a_credential(requiredNumber="9" * 1_900_000),
    "one long language": lambda: a_credential(inLanguage=["en" + "-abcdefgh" * 200_000]),
    "one long duration": lambda: a_credential(renewalFrequency="P" + "1Y" * 900_000),
    "one long address": lambda: a_credential(ownedBy=["https://x.example/" + "a/" * 900_000]),
    "a whole and its steps": a_whole,
    "competencies": competencies,
    "frameworks": frameworks,
    "nodes in one with a long address": long_address,
    "nodes deep below long names": deep,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_checked_without_taking_for_ever(name: str) -> None:
    document = parse_document(HOSTILE[name]())
    supplied = supply([document])

    started = process_time()
    found = [*validate(document, supplied=supplied), *notes(document, supplied=supplied)]
    complete = completeness(document)
    taken = process_time() - started

    assert found
    assert 0 <= complete.share <= 1
    assert sum(len(each.message) + len(each.entity) for each in found) < 4 * MAX_DOCUMENT_BYTES
    assert taken < SECONDS
