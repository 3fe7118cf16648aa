"""What has to be had for a transfer: the sources of a profile, with what it requires besides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ctdl.ctid import CTID
from ctdl.pathways.reading_conditions import ConditionReader, Reading
from ctdl.pathways.reading_faults import Faults
from ctdl.pathways.reading_requirements import REQUIRES
from ctdl.pathways.reading_things import Target
from ctdl.pathways.rules import Holds, InWords, Rule, Said, SomeOf, every
from ctdl.records.reading import NAMES, NodeView

_FROM: Final = "ceterms:transferValueFrom"
_MOST: Final = 50


@dataclass(frozen=True)
class Way:
    """A set of things that is enough, and what people have to judge besides."""

    things: frozenset[str]
    words: tuple[Rule, ...]
    record: CTID

    @property
    def asked(self) -> Rule | None:
        """What is asked for besides; None is nothing."""
        if not self.words:
            return None
        return every(f"{self.record}/asked", Said(self.record, REQUIRES), self.words)


def ways_of(
    view: NodeView, record: CTID, sources: list[Target], classes: Mapping[str, str]
) -> tuple[Way, ...]:
    """Each set of things that is enough for the profile `view`.

    Things that it requires belong to its sources; of alternatives each is a way of its own.
    """
    reading = Reading(competences=True, own=False, pool=frozenset(), classes=classes)
    reader = ConditionReader(record, reading, Faults())
    held = frozenset(source.id for source in sources if not source.is_competence)
    ways = [Way(held, tuple(_known(record, sources)), record)]
    for rule in reader.rules(view, REQUIRES, f"{record}/asked"):
        for inner in _taken_apart(rule):
            ways = [
                Way(way.things | more, (*way.words, *words), record)
                for way in ways
                for more, words in _options(inner)
            ][:_MOST]
    return tuple(ways)


def _known(record: CTID, sources: list[Target]) -> Iterator[Rule]:
    """What somebody has to know, which is nothing that is held."""
    for number, source in enumerate(sources):
        if source.is_competence:
            words = source.view.text("ceterms:targetNodeName", *NAMES) if source.view else {}
            yield InWords(f"{record}/known/{number}", Said(record, _FROM), words)


def _taken_apart(rule: Rule) -> Iterator[Rule]:
    """What has to hold together in a rule, as single rules."""
    if isinstance(rule, SomeOf) and rule.kind == "all":
        for inner in rule.rules:
            yield from _taken_apart(inner)
    else:
        yield rule


def _options(rule: Rule) -> Iterator[tuple[frozenset[str], tuple[Rule, ...]]]:
    """The ways to meet a rule: things to hold, and what only people can judge."""
    if isinstance(rule, Holds):
        yield frozenset({rule.thing}), ()
    elif isinstance(rule, SomeOf) and rule.kind == "any":
        for inner in rule.rules:
            together = list(_taken_apart(inner))
            held = frozenset(each.thing for each in together if isinstance(each, Holds))
            yield held, tuple(each for each in together if not isinstance(each, Holds))
    else:
        yield frozenset(), (rule,)
