"""What a compiled rule is."""

from typing import Protocol

from ctdl.standards.known import Known
from ctdl.standards.verdicts import Verdict


class Check(Protocol):
    """A compiled rule: asks facts of what is known of a record."""

    def judge(self, known: Known) -> Verdict:
        """The answer for this record; never an error, whatever the record holds."""
        ...
