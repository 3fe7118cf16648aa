"""An evaluation as programs get it: the facts and answers of the page, in the same order."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app.presenters.assurance_words import sentence
from app.presenters.evaluation_words import said
from app.presenters.language import page_language
from app.presenters.revision_links import revision_address
from app.services.evaluation import Evaluation, Programme
from app.services.reading import StoredRecord
from app.services.summaries import Named
from ctdl.evaluation import Aspect, Evidence, Figures, Override, Stop
from ctdl.language import best_text


def evaluation_json(found: Evaluation) -> dict[str, Any]:
    """The evaluation as the API gives it."""
    stored = found.stored
    type_ = stored.revision.record.type
    return {
        "ctid": stored.ctid,
        "name": best_text(found.record.name, page_language())[0] or None,
        "asof": found.day.isoformat(),
        "revision": stored.number,
        "revision_address": revision_address(stored.document_ctid, type_, stored.number),
        "sha256": stored.sha256,
        "receivers": [_named(each) for each in found.receivers],
        "programme": _programme(found.programme),
        "milestones": [
            {
                "id": each.milestone.id,
                "gate": each.milestone.gate,
                "question": _words(each.milestone.question),
                "answer": each.answer,
                "evidence": [_evidence(one) for one in each.evidence],
                "missing": [_words(part) for part in each.missing],
                "means": _words(each.milestone.means),
                "rule": _words(each.milestone.source),
            }
            for each in found.milestones
        ],
        "criteria": [
            {
                "id": each.criterion.id,
                "label": _words(each.criterion.label),
                "evidence": [_evidence(one) for one in each.evidence],
                "state": each.state,
            }
            for each in found.criteria
        ],
        "stop": stop_json(found.stop),
        "difference": _difference(found),
        "quality_assurance_confirmed": (
            found.assurance.is_confirmed if found.assurance.answer.relied_on else None
        ),
        "quality_assurance": sentence(found.assurance),
        "advice": gettext("Advice, not a decision."),
    }


def overrides_json(overrides: Mapping[str, Override]) -> list[dict[str, str]]:
    """The officer's own answers, as they were typed."""
    return [
        {"name": each.name, "answer": each.answer, "reason": each.reason}
        for each in overrides.values()
    ]


def stop_json(stop: Stop | None) -> dict[str, Any] | None:
    """Where an assessment may stop."""
    if stop is None:
        return None
    return {
        "milestone": stop.milestone.id,
        "gate": stop.milestone.gate,
        "means": _words(stop.milestone.means),
        "of_trust": stop.is_of_trust,
    }


def _words(text: str) -> str:
    return str(said(text))


def _evidence(each: Evidence) -> dict[str, Any]:
    origin = each.origin
    return {
        "value": _words(each.value),
        "source": _words(origin.source) if origin.source else None,
        "asserted_by": _words(origin.asserted_by) if origin.asserted_by else None,
        "date": origin.date,
        "says": each.says,
        "by": origin.by,
        "source_url": origin.source_url,
        "record": origin.record,
        "doubt": _words(each.doubt) if each.doubt else None,
    }


def _named(named: Named) -> dict[str, Any]:
    return {"ctid": named.ctid, "name": best_text(named.name, page_language())[0] or None}


def _programme(programme: Programme | None) -> dict[str, Any] | None:
    if programme is None:
        return None
    stored: StoredRecord = programme.stored
    name = best_text(programme.record.name, page_language())[0] or None
    return {"ctid": stored.ctid, "name": name, "revision": stored.number}


def _difference(found: Evaluation) -> dict[str, Any] | None:
    if found.programme is None:
        return None
    return {
        "aspects": [_aspect(each) for each in found.aspects],
        "outcomes": _outcomes(found, found.programme),
    }


def _aspect(each: Aspect) -> dict[str, Any]:
    return {
        "id": each.id,
        "label": _words(each.label),
        "finding": each.finding,
        "here": _figures(each.here),
        "there": _figures(each.there),
        "why": [_words(why) for why in each.why],
        "rows": [
            {
                "level": row.level,
                "other": row.other,
                "relation": row.relation,
                "basis": row.basis,
                "source": row.source,
                "year": row.year,
                "record": row.map_ctid,
            }
            for row in each.rows
        ],
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "words": [_words(each) for each in figures.words],
        "min": None if figures.minimum is None else float(figures.minimum),
        "max": None if figures.maximum is None else float(figures.maximum),
        "unit": figures.unit,
    }


def _outcomes(found: Evaluation, programme: Programme) -> list[dict[str, Any]]:
    """The programme's outcomes in their order, each with the one here that is about the same."""
    if programme.matched is None:
        return []
    by_place = {each.places[0]: each for each in programme.matched.shared}
    rows = []
    for place, text in enumerate(programme.record.outcomes):
        match = by_place.get(place)
        here = match.places[1] if match else None
        mine = found.record.outcomes[here] if here is not None else None
        rows.append(
            {
                "there": best_text(text, page_language())[0],
                "here": best_text(mine, page_language())[0] if mine else None,
                "nearness": round(match.nearness, 4) if match else None,
            }
        )
    return rows
