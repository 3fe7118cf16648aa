"""The stacks of a credential as its page shows them: what is stated, then what is suggested."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext

from app.presenters import formats
from app.presenters.connections import StackEntry
from app.presenters.labels import type_label
from app.presenters.links import Link, record_link, web_link
from app.presenters.stack_words import (
    kind_label,
    lacking_words,
    point_words,
    points_words,
    reason_words,
    stated_words,
)
from app.presenters.text import Text, content, titled
from app.services.confirming import Told
from app.services.stacking import KINDS, Asserted, Kind, Stacks, Suggested
from ctdl.ctid import CTID


@dataclass(frozen=True)
class ShownSource:
    """Who states something, where it was read, and what has to be known of that."""

    words: str
    seen: str | None
    link: Link | None
    record: Link
    note: str | None


@dataclass(frozen=True)
class ShownStated:
    """A stack that records state; `link` is None where the other one has no record here."""

    title: Text
    link: Link
    type: str
    provider: Text | None
    lines: tuple[str, ...]
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True)
class ShownReason:
    """One reason of a suggestion, and what it adds."""

    words: str
    points: str


@dataclass(frozen=True)
class ShownSuggested:
    """A stack that nobody states, with its reasons."""

    title: Text
    link: Link
    type: str
    provider: Text | None
    evidence: str
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True)
class StacksOfKind:
    """The stacks of one kind; `none` says why nothing is suggested."""

    kind: Kind
    heading: str
    stated: tuple[ShownStated, ...]
    suggested: tuple[ShownSuggested, ...]
    none: str | None


@dataclass(frozen=True)
class ShownStacks:
    """All of them; `unsorted` are stated ones of which no fact tells the kind."""

    kinds: tuple[StacksOfKind, ...]
    unsorted: tuple[ShownStated, ...]
    left_out: int

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.unsorted) or any(each.stated or each.suggested for each in self.kinds)

    @property
    def leads_on(self) -> bool:
        """Whether a larger one is suggested, which the pathway draws."""
        return any(each.kind == "vertical" and each.suggested for each in self.kinds)

    @property
    def shown(self) -> tuple[StacksOfKind, ...]:
        """The kinds that have some."""
        return tuple(each for each in self.kinds if each.stated or each.suggested)

    @property
    def empty(self) -> tuple[StacksOfKind, ...]:
        """The kinds without any, each of which says why."""
        return tuple(each for each in self.kinds if not (each.stated or each.suggested))


def shown_stacks(found: Stacks) -> ShownStacks:
    """The stacks in the language of the page."""
    return ShownStacks(
        tuple(_of_kind(found, kind) for kind in KINDS),
        tuple(map(shown_stated, found.unsorted)),
        found.left_out,
    )


def not_among(entries: Iterable[StackEntry], found: Stacks) -> tuple[StackEntry, ...]:
    """Of what a record leads to, what stands in no stack: in words, withdrawn or unknown."""
    told = {each.ctid for some in found.asserted.values() for each in some}
    told |= {each.ctid for each in found.unsorted}
    return tuple(
        each for each in entries if each.link is None or each.link.values.get("ctid") not in told
    )


def _of_kind(found: Stacks, kind: Kind) -> StacksOfKind:
    suggested = tuple(map(shown_suggested, found.suggested.get(kind, ())))
    lacking = found.lacking.get(kind)
    return StacksOfKind(
        kind,
        kind_label(kind),
        tuple(map(shown_stated, found.asserted.get(kind, ()))),
        suggested,
        None if suggested or lacking is None else lacking_words(lacking),
    )


def shown_stated(each: Asserted) -> ShownStated:
    """A stack that records state, in the language of the page."""
    record = each.ctid or each.transfer or each.told[0].record
    return ShownStated(
        title=titled(each.name, record),
        link=_link(each, record),
        type=type_label(each.type),
        provider=content(each.provider.name) if each.provider else None,
        lines=tuple(stated_words(each)),
        sources=tuple(_sources(each)),
    )


def _link(each: Asserted, record: CTID) -> Link:
    """To the other one, or to what the transfer value says where that names no record."""
    if each.ctid is None and each.transfer is not None:
        return Link("pathway", {"ctid": each.transfer})
    return record_link(record, each.type)


def _sources(each: Asserted) -> Iterator[ShownSource]:
    """The statements, those of one source only once."""
    known: dict[tuple[str, str | None], ShownSource] = {}
    for told in each.told:
        known.setdefault((_words(told), told.note), _source(told))
    return iter(known.values())


def _source(told: Told) -> ShownSource:
    seen = formats.day(told.seen)
    return ShownSource(
        words=_words(told),
        seen=gettext("seen %(day)s", day=seen) if seen else None,
        link=web_link(told.source_url),
        record=Link("record", {"ctid": told.record}),
        note=told.note,
    )


def _words(told: Told) -> str:
    said = dict.fromkeys(each for each in (told.by, told.source) if each)
    return "; ".join(said) or gettext("not stated by whom")


def shown_suggested(each: Suggested) -> ShownSuggested:
    """A suggestion with its reasons, in the language of the page."""
    summary = each.summary
    return ShownSuggested(
        title=titled(summary.name, summary.ctid),
        link=record_link(summary.ctid, summary.type),
        type=type_label(summary.type),
        provider=content(summary.provider.name) if summary.provider else None,
        evidence=points_words(each),
        reasons=tuple(
            ShownReason(reason_words(reason), point_words(reason.points)) for reason in each.reasons
        ),
    )
