"""Which thing a document speaks of: by its CTID, its address, or what it says of a local resource.

A transfer value often describes the course it is about inside its own document, under a name that
holds there only. The same course in three documents is one thing here: whoever gives it and its
code, or its name, tell which.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ctdl.ctid import CTID, ctid_in, derive_ctid
from ctdl.documents import Document
from ctdl.language import LangText, folded
from ctdl.nodes import node_definitions
from ctdl.records.amounts import read_credits
from ctdl.records.reading import NAMES, NodeView
from ctdl.records.values import Amount, Reference
from ctdl.vocabulary import vocabulary

PROVIDERS: Final = ("ceterms:offeredBy", "ceterms:ownedBy")
_CODES: Final = ("ceterms:codedNotation",)
_IDENTIFIERS: Final = ("ceterms:identifier", "ceterms:identifierValue")
_CREDENTIAL: Final = "ceterms:Credential"
_LEARNING: Final = "ceterms:LearningOpportunityProfile"
_ASSESSMENT: Final = "ceterms:AssessmentProfile"
_LIVES: Final = ("ceterms:Job", "ceterms:Occupation", "ceterms:WorkRole", "ceterms:Task")
_COMPETENCES: Final = ("ceasn:Competency", "ceterms:CredentialAlignmentObject")


@dataclass(frozen=True)
class LocalThing:
    """A thing that only this document describes; `id` is the same wherever it is described so."""

    id: str
    type: str
    name: LangText
    providers: tuple[Reference, ...]
    credits: tuple[Amount, ...]


@dataclass(frozen=True)
class Target:
    """What a property leads to: its id as a thing, and what the document says of it, if it does."""

    id: str
    view: NodeView | None
    classes: tuple[str, ...]

    @property
    def is_competence(self) -> bool:
        """Whether it is something that somebody knows or can do."""
        return any(vocabulary().is_any(name, _COMPETENCES) for name in self.classes)

    @property
    def is_work(self) -> bool:
        """Whether it is an occupation, a job or a role: nothing that is awarded."""
        return any(vocabulary().is_any(name, _LIVES) for name in self.classes)

    @property
    def is_award(self) -> bool:
        """Whether it is a credential or a programme: other things count towards it."""
        awards = (_CREDENTIAL, "ceterms:LearningProgram", "ceterms:Pathway")
        return any(vocabulary().is_any(name, awards) for name in self.classes)

    @property
    def is_own(self) -> bool:
        """Whether it is described here only, and nobody is named who gives it.

        So does a record tell how it is assessed itself; nobody brings such a thing.
        """
        local = self.view is not None and self.id.startswith("urn:uuid:")
        return local and self.view is not None and not self.view.references(*PROVIDERS)


def targets(
    view: NodeView, *names: str, classes: Mapping[str, str] | None = None
) -> Iterator[Target]:
    """What the properties lead to; `classes` tells the class of what another document describes."""
    for value in view.values(*names):
        found = target_of(view, value, classes or {})
        if found is not None:
            yield found


def target_of(view: NodeView, value: Any, classes: Mapping[str, str]) -> Target | None:
    """The target a value refers to or describes; None for a value that is neither."""
    described = next(NodeView(view.document, {"_": value}).views("_"), None)
    if described is not None:
        id = thing_id(described)
        return Target(id, described, described.types)
    iri = value.get("@id") if isinstance(value, dict) else value
    if not isinstance(iri, str) or not iri or iri.startswith("_:"):
        return None
    id = ctid_in(iri) or iri
    known = classes.get(id)
    return Target(id, None, (known,) if known else ())


def thing_id(view: NodeView) -> str:
    """The id of a described thing: its CTID, its address, or one made from who gives it."""
    stated = view.node.get("@id")
    address = stated if isinstance(stated, str) and not stated.startswith("_:") else None
    ctid = view.ctid or (ctid_in(address) if address else None)
    return ctid or address or _local_id(view, stated if isinstance(stated, str) else None)


def local_things(document: Document) -> tuple[LocalThing, ...]:
    """The credentials, courses, examinations and occupations only this document describes."""
    awarded = (_CREDENTIAL, _LEARNING, _ASSESSMENT, *_LIVES)
    found: dict[str, LocalThing] = {}
    for node in node_definitions(document.nodes):
        view = NodeView(document, node)
        if not any(vocabulary().is_any(name, awarded) for name in view.types):
            continue
        id = thing_id(view)
        if id.startswith("urn:uuid:"):
            found.setdefault(id, _local_thing(view, id))
    return tuple(found.values())


def _local_thing(view: NodeView, id: str) -> LocalThing:
    return LocalThing(
        id,
        view.type,
        view.text(*NAMES),
        view.references(*PROVIDERS),
        tuple(read_credits(view)),
    )


def _local_id(view: NodeView, label: str | None) -> str:
    """An address made from what tells the thing apart.

    Without a provider nothing says that two descriptions mean the same, so the document is part of
    it, and what the resource is called there.
    """
    name = "|".join(sorted(folded(text) for text in view.text(*NAMES).values()))
    givers = sorted({_giver(giver) for giver in view.references(*PROVIDERS)})
    code = _code(view)
    if givers and (code or name):
        key = f"{_family(view)}:{'+'.join(givers)}:{code or name}"
    else:
        key = f"{view.document.ctid}:{label or name}"
    return f"urn:uuid:{derive_ctid(f'local-thing:{key}')[3:]}"


def _giver(giver: Reference) -> str:
    names = "|".join(sorted(folded(text) for text in giver.name.values()))
    return giver.ctid or giver.iri or names


def _code(view: NodeView) -> str:
    stated = view.string(*_CODES)
    for identifier in view.views(*_IDENTIFIERS):
        stated = stated or identifier.string("ceterms:identifierValueCode")
    return folded(stated or "")


def _family(view: NodeView) -> str:
    families = (_CREDENTIAL, _LEARNING, _ASSESSMENT, *_LIVES)
    return next(
        (each for each in families for name in view.types if vocabulary().is_a(name, each)), ""
    )


def view_of(document: Document, ctid: CTID) -> NodeView | None:
    """The resource with that CTID as the document describes it."""
    node = document.node(ctid)
    return None if node is None else NodeView(document, node)
