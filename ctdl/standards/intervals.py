"""Numbers against a rule: a stated value, or a range, lies within, outside, or partly within."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ctdl.messages import Said, say
from ctdl.standards.found import Found

Place = Literal["within", "outside", "partly"]


@dataclass(frozen=True)
class Interval:
    """The numbers a rule allows; None is open, and `strict` leaves the ends out."""

    low: float | None = None
    high: float | None = None
    strict: bool = False

    def place(self, found: Found) -> Place | None:
        """Where a value lies; None when it is no number."""
        if found.low is None and found.high is None:
            return None
        if self._is_below(found.high) or self._is_above(found.low):
            return "outside"
        return "within" if self._holds(found) else "partly"

    def _is_below(self, high: float | None) -> bool:
        if high is None or self.low is None:
            return False
        return high <= self.low if self.strict else high < self.low

    def _is_above(self, low: float | None) -> bool:
        if low is None or self.high is None:
            return False
        return low >= self.high if self.strict else low > self.high

    def _holds(self, found: Found) -> bool:
        return self._starts_within(found.low) and self._ends_within(found.high)

    def _starts_within(self, low: float | None) -> bool:
        if self.low is None:
            return True
        return low is not None and (low > self.low if self.strict else low >= self.low)

    def _ends_within(self, high: float | None) -> bool:
        if self.high is None:
            return True
        return high is not None and (high < self.high if self.strict else high <= self.high)

    def words(self, value: str) -> Said:
        """What the rule asks for, and what the record states instead."""
        if self.low is not None and self.high is not None:
            return say(
                "The rule asks for %(low)s to %(high)s; the record states %(value)s.",
                low=digits(self.low),
                high=digits(self.high),
                value=value,
            )
        bound = digits((self.low if self.low is not None else self.high) or 0.0)
        if self.low is not None and self.strict:
            pattern = say("The rule asks for more than %(bound)s; the record states %(value)s.")
        elif self.low is not None:
            pattern = say("The rule asks for at least %(bound)s; the record states %(value)s.")
        elif self.strict:
            pattern = say("The rule asks for less than %(bound)s; the record states %(value)s.")
        else:
            pattern = say("The rule asks for at most %(bound)s; the record states %(value)s.")
        return say(pattern.pattern, bound=bound, value=value)


def decided(interval: Interval, values: Iterable[Found]) -> tuple[Place | None, Found | None]:
    """Where the values lie together, and the value that decides it.

    Stated values decide before converted ones. Among equals one outside decides, then one within:
    a record that also states something else contradicts the rule. A range that is only partly
    within is settled by a value that is wholly within, never by one that is outside.
    """
    known = [found for found in values if not found.doubt]
    here, decisive = _decided(interval, [found for found in known if not found.converted])
    if here in ("within", "outside"):
        return here, decisive
    there, converted = _decided(interval, [found for found in known if found.converted])
    if here is None or there == "within":
        return there, converted
    return here, decisive


def _decided(interval: Interval, values: Sequence[Found]) -> tuple[Place | None, Found | None]:
    places = [(interval.place(found), found) for found in values]
    order: tuple[Place, ...] = ("outside", "within", "partly")
    for wanted in order:
        for place, found in places:
            if place == wanted:
                return place, found
    return None, None


def digits(number: float) -> str:
    """A number of a rule, without a needless point."""
    return f"{number:.12g}"
