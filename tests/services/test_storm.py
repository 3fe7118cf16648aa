"""Many publishers over HTTP while workers are killed: the storm of the benchmarks, for seconds."""

from dataclasses import replace
from pathlib import Path

from app.services import publishing
from app.services.registry import Registry
from benchmarks import corpus
from benchmarks.storm import Storm, run
from benchmarks.storm_publishers import Sent
from benchmarks.storm_verdict import faults, log_faults
from ctdl.ctid import new_ctid
from tests.support.ports import free_port

STORM = Storm(publishers=16, seconds=10.0, kill_every_seconds=2.5)


def test_a_storm_loses_nothing_doubles_nothing_and_heals_by_itself(
    registry: Registry, tmp_path: Path
) -> None:
    settings = replace(registry.settings, port=free_port(), workers=2)

    outcome = run(settings, STORM, tmp_path / "server.log")

    assert outcome.faults == []
    assert outcome.kills > 0
    assert outcome.acknowledged > 0


def test_what_was_lost_changed_or_never_told_is_a_fault(registry: Registry) -> None:
    owner, settings = new_ctid(), replace(registry.settings, port=free_port())
    acknowledged = []
    for number, words in enumerate(("kept", "altered", "untold"), start=1):
        document = corpus.small_credential(owner, words, f"The words {words}.")
        outcome = publishing.publish(registry, document)
        assert outcome.number == number
        if words != "untold":
            acknowledged.append(Sent(outcome.ctid, f"The words {words}.", 1, "published", number))
    kept, altered = acknowledged
    lost = replace(kept, number=4)
    other = replace(altered, words="The words other.")

    assert _about(log_faults(settings, 0, [kept, altered])) == ["untold"]
    assert _about(log_faults(settings, 0, [kept, altered, lost])) == ["lost", "untold"]
    assert _about(log_faults(settings, 0, [kept, other])) == ["changed", "untold", "untold"]


def test_views_that_were_not_healed_are_a_fault(registry: Registry) -> None:
    publishing.publish(registry, corpus.small_credential(new_ctid(), "one", "Words."))

    [behind] = [each for each in faults(registry.settings, 1, []) if "registry check" in each]

    assert "it has reached change 0 of 1" in behind


def _about(found: list[str]) -> list[str]:
    kinds = {"nobody was told": "untold", "is None": "lost", "acknowledged as": "changed"}
    return sorted(next(kind for words, kind in kinds.items() if words in each) for each in found)
