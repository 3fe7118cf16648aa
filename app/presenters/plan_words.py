"""Rules, broken rules and remarks of the planner, in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.facet_labels import level_label
from app.presenters.links import Link, record_link
from app.presenters.stacked_things import ShownThing, shown_local, shown_summary
from app.presenters.text import Text, content, framed, language_name, titled
from app.services.planning.answers import Added, Broken, Limit, Remark, Satisfied
from app.services.plans.gathering import Gathered
from app.services.plans.planning import had
from app.services.plans.targets import Target
from ctdl.ctid import CTID
from ctdl.pathways.reading import rests_on_stated_parts
from ctdl.pathways.rules import Among, Holds, InWords, Rule, SomeOf, Total, named_things, walk

_WORD: Final = re.compile(r"\w+")
_JOINING: Final = frozenset({"and", "or", "et", "ou"})
MOST_NAMED: Final = 3
"""How many things a sentence names before it only counts the rest."""


@dataclass(frozen=True)
class ShownAcceptance:
    """A statement through which something counts: as what, who says so, and where."""

    words: str
    title: Text
    link: Link


class PlanWords:
    """What the things and rules of one plan are called."""

    def __init__(self, target: Target, gathered: Gathered) -> None:
        self._target = target
        self._gathered = gathered
        self._held = had(gathered)
        self._rules: dict[str, Rule] = {each.id: each for each in walk(target.rule)}
        for thing in gathered.problem.things.values():
            if thing.requires is not None:
                self._rules |= {each.id: each for each in walk(thing.requires)}
        for acceptance in gathered.problem.acceptances:
            if acceptance.requires is not None:
                self._rules |= {each.id: each for each in walk(acceptance.requires)}

    def thing(self, id: str) -> ShownThing:
        """A thing by its id; one that is not known here is called by it."""
        summary = self._gathered.summaries.get(CTID(id))
        if summary is not None:
            return shown_summary(summary, is_held=id in self._held)
        local = self._gathered.local.get(id)
        return ShownThing(id, framed(id), None, "") if local is None else shown_local(local)

    def accepted(self, id: str) -> ShownAcceptance | None:
        """The statement with this id; None where it is not known."""
        found = next((each for each in self._gathered.problem.acceptances if each.id == id), None)
        if found is None:
            return None
        said = {
            "receiving": gettext("the receiving side says so"),
            "sending": gettext("only the giving side says so"),
            "third party": gettext("somebody else says so, neither side"),
        }.get(found.side or "", gettext("who says so is not stated"))
        as_other = found.counts_as and gettext(
            "Counts as %(thing)s (%(said)s):", thing=self.named([found.counts_as]), said=said
        )
        return ShownAcceptance(
            words=as_other or gettext("Counts here (%(said)s):", said=said),
            title=titled(found.name, found.said.record),
            link=record_link(found.said.record, "ceterms:TransferValueProfile"),
        )

    def rule(self, rule: Rule) -> str:
        """A rule as a short phrase, without what stands inside it."""
        if isinstance(rule, Holds):
            return self._skill(rule) or self._title(rule.thing)
        if isinstance(rule, Total):
            return self._total(rule)
        if isinstance(rule, InWords):
            return str(content(rule.text) or content(rule.name) or gettext("a condition in words"))
        if isinstance(rule, SomeOf):
            return self._some(rule)
        return rule.id

    def _skill(self, rule: Rule) -> str | None:
        """The skill of an occupation that a rule asks for."""
        return str(content(rule.name)) if self._target.iri and rule.name else None

    def skills(self, added: Added) -> tuple[str, ...]:
        """The skills of an occupation that a thing to add covers, in one line."""
        if self._target.iri is None:
            return ()
        found = [self._rules[each.rule] for each in added.counts if each.rule in self._rules]
        names = dict.fromkeys(name for rule in found if (name := self._skill(rule)))
        return (gettext("Covers: %(skills)s", skills=", ".join(names)),) if names else ()

    def met(self, found: Satisfied) -> str | None:
        """How much of a rule holds; None where the number does not matter."""
        rule = self._rules.get(found.rule)
        counts = isinstance(rule, Total) or (
            isinstance(rule, SomeOf) and rule.kind in ("all", "some")
        )
        if not counts or not (found.need or found.have) or (rule and self._skill(rule)):
            return None
        return gettext(
            "%(have)s of %(need)s",
            have=self.amount(found.have, found.unit),
            need=self.amount(found.need, found.unit),
        )

    def to_settle(self, id: str, remarks: Iterable[Remark]) -> tuple[str, ...]:
        """What a thing asks for in words only, without what its rules ask for as well."""
        thing = self._gathered.problem.things.get(id)
        named = named_things(thing.requires) if thing and thing.requires else frozenset()
        known = {word for each in named for word in _words(self._title(each))}
        found = (
            self.rule_by_id(each.rule)
            for each in remarks
            if each.kind == "in words" and each.thing == id and each.rule
        )
        return tuple(dict.fromkeys(each for each in found if not set(_words(each)) <= known))

    def kind(self, rule: SomeOf) -> str:
        """How many of the rules inside it are needed, or the name it was given."""
        name = content(rule.name)
        amount = formats.number_range(rule.minimum or None, rule.maximum) or "0"
        words = {
            "all": gettext("All of these"),
            "any": gettext("One or more of these"),
            "one": gettext("Only one of these"),
            "none": gettext("Not together") if _bars(rule) else gettext("None of these"),
            "some": gettext("%(amount)s of these", amount=amount),
        }[rule.kind]
        return f"{name}: {words}" if name is not None else words

    def rule_by_id(self, id: str) -> str:
        """The rule with this id as a short phrase; the id itself where it is not known."""
        rule = self._rules.get(id)
        return self.rule(rule) if rule is not None else id

    def known(self, id: str) -> Rule | None:
        """The rule with this id."""
        return self._rules.get(id)

    def named(self, ids: Iterable[str]) -> str:
        """Some things in a sentence: the first few by their titles, the rest as a number."""
        titles = [gettext("“%(title)s”", title=self._title(each)) for each in ids]
        shown, rest = titles[:MOST_NAMED], len(titles) - MOST_NAMED
        if rest > 0:
            shown.append(ngettext("%(amount)s other", "%(amount)s others", rest, amount=rest))
        return ", ".join(shown)

    def broken(self, each: Broken) -> str:
        """Why nothing can be planned, in one sentence about this rule or limit."""
        if each.limit is not None:
            return self._broken_limit(each, each.limit)
        what = self.rule_by_id(each.rule) if each.rule else ""
        things = self.named(each.things) or what
        rule = self._rules.get(each.rule or "")
        if rule is not None and self._skill(rule) and each.reason == "not held":
            return gettext(
                "Needed: the skill “%(skill)s”; nothing that can be had beside the rest covers it",
                skill=what,
            )
        if each.reason == "not enough" and each.need is not None:
            return gettext(
                "Needed: %(rule)s; at most %(have)s can be found beside the rest.",
                rule=what,
                have=self.amount(each.have or Decimal(0), each.unit),
            )
        return {
            "not enough": gettext("Not enough can be found for: %(rule)s", rule=what),
            "too much": gettext("This cannot be kept to: %(rule)s", rule=what),
            "not held": gettext("Needed, and not to be had beside the rest: %(rule)s", rule=things),
            "contradiction": gettext("This and the rest exclude each other: %(rule)s", rule=what),
            "unknown": gettext("Needed, but not known here: %(things)s", things=things),
            "cannot be added": gettext(
                "Needed, but withdrawn or no longer awarded: %(things)s", things=things
            ),
            "not on offer": gettext("Needed, but not on offer then: %(things)s", things=things),
            "cycle": gettext("These ask for each other first: %(things)s", things=things),
            "self": gettext("This asks for itself first: %(things)s", things=things),
            "empty": gettext("This asks for more than it names: %(rule)s", rule=what),
            "unit": gettext("No size can be compared with: %(rule)s", rule=what),
            "size": gettext("No size is stated that can be counted for: %(rule)s", rule=what),
            "not in force": gettext("Not in force on that day: %(rule)s", rule=what),
            "too deep": gettext("These rules are nested too deeply to be looked into."),
            "limit": gettext("This limit leaves nothing: %(rule)s", rule=what),
            "not stated": gettext("This limit leaves nothing: %(rule)s", rule=what),
            "no currency": gettext("A limit of cost needs a currency."),
            "out of time": gettext("No answer was found in the time there is."),
        }[each.reason]

    def remark(self, each: Remark) -> str:
        """Something to know beside the plans."""
        what = self.rule_by_id(each.rule) if each.rule else ""
        things = self.named(each.things)
        return {
            "in words": gettext("To be settled with the provider: %(rule)s", rule=what),
            "not in force": gettext("Not in force on that day, so left out: %(rule)s", rule=what),
            "disagreement": gettext(
                "Statements about %(things)s disagree; the lower value is counted.", things=things
            ),
            "refused": gettext("A record states that %(things)s is not accepted.", things=things),
            "not compared": gettext(
                "The size of %(things)s is not stated in a unit that can be compared, so it counts"
                " for nothing there.",
                things=things,
            ),
            "unusable size": gettext(
                "The stated size of %(things)s is no usable number.", things=things
            ),
            "unknown held": gettext("Nothing is known here of %(things)s.", things=things),
            "many candidates": gettext(
                "There are more candidates than can be looked at; a better plan may exist."
            ),
        }[each.kind]

    def amount(self, value: Decimal, unit: str | None) -> str:
        """A number in the unit of a rule."""
        if unit is None:
            return formats.number(value)
        return formats.credits(value, value, unit) or formats.number(value)

    def _title(self, id: str) -> str:
        return self.thing(id).title.value

    def _total(self, rule: Total) -> str:
        among = self._among(rule.among)
        if rule.unit is None:
            size = formats.number_range(rule.minimum, rule.maximum) or ""
            return gettext("%(size)s of %(among)s", size=size, among=among)
        size = formats.credits(rule.minimum, rule.maximum, rule.unit) or ""
        if rule.minimum is not None and rule.maximum is None:
            exact = formats.credits(rule.minimum, rule.minimum, rule.unit) or ""
            return gettext("at least %(size)s from %(among)s", size=exact, among=among)
        return gettext("%(size)s from %(among)s", size=size, among=among)

    def _among(self, among: Among) -> str:
        named = (
            ngettext(
                "%(amount)s stated part",
                "%(amount)s stated parts",
                len(among.things),
                amount=formats.number(len(among.things)),
            )
            if among.things is not None
            else gettext("anything")
        )
        parts = [named]
        if among.levels:
            levels = ", ".join(str(level_label(each)) for each in sorted(among.levels))
            parts.append(gettext("at %(levels)s", levels=levels))
        if among.providers:
            parts.append(
                gettext("from %(providers)s", providers=self.named(sorted(among.providers)))
            )
        if among.not_providers:
            parts.append(
                gettext("not from %(providers)s", providers=self.named(sorted(among.not_providers)))
            )
        return " ".join(parts)

    def _some(self, rule: SomeOf) -> str:
        if rests_on_stated_parts(rule):
            if rule.kind == "all" and len(rule.rules) == 1:
                return self.rule(rule.rules[0])
            return gettext(
                "all %(amount)s stated parts (the record does not say whether all are needed)",
                amount=formats.number(len(rule.rules)),
            )
        name = content(rule.name)
        if name is not None and rule.kind == "none":
            return gettext("not together: %(rules)s", rules=name)
        if name is not None:
            return str(name)
        if len(rule.rules) == 1 and rule.kind in ("all", "any"):
            return self.rule(rule.rules[0])
        inner = self._inner(rule)
        amount = formats.number_range(rule.minimum or None, rule.maximum) or "0"
        return {
            "all": gettext("all of: %(rules)s", rules=inner),
            "any": gettext("one of: %(rules)s", rules=inner),
            "one": gettext("only one of: %(rules)s", rules=inner),
            "none": gettext("not together: %(rules)s", rules=inner)
            if _bars(rule)
            else gettext("none of: %(rules)s", rules=inner),
            "some": gettext("%(amount)s of: %(rules)s", amount=amount, rules=inner),
        }[rule.kind]

    def _inner(self, rule: SomeOf) -> str:
        barred = _bars(rule)
        if barred is not None:
            return self._inner(barred)
        words = [self.rule(each) for each in rule.rules[:MOST_NAMED]]
        rest = len(rule.rules) - MOST_NAMED
        if rest > 0:
            words.append(ngettext("%(amount)s other", "%(amount)s others", rest, amount=rest))
        return "; ".join(words)

    def _broken_limit(self, each: Broken, limit: Limit) -> str:
        limits = self._gathered.problem.limits
        if each.reason == "no currency":
            return gettext("A limit of cost needs a currency.")
        if each.reason == "not stated":
            return self._not_stated(each, limit)
        things = self.named(each.things)
        if limit == "cost":
            most = formats.money(limits.max_cost, limits.currency) or ""
            if each.need is None:
                return gettext(
                    "What is needed costs more than %(most)s: %(things)s", most=most, things=things
                )
            return gettext(
                "It may cost %(most)s at most; what is needed costs at least %(least)s.",
                most=most,
                least=formats.money(each.need, limits.currency) or "",
            )
        if limit == "hours":
            most = formats.hours(limits.max_hours, limits.max_hours) or ""
            if each.need is None:
                return gettext(
                    "What is needed takes more than %(most)s: %(things)s", most=most, things=things
                )
            return gettext(
                "It may take %(most)s at most; what is needed takes at least %(least)s.",
                most=most,
                least=formats.hours(each.need, each.need) or "",
            )
        if limit == "mode":
            mode = labels.mode_label(limits.mode or "")
            return gettext(
                "Not everything that is needed is offered as “%(mode)s”: %(things)s",
                mode=mode,
                things=things,
            )
        if limit == "language":
            return gettext(
                "Not everything that is needed is taught in %(language)s: %(things)s",
                language=language_name(limits.language or ""),
                things=things,
            )
        return gettext(
            "Nothing can be begun until %(finish)s: that is before the day of the plan, %(day)s.",
            finish=formats.day(limits.finish) or "",
            day=formats.day(self._gathered.problem.day) or "",
        )

    def _not_stated(self, each: Broken, limit: Limit) -> str:
        """That nothing, or not enough, says that it keeps a limit."""
        limits = self._gathered.problem.limits
        stating, candidates = each.stating or (0, 0)
        within = {
            "cost": formats.money(limits.max_cost, limits.currency),
            "hours": formats.hours(limits.max_hours, limits.max_hours),
            "mode": labels.mode_label(limits.mode or ""),
            "language": language_name(limits.language or ""),
        }.get(limit)
        if stating == 0:
            none = {
                "cost": ngettext(
                    "The one thing that can be added states no price in that currency, so it is"
                    " not known to stay within %(within)s.",
                    "None of the %(amount)s things that can be added states a price in that"
                    " currency, so none is known to stay within %(within)s.",
                    candidates,
                    amount=formats.number(candidates),
                    within=within,
                ),
                "hours": ngettext(
                    "The one thing that can be added states no hours, so it is not known to stay"
                    " within %(within)s.",
                    "None of the %(amount)s things that can be added states its hours, so none is"
                    " known to stay within %(within)s.",
                    candidates,
                    amount=formats.number(candidates),
                    within=within,
                ),
            }
            if limit in none:
                return none[limit]
        return {
            "cost": gettext(
                "Some of what is needed states no price in that currency, so it is not known to"
                " stay within %(within)s: %(things)s",
                within=within,
                things=self.named(each.things),
            ),
            "hours": gettext(
                "Some of what is needed states no hours, so it is not known to stay within"
                " %(within)s: %(things)s",
                within=within,
                things=self.named(each.things),
            ),
            "mode": gettext(
                "Some of what is needed does not state how it is offered, so it is not known to be"
                " offered as “%(within)s”: %(things)s",
                within=within,
                things=self.named(each.things),
            ),
        }.get(
            limit,
            gettext(
                "Some of what is needed states no language, so it is not known to be taught in"
                " %(within)s: %(things)s",
                within=within,
                things=self.named(each.things),
            ),
        )


def _words(text: str) -> list[str]:
    """The words of a text that name things; joining words are none."""
    return [each for each in _WORD.findall(text.casefold()) if each not in _JOINING]


def _bars(rule: SomeOf) -> SomeOf | None:
    """What may not stand together, where the rule says that of several."""
    inner = rule.rules[0] if rule.kind == "none" and len(rule.rules) == 1 else None
    return inner if isinstance(inner, SomeOf) and inner.kind == "all" else None
