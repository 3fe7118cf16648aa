"""Truth values and sums over them, as CP-SAT takes them; what is constant never gets there.

The only module that knows OR-Tools. Everything is an integer and there is one worker with one seed,
so the same questions in the same order have the same answers, whatever the machine is busy with.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

Lit = int
"""A truth value: TRUE, FALSE, or the number of a variable; with a minus it is the opposite."""
TRUE: Final[Lit] = 1
FALSE: Final[Lit] = -1
Term = tuple[int, Lit]
"""So much where the truth value is true; never negative."""
Status = Literal["best", "found", "none", "unknown"]
"""Proven best; one that may not be; proven that there is none; the box closed before."""

_SEED: Final = 7
# What a question takes beside the work that the solver counts, and what a constraint adds to it.
_QUESTION_SECONDS: Final = 0.004
_CONSTRAINT_SECONDS: Final = 1e-6


class Budget:
    """The box: how much work of the solver is left, in its own seconds that no clock measures."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @property
    def is_spent(self) -> bool:
        """Whether the box is closed."""
        return self.left <= 0

    def spend(self, seconds: float) -> None:
        """Take from what is left."""
        self.left -= seconds

    def share(self, part: float) -> "Budget":
        """A box of its own with a part of what is left; what it uses has to be spent here."""
        return Budget(self.left * part)


@dataclass(frozen=True)
class Solved:
    """What came of one question: the variables that are true, and the sum that was asked for.

    `core` are assumptions that cannot hold together, where there is no solution because of them.
    """

    status: Status
    true: frozenset[Lit] = frozenset()
    value: int = 0
    core: tuple[Lit, ...] = ()

    @property
    def has_one(self) -> bool:
        """Whether there is a solution."""
        return self.status in ("best", "found")

    def holds(self, lit: Lit) -> bool:
        """Whether a truth value is true in the solution."""
        return lit == TRUE or (
            lit in self.true if lit > 0 else lit != FALSE and -lit not in self.true
        )


class Logic:
    """A model that is added to, and asked as often as needed."""

    def __init__(self) -> None:
        # It takes a second and 60 MB, which a process that never plans does not spend.
        from ortools.sat.python import cp_model

        self._cp: Any = cp_model
        self._model: Any = cp_model.CpModel()
        # The first two places keep the numbers of variables apart from TRUE.
        self._variables: list[IntVar | None] = [None, None]
        self._known: dict[tuple[Lit, ...], Lit] = {}
        self._constraints = 0

    def new(self) -> Lit:
        """A truth value that is free."""
        self._variables.append(self._model.new_bool_var(""))
        return len(self._variables) - 1

    def all_of(self, lits: Iterable[Lit]) -> Lit:
        """Whether all of them are true."""
        free = {each for each in lits if each != TRUE}
        if FALSE in free or any(-each in free for each in free):
            return FALSE
        if len(free) < 2:
            return free.pop() if free else TRUE
        key = tuple(sorted(free))
        if key not in self._known:
            self._known[key] = both = self.new()
            for each in key:
                self.require([each], if_=[both])
            self.require([both], if_=key)
        return self._known[key]

    def any_of(self, lits: Iterable[Lit]) -> Lit:
        """Whether one of them is true."""
        return -self.all_of([-each for each in lits])

    def require(self, lits: Iterable[Lit], if_: Iterable[Lit] = ()) -> None:
        """One of them has to be true, where all of the others are."""
        clause = {*lits, *(-each for each in if_)} - {FALSE}
        if TRUE not in clause:
            self._model.add_bool_or([self._literal(each) for each in sorted(clause)])
            self._constraints += 1

    def require_at_least(self, terms: Sequence[Term], bound: int, if_: Iterable[Lit] = ()) -> None:
        """The sum has to reach the bound, where all of the others are true."""
        given, free = _split(terms)
        conditions = {each for each in if_ if each != TRUE}
        if given >= bound or FALSE in conditions:
            return
        if given + sum(each for each, _ in free) < bound:
            self.require([], if_=conditions)
            return
        step = gcd(*(each for each, _ in free))
        least = -((given - bound) // step)
        self._add(self._sum([(each // step, lit) for each, lit in free]) >= least, conditions)

    def require_at_most(self, terms: Sequence[Term], bound: int, if_: Iterable[Lit] = ()) -> None:
        """The sum must not pass the bound, where all of the others are true."""
        given, free = _split(terms)
        conditions = {each for each in if_ if each != TRUE}
        if given + sum(each for each, _ in free) <= bound or FALSE in conditions:
            return
        if given > bound:
            self.require([], if_=conditions)
            return
        step = gcd(*(each for each, _ in free))
        most = (bound - given) // step
        self._add(self._sum([(each // step, lit) for each, lit in free]) <= most, conditions)

    def at_least(self, terms: Sequence[Term], bound: int, *, exact: bool) -> Lit:
        """A truth value that is true only if the sum reaches the bound; `exact`: just then."""
        given, free = _split(terms)
        if given >= bound:
            return TRUE
        if given + sum(each for each, _ in free) < bound:
            return FALSE
        reached = self.new()
        self.require_at_least(free, bound - given, if_=[reached])
        if exact:
            self.require_at_most(free, bound - given - 1, if_=[-reached])
        return reached

    def at_most(self, terms: Sequence[Term], bound: int, *, exact: bool) -> Lit:
        """A truth value that is true only if the sum does not pass the bound."""
        return -self.at_least(terms, bound + 1, exact=True) if exact else self._stays(terms, bound)

    def ask(
        self,
        budget: Budget,
        least: Sequence[Term] = (),
        assume: Sequence[Lit] = (),
        hint: Collection[Lit] = (),
        *,
        any_will_do: bool = False,
        wants_core: bool = False,
    ) -> Solved:
        """A solution in which the assumptions hold and the sum is as small as can be.

        With `wants_core`, where there is none, assumptions that cannot hold together.
        """
        assumed = [each for each in dict.fromkeys(assume) if each != TRUE]
        if FALSE in assumed or any(-each in assumed for each in assumed):
            return Solved("none", core=tuple(assumed))
        if budget.is_spent:
            return Solved("unknown")
        given, free = _split(least)
        self._model.clear_objective()
        self._model.clear_hints()
        self._model.clear_assumptions()
        if free:
            self._model.minimize(self._sum(free))
        for each in hint:
            self._model.add_hint(self._literal(abs(each)), each > 0)
        if wants_core:
            self._model.add_assumptions([self._literal(each) for each in assumed])
            return self._solve(budget, given, any_will_do=any_will_do)
        for each in assumed:
            self._fix(each, (int(each > 0), int(each > 0)))
        try:
            return self._solve(budget, given, any_will_do=any_will_do)
        finally:
            for each in assumed:
                self._fix(each, (0, 1))

    def _solve(self, budget: Budget, given: int, *, any_will_do: bool) -> Solved:
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = _SEED
        solver.parameters.max_deterministic_time = budget.left
        solver.parameters.stop_after_first_solution = any_will_do
        # Totals are sums over many things. Their relaxation proves in a second what search alone
        # does not in a minute; probing, and simplifying a second time, cost more than they save.
        solver.parameters.linearization_level = 2
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.max_presolve_iterations = 1
        status = solver.solve(self._model)
        response = solver.response_proto
        budget.spend(response.deterministic_time + _QUESTION_SECONDS)
        budget.spend(self._constraints * _CONSTRAINT_SECONDS)
        if status == self._cp.INFEASIBLE:
            core = solver.sufficient_assumptions_for_infeasibility()
            return Solved("none", core=tuple(self._number(each) for each in core))
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return Solved("unknown")
        values = response.solution
        true = frozenset(place + 2 for place, value in enumerate(values) if value)
        proven: Status = "best" if status == self._cp.OPTIMAL and not any_will_do else "found"
        return Solved(proven, true, given + round(response.objective_value))

    def _fix(self, lit: Lit, domain: tuple[int, int]) -> None:
        values = self._model.proto.variables[abs(lit) - 2].domain
        values.clear()
        values.extend(domain)

    def _stays(self, terms: Sequence[Term], bound: int) -> Lit:
        given, free = _split(terms)
        if given + sum(each for each, _ in free) <= bound:
            return TRUE
        if given > bound:
            return FALSE
        stays = self.new()
        self.require_at_most(free, bound - given, if_=[stays])
        return stays

    def _add(self, comparison: Any, conditions: Iterable[Lit]) -> None:
        added = self._model.add(comparison)
        literals = [self._literal(each) for each in sorted(conditions)]
        if literals:
            added.only_enforce_if(literals)
        self._constraints += 1

    def _sum(self, terms: Sequence[Term]) -> Any:
        literals = [self._literal(lit) for _, lit in terms]
        return self._cp.LinearExpr.weighted_sum(literals, [each for each, _ in terms])

    def _literal(self, lit: Lit) -> Any:
        variable = self._variables[abs(lit)]
        return variable if lit > 0 else ~variable  # type: ignore[operator]

    @staticmethod
    def _number(index: int) -> Lit:
        return index + 2 if index >= 0 else -(-index - 1 + 2)


def _split(terms: Sequence[Term]) -> tuple[int, list[Term]]:
    """What the sum has in any case, and the terms that are open, each literal once."""
    given, free = 0, dict[Lit, int]()
    for each, lit in terms:
        if lit == TRUE:
            given += each
        elif lit != FALSE and each:
            free[lit] = free.get(lit, 0) + each
    return given, [(each, lit) for lit, each in free.items()]
