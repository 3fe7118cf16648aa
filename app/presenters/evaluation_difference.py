"""The check against a programme as a page shows it: aspects, rows of the crosswalk, outcomes."""

from flask_babel import gettext

from app.presenters.evaluation_override import Faults, override_of
from app.presenters.evaluation_shown import (
    ShownAnswer,
    ShownAspect,
    ShownDifference,
    ShownOutcome,
    ShownRow,
    Typed,
)
from app.presenters.evaluation_words import ANSWER_ICONS, answer_words, figure_texts, said
from app.presenters.facet_labels import framework_short_name, level_label
from app.presenters.labels import basis_label, level_relation_label
from app.presenters.links import Link
from app.presenters.text import Text, titled
from app.services.evaluation import Evaluation
from ctdl.crosswalk import Comparison
from ctdl.evaluation import DIFFERENCE, Aspect
from ctdl.language import LangText


def shown_difference(found: Evaluation, typed: Typed, faults: Faults) -> ShownDifference | None:
    """The aspects and the outcomes side by side; None without a programme."""
    if found.programme is None:
        return None
    shown, own = _outcomes(found)
    return ShownDifference(
        aspects=tuple(_aspect(each, typed, faults) for each in found.aspects),
        outcomes=shown,
        own=own,
        not_shown=sum(found.programme.matched.not_compared) if found.programme.matched else 0,
    )


def _aspect(each: Aspect, typed: Typed, faults: Faults) -> ShownAspect:
    name = f"{DIFFERENCE}{each.id}"
    return ShownAspect(
        answer=ShownAnswer(
            name=name,
            label=str(said(each.label)),
            question=said(each.label),
            answer=each.finding,
            words=answer_words(each.finding),
            icon=ANSWER_ICONS[each.finding],
            override=override_of(name, typed, faults),
        ),
        here=figure_texts(each, each.here),
        there=figure_texts(each, each.there),
        why=tuple(map(said, each.why)),
        rows=tuple(map(_row, each.rows)),
    )


def _row(row: Comparison) -> ShownRow:
    there = level_label(row.other) if row.other else framework_short_name(row.framework)
    words = gettext(
        "%(here)s: %(relation)s %(there)s",
        here=level_label(row.level),
        relation=level_relation_label(row.relation),
        there=there,
    )
    basis = basis_label(row.basis) if row.basis else None
    said = ", ".join(filter(None, (basis, row.source, row.year)))
    return ShownRow(Text(words), said, Link("record", {"ctid": row.map_ctid}))


def _outcomes(found: Evaluation) -> tuple[tuple[ShownOutcome, ...], tuple[Text, ...]]:
    """Each outcome of the programme with the one here; then those here that none is like."""
    if found.programme is None or found.programme.matched is None:
        return (), ()
    theirs, mine = found.programme.record.outcomes, found.record.outcomes
    by_place = {each.places[0]: each for each in found.programme.matched.shared}
    shown = []
    for place, text in enumerate(theirs):
        match = by_place.get(place)
        here = match.places[1] if match else None
        shown.append(
            ShownOutcome(
                there=_text(text),
                here=_text(mine[here]) if here is not None else None,
                nearness=f"{match.nearness:.2f}" if match else None,
            )
        )
    used = {each.places[1] for each in found.programme.matched.shared}
    own = tuple(_text(text) for place, text in enumerate(mine) if place not in used)
    return tuple(shown), own


def _text(text: LangText) -> Text:
    return titled(text, "")
