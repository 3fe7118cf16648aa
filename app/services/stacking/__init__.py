"""What a credential stacks with: stated by records, or suggested with reasons; never mixed.

Three kinds, after BCCAT: vertical (towards a higher credential), horizontal (related ones that
together open an occupation), complementary (expertise of another area beside it). Which fact makes
a stack of a kind is in docs/adr/0083-kinds-of-stacks.md, with examples in docs/stacking.md.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from app.services import reading
from app.services.alternatives import Alternatives, alternatives
from app.services.reading import RecordNotFound, RecordWithdrawn, summaries
from app.services.registry import Registry
from app.services.stacking import complementary, horizontal, vertical
from app.services.stacking.asserted import stated
from app.services.stacking.candidates import SHOWN
from app.services.stacking.model import (
    KINDS,
    Asserted,
    Kind,
    Lacking,
    Stacks,
    Suggested,
)
from app.services.stacking.own import Own, vectors_number
from app.services.stacking.transfers import transfers
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord

__all__ = ["KINDS", "Asserted", "Kind", "Stacks", "Suggested", "stacks"]

_KEPT: Final = 512
_SUGGESTING: Final[Mapping[Kind, Callable[[Own, Collection[CTID]], tuple[Suggested, ...]]]] = {
    "vertical": vertical.vertical,
    "horizontal": horizontal.horizontal,
    "complementary": complementary.complementary,
}
_LACKING: Final[Mapping[Kind, Callable[[Own], Iterator[Lacking]]]] = {
    "vertical": vertical.lacking,
    "horizontal": horizontal.lacking,
    "complementary": complementary.lacking,
}


def stacks(registry: Registry, ctid: CTID, day: date) -> Stacks:
    """The stacks of a credential as of `day`; empty for what is none, unknown or withdrawn.

    An answer is kept until one of the indexes moves on; both follow the catalogue.
    """
    numbers = (registry.search_index.number(), vectors_number(registry))
    return _kept(_Asked(registry, ctid, day, numbers))


@dataclass(frozen=True)
class _Asked:
    registry: Registry
    ctid: CTID
    day: date
    numbers: tuple[int, int]


@lru_cache(maxsize=_KEPT)
def _kept(asked: _Asked) -> Stacks:
    own = _own(asked.registry, asked.ctid)
    if own is None:
        return Stacks({}, {}, (), Alternatives({}, 0), {})
    known = stated(own)
    said = (*known.stacks, *transfers(own, asked.day))
    others = alternatives(asked.registry, asked.ctid, asked.day)
    tied = {asked.ctid, *known.tied, *(each.ctid for each in said if each.ctid)}
    suggested = dict(_suggested(own, tied, others))
    suggested["vertical"] = (*known.sharing[:SHOWN], *suggested["vertical"])
    return Stacks(
        asserted={kind: some for kind in KINDS if (some := _of_kind(said, kind))},
        suggested={kind: some for kind, some in suggested.items() if some},
        unsorted=_of_kind(said, None),
        alternatives=others,
        lacking={kind: tuple(_LACKING[kind](own)) for kind, some in suggested.items() if not some},
        left_out=known.left_out,
    )


def _own(registry: Registry, ctid: CTID) -> Own | None:
    try:
        record = reading.get_record(registry, ctid).record
    except (RecordNotFound, RecordWithdrawn):
        return None
    summary = summaries(registry, [ctid]).get(ctid)
    if summary is None or not isinstance(record, CredentialRecord):
        return None
    return Own(registry, record, summary)


def _suggested(
    own: Own, tied: Collection[CTID], others: Alternatives
) -> Iterator[tuple[Kind, tuple[Suggested, ...]]]:
    """The suggestions of each kind, none of what is tied to it already.

    What may stand in its place is not suggested beside it.
    """
    instead = {each.summary.ctid for some in others.by_kind.values() for each in some}
    for kind in KINDS:
        left_out = {*tied, *(instead if kind != "vertical" else ())}
        yield kind, _SUGGESTING[kind](own, left_out)


def _of_kind(said: Iterable[Asserted], kind: Kind | None) -> tuple[Asserted, ...]:
    """What is stated of one kind: what is in force first, and what both sides state."""
    found = [each for each in said if each.sorted.kind == kind]
    return tuple(sorted(found, key=_place))


def _place(each: Asserted) -> tuple[bool, int, str, str]:
    order = ("both", "receiver", "one source", "third party", "giver", "others")
    return not each.in_force, order.index(each.confirmed), str(each.ctid), str(each.transfer)
