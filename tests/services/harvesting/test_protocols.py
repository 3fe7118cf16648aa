"""Another registry is followed by OAI-PMH and by its envelopes as it is by its event stream."""

import json
from collections.abc import Callable

import pytest

from app.services import harvest as harvested
from app.services import publishing, views
from app.services.harvesting import envelopes
from app.services.polite_web import NotFetched
from app.store import log
from tests.services.harvesting.neighbours import Neighbour, neighbour
from tests.support.documents import a_credential, an_organization, ctid_of

__all__ = ["neighbour"]

Make = Callable[[str], Neighbour]


@pytest.fixture(params=["oai", "registry"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def alder(neighbour: Make, monkeypatch: pytest.MonkeyPatch) -> Neighbour:
    """A registry with an organisation and eight credentials, four on a page."""
    monkeypatch.setattr(harvested, "PAGE", 4)
    monkeypatch.setattr(envelopes, "PAGE", 4)
    made = neighbour("alder")
    made.publish(an_organization())
    for number in range(8):
        publishing.publish(made.registry, a_credential(f"wool {number}"))
    views.catch_up(made.registry)
    return made


@pytest.fixture
def birch(neighbour: Make) -> Neighbour:
    """An empty registry."""
    return neighbour("birch")


def test_everything_comes_over_with_its_changes_and_deletions(
    alder: Neighbour, birch: Neighbour, kind: str
) -> None:
    assert birch.follow(alder, kind).counts == {"published": 9}
    assert birch.live() == alder.live()
    ctid = ctid_of(a_credential("wool 1"))
    [change] = log.changes_of(birch.registry.database, ctid)
    told = {"asserted_by": "Registry operator"} if kind == "registry" else {"seen": change.at[:10]}
    assert json.loads(change.provenance)["default"] == {
        **told,
        "source": alder.address_for(kind),
        "source_url": f"https://alder.test/resources/{ctid}",
    }
    assert f'"ceterms:sameAs":["https://alder.test/resources/{ctid}"]' in change.document
    gone, changed = (ctid_of(a_credential(f"wool {number}")) for number in (1, 3))
    publishing.withdraw(alder.registry, gone, reason="Taken over.", replaced_by=changed)
    publishing.publish(alder.registry, a_credential("wool 3", name={"en": "Felting"}))
    views.catch_up(alder.registry)

    report = birch.follow(alder, kind)

    assert (report.counts["withdrawn"], report.counts["updated"]) == (1, 1)
    assert set(report.counts) <= {"withdrawn", "updated", "unchanged"}
    publishing.restore(alder.registry, gone)
    views.catch_up(alder.registry)
    assert birch.follow(alder, kind).counts["restored"] == 1
    assert birch.live() == alder.live()
    assert birch.entries == 12


def test_a_registry_knows_its_own_records_when_they_are_given_back(
    alder: Neighbour, birch: Neighbour, kind: str
) -> None:
    birch.follow(alder, kind)

    assert alder.follow(birch, kind).counts == {"own": 9}
    assert alder.entries == birch.entries == 9


def test_a_run_that_was_cut_off_goes_on_at_its_page(
    alder: Neighbour, birch: Neighbour, kind: str
) -> None:
    birch.web.fails_after = {"oai": 3, "registry": 2}[kind]
    with pytest.raises(NotFetched):
        birch.follow(alder, kind)
    assert 0 < birch.entries < 9
    birch.web.fails_after = None
    birch.web.asked.clear()
    # What changes meanwhile is not lost either.
    alder.publish(a_credential("wool 5", name={"en": "Felting"}))

    birch.follow(alder, kind)
    birch.follow(alder, kind)

    assert any("page=3" in each or "resumptionToken" in each for each in birch.web.asked[:2])
    assert birch.live() == alder.live()
    assert birch.entries <= 10
