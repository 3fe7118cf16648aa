"""Terms: classes, properties and vocabulary values that CTDL does not have."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described, Entity
from ctdl.vocabulary import vocabulary

# Prefixes whose every term is in the shipped vocabulary; of others (dct, foaf, qdata) we know too
# little to call a term wrong.
_COMPLETE: Final = frozenset({"ceterms", "ceasn", "asn", "skos"})
_CONCEPT_HOLDERS: Final = ("ceterms:targetNode", "ceterms:alignmentType")
_GENERAL: Final = "ceterms:Credential"
_MAX_HINTS: Final = 20
# CTDL's own vocabulary of outcomes: its classes are published, but not in the lists we have.
_OUTCOMES: Final = "qdata:"


def check_terms(described: Described) -> Iterator[Finding]:
    """Classes, properties and concepts that are not in the vocabulary, with the nearest that is."""
    hints = _Hints()
    for entity in described.entities:
        for name in entity.types:
            yield from _check_class(entity, name, hints, fatal=_is_unreadable(described, entity))
        for name in entity.properties:
            if not _is_known(name):
                yield finding(
                    "UNKNOWN_PROPERTY",
                    f"{name} is not a property of CTDL{hints.on(name)}; correct its name, or "
                    "remove it.",
                    entity=entity.label,
                    property=name,
                )
        for holder in _CONCEPT_HOLDERS:
            for value in entity.values(holder):
                if isinstance(value, str):
                    yield from _check_concept(entity, holder, value, hints)


class _Hints:
    """The nearest known terms; comparing is slow work, so one document gets only so many."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}

    def on(self, name: str) -> str:
        if name not in self._given and len(self._given) < _MAX_HINTS:
            self._given[name] = _nearest(name)
        return self._given.get(name, "")


def _is_unreadable(described: Described, entity: Entity) -> bool:
    """Whether the document is about something of no class that anything here can read."""
    return entity is described.main and not any(
        name in vocabulary().classes or name.startswith(_OUTCOMES) for name in entity.types
    )


def _check_class(entity: Entity, name: str, hints: _Hints, *, fatal: bool) -> Iterator[Finding]:
    if name == _GENERAL and len(entity.types) == 1:
        yield finding(
            "CLASS_TOO_GENERAL",
            "ceterms:Credential does not say which kind of credential this is; use a subclass, "
            "such as ceterms:MicroCredential or ceterms:Certificate.",
            entity=entity.label,
            property="@type",
        )
    elif fatal or (name.partition(":")[0] in _COMPLETE and name not in vocabulary().classes):
        remedy = "write the class of CTDL that the record is of" if fatal else "correct its name"
        yield finding(
            "UNKNOWN_CLASS",
            f"{name} is not a class of CTDL{hints.on(name)}; {remedy}.",
            entity=entity.label,
            property="@type",
            severity="error" if fatal else "warning",
        )


def _check_concept(entity: Entity, holder: str, value: str, hints: _Hints) -> Iterator[Finding]:
    known = vocabulary().concept_terms
    if value not in known and value.partition(":")[0] in _concept_prefixes():
        yield finding(
            "UNKNOWN_CONCEPT",
            f"{value} is not a value of a CTDL list{hints.on(value)}; choose one from the list.",
            entity=entity.label,
            property=holder,
        )


@lru_cache(maxsize=4096)
def _is_known(name: str) -> bool:
    return name in vocabulary().properties or name.partition(":")[0] not in _COMPLETE


@lru_cache(maxsize=1024)
def _nearest(name: str) -> str:
    # A name this long is no slip of the pen.
    if len(name) > 60:
        return ""
    terms = vocabulary()
    is_property = name.partition(":")[2][:1].islower()
    known = terms.properties if is_property else [*terms.classes, *terms.concept_terms]
    close = get_close_matches(name, known, n=1, cutoff=0.85)
    return f"; the nearest is {close[0]}" if close else ""


@lru_cache(maxsize=1)
def _concept_prefixes() -> frozenset[str]:
    return frozenset(name.partition(":")[0] for name in vocabulary().concept_terms)
