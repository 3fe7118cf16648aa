"""The page of an evaluation: milestones by gate, criteria, differences, the officer's answers."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext, ngettext

from app.presenters.assurance_words import sentence
from app.presenters.evaluation_difference import shown_difference
from app.presenters.evaluation_override import Faults, override_of
from app.presenters.evaluation_shown import (
    EvaluationPage,
    ShownAnswer,
    ShownEvidence,
    ShownGate,
    ShownParty,
    ShownStop,
    Typed,
)
from app.presenters.evaluation_words import (
    ANSWER_ICONS,
    WEIGHT_ICONS,
    answer_words,
    by_words,
    fault_words,
    gate_words,
    said,
    weight_words,
)
from app.presenters.finding_texts import told
from app.presenters.formats import day as day_words
from app.presenters.labels import type_label
from app.presenters.links import Link, record_link, web_link
from app.presenters.revision_links import revision_address, revision_link
from app.presenters.text import Text, titled
from app.services.evaluation import Evaluation
from app.services.summaries import Named
from ctdl.evaluation import (
    CHOICES,
    CRITERIA,
    DIFFERENCE,
    Answer,
    Answered,
    Evidence,
    FilledCriterion,
    Override,
    Stop,
    stop_at,
)
from ctdl.evaluation.difference import LABELS

_GATES = ((1, 3), (4, 5), (6, 10), (11, 14), (15, 16))


def evaluation_page(
    found: Evaluation, typed: Typed, candidates: Iterable[ShownParty] = ()
) -> EvaluationPage:
    """The page: `typed` is what the officer wrote, shown beside the registry's answers."""
    faults = {each.name: each for each in typed.faults}
    counting = _counting(typed, faults)
    stored = found.stored
    return EvaluationPage(
        ctid=stored.ctid,
        title=titled(found.record.name, stored.ctid),
        link=record_link(stored.ctid, found.record.type),
        kind=str(type_label(found.record.type)),
        providers=tuple(_providers(found)),
        asof=found.day.isoformat(),
        today=found.today.isoformat(),
        number=stored.number,
        revision=revision_link(stored.document_ctid, _type(found), stored.number),
        revision_address=revision_address(stored.document_ctid, _type(found), stored.number),
        gates=tuple(_gates(found, typed, faults)),
        criteria=tuple(_criterion(each, typed, faults) for each in found.criteria),
        difference=shown_difference(found, typed, faults),
        receiver=_receiver(found),
        receivers=tuple(_party(each) for each in found.receivers),
        programme=_programme(found),
        stop=_stop(found.stop),
        without_stop=_without_stop(_answers(found, {})),
        stop_of_officer=_stop(stop_with(found, counting)),
        without_stop_of_officer=_without_stop(_answers(found, counting)),
        errors=tuple(_errors(typed)),
        counts=tuple(_counts(found)),
        typed=typed,
        candidates=tuple(candidates),
        has_overrides=bool(counting),
    )


def _type(found: Evaluation) -> str:
    return found.stored.revision.record.type


def _providers(found: Evaluation) -> Iterable[Text]:
    for answer in found.providers:
        yield titled(answer.subject.name, answer.ctid)


def _party(named: Named) -> ShownParty:
    ctid = str(named.ctid)
    link = record_link(named.ctid, named.type) if named.ctid else Link("home")
    return ShownParty(ctid, titled(named.name, ctid), link, str(type_label(named.type)))


def _receiver(found: Evaluation) -> ShownParty | None:
    if found.receiver is None:
        return None
    stored = found.receiver
    return ShownParty(
        stored.ctid,
        titled(stored.record.name, stored.ctid),
        record_link(stored.ctid, stored.record.type),
    )


def _programme(found: Evaluation) -> ShownParty | None:
    if found.programme is None:
        return None
    stored, record = found.programme.stored, found.programme.record
    return ShownParty(
        stored.ctid,
        titled(record.name, stored.ctid),
        record_link(stored.ctid, record.type),
        str(type_label(record.type)),
    )


# ---- milestones


def _gates(found: Evaluation, typed: Typed, faults: Faults) -> Iterable[ShownGate]:
    titles = (
        gettext("Trust in the source"),
        gettext("The learning and its quality"),
        gettext("Evidence for admission and comparison"),
        gettext("Decisions of the receiver"),
        gettext("Purpose, and other routes"),
    )
    notes = (
        gettext("A “no” here may stop the assessment: nothing that follows repairs it."),
        "",
        gettext("May be collected in any order."),
        gettext("The registry shows facts and earlier decisions; it does not decide."),
        "",
    )
    for place, (first, last) in enumerate(_GATES):
        answers = (
            _milestone(each, found, typed, faults)
            for each in found.milestones
            if first <= each.milestone.id <= last
        )
        yield ShownGate(f"gate-{first}", titles[place], notes[place], tuple(answers))


def _milestone(each: Answered, found: Evaluation, typed: Typed, faults: Faults) -> ShownAnswer:
    milestone = each.milestone
    deciding = {name for part in milestone.parts if part.is_needed for name in part.facts}
    main = found.facts.of(deciding)
    shown = [
        (_evidence(one), one in main and (one.says != "aside" or bool(one.doubt)))
        for one in each.evidence
    ]
    return ShownAnswer(
        name=str(milestone.id),
        label=gate_words(milestone.gate),
        question=said(milestone.question),
        answer=each.answer,
        words=answer_words(each.answer),
        icon=ANSWER_ICONS[each.answer],
        evidence=tuple(one for one, is_main in shown if is_main),
        beside=tuple(one for one, is_main in shown if not is_main),
        missing=tuple(map(said, each.missing)),
        means=said(milestone.means) if each.answer != "yes" else None,
        rule=said(milestone.source),
        sentence=sentence(found.assurance) if milestone.gate == "quality" else None,
        override=override_of(str(milestone.id), typed, faults),
    )


def _criterion(each: FilledCriterion, typed: Typed, faults: Faults) -> ShownAnswer:
    main = {one for one in each.evidence if one.says != "aside"}
    return ShownAnswer(
        name=each.criterion.id,
        label=str(said(each.criterion.label)),
        question=said(each.criterion.label),
        answer=each.state,
        words=answer_words(each.state),
        icon=ANSWER_ICONS[each.state],
        evidence=tuple(_evidence(one) for one in each.evidence if one in main),
        beside=tuple(_evidence(one) for one in each.evidence if one not in main),
        override=override_of(each.criterion.id, typed, faults),
    )


def _evidence(each: Evidence) -> ShownEvidence:
    origin = each.origin
    source = origin.source or origin.source_url
    return ShownEvidence(
        value=said(each.value),
        weight=weight_words(each.says),
        icon=WEIGHT_ICONS[each.says],
        by=by_words(origin.by),
        asserted_by=said(origin.asserted_by) if origin.asserted_by else None,
        source=said(source) if source else None,
        source_link=web_link(origin.source_url),
        date=day_words(origin.date),
        record=Link("record", {"ctid": origin.record}) if origin.record else None,
        doubt=told(each.doubt) if each.doubt else None,
    )


# ---- the officer


def _errors(typed: Typed) -> Iterable[tuple[str, str]]:
    """What is wrong, each with the field that it is about; fields that are none have no place."""
    if typed.day_error:
        yield "evaluation-asof", typed.day_error
    for each in typed.faults:
        field_ = "reason" if each.fault in ("no reason", "too long") else "override"
        words = fault_words(each)
        if each.name in CHOICES:
            yield f"{field_}-{each.name}", f"{name_words(each.name)}{gettext(': ')}{words}"
        else:
            yield "answers", words


def name_words(name: str) -> str:
    """What an override is about, as errors and labels call it."""
    if name.isdigit():
        return gettext("Milestone %(number)s", number=name)
    if name.startswith(DIFFERENCE):
        return gettext("Difference: %(what)s", what=_label_of(name))
    return gettext("Criterion: %(what)s", what=_label_of(name))


def _label_of(name: str) -> str:
    labels: dict[str, str] = {each.id: each.label for each in CRITERIA}
    labels |= {f"{DIFFERENCE}{id_}": label for id_, label in LABELS.items()}
    return str(said(labels[name]))


def stop_with(found: Evaluation, overrides: Mapping[str, Override]) -> Stop | None:
    """The stop with the officer's answers in place of those of the registry."""
    return stop_at(_answers(found, overrides))


def _answers(found: Evaluation, overrides: Mapping[str, Override]) -> dict[int, Answer]:
    answers: dict[int, Answer] = {each.milestone.id: each.answer for each in found.milestones}
    for name, override in overrides.items():
        if name.isdigit():
            answers[int(name)] = _as_answer(override.answer)
    return answers


def _without_stop(answers: Mapping[int, Answer]) -> str:
    """That no answer is a no, after how much nobody knows."""
    unknown = sum(each == "unknown" for each in answers.values())
    if unknown == len(answers):
        return gettext(
            "All sixteen milestones are unknown: nothing here says whether the assessment can go"
            " on."
        )
    if unknown:
        return ngettext(
            "%(num)s of sixteen milestones is unknown and left to the assessor; of the others none"
            " stops the assessment.",
            "%(num)s of sixteen milestones are unknown and left to the assessor; of the others none"
            " stops the assessment.",
            unknown,
        )
    return gettext("Nothing stops the assessment.")


def _counting(typed: Typed, faults: Faults) -> dict[str, Override]:
    return {name: each for name, each in typed.overrides.items() if name not in faults}


def _as_answer(text: str) -> Answer:
    known: dict[str, Answer] = {"yes": "yes", "no": "no", "expired": "expired"}
    return known.get(text, "unknown")


def _stop(stop: Stop | None) -> ShownStop | None:
    if stop is None:
        return None
    milestone = stop.milestone
    return ShownStop(
        milestone.id, gate_words(milestone.gate), said(milestone.means), stop.is_of_trust
    )


def _counts(found: Evaluation) -> Iterable[tuple[str, int]]:
    for answer in ("unknown", "yes", "no", "expired"):
        yield answer_words(answer), sum(each.answer == answer for each in found.milestones)
