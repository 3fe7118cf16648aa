"""Alternatives to a credential in words, each with what makes it one and how alike it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.facet_labels import level_label
from app.presenters.links import Link, record_link
from app.presenters.text import Text, content, language_name, titled
from app.services.alternative_reasons import Kind, Reason
from app.services.alternatives import Alternative, Alternatives, Likeness
from ctdl.crosswalk import Comparison


@dataclass(frozen=True)
class ShownAlternative:
    """One other record: what it is, why it is here, and how alike it was found."""

    title: Text
    link: Link
    provider: Text | None
    reason: str
    evidence: str | None
    likeness: str


@dataclass(frozen=True)
class AlternativesOfKind:
    """The alternatives of one kind, the most alike first."""

    kind: Kind
    heading: str
    members: tuple[ShownAlternative, ...]


def shown_alternatives(found: Alternatives) -> tuple[AlternativesOfKind, ...]:
    """Every kind that has some, in one order."""
    return tuple(
        AlternativesOfKind(kind, _heading(kind), tuple(_shown(each, kind) for each in members))
        for kind, members in found.by_kind.items()
    )


def reason_words(reason: Reason) -> str:
    """What makes a record an alternative, with the values of both sides."""
    if reason.kind == "cheaper":
        there = formats.money(formats.decimal(reason.there), reason.unit)
        here = formats.money(formats.decimal(reason.here or "0"), reason.unit)
        return gettext("%(there)s instead of %(here)s", there=there, here=here)
    if reason.kind == "shorter":
        there, here = _span(reason.there), _span(reason.here or "")
        if reason.unit == "contact":
            return gettext(
                "%(there)s hours of instruction instead of %(here)s", there=there, here=here
            )
        return gettext("%(there)s hours of work instead of %(here)s", there=there, here=here)
    if reason.kind == "higher":
        there, here = level_label(reason.there).value, level_label(reason.here or "").value
        return gettext("%(there)s, here %(here)s", there=there, here=here)
    if reason.kind == "language":
        names = ", ".join(language_name(code) for code in reason.there.split())
        return gettext("in %(languages)s", languages=names)
    label = labels.quality_assurance_label(reason.there)
    body = content(reason.statement.by.name) if reason.statement else None
    if body is None:
        return gettext("%(kind)s stated; nothing here states one for this record", kind=label)
    return gettext(
        "%(kind)s by %(body)s stated; nothing here states one for this record",
        kind=label,
        body=body.value,
    )


def likeness_words(likeness: Likeness) -> str:
    """How alike the two were found to be, and by what."""
    if likeness.shared is None or likeness.of is None:
        return gettext("the titles are alike; the outcomes could not be compared")
    if likeness.basis == "skills":
        return ngettext(
            "shares %(shared)s of %(num)s skill",
            "shares %(shared)s of %(num)s skills",
            likeness.of,
            shared=likeness.shared,
        )
    return ngettext(
        "shares %(shared)s of %(num)s learning outcome",
        "shares %(shared)s of %(num)s learning outcomes",
        likeness.of,
        shared=likeness.shared,
    )


def _shown(each: Alternative, kind: Kind) -> ShownAlternative:
    summary = each.summary
    reason = next(why for why in each.reasons if why.kind == kind)
    return ShownAlternative(
        title=titled(summary.name, summary.ctid),
        link=record_link(summary.ctid, summary.type),
        provider=content(summary.provider.name) if summary.provider else None,
        reason=reason_words(reason),
        evidence=evidence_words(reason),
        likeness=likeness_words(each.likeness),
    )


def _heading(kind: Kind) -> str:
    return {
        "cheaper": gettext("Cheaper"),
        "shorter": gettext("Shorter"),
        "higher": gettext("At a higher level"),
        "assured": gettext("With a statement of quality assurance"),
        "language": gettext("In another language"),
    }[kind]


def evidence_words(reason: Reason) -> str | None:
    """The comparison that a level of another framework rests on."""
    return comparison_words(reason.by)


def comparison_words(by: Comparison | None) -> str | None:
    """A row of the crosswalk: both levels, how they compare, on which basis and of which year."""
    if by is None or by.other is None:
        return None
    words = gettext(
        "%(level)s %(relation)s %(other)s",
        level=level_label(by.level).value,
        relation=labels.level_relation_label(by.relation),
        other=level_label(by.other).value,
    )
    return f"{words} ({', '.join(_basis(by.basis, by.year))})"


def _basis(basis: str | None, year: str | None) -> Iterator[str]:
    yield labels.basis_label(basis) if basis else gettext("basis not stated")
    if year:
        yield year


def _span(text: str) -> str:
    return "–".join(formats.number(formats.decimal(end)) for end in text.split("–") if end)
