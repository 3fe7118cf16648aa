"""The page for an identifier that was pasted into the search: which records have exactly it."""

from dataclasses import dataclass
from typing import Final

from app.presenters import labels
from app.presenters.links import Link, record_link
from app.presenters.text import Text, titled
from app.services.identifiers import Kind, LookUp
from ctdl.ctid import CTID

LONGEST: Final = 200


@dataclass(frozen=True)
class Identified:
    """A record that has the identifier."""

    title: Text
    link: Link
    type_label: str
    is_withdrawn: bool


@dataclass(frozen=True)
class IdentifiedPage:
    """What was asked for and the records that have it; `words` searches for it as words."""

    text: str
    kind: Kind
    found: tuple[Identified, ...]
    words: Link

    @property
    def only(self) -> Link | None:
        """The page of the record, where just one has the identifier."""
        return self.found[0].link if len(self.found) == 1 else None


def identified_page(asked: LookUp) -> IdentifiedPage:
    """The page, with the identifier as it was written, cut where it has no end."""
    found = tuple(
        Identified(
            titled(each.name, each.ctid),
            record_link(CTID(each.ctid), each.type),
            labels.type_label(each.type),
            each.withdrawn,
        )
        for each in asked.found
        if each.ctid
    )
    text = asked.text if len(asked.text) <= LONGEST else f"{asked.text[:LONGEST]}…"
    words = Link("search", {"q": asked.text[:LONGEST], "as": "words"})
    return IdentifiedPage(text, asked.kind, found, words)
