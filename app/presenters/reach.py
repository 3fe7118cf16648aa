"""Reach in words: what held things count towards, how far each is, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from app.http.current import resource_iri
from app.presenters import formats, labels
from app.presenters.language import page_language
from app.presenters.links import Link, record_link
from app.presenters.search_state import SearchState
from app.presenters.stack_words import confirmed_words
from app.presenters.stacked_things import ShownThing, shown_summary
from app.presenters.text import Text, content, titled
from app.services.confirming import CONFIRMED
from app.services.planning import Progress
from app.services.plans.reach import Reach, Reached, State
from app.services.summaries import Summary
from ctdl.ctid import CTID
from ctdl.language import best_text


@dataclass(frozen=True)
class ShownReached:
    """Something held things count towards; `plan` asks for the ways to it."""

    title: Text
    link: Link | None
    type_label: str
    provider: Text | None
    relation: str
    said: str
    far: str | None
    percent: int | None
    by: tuple[ShownThing, ...]
    dates: str | None
    plan: SearchState | None


@dataclass(frozen=True)
class ReachGroup:
    """The things reached in the same way, under one heading."""

    title: str
    reached: tuple[ShownReached, ...]


def reach_groups(reach: Reach, state: SearchState) -> tuple[ReachGroup, ...]:
    """All that is reached, by how; groups without anything are left out."""
    groups = []
    for kind, title in _titles().items():
        found = [each for each in reach.reached if each.state == kind]
        if found:
            groups.append(ReachGroup(title, tuple(_shown(each, reach, state) for each in found)))
    return tuple(groups)


def reach_answer(reach: Reach) -> dict[str, Any]:
    """The answer as the API gives it."""
    return {
        "held": [each.ctid for each in reach.held],
        "parts": sorted(reach.parts),
        "reached": [_json(each, reach) for each in reach.reached],
        "cut": reach.is_cut,
    }


def _titles() -> dict[State, str]:
    return {
        "counts": gettext("Counts towards"),
        "accepted": gettext("Accepted, by a statement of transfer"),
        "leads": gettext("Prepares for, or is asked for by"),
        "refused": gettext("Stated not to be accepted"),
    }


def _shown(each: Reached, reach: Reach, state: SearchState) -> ShownReached:
    target = _target(each, reach)
    by = (reach.summaries.get(CTID(one)) for one in each.by)
    name = each.acceptance.name if each.acceptance and target is None else None
    return ShownReached(
        title=titled(target.name, target.ctid) if target else titled(name, _receiver(each)),
        link=record_link(target.ctid, target.type) if target else _acceptance_link(each),
        type_label=labels.type_label(target.type) if target else "",
        provider=content(target.provider.name) if target and target.provider else None,
        relation=labels.relation_label(each.relation),
        said=confirmed_words(each.confirmed),
        far=_far(each),
        percent=_percent(each),
        by=tuple(shown_summary(one) for one in by if one is not None),
        dates=_dates(each),
        plan=state.setting("target", target.ctid) if target else None,
    )


def _target(each: Reached, reach: Reach) -> Summary | None:
    if each.summary is not None or each.acceptance is None:
        return each.summary
    named = each.acceptance.counts_as or each.acceptance.towards
    return reach.summaries.get(CTID(named)) if named else None


def _receiver(each: Reached) -> str:
    return each.receiver or (each.acceptance.id if each.acceptance else "")


def _acceptance_link(each: Reached) -> Link | None:
    if each.acceptance is None:
        return None
    return Link("pathway", {"ctid": each.acceptance.said.record})


def _far(each: Reached) -> str | None:
    if each.progress is None:
        return None
    if each.basis == "listed parts":
        return listed_words(each.held, each.listed)
    share = each.share or 0
    if each.basis == "own parts":
        return gettext(
            "%(held)s of the %(listed)s parts that its provider states are held. Whether all of"
            " them are needed is not stated.",
            held=formats.number(each.held),
            listed=formats.number(each.listed),
        )
    if share >= 1:
        return gettext("All that is stated is held")
    if each.basis == "rules":
        words = gettext("%(percent)s%% of its published rules", percent=_percent(each))
        return " · ".join([words, *_short_of(each.progress)])
    return gettext("%(percent)s%% of the credits it asks for", percent=_percent(each))


def listed_words(held: int, listed: int) -> str:
    """What a bare list of parts says, and what it does not."""
    return ngettext(
        "%(held)s of the %(listed)s part that is listed for it is held. What it asks for beyond"
        " this is not stated.",
        "%(held)s of the %(listed)s parts that are listed for it are held. Whether all of them are"
        " needed, and what it asks for beyond them, is not stated.",
        listed,
        held=formats.number(held),
        listed=formats.number(listed),
    )


def _short_of(progress: Progress) -> Iterable[str]:
    """The sums that are not reached; of a choice among many things none is missing by itself."""
    for rule in progress.rules:
        if rule.unit is not None and rule.share < 1:
            yield gettext(
                "%(have)s of %(need)s",
                have=formats.number(rule.have),
                need=formats.credits(rule.need, rule.need, rule.unit),
            )


def _percent(each: Reached) -> int | None:
    # Cut, not rounded: 99.6 % is not all.
    return int(each.share * 100) if each.share is not None else None


def _dates(each: Reached) -> str | None:
    said = each.acceptance.said if each.acceptance else None
    if said is None or (said.since is None and said.until is None):
        return None
    return " – ".join(_day(day) for day in (said.since, said.until))


def _day(day: date | None) -> str:
    return formats.day(day) or gettext("open")


def _json(each: Reached, reach: Reach) -> dict[str, Any]:
    target = _target(each, reach)
    said = each.acceptance.said if each.acceptance else None
    is_list = each.basis in ("own parts", "listed parts")
    return {
        "ctid": target.ctid if target else None,
        "iri": resource_iri(target.ctid) if target else None,
        "name": _name(target, each),
        "state": each.state,
        "relation": each.relation,
        "by": list(each.by),
        "share": float(each.share) if each.share is not None else None,
        "basis": each.basis,
        "whole": each.whole if each.basis else None,
        "listed": each.listed if is_list else None,
        "held": each.held if is_list else None,
        "missing": list(each.progress.missing) if each.progress else [],
        "stated_by": list(each.stated_by),
        "confirmed": CONFIRMED[each.confirmed],
        "said": confirmed_words(each.confirmed),
        "receiver": each.receiver,
        "from": said.since.isoformat() if said and said.since else None,
        "until": said.until.isoformat() if said and said.until else None,
    }


def _name(target: Summary | None, each: Reached) -> str | None:
    stated = each.acceptance.name if each.acceptance else {}
    return best_text(target.name if target else stated, page_language())[0] or None
