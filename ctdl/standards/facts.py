"""Facts: what standards ask for, named once, each with the CTDL paths that state it.

This module says what a fact is; the facts themselves are in the modules beside it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from ctdl.contexts import COERCIONS
from ctdl.language import LangText
from ctdl.messages import in_languages, say
from ctdl.records.reading import ConceptValue, NodeView
from ctdl.records.values import Reference
from ctdl.standards.found import Found
from ctdl.standards.known import Known

FactKind = Literal["text", "code", "number"]
Beyond = Literal["", "other records", "a conversion", "the crosswalk", "words"]
"""What a fact rests on beside the values at its paths."""

CONDITIONS: Final = ("ceterms:requires", "ceterms:entryCondition", "ceterms:corequisite")
TARGETS: Final = ("ceterms:targetLearningOpportunity", "ceterms:targetAssessment")
#: A hostile record may state thousands of values; what a reader or a rule needs is far less.
MOST_FOUND: Final = 60
_LONGEST: Final = 240


@dataclass(frozen=True)
class Fact:
    """A fact: its label, the CTDL paths that state it, and how it is read.

    `codes` are the values that a code may have, so that a rule cannot ask for another.
    """

    name: str
    label: str
    kind: FactKind
    properties: tuple[str, ...]
    read: Callable[[Known], Iterable[Found]]
    beyond: Beyond = ""
    codes: tuple[str, ...] = ()
    is_simple: bool = False
    """Whether anything at one of `properties` states it."""


def stated(known: Known, fact: Fact) -> tuple[Found, ...]:
    """The values of `fact`, read once for each record."""
    found = known.read.get(fact.name)
    if found is None:
        found = tuple(dict.fromkeys(islice(fact.read(known), MOST_FOUND)))
        known.read[fact.name] = found
    return found


def worded(texts: LangText) -> str:
    """One text of a language map for a reader, who gets it in the language of the page."""
    return in_languages({tag: shortened(text) for tag, text in texts.items()})


def shortened(text: str) -> str:
    """A text that fits into a table."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def in_words(texts: Iterable[LangText]) -> Iterator[Found]:
    """Each text that says anything."""
    for text in texts:
        if words := worded(text):
            yield Found(words)


def plain(texts: Iterable[str | None]) -> Iterator[Found]:
    """Each plain text that is not empty."""
    for text in texts:
        if text:
            yield Found(shortened(text))


def of_concepts(concepts: Iterable[ConceptValue]) -> Iterator[Found]:
    """Each value of a list by its name, with the local name of its term as code."""
    for concept in concepts:
        said = worded(concept.name) or concept.notation or concept.term or ""
        if said:
            yield Found(shortened(said), concept.term or "")


def simple(name: str, label: str, *properties: str) -> Fact:
    """The fact that the main node states by anything at one of `properties`."""

    def read(known: Known) -> Iterator[Found]:
        return anything(known.view, *properties)

    return Fact(name, label, "text", properties, read, is_simple=True)


def anything(view: NodeView, *names: str) -> Iterator[Found]:
    """Whatever `view` states at `names`, as a reader would write it."""
    for name in names:
        if COERCIONS.get(name) == "@language":
            yield from in_words(view.texts(name))
            continue
        for value in view.values(name):
            yield from _any_value(view, value)


def bodies(known: Known, references: Iterable[Reference]) -> Iterator[Found]:
    """Organisations by their names, as far as these are known."""
    for reference in references:
        other = known.around.others.get(reference.ctid) if reference.ctid else None
        said = worded(reference.name) or (other.name if other else "")
        said = said or reference.ctid or reference.iri or ""
        if said:
            yield Found(shortened(said))


def carriers(known: Known) -> Iterator[NodeView]:
    """The main node, its conditions, and the learning and examinations that these name."""
    for view in (known.view, *conditions(known)):
        yield view
        yield from view.views(*TARGETS)


def conditions(known: Known) -> Iterator[NodeView]:
    """The condition profiles of the main node."""
    return known.view.views(*CONDITIONS)


def _any_value(view: NodeView, value: object) -> Iterator[Found]:
    if isinstance(value, bool):
        yield Found(say("yes") if value else say("no"), "true" if value else "false")
        return
    holder = NodeView(view.document, {"it": value})
    reference = holder.reference(value)
    if reference is not None and (reference.name or not isinstance(value, dict)):
        yield Found(shortened(worded(reference.name) or reference.iri or ""))
        return
    concept = next(of_concepts(holder.concepts("it")), None)
    if concept is not None:
        yield concept
        return
    for described in holder.views("it"):
        yield from _first_text(described)


def _first_text(view: NodeView) -> Iterator[Found]:
    """The first thing a described node says of itself; its class where it says nothing."""
    said = view.text(
        "ceterms:name", "ceterms:description", "ceterms:targetNodeName", "ceterms:condition"
    )
    if said:
        yield Found(worded(said))
    elif any(name[0] != "@" for name in view.node):
        yield Found(shortened(view.type.rpartition(":")[2] or "described"))
