"""Facts that an award states inside condition profiles, and a course or examination by itself."""

import copy
from collections.abc import Iterator
from typing import Any, Final

from ctdl.messages import say
from ctdl.nodes import Node
from ctdl.tabular.columns import Column
from ctdl.tabular.draft import (
    Draft,
    language_map,
    members,
    plain,
    put,
    put_one,
    tagged_texts,
    text_map,
)
from ctdl.tabular.entry import Entry
from ctdl.tabular.facts import (
    Cells,
    CodeFact,
    Fact,
    cell,
    first_texts,
    list_cells,
    merged_nodes,
    owns,
    paired,
    text_cells,
    texts_of_nodes,
)
from ctdl.tabular.facts import concepts as concept_list

CONDITIONS: Final = ("ceterms:requires", "ceterms:entryCondition", "ceterms:corequisite")
_FRAME: Final = frozenset({"@id", "@type", "ceterms:name", "ceterms:description"})
_METHOD_TEXT: Final = "ceterms:assessmentMethodDescription"


def is_award(draft: Draft) -> bool:
    """Whether the record is of an award, not of a course or an examination one takes."""
    return not (draft.is_a("ceterms:LearningOpportunityProfile") or is_examination(draft))


def is_examination(draft: Draft) -> bool:
    """Whether the record is of an examination."""
    return draft.is_a("ceterms:AssessmentProfile")


def carriers(draft: Draft) -> Iterator[Node]:
    """The nodes that may hold what is learned, credits and assessment: itself, its conditions."""
    yield draft.main
    for property in CONDITIONS:
        for value in members(draft.main, property):
            node = draft.described(value)
            if node is not None:
                yield node


def new_condition(draft: Draft, name: str, property: str = "ceterms:requires") -> Node:
    """A new condition profile of the record."""
    profile: Node = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": {"en": name},
        "ceterms:description": {"en": name},
    }
    put(draft.main, property, [*members(draft.main, property), profile])
    return profile


def drop_empty_conditions(draft: Draft) -> None:
    """Remove condition profiles that say nothing but the name they were given here."""
    for property in CONDITIONS:
        held = members(draft.main, property)
        kept = [value for value in held if not _is_bare(draft.described(value))]
        if len(kept) < len(held):
            put(draft.main, property, kept)
            for value in held:
                draft.drop_unused(value)


def _is_bare(node: Node | None) -> bool:
    if node is None or not node.keys() <= _FRAME:
        return False
    # Our own profiles repeat their name; any other sentence is somebody's statement.
    return bool(node.get("ceterms:name")) and node.get("ceterms:name") == node.get(
        "ceterms:description"
    )


class LearnedFact(Fact):
    """Skills (which have a name) or outcomes (a sentence), each in an alignment object."""

    def __init__(self, column: Column, property: str, profile: str) -> None:
        super().__init__(column)
        self._column, self._text, self._profile = column, property, profile

    def read(self, draft: Draft, language: str) -> Cells:
        """The texts of all carriers."""
        texts: dict[str, list[str]] = {}
        for carrier, property in self._held(draft):
            found = texts_of_nodes(draft, members(carrier, property), self._text)
            for tag, each in found.items():
                texts.setdefault(tag, []).extend(each)
        return list_cells(self._column, texts, language)

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the texts where such texts are stated already, or else where they belong."""
        wanted = paired(entry.lists(self._column))
        places = list(self._held(draft))
        if not places and wanted:
            places = [self._new_place(draft)]
        stated: list[Any] = []
        for carrier, property in places:
            held = members(carrier, property)
            mine = [value for value in held if owns(draft, value, self._text)]
            put(carrier, property, [value for value in held if value not in mine])
            stated += mine
        if places:
            # All of them go to the first place, so that they stay in the order of the cell.
            carrier, property = places[0]
            nodes = merged_nodes(draft, stated, wanted, self._text)
            put(carrier, property, [*nodes, *members(carrier, property)])
        drop_empty_conditions(draft)

    def _held(self, draft: Draft) -> Iterator[tuple[Node, str]]:
        for carrier in carriers(draft):
            for property in ("ceterms:targetCompetency", "ceterms:teaches", "ceterms:assesses"):
                if texts_of_nodes(draft, members(carrier, property), self._text):
                    yield carrier, property

    def _new_place(self, draft: Draft) -> tuple[Node, str]:
        if is_award(draft):
            return new_condition(draft, self._profile), "ceterms:targetCompetency"
        return draft.main, "ceterms:assesses" if is_examination(draft) else "ceterms:teaches"


class AssessmentFact(Fact):
    """How learning is assessed: methods, a description, and whether somebody watches."""

    def __init__(self, methods: Column, description: Column, proctored: Column) -> None:
        super().__init__(methods, description, proctored)
        self._methods, self._description, self._proctored = methods, description, proctored
        self._terms = {choice.value: f"assessMethod:{choice.value}" for choice in methods.choices}

    def read(self, draft: Draft, language: str) -> Cells:
        """The first assessment that is described in the document."""
        node = self._assessment(draft)
        if node is None:
            return {column.name: "" for column in self.columns}
        texts = text_map(node.get(_text_property(node, draft)))
        stated: object = node.get("ceterms:isProctored")
        proctored = ("yes" if stated else "no") if isinstance(stated, bool) else ""
        return {
            **self._codes().read(_at(draft, node), language),
            **text_cells(self._description, first_texts(texts), language),
            **cell(self._proctored, proctored),
        }

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the assessment, in the profile that is there already if any."""
        node = self._assessment(draft) or self._new(draft)
        self._codes().write(_at(draft, node), entry)
        texts = entry.texts(self._description)
        put_one(node, _text_property(node, draft), language_map(texts.items()))
        proctored = entry.choice(self._proctored)
        node.pop("ceterms:isProctored", None)
        if proctored:
            node["ceterms:isProctored"] = proctored.value == "yes"
        if node is not draft.main and node.keys() <= {"@id", "@type"}:
            self._remove(draft, node)
        drop_empty_conditions(draft)

    def _codes(self) -> CodeFact:
        return CodeFact(self._methods, concept_list(self._terms))

    def _assessment(self, draft: Draft) -> Node | None:
        if is_examination(draft):
            return draft.main
        held = (
            draft.described(value)
            for carrier in carriers(draft)
            for value in members(carrier, "ceterms:targetAssessment")
        )
        return next(
            (node for node in held if node is not None and "ceterms:ctid" not in node), None
        )

    def _new(self, draft: Draft) -> Node:
        name = draft.add_node("assessment", {"@type": "ceterms:AssessmentProfile"})
        holder = new_condition(draft, "Assessment") if is_award(draft) else draft.main
        put(
            holder, "ceterms:targetAssessment", [*members(holder, "ceterms:targetAssessment"), name]
        )
        node: Node = draft.nodes[-1]
        return node

    def _remove(self, draft: Draft, node: Node) -> None:
        for carrier in carriers(draft):
            held = members(carrier, "ceterms:targetAssessment")
            if held:
                kept = [value for value in held if draft.described(value) is not node]
                put(carrier, "ceterms:targetAssessment", kept)
        draft.drop_unused(node.get("@id"))


class PrerequisitesFact(Fact):
    """What one needs to begin: conditions in words, and a lowest age."""

    def __init__(self, conditions: Column, age: Column) -> None:
        super().__init__(conditions, age)
        self._conditions, self._age = conditions, age

    def read(self, draft: Draft, language: str) -> Cells:
        """The conditions and the age of all condition profiles."""
        texts: dict[str, list[str]] = {}
        age = ""
        for profile in self._profiles(draft):
            for tag, each in text_map(profile.get("ceterms:condition")).items():
                texts.setdefault(tag, []).extend(each)
            age = age or plain(profile.get("ceterms:minimumAge"))
        return {**list_cells(self._conditions, texts, language), **cell(self._age, age)}

    def write(self, draft: Draft, entry: Entry) -> None:
        """State them in the first profile that has such conditions."""
        lists = entry.lists(self._conditions)
        age = self._age_of(entry)
        profiles = list(self._profiles(draft))
        for profile in profiles:
            profile.pop("ceterms:condition", None)
            profile.pop("ceterms:minimumAge", None)
        if lists or age is not None:
            property = "ceterms:requires" if is_award(draft) else "ceterms:entryCondition"
            profile = profiles[0] if profiles else new_condition(draft, "Prerequisites", property)
            # A list even of one: conditions are many by nature.
            put_one(profile, "ceterms:condition", lists)
            if age is not None:
                profile["ceterms:minimumAge"] = age
        drop_empty_conditions(draft)

    def _profiles(self, draft: Draft) -> Iterator[Node]:
        for carrier in carriers(draft):
            stated = any(tagged_texts(carrier.get("ceterms:condition")))
            if carrier is not draft.main and (stated or "ceterms:minimumAge" in carrier):
                yield carrier

    def _age_of(self, entry: Entry) -> int | None:
        number = entry.number(self._age.name)
        if number is None or (number.is_integer() and number < 150):
            return None if number is None else int(number)
        message = say("must be an age in whole years, such as 18.")
        entry.report("CELL_NUMBER", self._age.name, message)
        return None


def _text_property(node: Node, draft: Draft) -> str:
    """Where the description of an assessment stands; shipped records have it as the name."""
    if node is draft.main:
        return _METHOD_TEXT
    stated = (name for name in (_METHOD_TEXT, "ceterms:description") if name in node)
    return next(stated, "ceterms:name")


def _at(draft: Draft, node: Node) -> Draft:
    """The draft as seen from another of its nodes."""
    seen = copy.copy(draft)
    seen.main = node
    return seen
