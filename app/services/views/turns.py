"""Turns at what follows the log: who works, who waits, and who may go."""

import time
from functools import partial
from pathlib import Path
from typing import Protocol

from app.store.locks import held_in_turn, is_awaited


class Follower(Protocol):
    """What follows the log, one process at a time."""

    @property
    def name(self) -> str:
        """What its lock is called."""

    def reached(self) -> int:
        """The number of the last change it has taken in."""

    def goal(self) -> int:
        """The number of the last change it may take in now."""

    def work(self) -> None:
        """Take in all up to the goal of this moment; the caller has the lock."""


def take_turns(lock: Path, follower: Follower, *, patience_seconds: float | None) -> None:
    """Bring it up to its goal of this moment: by our work, or by that of another.

    Who gets the lock does all there is to do, for the others who wait too. What is logged after
    that is left to them, if there are any, so that nobody works for others without end. Who has
    waited for `patience_seconds` leaves it to the holder of the lock, who will look again
    (docs/adr/0025-publishers-take-turns.md).
    """
    deadline = None if patience_seconds is None else time.monotonic() + patience_seconds
    while (goal := follower.goal()) > follower.reached():
        is_done = partial(_has_reached, follower, goal)
        with held_in_turn(lock, deadline=deadline, is_needless=is_done) as is_ours:
            # Another may have done it between our last look and our taking the lock.
            if is_ours and not is_done():
                follower.work()
        if is_awaited(lock) or not (is_ours or is_done()):
            return


def _has_reached(follower: Follower, number: int) -> bool:
    return follower.reached() >= number
