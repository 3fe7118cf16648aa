"""The table of stacking: one row adds one relation to a credential of the publisher."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from ctdl.ctid import ctid_in
from ctdl.messages import say
from ctdl.nodes import Node
from ctdl.tabular import common_columns as common
from ctdl.tabular.amounts import read_credit_profile, read_span, written_credits
from ctdl.tabular.columns import Choice, Column, Template
from ctdl.tabular.common_columns import IDENTITY, LINKS
from ctdl.tabular.credential_columns import CREDIT_UNIT, CREDITS, FAMILIES
from ctdl.tabular.draft import (
    Draft,
    iri_of,
    language_map,
    members,
    put,
    text_map,
    written_reference,
)
from ctdl.tabular.entry import Entry
from ctdl.tabular.facts import Cells, Fact, cell, first_texts, text_cells
from ctdl.vocabulary import vocabulary

_TARGETS: Final = (
    "ceterms:targetCredential",
    "ceterms:targetLearningOpportunity",
    "ceterms:targetAssessment",
)
_TARGET_OF_CLASS: Final = {
    "ceterms:LearningOpportunityProfile": "ceterms:targetLearningOpportunity",
    "ceterms:AssessmentProfile": "ceterms:targetAssessment",
}
_FRAME: Final = frozenset({"@id", "@type", "ceterms:name", "ceterms:description"})


@dataclass(frozen=True)
class Relation:
    """A way in which one credential leads to another, and the property that says so."""

    code: str
    label: str
    property: str
    is_link: bool = False
    """Whether the property takes only the other record, without remark or credits."""


RELATIONS: Final = (
    Relation("is-part-of", "is part of", "ceterms:isPartOf", is_link=True),
    Relation("has-part", "has part", "ceterms:hasPart", is_link=True),
    Relation("prepares-for", "prepares for", "ceterms:isPreparationFor"),
    Relation("is-prepared-by", "is prepared by", "ceterms:preparationFrom"),
    Relation("requires", "requires", "ceterms:requires"),
    Relation("is-required-for", "is required for", "ceterms:isRequiredFor"),
    Relation("recommends", "recommends", "ceterms:recommends"),
    Relation("is-recommended-for", "is recommended for", "ceterms:isRecommendedFor"),
    Relation(
        "advanced-standing-for", "gives advanced standing for", "ceterms:isAdvancedStandingFor"
    ),
    Relation(
        "advanced-standing-from", "takes advanced standing from", "ceterms:advancedStandingFrom"
    ),
    Relation("supersedes", "replaces", "ceterms:supersedes", is_link=True),
    Relation("superseded-by", "is replaced by", "ceterms:supersededBy", is_link=True),
)
_CREDITS: Final = replace(CREDITS, example="", section=LINKS)
_UNIT: Final = replace(CREDIT_UNIT, example="", section=LINKS)
_BY_CODE: Final = {relation.code: relation for relation in RELATIONS}

_FROM: Final = Column(
    "from",
    "From",
    "The CTID of your own credential; it must be published.",
    "reference",
    "ceterms:ctid",
    "ce-2a4f1c6e-8b7d-4c3a-9e5f-0d1b2c3a4e5f",
    required=True,
    section=IDENTITY,
    other_labels=("De",),
)
_RELATION: Final = Column(
    "relation",
    "Relation",
    "How the first leads to the second: is-part-of, prepares-for, requires…",
    "choice",
    example="is-part-of",
    required=True,
    choices=tuple(Choice(relation.code, relation.label) for relation in RELATIONS),
    section=IDENTITY,
    also=tuple(relation.property for relation in RELATIONS),
)
_TO: Final = Column(
    "to",
    "To",
    "The other credential: its CTID, or its address elsewhere.",
    "reference",
    "ceterms:targetCredential",
    "ce-7c1e5a90-3f2b-4d86-8a4c-6b5d4e3f2a1b",
    required=True,
    section=IDENTITY,
    also=_TARGETS[1:],
    other_labels=("À",),
)
_NOTE: Final = Column(
    "note",
    "Remark",
    "What the relation depends on, in a sentence.",
    "text",
    "ceterms:description",
    translatable=True,
    section=LINKS,
)
_REMOVE: Final = Column(
    "remove",
    "Take away",
    "yes to take the relation away again.",
    "choice",
    choices=(Choice("yes", "Yes"), Choice("no", "No")),
    section=LINKS,
)


class RelationFact(Fact):
    """One relation of a record; a record has any number of them."""

    def read(self, draft: Draft, language: str) -> Cells:
        """The first relation."""
        empty = {column.name: "" for column in self.columns}
        return next(iter(self.rows(draft, language)), {**empty, "from": draft.ctid})

    def rows(self, draft: Draft, language: str) -> list[Cells]:
        """Every relation."""
        return [
            {"from": draft.ctid, **cells, "text_language": language, "remove": ""}
            for relation in RELATIONS
            for value in members(draft.main, relation.property)
            for cells in _stated(draft, relation, value, language)
        ]

    def write(self, draft: Draft, entry: Entry) -> None:
        """Add the relation, say more about it, or take it away."""
        choice = entry.choice(_RELATION)
        targets = entry.references(_TO)
        self._report_gaps(entry)
        if choice is None or not targets:
            return
        relation = _BY_CODE[choice.value]
        removed = entry.choice(_REMOVE)
        for target in targets:
            _take_away(draft, relation, target)
            if removed is None or removed.value == "no":
                value = _relation_value(relation, target, draft, entry)
                held = members(draft.main, relation.property)
                put(draft.main, relation.property, [*held, value])

    @staticmethod
    def _report_gaps(entry: Entry) -> None:
        for column in (_RELATION, _TO):
            if not entry.text(column.name):
                message = say("is empty; every relation needs it.")
                entry.report("CELL_MISSING", column.name, message)


def _stated(draft: Draft, relation: Relation, value: Any, language: str) -> Iterator[Cells]:
    frame = {**cell(_RELATION, relation.code)}
    iri = iri_of(value)
    if iri is not None:
        empty = dict.fromkeys(("note", "credits", "credit_unit"), "")
        yield {**frame, **cell(_TO, written_reference(iri)), **empty}
        return
    profile = draft.described(value)
    for property in _TARGETS if profile is not None else ():
        for target in members(profile or {}, property):
            found = iri_of(target)
            if profile is not None and found:
                notes = first_texts(text_map(profile.get("ceterms:description")))
                notes = {tag: text for tag, text in notes.items() if text != relation.label}
                yield {
                    **frame,
                    **cell(_TO, written_reference(found)),
                    **text_cells(_NOTE, notes, language),
                    **written_credits(draft, profile, _CREDITS, _UNIT),
                }


def _relation_value(relation: Relation, target: str, draft: Draft, entry: Entry) -> Any:
    notes = entry.texts(_NOTE)
    span = read_span(entry, _CREDITS.name)
    says_more = bool(notes) or span is not None
    if relation.is_link:
        if says_more:
            message = say(
                "%(relation)s is a mere link; the remark or credits were left out.",
                relation=repr(relation.label),
            )
            entry.report("CELL_NOT_KEPT", _NOTE.name, message, severity="warning")
        return target
    # What a credential requires stands in a profile even where nothing else is said.
    if not says_more and relation.property != "ceterms:requires":
        return target
    profile: Node = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": {"en": relation.label},
        "ceterms:description": language_map(notes.items()) or {"en": relation.label},
        _target_property(target, entry): [target],
    }
    credit = read_credit_profile(entry, span, _UNIT)
    return profile | ({"ceterms:creditValue": [credit]} if credit else {})


def _target_property(target: str, entry: Entry) -> str:
    """How a profile names what is at this address: a course or an examination has its own way."""
    ctid = ctid_in(target)
    known = entry.class_of(ctid) if ctid else None
    for kind, name in _TARGET_OF_CLASS.items():
        if known and vocabulary().is_a(known, kind):
            return name
    return "ceterms:targetCredential"


def _take_away(draft: Draft, relation: Relation, target: str) -> None:
    """Remove every statement of this relation to the target; other targets stay."""
    kept = []
    for value in members(draft.main, relation.property):
        profile = draft.described(value)
        led_there = profile is not None and _drop_target(profile, target)
        if iri_of(value) != target and not (led_there and _says_no_more(profile or {})):
            kept.append(value)
    put(draft.main, relation.property, kept)


def _says_no_more(profile: Node) -> bool:
    """Whether a profile that lost its target has nothing left to say."""
    return not profile.keys() - _FRAME - {"ceterms:creditValue"}


def _drop_target(profile: Node, target: str) -> bool:
    """Whether the profile led to the target, which it does no more."""
    found = False
    for name in _TARGETS:
        held = members(profile, name)
        kept = [value for value in held if iri_of(value) != target]
        if len(kept) < len(held):
            found = True
            put(profile, name, kept)
    return found


def _finish(draft: Draft, entry: Entry, before: Draft | None) -> None:
    if before is None and entry.text(_FROM.name):
        entry.report(
            "ROW_RECORD_MISSING",
            _FROM.name,
            say(
                "%(ctid)s is not a record of yours here; publish the credential first.",
                ctid=draft.ctid,
            ),
        )


_FACT: Final = RelationFact(
    _FROM, _RELATION, _TO, _NOTE, _CREDITS, _UNIT, common.TEXT_LANGUAGE, _REMOVE
)
STACKING: Final = Template(
    "stacking",
    "Stacking: how credentials lead to others",
    "One row adds one relation to a credential of yours that is published.",
    (_FACT,),
    FAMILIES,
    _finish,
    adds_to_records=True,
)
