"""One registry follows another: everything comes over, changes and deletions are followed."""

import json
from collections.abc import Callable

import pytest

from app.linked_data import feed
from app.services import activity, publishing, views
from app.store import harvest_sources, log
from ctdl.documents import stored_document
from ctdl.provenance import Provenance, Statement
from tests.services.harvesting.neighbours import Neighbour, neighbour
from tests.support.documents import a_credential, an_organization, ctid_of

__all__ = ["neighbour"]

Make = Callable[[str], Neighbour]


@pytest.fixture
def alder(neighbour: Make, monkeypatch: pytest.MonkeyPatch) -> Neighbour:
    """A registry with an organisation and eight credentials, five entries on a page."""
    monkeypatch.setattr(activity, "PAGE", 5)
    monkeypatch.setattr(feed, "PAGE", 5)
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


def test_everything_comes_over_and_comes_over_once(alder: Neighbour, birch: Neighbour) -> None:
    report = birch.follow(alder)

    assert report.counts == {"published": 9}
    assert birch.live() == alder.live()
    again = birch.follow(alder)
    assert not again.counts
    assert birch.entries == 9


KINDS = pytest.mark.parametrize("kind", ["feed", "registry"])
TOLD = Provenance(
    Statement(source="Register", source_url="https://register.example/7", licence="CC BY 4.0"),
    {"ceterms:name": Statement(asserted_by="Somebody else", seen="2025-05-01")},
    collected=True,
)


@KINDS
def test_who_stated_what_comes_along(alder: Neighbour, birch: Neighbour, kind: str) -> None:
    document = a_credential("felt")
    publishing.publish(alder.registry, document, provenance=TOLD)
    views.catch_up(alder.registry)

    birch.follow(alder, kind)

    [change] = log.changes_of(birch.registry.database, ctid_of(document))
    assert Provenance.from_json(json.loads(change.provenance)) == TOLD
    page = birch.web.sites["https://birch.test"].test_client().get(f"/graph/{change.ctid}.ttl")
    assert 'rel="license"' in page.headers["Link"]


@KINDS
def test_where_nobody_names_a_source_it_is_the_record_there(
    alder: Neighbour, birch: Neighbour, kind: str
) -> None:
    birch.follow(alder, kind)

    ctid = ctid_of(a_credential("wool 1"))
    [change] = log.changes_of(birch.registry.database, ctid)
    [there] = log.changes_of(alder.registry.database, ctid)
    told = json.loads(change.provenance)
    assert told["default"].pop("source_url") == f"https://alder.test/resources/{ctid}"
    assert told["default"].pop("source") == alder.address_for(kind)
    assert told == json.loads(there.provenance)
    assert f'"ceterms:sameAs":["https://alder.test/resources/{ctid}"]' in change.document


def test_references_lead_to_the_records_that_came_along(alder: Neighbour, birch: Neighbour) -> None:
    birch.follow(alder)

    [change] = log.changes_of(birch.registry.database, ctid_of(a_credential("wool 1")))
    [owner] = stored_document(change.document).main["ceterms:ownedBy"]
    assert owner == f"resources/{ctid_of(an_organization())}"


def test_a_withdrawal_that_comes_back_is_no_conflict(alder: Neighbour, birch: Neighbour) -> None:
    birch.follow(alder)
    publishing.withdraw(alder.registry, ctid_of(a_credential("wool 1")), reason="Given up.")
    views.catch_up(alder.registry)
    birch.follow(alder)

    assert alder.follow(birch).counts == {"own": 9, "unknown": 1}
    publishing.restore(alder.registry, ctid_of(a_credential("wool 1")))
    views.catch_up(alder.registry)
    assert alder.follow(birch, restart=True).counts == {"own": 10}
    assert birch.follow(alder).counts == {"restored": 1}
    assert alder.follow(birch).counts == {"own": 1}


def test_changes_are_followed(alder: Neighbour, birch: Neighbour) -> None:
    birch.follow(alder)
    gone, back, changed = (ctid_of(a_credential(f"wool {number}")) for number in (1, 2, 3))
    publishing.withdraw(alder.registry, gone, reason="Taken over.", replaced_by=changed)
    publishing.withdraw(alder.registry, back, reason="By mistake.")
    publishing.publish(alder.registry, a_credential("wool 3", name={"en": "Felting"}))
    views.catch_up(alder.registry)

    report = birch.follow(alder)

    assert report.counts == {"withdrawn": 2, "updated": 1}
    newest = log.changes_of(birch.registry.database, gone)[-1]
    assert (newest.kind, newest.reason, newest.replaced_by) == (
        "withdrawn",
        "Taken over.",
        changed,
    )
    publishing.restore(alder.registry, back)
    views.catch_up(alder.registry)
    assert birch.follow(alder).counts == {"restored": 1}
    assert birch.live() == alder.live()


def test_only_the_pages_that_can_hold_something_new_are_read(
    alder: Neighbour, birch: Neighbour
) -> None:
    birch.follow(alder)
    alder.publish(a_credential("felt"))
    birch.web.asked.clear()

    assert birch.follow(alder).counts == {"published": 1}

    assert "https://alder.test/feed/pages/2" in birch.web.asked
    assert "https://alder.test/feed/pages/1" not in birch.web.asked


def test_two_that_follow_each_other_come_to_rest(alder: Neighbour, birch: Neighbour) -> None:
    birch.publish(a_credential("felt"))

    assert birch.follow(alder).counts == {"published": 9}
    assert alder.follow(birch).counts == {"published": 1, "own": 9}
    assert birch.follow(alder).counts == {"own": 1}
    assert not alder.follow(birch).counts
    assert not birch.follow(alder).counts

    assert alder.live() == birch.live()
    assert alder.entries == birch.entries == 10


def test_a_change_goes_round_a_ring_of_three_and_stops(
    alder: Neighbour, birch: Neighbour, neighbour: Make
) -> None:
    cedar = neighbour("cedar")
    for follower, followed in ((birch, alder), (cedar, birch), (alder, cedar)):
        follower.follow(followed)
    publishing.publish(alder.registry, a_credential("wool 3", name={"en": "Felting"}))
    publishing.withdraw(alder.registry, ctid_of(a_credential("wool 4")), reason="Given up.")
    views.catch_up(alder.registry)

    for _ in range(2):
        for follower, followed in ((birch, alder), (cedar, birch), (alder, cedar)):
            follower.follow(followed)

    assert alder.live() == birch.live() == cedar.live()
    assert alder.entries == birch.entries == cedar.entries == 11


def test_what_another_keeps_here_stays_and_is_told(alder: Neighbour, birch: Neighbour) -> None:
    birch.publish(a_credential("wool 1", name={"en": "Our own"}))

    report = birch.follow(alder)

    assert report.counts == {"published": 8, "conflict": 1}
    [left] = report.not_taken
    assert left.identifier == f"https://alder.test/resources/{ctid_of(a_credential('wool 1'))}"
    assert "is kept by the publisher" in left.message
    assert "Our own" in str(birch.live()[ctid_of(a_credential("wool 1"))])
    publishing.withdraw(alder.registry, ctid_of(a_credential("wool 1")), reason="Given up.")
    views.catch_up(alder.registry)
    assert birch.follow(alder).counts == {"conflict": 1}


def test_a_dry_run_says_the_same_and_saves_nothing(alder: Neighbour, birch: Neighbour) -> None:
    birch.publish(a_credential("wool 1", name={"en": "Our own"}))
    alder.publish(a_credential("felt"))
    publishing.withdraw(alder.registry, ctid_of(a_credential("felt")), reason="Given up.")
    views.catch_up(alder.registry)

    foreseen = birch.follow(alder, dry_run=True)

    assert birch.entries == 1
    assert (
        birch.follow(alder).counts
        == foreseen.counts
        == {
            "published": 9,
            "conflict": 1,
            "withdrawn": 1,
        }
    )


def test_a_run_that_breaks_off_anywhere_goes_on_there(
    alder: Neighbour, birch: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log has a batch and the place after it is not kept: the worst moment to be cut off."""
    remember = harvest_sources.remember
    for _ in range(2):

        def cut_off(*_arguments: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(harvest_sources, "remember", cut_off)
        with pytest.raises(KeyboardInterrupt):
            birch.follow(alder)
        monkeypatch.setattr(harvest_sources, "remember", remember)

    birch.follow(alder)

    assert birch.live() == alder.live()
    assert birch.entries == 9


def test_the_same_again_from_the_beginning_changes_nothing(
    alder: Neighbour, birch: Neighbour
) -> None:
    birch.follow(alder)

    report = birch.follow(alder, restart=True)

    assert report.counts == {"unchanged": 9}
    assert birch.entries == 9


def test_what_was_taken_back_before_it_was_ever_here_stays_unknown(
    alder: Neighbour, birch: Neighbour
) -> None:
    publishing.withdraw(alder.registry, ctid_of(a_credential("wool 7")), reason="Given up.")
    views.catch_up(alder.registry)

    # Both states are on one page, so that the last one counts.
    report = birch.follow(alder)

    assert report.counts == {"published": 8, "unknown": 1}
    assert birch.live() == alder.live()
