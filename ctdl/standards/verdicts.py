"""What a check answers: one of four results, with the values it saw and why."""

from dataclasses import dataclass, replace
from typing import Final, Literal

Result = Literal["met", "not met", "not stated", "not applicable"]
RESULTS: Final[tuple[Result, ...]] = ("met", "not met", "not stated", "not applicable")


@dataclass(frozen=True)
class Verdict:
    """The answer of one check.

    `values` are what the record states, as a reader would write it; `properties` the CTDL paths
    that would state it; `reason` why the answer is what it is, empty where the values say it all.
    """

    result: Result
    values: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    reason: str = ""

    def but(self, result: Result, reason: str) -> "Verdict":
        """This verdict with another result and its reason."""
        return replace(self, result=result, reason=reason)
