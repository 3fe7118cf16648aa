"""A published pathway: its drawing, and the rules for each of its ends as a nested list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app.presenters.levels_elsewhere import LevelsShown
from app.presenters.links import Link, record_link
from app.presenters.pathway_faults import fault_words
from app.presenters.pathway_rows import level_rows
from app.presenters.plan_words import PlanWords
from app.presenters.stacked_things import ShownThing
from app.presenters.text import Text, content, titled
from app.services.diagrams import Arrow, Box, diagram_of, draw
from app.services.planning.trees import wanted_things
from app.services.plans.gathering import Gathered
from app.services.plans.targets import Target
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.pathways.rules import Holds, Rule, SomeOf
from ctdl.records.pathways import Component

DEEPEST: Final = 12
"""How many rules inside each other are shown; honest pathways have three or four."""
MOST_DRAWN: Final = 300


@dataclass(frozen=True)
class RuleNode:
    """A rule of the list: a thing, or words with the rules inside it."""

    words: str
    thing: ShownThing | None
    after: tuple[ShownThing, ...]
    rules: tuple["RuleNode", ...]


@dataclass(frozen=True)
class End:
    """One destination: its title, what it takes, and where to ask for the way there."""

    title: Text
    target: str
    rules: tuple[RuleNode, ...]
    around: Link | None
    """To all that any record states around what the destination stands for."""


@dataclass(frozen=True)
class PathwayRecordPage:
    """The page of a published pathway."""

    ctid: CTID
    title: Text
    description: Text | None
    link: Link
    provider: Text | None
    svg: str | None
    ends: tuple[End, ...]
    faults: tuple[str, ...]


def pathway_record_page(
    target: Target,
    gathered: Gathered,
    provider: Named | None,
    levels: LevelsShown,
    address: Callable[[Link], str],
) -> PathwayRecordPage:
    """The page of a pathway that a record states, given by `provider`."""
    words = PlanWords(target, gathered)
    record = target.pathway
    assert record is not None
    ends = [(each.component, each.rule) for each in target.ends]
    return PathwayRecordPage(
        ctid=record.ctid,
        title=titled(record.name, record.ctid),
        description=content(record.description),
        link=Link("record", {"ctid": record.ctid}),
        provider=content(provider.name) if provider else None,
        svg=_drawing(target, words, gathered, levels, address),
        ends=tuple(
            End(
                title=titled(component.name, component.id),
                target=component.id,
                rules=_nodes(rule, words, gathered, DEEPEST),
                around=_around(component),
            )
            for component, rule in ends
        ),
        faults=fault_words(target.faults, words),
    )


def _around(component: Component) -> Link | None:
    stands_for = next((each.ctid for each in component.proxy_for if each.ctid), None)
    return Link("pathway", {"ctid": stands_for}) if stands_for else None


def _nodes(rule: Rule, words: PlanWords, gathered: Gathered, depth: int) -> tuple[RuleNode, ...]:
    if isinstance(rule, SomeOf) and rule.kind == "all":
        return tuple(_node(each, words, gathered, depth) for each in rule.rules)
    return (_node(rule, words, gathered, depth),)


def _node(rule: Rule, words: PlanWords, gathered: Gathered, depth: int) -> RuleNode:
    if isinstance(rule, Holds):
        thing = gathered.problem.things.get(rule.thing)
        before = wanted_things(thing.requires if thing else None)
        return RuleNode(
            words="",
            thing=words.thing(rule.thing),
            after=tuple(words.thing(each) for each in sorted(before)),
            rules=(),
        )
    if isinstance(rule, SomeOf) and rule.kind == "none" and all(map(_is_set, rule.rules)):
        # "None of: all of these" reads as the opposite of what it says.
        barred = tuple(_together(each, words) for each in rule.rules if isinstance(each, SomeOf))
        return RuleNode(words.kind(rule), None, (), barred)
    if isinstance(rule, SomeOf) and depth > 0:
        inner = tuple(_node(each, words, gathered, depth - 1) for each in rule.rules)
        return RuleNode(words.kind(rule), None, (), inner)
    return RuleNode(words.rule(rule), None, (), ())


def _is_set(rule: Rule) -> bool:
    """Whether it is nothing but things that stand together."""
    if not isinstance(rule, SomeOf) or rule.kind != "all" or len(rule.rules) < 2:
        return False
    return all(isinstance(each, Holds) for each in rule.rules)


def _together(rule: SomeOf, words: PlanWords) -> RuleNode:
    """Things that bar each other, in one line."""
    titles = [words.thing(each.thing).title.value for each in rule.rules if isinstance(each, Holds)]
    said = gettext("%(one)s with %(others)s", one=titles[0], others=", ".join(titles[1:]))
    return RuleNode(said, None, (), ())


def _drawing(
    target: Target,
    words: PlanWords,
    gathered: Gathered,
    levels: LevelsShown,
    address: Callable[[Link], str],
) -> str | None:
    """Everything the rules ask for, with what comes before what; ends stand at the top.

    What a rule bars leads nowhere: only the list names it.
    """
    things = gathered.problem.things
    ends = {each.component.id: each for each in target.ends}
    arrows: dict[Arrow, None] = {}
    named: set[str] = set()
    for end in ends.values():
        for id_ in sorted(wanted_things(end.rule)):
            if id_ not in ends or id_ != end.component.id:
                arrows[Arrow(id_, end.component.id)] = None
                named.add(id_)
    waiting = sorted(named)
    while waiting and len(named) <= MOST_DRAWN:
        id_ = waiting.pop()
        thing = things.get(id_)
        for before in sorted(wanted_things(thing.requires if thing else None)):
            arrows[Arrow(before, id_)] = None
            if before not in named:
                named.add(before)
                waiting.append(before)
    if not named:
        return None
    boxes: dict[str, Box] = {}
    stated = {id_: sorted(things[id_].levels) if id_ in things else [] for id_ in named}
    rows, places = level_rows(stated, levels)
    for id_ in (*sorted(named - ends.keys()), *ends):
        shown = words.thing(id_)
        goal = ends.get(id_)
        title = titled(goal.component.name, id_) if goal is not None else shown.title
        link = shown.link or record_link(target.ctid, target.type)
        kind = "target" if goal is not None else "step"
        boxes[id_] = Box(id_, title.value, address(link), kind, places.get(id_))
    name = gettext("Diagram: the pathway “%(title)s”", title=titled(target.name, target.ctid).value)
    return draw(diagram_of(boxes, arrows, rows), name)
