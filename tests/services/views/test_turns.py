"""Turns at what follows the log: whoever writes waits for it, and nobody works without end."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.services import publishing, views
from app.services.registry import Registry
from app.services.views.turns import take_turns
from app.store.locks import held, is_awaited
from search_index.protocol import IndexDamaged
from tests.support.documents import a_credential

LONGEST_SECONDS = 20.0


class Diary:
    """Something that follows numbers, and remembers in which steps it did."""

    name = "diary"

    def __init__(self, during_work: Callable[["Diary"], object] = lambda _: None) -> None:
        self.newest = 0
        self.steps: list[int] = []
        self._during_work = during_work

    def reached(self) -> int:
        """The number of the last step."""
        return self.steps[-1] if self.steps else 0

    def goal(self) -> int:
        """The newest number."""
        return self.newest

    def work(self) -> None:
        """Step to the newest number of the beginning."""
        goal = self.newest
        self._during_work(self)
        self.steps.append(goal)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """The lock of a diary."""
    return tmp_path / "locks" / "diary.lock"


@pytest.fixture
def others() -> Iterator[ThreadPoolExecutor]:
    """Threads of other publishers; a test that leaves one behind fails for want of an end."""
    with ThreadPoolExecutor(8) as pool:
        yield pool


def test_all_who_wait_are_served_by_one_step(lock: Path, others: ThreadPoolExecutor) -> None:
    diary = Diary()
    with held(lock, wait=True):
        diary.newest = 6
        waiting = [
            others.submit(take_turns, lock, diary, patience_seconds=LONGEST_SECONDS)
            for _ in range(6)
        ]
        _until(lambda: is_awaited(lock))

    for each in waiting:
        each.result(LONGEST_SECONDS)

    assert diary.steps == [6]


def test_what_comes_during_the_work_is_left_to_one_who_waits(
    lock: Path, others: ThreadPoolExecutor
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def another_comes(diary: Diary) -> None:
        if diary.newest == 1:
            diary.newest = 2
            begun.set()
            _until(lambda: is_awaited(lock))
        else:
            # The second step waits until the first worker has gone: it must not need us.
            assert ended.wait(LONGEST_SECONDS)

    diary = Diary(another_comes)
    diary.newest = 1

    def wait_for_mine() -> None:
        assert begun.wait(LONGEST_SECONDS)
        take_turns(lock, diary, patience_seconds=LONGEST_SECONDS)

    other = others.submit(wait_for_mine)
    take_turns(lock, diary, patience_seconds=LONGEST_SECONDS)
    steps_when_gone = list(diary.steps)
    ended.set()
    other.result(LONGEST_SECONDS)

    assert steps_when_gone == [1]
    assert diary.steps == [1, 2]


def test_what_another_gave_up_waiting_for_is_made_up_for(lock: Path) -> None:
    def another_comes_and_goes(diary: Diary) -> None:
        if diary.newest == 1:
            diary.newest = 2
            take_turns(lock, diary, patience_seconds=0.0)

    diary = Diary(another_comes_and_goes)
    diary.newest = 1

    take_turns(lock, diary, patience_seconds=LONGEST_SECONDS)

    assert diary.steps == [1, 2]


def test_nobody_waits_longer_than_their_patience(lock: Path) -> None:
    diary = Diary()
    diary.newest = 1

    with held(lock, wait=True):
        began = time.monotonic()
        take_turns(lock, diary, patience_seconds=0.1)
        waited = time.monotonic() - began

    assert diary.steps == []
    assert 0.1 <= waited < LONGEST_SECONDS


def test_a_holder_that_fails_gives_the_turn_to_the_next(
    lock: Path, others: ThreadPoolExecutor
) -> None:
    def fail_at_first(diary: Diary) -> None:
        if not failed.is_set():
            failed.set()
            _until(lambda: is_awaited(lock))
            raise OSError("the disk is full")

    failed = threading.Event()
    diary = Diary(fail_at_first)
    diary.newest = 1
    first = others.submit(take_turns, lock, diary, patience_seconds=LONGEST_SECONDS)
    assert failed.wait(LONGEST_SECONDS)
    take_turns(lock, diary, patience_seconds=LONGEST_SECONDS)

    with pytest.raises(OSError, match="full"):
        first.result(LONGEST_SECONDS)
    assert diary.steps == [1]


def test_every_publisher_of_many_sees_what_it_wrote_when_it_returns(registry: Registry) -> None:
    views.catch_up(registry)

    def publish(number: int) -> bool:
        written = publishing.publish(registry, a_credential(f"course {number}")).number
        return min(views.catch_up(registry, wait=False).values()) >= written

    with ThreadPoolExecutor(8) as publishers:
        seen = list(publishers.map(publish, range(40)))

    assert seen == [True] * 40
    assert all(report.is_right for report in views.check(registry))


def test_a_view_that_fails_is_left_for_later_and_the_publication_stands(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise IndexDamaged("a segment cannot be merged")

    with monkeypatch.context() as patched:
        patched.setattr(views.SearchView, "apply", fail)
        patched.setattr(views.SearchView, "rebuild", fail)
        publishing.publish(registry, a_credential())
        reached = views.catch_up(registry, wait=False)

    behind = {"search": 0, "meaning": 0}
    on_time = ("catalogue", "conformance", "harvest", "suggest", "rdf")
    assert reached == {**dict.fromkeys(on_time, 1), **behind}
    assert "search could not follow" in caplog.text
    assert set(views.catch_up(registry).values()) == {1}


def _until(is_met: Callable[[], bool]) -> None:
    """Wait for what another thread is about to do."""
    pause, deadline = threading.Event(), time.monotonic() + LONGEST_SECONDS
    while not is_met():
        assert time.monotonic() < deadline, "it never happened"
        pause.wait(0.002)
