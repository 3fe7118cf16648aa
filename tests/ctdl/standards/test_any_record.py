"""Whatever a record holds, every element of every standard has one of the four answers."""

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctdl.documents import DocumentError, parse_document, stored_document
from ctdl.messages import Said
from ctdl.records import CredentialRecord, read_record
from ctdl.standards import RESULTS, STANDARDS, Around, Known, check_all, known
from ctdl.standards.fact_table import FACTS
from tests.support.column_texts import messages, standard_texts
from tests.support.prerequisites import PROJECT
from tests.support.shipped_standards import TODAY, shipped

ODD: tuple[Any, ...] = (
    None, "", " ", "NaN", "Infinity", "-1", "1e400", "P99999999Y", "9999-99-99", "\u202e",
    "x" * 4000, 0, -1, 1e308, 10**15, True, False, [], [[]], [[["a"], 1], {}], {}, {"en": []},
    {"en": ["", " "]},
    {"@id": "_:nowhere"}, {"@id": "resources/ce-00000000-0000-4000-8000-000000000000"},
    {"@value": "x", "@language": "en"}, {"@type": "ceterms:ConditionProfile"},
    {"@type": ["ceterms:X", "ceterms:Course"]}, ["a", 1, None, {"@value": True}],
)  # fmt: skip
SOURCES = sorted((PROJECT / "registry_data" / "credentials").glob("*.jsonl"))


def a_sample() -> list[dict[str, Any]]:
    """Some documents of every shipped file."""
    found = []
    for path in SOURCES:
        with path.open(encoding="utf-8") as lines:
            found += [
                json.loads(line)["document"] for number, line in enumerate(lines) if number < 3
            ]
    return found


DOCUMENTS = a_sample()


def answers(record: Known) -> tuple[str, ...]:
    """The pattern of every standard, after seeing that each answer is one of the four."""
    conformances = check_all(record)
    assert [each.standard.id for each in conformances] == list(STANDARDS)
    for conformance in conformances:
        assert len(conformance.results) == len(conformance.standard.elements)
        for found in conformance.results:
            assert found.result in RESULTS
            assert isinstance(found.reason, str)
            assert found.result == "met" or found.reason, found
            assert all(len(text) <= 700 for text in found.values)
            assert len(found.values) <= 8
    return tuple(each.pattern for each in conformances)


def stored(document: dict[str, Any]) -> Known | None:
    """The record of a document that nobody checked, as a damaged log might hold it."""
    read = stored_document(json.dumps(document))
    if not isinstance(read.main.get("@type"), str):
        return None
    record = read_record(read)
    if not isinstance(record, CredentialRecord):
        return None
    return known(read, record, Around(today=TODAY))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a document with each of its keys, the address and class left alone."""
    found: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        for key, member in value.items():
            if key[0] != "@" and key != "ceterms:ctid":
                found.append((value, key))
                found += places(member)
    elif isinstance(value, list):
        for number, member in enumerate(value):
            found.append((value, number))
            found += places(member)
    return found


def damage(document: dict[str, Any], choose: random.Random, times: int) -> dict[str, Any]:
    """The document with some values dropped, doubled, nested or put in place of others."""
    damaged = copy.deepcopy(document)
    for _ in range(times):
        reachable = places(damaged["@graph"][0])
        if not reachable:
            break
        container, key = choose.choice(reachable)
        held = container[key]
        container[key] = copy.deepcopy(choose.choice([*ODD, [held, held], {"nested": held}]))
    return damaged


@pytest.mark.parametrize("seed", range(40))
def test_damaged_shipped_records_get_one_of_the_four_answers_and_always_the_same(
    seed: int,
) -> None:
    choose = random.Random(seed)
    for document in choose.sample(DOCUMENTS, 8):
        damaged = damage(document, choose, choose.randint(1, 12))
        record = stored(damaged)
        if record is not None:
            assert answers(record) == answers(stored(copy.deepcopy(damaged)) or record)


@pytest.mark.parametrize("seed", range(15))
def test_what_the_registry_would_take_gets_the_same_answers_when_it_is_read_again(
    seed: int,
) -> None:
    choose = random.Random(1000 + seed)
    taken = 0
    for document in choose.sample(DOCUMENTS, 12):
        try:
            read = parse_document(damage(document, choose, choose.randint(0, 3)))
        except DocumentError:
            continue
        record = read_record(read)
        assert isinstance(record, CredentialRecord)
        taken += 1
        again = stored_document(read.canonical)
        record_again = read_record(again)
        assert isinstance(record_again, CredentialRecord)
        assert answers(known(read, record)) == answers(known(again, record_again))
    assert taken


_TEXT = st.text(max_size=20)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXT | st.sampled_from(ODD),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["@value", "en", "ceterms:name"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_PROPERTIES = sorted(
    {
        path.partition("/")[0]
        for fact in FACTS.values()
        for path in fact.properties
        if path[0] != "@" and path != "ceterms:ctid"
    }
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(_PROPERTIES), _VALUES, max_size=8))
def test_any_values_under_the_properties_that_standards_read(stated: dict[str, Any]) -> None:
    ctid = "ce-00000000-0000-4000-8000-000000000001"
    main = {"@id": f"resources/{ctid}", "@type": "ceterms:MicroCredential", **stated}
    main["ceterms:ctid"] = ctid

    record = stored({"@id": f"graph/{ctid}", "@graph": [main]})

    assert record is not None
    answers(record)


def without(record: Known, name: str) -> Known:
    """What is known of the record when its main resource does not state `name`."""
    body = copy.deepcopy(record.view.document.body)
    del next(node for node in body["@graph"] if node["ceterms:ctid"] == record.record.ctid)[name]
    read = stored_document(json.dumps(body))
    made = read_record(read)
    assert isinstance(made, CredentialRecord)
    return known(read, made, record.around)


def test_taking_a_stated_fact_away_never_makes_anything_met() -> None:
    """Of 70 records, every property of each in turn."""
    compared = 0
    for record in shipped().known(every=75):
        before = {each.standard.id: each for each in check_all(record)}
        for name in record.view.node:
            if name[0] == "@" or name == "ceterms:ctid":
                continue
            for after in check_all(without(record, name)):
                for old, new in zip(before[after.standard.id].results, after.results, strict=True):
                    compared += 1
                    assert not (old.result == "not stated" and new.result == "met"), (
                        record.record.ctid, name, after.standard.id, old, new
                    )  # fmt: skip
    assert compared > 100_000


@pytest.mark.parametrize("kind", ["ceterms:Course", "ceterms:AssessmentProfile", "ceterms:Badge"])
def test_a_record_that_states_nothing_has_hardly_anything_met_and_nothing_unmet(kind: str) -> None:
    ctid = "ce-00000000-0000-4000-8000-000000000001"
    main = {"@id": f"resources/{ctid}", "@type": kind, "ceterms:ctid": ctid}
    record = stored({"@id": f"graph/{ctid}", "@graph": [main]})
    assert record is not None

    met = {
        (each.element.label, each.result)
        for conformance in check_all(record)
        for each in conformance.results
        if each.result in ("met", "not met") and "@type" not in each.properties
    }

    expected = {("CTID", "met"), ("Achievement id", "met")}
    examination = {("Assessment", "met"), ("Certification of assessed learning", "met")}
    assert {answer for _, answer in met} == {"met"}
    assert expected <= met
    if kind != "ceterms:AssessmentProfile":
        assert met == expected
    else:
        assert met & examination


def told_patterns() -> set[str]:
    """The sentences that are gathered for translation."""
    return {*messages(), *standard_texts()}


def unknown(said: str, known_patterns: set[str]) -> list[str]:
    """The sentences and names in `said` that nobody would translate."""
    if not isinstance(said, Said):
        return []
    inner = [
        each for value in said.values.values() for each in unknown(str_of(value), known_patterns)
    ]
    return [*([] if said.pattern in known_patterns else [said.pattern]), *inner]


def str_of(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def test_every_reason_and_every_composed_value_is_gathered_for_translation() -> None:
    patterns = told_patterns()
    for record in shipped().known(every=50):
        for conformance in check_all(record):
            for found in conformance.results:
                assert not found.reason or isinstance(found.reason, Said), found
                for said in (found.reason, *found.values):
                    assert unknown(said, patterns) == []
