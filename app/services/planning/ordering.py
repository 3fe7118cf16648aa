"""In which order added things can be taken: each after what it requires."""

from collections.abc import Callable, Collection, Iterator, Sequence

from app.services.planning.fulfilling import fulfils
from app.services.planning.relevance import helping
from app.services.planning.setting import Setting
from app.services.planning.trees import has_maximum
from ctdl.pathways.rules import Rule

RulesOf = Callable[[str], Sequence[Rule]]
"""What has to be fulfilled before a thing can be taken."""


class Ordering:
    """Finds orders; `checks` counts how often it was looked at whether a thing can be taken."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._awaited: dict[str, frozenset[str]] = {}
        self.checks = 0

    def rounds(self, added: Collection[str], rules_of: RulesOf) -> Iterator[list[str]]:
        """What can be taken at once, then what can be taken after that, and so on.

        What waits for itself in the end is in none of them.
        """
        had = set(self._setting.with_parts(self._setting.held))
        new, left = frozenset(had), sorted(added)
        looked_at = left
        while looked_at:
            ready = [each for each in looked_at if self._can_take(each, had, added, rules_of(each))]
            if not ready:
                return
            yield ready
            new = self._setting.with_parts(ready) - had
            had |= new
            left = [each for each in left if each not in set(ready)]
            # To have more of something else changes nothing for the others.
            looked_at = [each for each in left if not self._awaits(each).isdisjoint(new)]

    def _can_take(
        self, thing: str, had: Collection[str], added: Collection[str], rules: Sequence[Rule]
    ) -> bool:
        self.checks += 1
        if not rules:
            return True
        rest = None
        if any(map(has_maximum, rules)):
            others = (each for each in added if each != thing)
            rest = self._setting.with_parts([*self._setting.held, *others])
        return fulfils(self._setting, rules, had, self._setting.award_of(thing), rest)

    def _awaits(self, thing: str) -> frozenset[str]:
        if thing not in self._awaited:
            self._awaited[thing] = helping(self._setting, self._setting.requires(thing))
        return self._awaited[thing]
