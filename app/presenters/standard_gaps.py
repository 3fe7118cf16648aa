"""What a record does not state to a standard, each gap with the field of the form that would."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.presenters.column_texts import column_label
from app.presenters.conformance import names_on
from app.presenters.conformance_words import (
    ICONS,
    count_words,
    fixed,
    obligation_words,
    result_words,
    verdict_words,
)
from app.presenters.finding_texts import told
from app.presenters.links import Link
from app.presenters.publishing_form import field_id
from app.presenters.text import Text
from ctdl.standards import RESULTS, STANDARDS, Conformance, ElementResult, Standard
from ctdl.tabular import Column, Template


@dataclass(frozen=True)
class StandardGap:
    """An element that is not met or not stated: what came out, and where the form has it."""

    label: Text
    obligation: str
    words: str
    icon: str
    values: tuple[Text, ...]
    reason: Text | None
    rule: str
    field: str
    anchor: str


@dataclass(frozen=True)
class StandardGaps:
    """What is missing for one standard: what the form can state, what only JSON-LD can, the rest.

    `elsewhere` are gaps that a field of this record cannot fill: what other records or only people
    can tell, and what CTDL has no term for.
    """

    name: Text
    link: Link
    verdict: str
    summary: str
    is_definition: bool
    binding: tuple[StandardGap, ...]
    others: tuple[StandardGap, ...]
    elsewhere: tuple[StandardGap, ...]


@dataclass(frozen=True)
class StandardChoice:
    """A standard that can be chosen."""

    id: str
    name: Text
    is_chosen: bool


def standard_gaps(found: Conformance, template: Template | None) -> StandardGaps:
    """What the record does not state to the standard; what binds first."""
    open_ones = [each for each in found.results if each.result in ("not met", "not stated")]
    gaps = [(each, _gap(each, template)) for each in open_ones]
    fillable = [(each, gap) for each, gap in gaps if gap.anchor]
    binding = found.standard.binding
    counts = (
        count_words(result, found.counts[result]) for result in RESULTS if found.counts[result]
    )
    return StandardGaps(
        name=fixed(found.standard.name),
        link=Link("standard", {"standard": found.standard.id}),
        verdict=verdict_words(found),
        summary=", ".join(counts),
        is_definition=found.standard.kind == "definition",
        binding=tuple(gap for each, gap in fillable if each.element.obligation in binding),
        others=tuple(gap for each, gap in fillable if each.element.obligation not in binding),
        elsewhere=tuple(gap for _, gap in gaps if not gap.anchor),
    )


def standard_choices(chosen: str) -> tuple[StandardChoice, ...]:
    """Every standard one can be held against; definitions miss nothing."""
    return tuple(
        StandardChoice(each.id, _named(each), each.id == chosen)
        for each in STANDARDS.values()
        if each.kind != "definition"
    )


def _named(standard: Standard) -> Text:
    name = fixed(standard.name)
    return Text(f"{name} ({standard.year})", name.lang)


def _gap(found: ElementResult, template: Template | None) -> StandardGap:
    column = next(_columns(found.properties, template), None) if template else None
    return StandardGap(
        label=fixed(found.element.label),
        obligation=obligation_words(found.element.obligation),
        words=result_words(found.result),
        icon=ICONS[found.result],
        values=tuple(Text(value, "") for value in found.values),
        reason=told(found.reason) if found.reason else None,
        rule=found.element.rule,
        field=column_label(column) if column else "",
        anchor=field_id(column.name) if column else "",
    )


def _columns(properties: Iterable[str], template: Template) -> Iterator[Column]:
    """The columns that would state one of these properties."""
    for path in properties:
        for name in names_on(path):
            column = template.column_of_property(name)
            # A CTID is given, not stated; and what the class is was chosen with the record.
            if column is not None and column.name != "ctid":
                yield column
