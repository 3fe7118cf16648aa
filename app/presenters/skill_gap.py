"""A gap analysis in words: what an aim asks for, what is held of it, what would teach the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext, ngettext

from app.presenters.cards import Card, card
from app.presenters.links import Link, record_link
from app.presenters.search_state import SearchState
from app.presenters.text import Text, content, framed, titled
from app.services.gap import Analysis, Covering, Gap, Held, Proposed, Refusal, Target
from app.services.gap.asked import Why
from app.services.record_concepts import RecordConcept
from app.services.searching import Hit
from app.services.summaries import Summary
from ctdl.concepts import NamedConcept, thesaurus
from ctdl.language import folded


@dataclass(frozen=True)
class Remark:
    """Why a skill is where it is: words, and the record they are about if there is one."""

    words: Text
    title: Text | None = None
    link: Link | None = None


@dataclass(frozen=True)
class ShownSkill:
    """A skill: what it is called, where it is defined, and remarks that stand under it."""

    id: str
    label: Text
    source: str
    remarks: tuple[Remark, ...] = ()
    search: Link | None = None


@dataclass(frozen=True)
class ShownRecord:
    """A record to be ticked as held; `note` says how many of the skills it covers."""

    ctid: str
    title: Text
    link: Link
    provider: Text | None
    note: str | None = None


@dataclass(frozen=True)
class ShownProposal:
    """A record of the plan, and the missing skills it is about."""

    card: Card
    covers: tuple[ShownSkill, ...]


@dataclass(frozen=True)
class Aim:
    """What is aimed at, in words; `text` is what stands in the field."""

    id: str
    title: Text
    link: Link
    kind: str
    text: str
    note: str | None


@dataclass(frozen=True)
class ShownGap:
    """The answer; `plan_note` says whether fewer records would do."""

    in_short: str
    covered: tuple[ShownSkill, ...]
    missing: tuple[ShownSkill, ...]
    plan: tuple[ShownProposal, ...]
    plan_note: str | None
    not_reached: tuple[ShownSkill, ...]
    not_taught: tuple[ShownSkill, ...]


@dataclass(frozen=True)
class GapPage:
    """The page: the form as it was filled in, and the answer where the aim is known."""

    text: str
    find: str
    held: tuple[ShownRecord, ...]
    skills: tuple[ShownSkill, ...]
    found: tuple[ShownRecord, ...]
    choices: tuple[ShownSkill, ...]
    asked_for: str | None
    refused: tuple[str, ...]
    aim: Aim | None
    gap: ShownGap | None
    state: SearchState

    @property
    def has_choice(self) -> bool:
        """Whether the words of the aim were not those of one occupation."""
        return self.asked_for is not None


def gap_page(
    found: Analysis, text: str, find: str, hits: Iterable[Hit], today: date, state: SearchState
) -> GapPage:
    """The page for what was asked; `hits` are what the search for held credentials found."""
    target = found.gap.target if found.gap else None
    aim = _aim(target, text) if target is not None else None
    held = {each.summary.ctid for each in found.held}
    return GapPage(
        text=aim.text if aim else text,
        find=find,
        held=tuple(map(_held, found.held)),
        skills=tuple(map(shown_skill, found.skills)),
        found=tuple(_record(each.summary) for each in hits if each.summary.ctid not in held),
        choices=tuple(map(_occupation, found.choice.occupations)) if found.choice else (),
        asked_for=found.choice.text if found.choice else None,
        refused=tuple(map(_refused, found.refused)),
        aim=aim,
        gap=_gap(found.gap, found.held, today) if found.gap else None,
        state=state,
    )


def shown_skill(id_: str, remarks: Sequence[Remark] = (), *, search: bool = False) -> ShownSkill:
    """A skill by its id, in the language of the page or in English."""
    concept = thesaurus().concept(id_)
    label = _label(id_)
    link = Link("search", {"q": label.value}) if search else None
    return ShownSkill(id_, label, concept.uri if concept else "", tuple(remarks), link)


def occupation_asked_for(concepts: Iterable[NamedConcept]) -> ShownSkill | None:
    """The first occupation that a search names and whose skills are known, leading to its gap."""
    for each in concepts:
        id_ = each.concept.id
        if each.concept.kind == "occupation" and thesaurus().skills_of(id_):
            return ShownSkill(id_, _label(id_), each.concept.uri)
    return None


def by_words(skill: str, through: RecordConcept) -> Text:
    """By which of its words a record is about a skill."""
    words = titled({through.language or "und": through.words}, through.id).value
    if through.is_stated and through.id == skill:
        return framed(gettext("it states this skill, as “%(words)s”", words=words))
    if through.id == skill:
        return framed(gettext("by its words “%(words)s”", words=words))
    if folded(words) == folded(_label(through.id).value):
        return framed(gettext("by its words “%(words)s”, a part of it", words=words))
    return framed(
        gettext(
            "by its words “%(words)s”, which name “%(narrower)s”, a part of it",
            words=words,
            narrower=_label(through.id).value,
        )
    )


def _label(id_: str) -> Text:
    concept = thesaurus().concept(id_)
    return titled(concept.labels if concept else None, id_)


def _occupation(id_: str) -> ShownSkill:
    count = len(thesaurus().skills_of(id_))
    words = (
        ngettext("%(num)s skill known", "%(num)s skills known", count)
        if count
        else gettext("nothing known of the skills it asks for")
    )
    return shown_skill(id_, (Remark(framed(words)),))


def _aim(target: Target, text: str) -> Aim:
    title = titled(target.name, target.id)
    if target.kind == "credential":
        link = record_link(target.id, target.type)  # type: ignore[arg-type]
        note = None
        return Aim(target.id, title, link, gettext("Credential"), target.id, note)
    concept = thesaurus().concept(target.id)
    link = Link(url=concept.uri if concept else "")
    named = {each.concept.id for each in thesaurus().named_in(title.value)}
    group = (
        gettext(
            "Nothing is known of this occupation by itself. The skills are those of its group"
            " “%(group)s” (ISCO-08 %(code)s), so some may belong to other occupations in it.",
            group=_label(target.group).value,
            code=target.group.removeprefix("isco/C"),
        )
        if target.group
        else None
    )
    shown = title.value if named == {target.id} else target.id
    return Aim(target.id, _breakable(title), link, gettext("Occupation"), shown, group)


def _breakable(title: Text) -> Text:
    """The name with a place for a new line after each stroke: "développeur/développeuse"."""
    return replace(title, value=title.value.replace("/", "/\N{ZERO WIDTH SPACE}"))


def _gap(found: Gap, held: Sequence[Held], today: date) -> ShownGap:
    records = {each.summary.ctid: each.summary for each in held}
    total = len(found.target.skills)
    return ShownGap(
        in_short=ngettext(
            "%(num)s skill is asked for; %(covered)s covered by what you hold, %(missing)s"
            " missing.",
            "%(num)s skills are asked for; %(covered)s covered by what you hold, %(missing)s"
            " missing.",
            total,
            covered=len(found.covered),
            missing=len(found.missing),
        ),
        covered=tuple(
            shown_skill(
                each.skill,
                [
                    *(_by(each.skill, one, records[one.ctid]) for one in each.by),
                    *(_said(each.skill, one) for one in each.said),
                ],
            )
            for each in found.covered
        ),
        missing=tuple(map(shown_skill, found.missing)),
        plan=tuple(_proposal(each, today) for each in found.proposed),
        plan_note=_plan_note(found),
        not_reached=tuple(
            shown_skill(skill, [_records(count)], search=True)
            for skill, count in found.not_reached.items()
        ),
        not_taught=tuple(map(shown_skill, found.not_taught)),
    )


def _by(skill: str, covering: Covering, summary: Summary) -> Remark:
    title = titled(summary.name, summary.ctid)
    link = record_link(summary.ctid, summary.type)
    return Remark(by_words(skill, covering.through), title, link)


def _said(skill: str, said: str) -> Remark:
    if said == skill:
        return Remark(framed(gettext("you say that you have it")))
    label = _label(said).value
    return Remark(framed(gettext("you say that you have “%(skill)s”, a part of it", skill=label)))


def _records(count: int) -> Remark:
    return Remark(framed(ngettext("%(num)s record", "%(num)s records", count)))


def _plan_note(found: Gap) -> str | None:
    if not found.proposed:
        return None
    count, reached = len(found.proposed), len(found.missing) - len(found.not_taught)
    covers = reached - len(found.not_reached)
    words = ngettext(
        "%(num)s record, chosen from %(looked_at)s, covers %(covers)s of the %(reached)s missing"
        " skills that any record covers.",
        "%(num)s records, chosen from %(looked_at)s, cover %(covers)s of the %(reached)s missing"
        " skills that any record covers.",
        count,
        looked_at=found.looked_at,
        covers=covers,
        reached=reached,
    )
    certain = (
        gettext("No fewer would do, and no other choice of so many covers more.")
        if found.is_smallest
        else gettext("There may be a better choice: not all could be tried.")
    )
    return f"{words} {certain}"


def _proposal(each: Proposed, today: date) -> ShownProposal:
    covers = tuple(
        shown_skill(skill, [Remark(by_words(skill, through))]) for skill, through in each.covers
    )
    return ShownProposal(card(each.summary, today), covers)


def _held(each: Held) -> ShownRecord:
    note = ngettext("covers %(num)s skill", "covers %(num)s skills", each.covers)
    return _record(each.summary, note if each.covers else None)


def _record(summary: Summary, note: str | None = None) -> ShownRecord:
    return ShownRecord(
        summary.ctid,
        titled(summary.name, summary.ctid),
        record_link(summary.ctid, summary.type),
        content(summary.provider.name) if summary.provider else None,
        note,
    )


def _refused(refusal: Refusal) -> str:
    reasons: dict[Why, str] = {
        "malformed": gettext(
            "“%(text)s” is not the identifier of a record: one begins with “ce-” and has 36"
            " characters more.",
            text=refusal.text,
        ),
        "unknown": gettext("There is no record with the identifier “%(text)s”.", text=refusal.text),
        "withdrawn": gettext("The record “%(text)s” was withdrawn.", text=refusal.text),
        "another class": gettext("“%(text)s” is not a credential or course.", text=refusal.text),
        "no skill": gettext(
            "“%(text)s” is not the name of a skill that is known here.", text=refusal.text
        ),
    }
    return reasons[refusal.why]
