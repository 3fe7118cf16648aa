"""Plans as files and for programs: JSON by the schema of the API, and rows of a table."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from flask_babel import gettext

from app.http.current import absolute, resource_iri
from app.presenters import formats
from app.presenters.language import page_language
from app.presenters.listed_parts import BASIS, listed_json
from app.presenters.pathway_faults import fault_words
from app.presenters.plan_totals import rules_of, shown_totals
from app.presenters.plan_words import PlanWords
from app.services.planning.answers import Added, Broken, Plan, Satisfied, Span, Totals
from app.services.planning.trees import wanted_things
from app.services.plans.asked import Refusal
from app.services.plans.planning import Way
from app.services.publishing import OPERATOR
from ctdl.ctid import CTID, CTID_PATTERN, derive_ctid
from ctdl.language import best_text
from ctdl.pathways.writing import PathwayDraft, PathwayStep, pathway_document

_REGISTRY: Final = "_:registry"
COLUMNS = (
    "row",
    "plan",
    "step",
    "id",
    "name",
    "provider",
    "level",
    "credits",
    "price",
    "hours",
    "counts",
    "note",
)
"""`row` says what a line is: target, held, refused, add, total, rule, broken, remark, or listed:
a part of which no record states whether it is needed."""


def plan_answer(way: Way, refused: Iterable[Refusal] = ()) -> dict[str, Any]:
    """The answer as the API gives it, in the language of the page or of the request."""
    words = PlanWords(way.target, way.gathered)
    answer = way.answer
    return {
        "target": {
            "ctid": way.target.ctid,
            "iri": way.target.iri or resource_iri(way.target.ctid),
            "name": best_text(way.target.name, page_language())[0] or None,
        },
        "held": way.is_held,
        "stated": way.target.is_stated,
        "basis": BASIS if way.listed else "rules",
        "whole": way.listed is None,
        "listed": listed_json(way, words),
        "feasible": answer.feasible if way.listed is None else None,
        "optimal": answer.optimal,
        "complete": answer.complete,
        "plans": [_plan(each, words) for each in answer.plans],
        "broken": [_broken(each, words) for each in answer.broken],
        "remarks": list(_remarks(way, words)),
        "refused": refused_answer(refused),
    }


def _remarks(way: Way, words: PlanWords) -> Iterable[str]:
    """What the record of the target states that cannot be, then what is to know of the answer."""
    told = (words.remark(each) for each in way.answer.remarks)
    return dict.fromkeys([*fault_words(way.target.faults, words), *told])


def refused_answer(refused: Iterable[Refusal]) -> list[dict[str, str]]:
    """What was given as held and is not looked at, as the API gives it."""
    return [{"text": each.text, "why": each.why, "detail": each.detail} for each in refused]


def plan_rows(way: Way, refused: Iterable[Refusal] = ()) -> Iterator[tuple[str, ...]]:
    """The question and the answer as rows under COLUMNS.

    First the target and what is held; then of each plan what to add, its totals, and the rules of
    the target with what is not met; or the reasons why there is none; and what else to know.
    """
    words = PlanWords(way.target, way.gathered)
    yield COLUMNS
    yield _row(
        "target",
        id=way.target.iri or _address(way.target.ctid),
        name=_title(way),
        note=_outcome(way),
    )
    for held in sorted(way.gathered.problem.held):
        yield _thing_row("held", held, way, words)
    for each in refused:
        yield _row("refused", id=each.text, note=each.detail)
    for number, plan in enumerate(way.answer.plans, 1):
        for place, added in enumerate(plan.add, 1):
            counts = (
                f"{words.amount(each.value, each.unit)}: {words.rule_by_id(each.rule)}"
                for each in added.counts
            )
            row = {"plan": str(number), "step": str(place), "counts": "; ".join(counts)}
            yield _thing_row("add", added.thing, way, words, **row)
        credits, price, hours = (value for _label, value in shown_totals(plan.totals))
        yield _row("total", plan=str(number), credits=credits, price=price, hours=hours)
        for rule, found in rules_of(way, plan):
            have = _met(found, words)
            yield _row("rule", plan=str(number), name=words.rule(rule), note=have)
    if way.listed is not None:
        for part in way.listed.held:
            yield _thing_row("listed, held", part, way, words)
        for part in (*way.listed.to_choose, *way.listed.out_of_reach):
            yield _thing_row("listed, not held", part, way, words)
    for broken in way.answer.broken:
        name = words.rule_by_id(broken.rule) if broken.rule else ""
        about = broken.rule or broken.limit or ""
        yield _row("broken", id=about, name=name, note=words.broken(broken))
    for remark in _remarks(way, words):
        yield _row("remark", note=remark)


def _met(found: Satisfied | None, words: PlanWords) -> str:
    if found is None:
        return gettext("not met, or not to be told from records")
    return words.met(found) or gettext("met")


def _row(row: str, **cells: str) -> tuple[str, ...]:
    return tuple({"row": row, **cells}.get(column, "") for column in COLUMNS)


def _thing_row(row: str, id_: str, way: Way, words: PlanWords, **cells: str) -> tuple[str, ...]:
    shown, thing = words.thing(id_), way.gathered.problem.things.get(id_)
    hours = thing.hours if thing else None
    return _row(
        row,
        id=_address(id_),
        name=shown.title.value,
        provider=shown.provider.value if shown.provider else "",
        level=shown.level or "",
        credits=shown.credits or "",
        price=(formats.money(thing.cost, thing.currency) or "") if thing else "",
        hours=(formats.hours(hours.minimum, hours.maximum) or "") if hours else "",
        **cells,
    )


def _title(way: Way) -> str:
    return best_text(way.target.name, page_language())[0] or str(way.target.ctid)


def _outcome(way: Way) -> str:
    """What came of the question, in a few words."""
    if way.is_held:
        return gettext("You hold it.")
    if not way.answer.feasible:
        return gettext("There is no way there within what was asked.")
    if not way.target.is_stated:
        return gettext("No requirements are stated.")
    return ""


def plan_pathway(way: Way, plan: Plan, webpage: str) -> dict[str, Any]:
    """A plan as a CTDL Pathway document, whose webpage is the address of the plan.

    Its CTID follows from that address, so the same question has the same pathway. The registry
    that worked it out owns it; nobody who awards anything has stated it.
    """
    held = way.gathered.problem.held
    used = {each for rule in plan.satisfies for each in rule.by} - {way.target.ctid}
    title = best_text(way.target.name, page_language())[0] or str(way.target.ctid)
    language = page_language()
    return pathway_document(
        PathwayDraft(
            ctid=derive_ctid(f"plan:{webpage}"),
            name={language: gettext("A way to “%(title)s”", title=title)},
            description={
                language: gettext(
                    "Worked out from what records of the registry stated on %(day)s. It is advice;"
                    " what a receiving institution accepts is its own decision. It is not"
                    " published.",
                    day=way.gathered.problem.day.isoformat(),
                )
            },
            webpage=webpage,
            owner=OPERATOR.ctid,
            target=PathwayStep(
                way.target.iri or way.target.ctid,
                way.target.type,
                way.target.name,
                _level(way, way.target.ctid),
            ),
            steps=tuple(
                _pathway_step(way, id_, used, is_held=id_ in held or id_ not in plan.order)
                for id_ in (*sorted(used - set(plan.order)), *plan.order)
            ),
        )
    )


def unpublished(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document with whole addresses as one that nobody published.

    What it describes is named by URNs, and its owner, who has no record, is described in it; only
    what it points to besides is at an address of the registry.
    """
    own = {node["@id"]: _urn(node["@id"]) for node in document["@graph"]}
    owner = {
        "@id": _REGISTRY,
        "@type": "ceterms:CredentialOrganization",
        "ceterms:name": {"en": OPERATOR.name},
        "ceterms:subjectWebpage": absolute(""),
    }
    named = own | {resource_iri(OPERATOR.ctid): _REGISTRY}
    nodes = [_renamed(node, named) for node in document["@graph"]]
    return {"@context": document["@context"], "@graph": [*nodes, owner]}


def _urn(address: str) -> str:
    """The URN of something with a CTID, which is a UUID."""
    return "urn:uuid:" + address.rpartition("ce-")[2]


def _renamed(value: Any, named: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(each, named) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, named) for each in value]
    return named.get(value, value) if isinstance(value, str) else value


def _pathway_step(way: Way, id_: str, used: set[str], *, is_held: bool) -> PathwayStep:
    thing = way.gathered.problem.things[id_]
    summary, local = way.gathered.summaries.get(CTID(id_)), way.gathered.local.get(id_)
    before = wanted_things(thing.requires) & used
    return PathwayStep(
        thing=id_,
        type=summary.type if summary else local.type if local else "",
        name=summary.name if summary else local.name if local else {},
        level=_level(way, id_),
        credits=thing.credits,
        is_held=is_held,
        after=tuple(sorted(before)),
    )


def _level(way: Way, id_: str) -> str | None:
    """The level, where one of a known framework is stated."""
    summary = way.summary if id_ == way.target.ctid else way.gathered.summaries.get(CTID(id_))
    levels = (each.id for each in summary.levels if each.id) if summary else ()
    return next(iter(levels), None)


def _plan(plan: Plan, words: PlanWords) -> dict[str, Any]:
    return {
        "add": [_added(each, words) for each in plan.add],
        "totals": _totals(plan.totals),
        "satisfies": [_satisfied(each, words) for each in plan.satisfies],
    }


def _added(added: Added, words: PlanWords) -> dict[str, Any]:
    shown = words.thing(added.thing)
    return {
        "ctid": _ctid(added.thing),
        "id": added.thing,
        "name": shown.title.value,
        "counts": [
            {
                "rule": each.rule,
                "value": float(each.value),
                "unit": each.unit,
                "through": list(each.through),
            }
            for each in added.counts
        ],
    }


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "credits": {unit: _span(span) for unit, span in totals.credits.items()},
        "cost": {currency: float(price) for currency, price in totals.cost.items()},
        "hours": _span(totals.hours) if totals.hours else None,
        "not_stated": {
            "credits": totals.credits_unstated,
            "cost": totals.cost_unstated,
            "hours": totals.hours_unstated,
        },
    }


def _span(span: Span) -> dict[str, Any]:
    most = None if span.maximum is None else float(span.maximum)
    return {"minimum": float(span.minimum), "maximum": most}


def _satisfied(each: Satisfied, words: PlanWords) -> dict[str, Any]:
    return {
        "rule": each.rule,
        "words": words.rule_by_id(each.rule),
        "by": list(each.by),
        "need": float(each.need),
        "have": float(each.have),
        "unit": each.unit,
    }


def _broken(each: Broken, words: PlanWords) -> dict[str, Any]:
    return {
        "rule": each.rule,
        "limit": each.limit,
        "reason": each.reason,
        "need": None if each.need is None else float(each.need),
        "have": None if each.have is None else float(each.have),
        "unit": each.unit,
        "things": list(each.things),
        "stating": each.stating[0] if each.stating else None,
        "candidates": each.stating[1] if each.stating else None,
        "explain": words.broken(each),
    }


def _ctid(id_: str) -> str | None:
    return id_ if CTID_PATTERN.fullmatch(id_) else None


def _address(id_: str) -> str:
    return resource_iri(CTID(id_)) if _ctid(id_) else id_
