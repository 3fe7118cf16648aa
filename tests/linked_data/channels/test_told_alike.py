"""Every channel tells the same records and the same withdrawals, whatever happens meanwhile."""

from pathlib import Path
from threading import Event, Thread

import pytest

from tests.linked_data.channels.copies import Copy, State, copies
from tests.linked_data.channels.site import Site


def differing(followed: dict[str, Copy], site: Site) -> dict[str, tuple[set[str], set[str]]]:
    """Where a copy is not what the log says: the live and the withdrawn records that differ."""
    live, withdrawn = site.state()
    found = {
        name: (
            each.live ^ live,
            # The state tells of no withdrawal of what it never had.
            each.withdrawn - withdrawn if isinstance(each, State) else each.withdrawn ^ withdrawn,
        )
        for name, each in followed.items()
    }
    return {name: each for name, each in found.items() if any(each)}


@pytest.mark.clients
def test_every_channel_tells_what_the_log_says(site: Site, tmp_path: Path) -> None:
    followed = copies(site.address, tmp_path)
    for each in followed.values():
        each.update()

    live, withdrawn = site.state()
    assert len(live) > 200
    assert len(withdrawn) > 3
    assert differing(followed, site) == {}

    site.change(25)
    for each in followed.values():
        each.update()
    assert differing(followed, site) == {}


@pytest.mark.clients
def test_what_is_written_during_a_harvest_is_told_by_the_next_at_the_latest(
    site: Site, tmp_path: Path
) -> None:
    followed = copies(site.address, tmp_path)
    over = Event()

    def write() -> None:
        while not over.is_set():
            site.change(3)

    writer = Thread(target=write)
    before = site.last()
    writer.start()
    for each in followed.values():
        each.update()
    over.set()
    writer.join()

    assert site.last() > before + 3
    for each in followed.values():
        each.update()
    assert differing(followed, site) == {}
