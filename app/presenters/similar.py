"""Records like another one, in words: what they share with it and how near they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from app.presenters import formats
from app.presenters.links import Link, record_link
from app.presenters.text import Text, content, titled
from app.services.similar import Similar
from ctdl.concepts import thesaurus


@dataclass(frozen=True)
class ShownConcept:
    """A concept both records are about, and where it is defined."""

    label: Text
    source: str
    address: str


@dataclass(frozen=True)
class ShownSimilar:
    """One other record and why it is here; `field` is one that both state."""

    title: Text
    link: Link
    provider: Text | None
    concepts: tuple[ShownConcept, ...]
    field: Text | None
    likeness: str


def shown_similar(found: Iterable[Similar]) -> tuple[ShownSimilar, ...]:
    """The records as the page shows them, the nearest first."""
    return tuple(map(_shown, found))


def _shown(each: Similar) -> ShownSimilar:
    summary = each.summary
    likeness = formats.number(round(each.likeness, 2))
    return ShownSimilar(
        title=titled(summary.name, summary.ctid),
        link=record_link(summary.ctid, summary.type),
        provider=content(summary.provider.name) if summary.provider else None,
        concepts=tuple(_concept(id_) for id_ in each.concepts if id_ in thesaurus()),
        field=titled(each.field.label, each.field.code or "") if each.field else None,
        likeness=gettext("close in meaning (%(likeness)s of 1)", likeness=likeness),
    )


def _concept(id_: str) -> ShownConcept:
    concept = thesaurus().concept(id_)
    if concept is None:
        return ShownConcept(titled(None, id_), "", "")
    return ShownConcept(titled(concept.labels, id_), concept.source, concept.uri)
