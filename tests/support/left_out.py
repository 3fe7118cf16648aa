"""Leaving out, and loudly counting, the tests this machine lacks something for.

A test says what it needs by its marker. On a machine without it the test is left out of the run and
counted in the summary; in continuous integration it is a failure. The samples beside a development
checkout are a group of their own: nobody else has them, so their absence never fails a run.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.support.prerequisites import PROJECT, is_continuous_integration, missing

SHARED_FOLDER = PROJECT.parent / "shared"
_LEFT_OUT = pytest.StashKey[Counter[tuple[str, str]]]()
_SHARED_COUNT = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The samples beside the development checkout; only for tests marked `shared`."""
    return SHARED_FOLDER


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to run in continuous integration when anything is missing."""
    lacking = [f"{each.name} is missing ({each.remedy})" for each in missing()]
    if lacking and is_continuous_integration():
        raise pytest.UsageError(f"Nothing may be missing here: {'; '.join(lacking)}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the tests that cannot run here out of the run."""
    reasons = reasons_to_leave_out()
    left_out: list[tuple[pytest.Item, tuple[str, str]]] = []
    kept: list[pytest.Item] = []
    for item in items:
        marker = next((name for name in reasons if item.get_closest_marker(name)), None)
        if marker:
            left_out.append((item, (marker, reasons[marker])))
        else:
            kept.append(item)
    counted = Counter(group for _, group in left_out)
    config.stash[_LEFT_OUT] = counted
    config.stash[_SHARED_COUNT] = sum(1 for item in kept if item.get_closest_marker("shared"))
    if left_out:
        items[:] = kept
        config.hook.pytest_deselected(items=[item for item, _ in left_out])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where several processes share the tests, tell the first one what this one left out."""
    config = session.config
    told: dict[str, object] | None = getattr(config, "workeroutput", None)
    if told is not None:
        told["left_out"] = [[*group, n] for group, n in config.stash[_LEFT_OUT].items()]
        told["shared"] = config.stash[_SHARED_COUNT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every process has found the same tests, so what one of them left out is all of it."""
    told = getattr(node, "workeroutput", {})
    if "left_out" in told:
        counted = Counter({(marker, reason): n for marker, reason, n in told["left_out"]})
        node.config.stash[_LEFT_OUT] = counted
        node.config.stash[_SHARED_COUNT] = told["shared"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests did not run, why, and what would make them run."""
    stash = terminalreporter.config.stash
    counted = stash.get(_LEFT_OUT, Counter())
    shared = stash.get(_SHARED_COUNT, 0)
    if shared:
        terminalreporter.write_line(f"{shared} tests of the group 'shared' were run as well.")
    if not counted:
        return
    terminalreporter.section(f"{counted.total()} TESTS LEFT OUT", red=True, bold=True)
    for (marker, reason), count in sorted(counted.items()):
        terminalreporter.write_line(
            f"LEFT OUT: {count} tests marked '{marker}': {reason}", red=True
        )


def reasons_to_leave_out() -> dict[str, str]:
    """Why tests with a marker cannot run here, by marker."""
    reasons: dict[str, str] = {}
    for needed in missing():
        reason = f"{needed.name} is missing ({needed.remedy})"
        reasons[needed.marker] = "; ".join(filter(None, [reasons.get(needed.marker), reason]))
    if not SHARED_FOLDER.is_dir():
        reasons["shared"] = "the development samples are not beside this checkout"
    return reasons
