"""A process killed at any moment loses no acknowledged change, and catching up heals the views."""

import json
import random
from pathlib import Path

import pytest

from app.services import loading, views
from app.services.registry import Registry
from app.store import log
from tests.support import doomed
from tests.support.documents import a_credential

KILLS = 4
LONGEST_SECONDS = 1.0
# More than one batch of what is published at once and of what is loaded, and more than two of what
# views commit while they are made again: between them lie the moments that matter.
PUBLISHED = 520
IN_VIEWS = 220


@pytest.fixture
def moments() -> random.Random:
    """Random moments that are the same in every run, so that a failure can be looked into."""
    return random.Random(20_260_101)


def test_publishing_killed_at_random_moments_keeps_what_it_acknowledged(
    registry: Registry, moments: random.Random
) -> None:
    acknowledged: set[str] = set()
    for round_ in range(KILLS):
        acknowledged |= _killed(registry, moments, "publish", f"round {round_}", after=2)

        _assert_healed(registry)

    published = {change.ctid for change in _all_changes(registry)}
    assert acknowledged <= published
    assert len(acknowledged) > KILLS


def test_publishing_many_at_once_killed_at_random_moments_saves_all_or_none(
    registry: Registry, moments: random.Random, tmp_path: Path
) -> None:
    whole = _documents(PUBLISHED)
    path = tmp_path / "records.jsonl"
    for round_ in range(KILLS):
        before = log.latest_number(registry.database)
        changed = [text.replace("A short course", f"Course {round_}") for text in whole]
        path.write_text("\n".join(changed), encoding="utf-8")

        acknowledged = _killed(registry, moments, "publish-all", str(path))

        added = log.latest_number(registry.database) - before
        assert added in (0, len(whole))
        assert added == len(whole) or not acknowledged
        _assert_healed(registry)


def test_loading_killed_at_random_moments_ends_as_if_it_never_was(
    registry: Registry, moments: random.Random, tmp_path: Path
) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(_documents(PUBLISHED)), encoding="utf-8")

    for _ in range(KILLS):
        _killed(registry, moments, "load", str(path))
        _assert_healed(registry)
    loading.load(registry, [path])
    views.catch_up(registry)

    assert log.latest_number(registry.database) == PUBLISHED
    _assert_healed(registry)


def test_views_killed_while_they_are_made_again_heal(
    registry: Registry, moments: random.Random, tmp_path: Path
) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(_documents(IN_VIEWS)), encoding="utf-8")
    loading.load(registry, [path])

    for _ in range(KILLS):
        for view in views.catch_up(registry):
            _killed(registry, moments, "rebuild", view)
        _assert_healed(registry)


def _documents(count: int) -> list[str]:
    return [json.dumps(a_credential(f"course {number}")) for number in range(count)]


def _killed(
    registry: Registry, moments: random.Random, *arguments: str, after: int = 0
) -> set[str]:
    """What a doomed process acknowledged before it was killed at a random moment of its work.

    The moment comes `after` it has acknowledged so many, however slow the machine is.
    """
    process = doomed.start(registry.settings, *arguments)
    said = [process.next_word() for _ in range(after)]
    said += process.kill_after(moments.uniform(0, LONGEST_SECONDS))
    return set(said) - {"done"}


def _assert_healed(registry: Registry) -> None:
    views.catch_up(registry)
    wrong = {each.name: each.differences for each in views.check(registry) if not each.is_right}
    assert wrong == {}


def _all_changes(registry: Registry) -> list[log.LoggedChange]:
    found: list[log.LoggedChange] = []
    while batch := log.changes_after(registry.database, len(found)):
        found += batch
    return found
