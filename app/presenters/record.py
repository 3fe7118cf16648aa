"""The page of a record that has no page of its own kind: its statements, property by property."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.presenters import labels
from app.presenters.credential import RecordHistory, history
from app.presenters.facts import Evidence, Fact, Sources, Value
from app.presenters.links import record_link, web_link
from app.presenters.quality_assurance import period_words, statement_title
from app.presenters.text import Text, content, framed, titled
from app.services.reading import StoredRecord
from app.services.summaries import Named
from ctdl.ctid import CTID, ctid_in
from ctdl.records import ActionRecord, Reference
from ctdl.vocabulary import vocabulary

MOST_VALUES = 200
"""How many values of one property are listed; the whole is in the machine-readable formats."""

_NOT_SHOWN = frozenset({"@id", "@type", "ceterms:ctid", "ceterms:name", "skos:prefLabel"})


@dataclass(frozen=True)
class RecordPage:
    """Everything the general page of a record shows."""

    ctid: CTID
    document_ctid: CTID
    title: Text
    type_label: str
    statement: tuple[Fact, ...]
    """For an act of quality assurance, who did what about which record, in words."""
    facts: tuple[Fact, ...]
    hidden: int
    sources: tuple[Evidence, ...]
    collected: bool
    history: RecordHistory


def references_of(stored: StoredRecord) -> set[CTID]:
    """The CTIDs that the record's own properties lead to."""
    node = stored.document.node(stored.ctid) or {}
    found = {ctid_in(text) for value in node.values() for text in _addresses(value)}
    return {ctid for ctid in found if ctid is not None}


def record_page(stored: StoredRecord, names: Mapping[CTID, Named]) -> RecordPage:
    """The record's own statements; `names` are of what it refers to."""
    node = stored.document.node(stored.ctid) or {}
    sources = Sources(stored.provenance, stored.publisher_name)
    record = stored.record
    act = record if isinstance(record, ActionRecord) and record.kind else None
    statement = tuple(_in_words(act, stored, names, sources)) if act else ()
    told = _NOT_SHOWN | {each.key.replace("-", ":", 1) for each in statement}
    if act:
        told |= {"ceterms:endDate"}
    facts = []
    hidden = 0
    for curie, value in node.items():
        if curie in told:
            continue
        values = tuple(_values(value, names))
        hidden += max(0, len(values) - MOST_VALUES)
        label = vocabulary().label(curie)
        facts.append(Fact(curie.replace(":", "-"), label, values[:MOST_VALUES], sources.of(curie)))
    return RecordPage(
        ctid=stored.ctid,
        document_ctid=stored.document_ctid,
        title=_title(act, names) if act else titled(record.name, stored.ctid),
        type_label=labels.type_label(stored.record.type),
        statement=statement,
        facts=tuple(facts),
        hidden=hidden,
        sources=sources.listed(),
        collected=sources.collected,
        history=history(stored),
    )


def _title(act: ActionRecord, names: Mapping[CTID, Named]) -> Text:
    about = (names.get(each.ctid) for each in act.objects if each.ctid)
    by = (names.get(each.ctid) for each in act.acting_agents if each.ctid)
    return statement_title(
        act.name,
        act.kind or "",
        next((each for each in about if each), None),
        next((each for each in by if each), None),
    )


def _in_words(
    act: ActionRecord, stored: StoredRecord, names: Mapping[CTID, Named], sources: Sources
) -> Iterator[Fact]:
    """Who did what about which record, and for how long; keys are the properties that say so."""
    keeper = {CTID(stored.change.publisher): stored.publisher_name}
    period = framed(period_words(act.start, act.end))
    conditions = content(act.description)
    status = [Value(framed(labels.action_status_label(act.status)))] if act.status else []
    evidence = [Value(Text(each, ""), web_link(each)) for each in act.evidence]
    facts = (
        ("ceterms:actingAgent", gettext("By whom"), _referred(act.acting_agents, names, keeper)),
        ("ceterms:object", gettext("Of what"), _referred(act.objects, names, {})),
        ("ceterms:startDate", gettext("Dates"), [Value(period)]),
        ("ceterms:actionStatusType", gettext("Status"), status),
        ("ceterms:description", gettext("Conditions"), [Value(conditions)] if conditions else []),
        ("ceterms:evidenceOfAction", gettext("Evidence"), evidence),
    )
    kind = Value(framed(labels.quality_assurance_label(act.kind or "")))
    yield Fact("kind", gettext("What was done"), (kind,))
    for curie, label, values in facts:
        if values:
            yield Fact(curie.replace(":", "-"), label, tuple(values), sources.of(curie))


def _referred(
    references: Iterable[Reference], names: Mapping[CTID, Named], keepers: Mapping[CTID, str]
) -> list[Value]:
    return [_of_reference(each, names, keepers) for each in references]


def _of_reference(
    reference: Reference, names: Mapping[CTID, Named], keepers: Mapping[CTID, str]
) -> Value:
    """What is referred to: a record, a publisher known by name only, an address, or a name."""
    if reference.ctid and reference.ctid not in names and reference.ctid in keepers:
        note = framed(gettext("(has no record here yet)"))
        return Value(Text(keepers[reference.ctid], ""), note=note)
    if reference.iri:
        return _of_text(reference.iri, names)
    return Value(titled(reference.name, gettext("Not named")))


def stated_values(value: Any, names: Mapping[CTID, Named]) -> Iterator[Value]:
    """The values of a property, one by one, with links to what they name."""
    yield from _values(value, names)


def _values(value: Any, names: Mapping[CTID, Named]) -> Iterator[Value]:
    if isinstance(value, list):
        for each in value:
            yield from _values(each, names)
    elif isinstance(value, dict):
        yield from _of_node(value, names)
    elif isinstance(value, str):
        yield _of_text(value, names)
    elif value is not None:
        yield Value(Text(str(value), ""))


def _of_node(node: Mapping[str, Any], names: Mapping[CTID, Named]) -> Iterator[Value]:
    if "@value" in node:
        yield Value(Text(str(node["@value"]), node.get("@language", "")))
    elif (
        "@id" not in node and "@type" not in node and all(isinstance(v, str) for v in node.values())
    ):
        text = content(node)
        if text is not None:
            yield Value(text)
    else:
        for curie, value in node.items():
            if not curie.startswith("@") and curie not in _NOT_SHOWN - {"ceterms:name"}:
                label = vocabulary().label(curie)
                yield from (
                    Value(each.text, each.link, Text(label, "en")) for each in _values(value, names)
                )


def _of_text(text: str, names: Mapping[CTID, Named]) -> Value:
    ctid = ctid_in(text)
    if ctid is not None and ctid in names:
        note = framed(gettext("(withdrawn)")) if names[ctid].withdrawn else None
        return Value(titled(names[ctid].name, ctid), record_link(ctid, names[ctid].type), note)
    if ctid is not None:
        return Value(Text(text, ""), note=framed(gettext("(not in this registry)")))
    return Value(Text(text, ""), web_link(text))


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _addresses(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _addresses(each)
