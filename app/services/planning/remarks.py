"""What a reader has to know beside an answer."""

from collections.abc import Collection, Iterable, Sequence

from app.services.planning.answers import MOST_NAMED, Plan, Remark
from app.services.planning.setting import Setting
from app.services.planning.trees import Tree
from app.services.planning.worth import has_unusable_size
from ctdl.pathways.rules import Total, walk


def remarks(setting: Setting, plans: Sequence[Plan]) -> tuple[Remark, ...]:
    """About the target, what is held, and what the plans add."""
    added = dict.fromkeys(each for plan in plans for each in plan.order)
    found = [*_of_tree(setting.target, None)]
    for thing in added:
        found += _of_tree(setting.requires(thing), thing)
    found += _of_acceptances(setting, {*setting.held, *added})
    found += _not_compared(setting, [*sorted(setting.held), *added])
    found += _of_things(setting, [*sorted(setting.held), *added])
    return tuple(dict.fromkeys(found))


def _of_acceptances(setting: Setting, had: Collection[str]) -> Iterable[Remark]:
    """About those of which something is had: disagreements, refusals, and conditions in words."""
    for remark in setting.accepted.remarks:
        if not set(had).isdisjoint(remark.things):
            yield remark
    for bundle in setting.accepted.bundles:
        if not bundle.things.isdisjoint(had):
            things = tuple(sorted(bundle.things))[:MOST_NAMED]
            for tree in bundle.requires:
                for rule in tree.in_words:
                    yield Remark("in words", rule, None, things, bundle.ids)


def _of_tree(tree: Tree, thing: str | None) -> Iterable[Remark]:
    for rule in tree.in_words:
        yield Remark("in words", rule, thing)
    for rule in tree.out_of_force:
        yield Remark("not in force", rule, thing)


def _not_compared(setting: Setting, things: Sequence[str]) -> Iterable[Remark]:
    """The things a total is taken over that cannot be told in its unit."""
    for rule in walk(setting.target.rule) if setting.target.rule else ():
        if isinstance(rule, Total) and rule.unit is not None:
            lost = [
                each
                for each in things
                if setting.qualifies(each, rule.among) and setting.worth(each, rule.unit) is None
            ]
            if lost:
                yield Remark("not compared", rule.id, None, tuple(lost[:MOST_NAMED]))


def _of_things(setting: Setting, things: Sequence[str]) -> Iterable[Remark]:
    unusable = [
        each for each in things if each in setting.known and has_unusable_size(setting.known[each])
    ]
    if unusable:
        yield Remark("unusable size", None, None, tuple(unusable[:MOST_NAMED]))
    unknown = sorted(each for each in setting.problem.held if each not in setting.known)
    if unknown:
        yield Remark("unknown held", None, None, tuple(unknown[:MOST_NAMED]))
