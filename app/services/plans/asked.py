"""What somebody asks a plan for: what is held, what is aimed at, and what they can give."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from app.services import reading
from app.services.gap import TooMuchHeld
from app.services.reading import RecordNotFound
from app.services.registry import Registry
from ctdl.ctid import CTID, CTIDError, parse_ctid
from ctdl.errors import RegistryError
from ctdl.pathways.things import Limits

MOST_HELD: Final = 2000
"""So many things are looked at as held; no transcript lists more."""
LONGEST_TEXT: Final = 200
MOST_NAMED: Final = 20
"""So many refusals are named in an error."""

Order = Literal["credits", "cost", "hours", "things"]
"""What is to be least: the credits added, what they cost, the hours they take, or their number."""
ORDERS: Final[tuple[Order, ...]] = ("credits", "cost", "hours", "things")


class NotATarget(RegistryError):
    """The record aimed at is not something that others count towards."""


@dataclass(frozen=True)
class PlanRequest:
    """A question to the planner; `day` is the day as of which everything is judged.

    `target` is its CTID, None while nothing is aimed at.
    """

    target: str | None
    held: tuple[CTID, ...] = ()
    limits: Limits = field(default_factory=Limits)
    day: date = date.min
    order: Order = "credits"


@dataclass(frozen=True)
class Refusal:
    """Something given as held that cannot be looked at, and why not."""

    text: str
    why: Literal["malformed", "unknown"]
    detail: str


def held_ctids(
    registry: Registry, texts: Iterable[str]
) -> tuple[tuple[CTID, ...], tuple[Refusal, ...]]:
    """The CTIDs that are known here, each once, and what is none; raises TooMuchHeld.

    What was withdrawn may still be held: a certificate does not vanish with its record.
    """
    given = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if len(given) > MOST_HELD:
        raise TooMuchHeld(f"At most {MOST_HELD} held things are looked at, not {len(given)}.")
    ctids: dict[CTID, None] = {}
    refused: list[Refusal] = []
    for text in given:
        try:
            ctids[parse_ctid(text)] = None
        except CTIDError as error:
            refused.append(Refusal(text[:LONGEST_TEXT], "malformed", str(error)))
    known = reading.named(registry, ctids)
    refused += [
        Refusal(ctid, "unknown", f"There is no record {ctid} in this registry.")
        for ctid in ctids
        if ctid not in known
    ]
    return tuple(ctid for ctid in ctids if ctid in known), tuple(refused)


def refuse(refused: Iterable[Refusal]) -> None:
    """Raise what the first refusal of a text stands for that is no identifier at all.

    A CTID that is not known here is answered, and named beside the answer.
    """
    for each in refused:
        if each.why == "malformed":
            raise CTIDError(each.detail)


def refuse_unless_known(known: Iterable[object], refused: Iterable[Refusal]) -> None:
    """The same, and RecordNotFound where nothing that was given is known here."""
    refused = tuple(refused)
    refuse(refused)
    if refused and not any(True for _ in known):
        raise RecordNotFound(" ".join(each.detail for each in refused[:MOST_NAMED]))
