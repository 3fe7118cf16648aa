"""What stacks into what: the relations a record states and those that others state about it.

The two sides are shown together but never merged: each entry says which record states it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext

from app.presenters.facts import Value
from app.presenters.labels import relation_label, type_label
from app.presenters.links import Link, record_link
from app.presenters.text import Text, content, framed, titled
from app.services.reading import StoredEdge
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.records import Connection, Reference

HERE, THERE, BOTH = "here", "there", "both"

_UPWARDS = frozenset(
    {"isPartOf", "isPreparationFor", "isRequiredFor", "isRecommendedFor", "isAdvancedStandingFor"}
)
_DOWNWARDS = frozenset(
    {"hasPart", "preparationFrom", "advancedStandingFrom", "requires", "recommends"}
)
_MIRRORS = {
    "isPartOf": "hasPart",
    "hasPart": "isPartOf",
    "isPreparationFor": "preparationFrom",
    "preparationFrom": "isPreparationFor",
    "isAdvancedStandingFor": "advancedStandingFrom",
    "advancedStandingFrom": "isAdvancedStandingFor",
    "isRequiredFor": "requires",
    "isRecommendedFor": "recommends",
    "recommends": "isRecommendedFor",
    "requires": "isRequiredFor",
}


@dataclass(frozen=True)
class StackEntry:
    """Another credential or a description of one, the relation to it, and who states it."""

    relation: str
    title: Text
    link: Link | None
    type_label: str | None
    stated_by: str
    withdrawn: bool = False
    unknown: bool = False

    @property
    def remark(self) -> str | None:
        """What has to be known wherever it is named: that it is gone, or was never here."""
        if self.withdrawn:
            return gettext("(withdrawn)")
        return gettext("(not in this registry)") if self.unknown else None


@dataclass(frozen=True)
class Stacking:
    """What this credential leads to, what it is made of, and what it is otherwise tied to."""

    leads_to: tuple[StackEntry, ...]
    built_from: tuple[StackEntry, ...]
    related: tuple[StackEntry, ...]

    @property
    def is_stated(self) -> bool:
        """Whether any side states anything."""
        return bool(self.leads_to or self.built_from or self.related)


def stacking(
    connections: Iterable[Connection],
    incoming: Iterable[StoredEdge],
    names: Mapping[CTID, Named],
) -> Stacking:
    """Both directions, each relation read from this record outwards."""
    found: dict[tuple[str, object], StackEntry] = {}
    for connection in connections:
        entry = _stated_here(connection, names)
        found[_key(connection.relation, connection.target, entry)] = entry
    for edge in incoming:
        relation = _MIRRORS.get(_local(edge.predicate))
        if relation is None:
            continue
        key = (relation, edge.subject)
        if key in found:
            found[key] = replace(found[key], stated_by=stated_by_words(BOTH))
        else:
            found[key] = _stated_there(relation, edge)
    return Stacking(
        leads_to=_of(found, _UPWARDS),
        built_from=_of(found, _DOWNWARDS),
        related=tuple(
            entry for (name, _), entry in found.items() if name not in _UPWARDS | _DOWNWARDS
        ),
    )


def unshown(connections: Iterable[Connection], names: Mapping[CTID, Named]) -> Stacking:
    """Of what a record states towards others: the ends that are withdrawn or not in the registry.

    They are no steps of a pathway, but it must not look as if nothing were stated.
    """
    stacks = stacking(connections, (), names)
    return Stacking(
        tuple(entry for entry in stacks.leads_to if entry.remark),
        tuple(entry for entry in stacks.built_from if entry.remark),
        (),
    )


def entry_value(entry: StackEntry) -> Value:
    """An entry as the value of a fact."""
    words = f"{entry.relation} {entry.remark}" if entry.remark else entry.relation
    return Value(entry.title, entry.link, framed(words))


def stated_by_words(side: str) -> str:
    """Which record states a relation, in words."""
    return {
        HERE: gettext("stated by this record"),
        THERE: gettext("stated by the other record"),
        BOTH: gettext("stated by both records"),
    }[side]


def _stated_here(connection: Connection, names: Mapping[CTID, Named]) -> StackEntry:
    target = connection.target
    known = names.get(target.ctid) if target and target.ctid else None
    name = known.name if known else (target.name if target else None)
    words = content(name) or content(connection.description)
    return StackEntry(
        relation=relation_label(connection.relation),
        title=_with_address(words, target) if known is None else words or titled(None, ""),
        link=record_link(known.ctid, known.type) if known and known.ctid else None,
        type_label=type_label(known.type) if known else None,
        stated_by=stated_by_words(HERE),
        withdrawn=known.withdrawn if known else False,
        unknown=known is None and bool(target and (target.ctid or target.iri)),
    )


def _stated_there(relation: str, edge: StoredEdge) -> StackEntry:
    return StackEntry(
        relation=relation_label(relation),
        title=titled(edge.other.name, edge.subject),
        link=record_link(edge.subject, edge.other.type),
        type_label=type_label(edge.other.type) if edge.other.type else None,
        stated_by=stated_by_words(THERE),
        withdrawn=edge.other.withdrawn,
    )


def _with_address(words: Text | None, target: Reference | None) -> Text:
    """The name a record gives to something that is not here, with its address as text."""
    if words is None:
        return titled(None, _identifier(target))
    address = target.iri or target.ctid if target else None
    return replace(words, value=f"{words.value}, {address}") if address else words


def _identifier(target: Reference | None) -> str:
    if target is None:
        return gettext("Not named")
    return target.iri or str(target.ctid)


def _key(relation: str, target: Reference | None, entry: StackEntry) -> tuple[str, object]:
    is_record = target is not None and target.ctid is not None
    return _local(relation), target.ctid if target and is_record else entry.title.value


def _local(predicate: str) -> str:
    return predicate.split(":")[-1]


def _of(
    found: Mapping[tuple[str, object], StackEntry], names: frozenset[str]
) -> tuple[StackEntry, ...]:
    entries = [entry for (name, _), entry in found.items() if name in names]
    return tuple(sorted(entries, key=lambda entry: entry.title.value.casefold()))
