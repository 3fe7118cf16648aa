"""Who may write, for whom, and records that change hands."""

import pytest

from app.services import keys, publishers, publishing
from app.services.publishers import ActingRefused, PublisherNameless, PublisherUnknown
from app.services.publishing import OPERATOR, NotTheOwner, PublisherRef, ReasonMissing
from app.services.registry import Registry
from app.store import log
from ctdl.ctid import CTID, derive_ctid
from tests.support.documents import PROVIDER, a_credential, ctid_of

AGENCY = derive_ctid("test:agency")
STRANGER = derive_ctid("test:stranger")
COLLEGE = PublisherRef(PROVIDER, "College")


@pytest.fixture
def known(registry: Registry) -> Registry:
    """A registry with two publishers."""
    publishers.add_publisher(registry, PROVIDER, "College")
    publishers.add_publisher(registry, AGENCY, "Agency")
    return registry


def test_publishers_are_listed_by_name_with_their_keys(known: Registry) -> None:
    keys.create_key(known, PROVIDER)
    keys.revoke_key(known, keys.create_key(known, PROVIDER).split("_")[1])
    publishers.let_act_for(known, AGENCY, PROVIDER)

    listed = publishers.all_publishers(known)

    assert [(each.name, each.keys_in_use, each.acts_for) for each in listed] == [
        ("Agency", 0, (PROVIDER,)),
        ("College", 1, ()),
    ]


def test_a_publisher_can_be_renamed_but_not_nameless(known: Registry) -> None:
    publishers.add_publisher(known, PROVIDER, "  New \n College ")

    assert "New College" in [each.name for each in publishers.all_publishers(known)]
    with pytest.raises(PublisherNameless):
        publishers.add_publisher(known, PROVIDER, " ")


def test_who_is_allowed_writes_for_another_until_it_is_not(known: Registry) -> None:
    agency = PublisherRef(AGENCY, "Agency")
    publishers.let_act_for(known, AGENCY, PROVIDER)
    publishers.let_act_for(known, AGENCY, PROVIDER)

    publishing.publish(known, a_credential(), agency, owner=PROVIDER)
    publishers.stop_acting_for(known, AGENCY, PROVIDER)

    with pytest.raises(NotTheOwner):
        publishing.publish(known, a_credential(name={"en": "B"}), agency)


@pytest.mark.parametrize(
    ("agent", "publisher", "error"),
    [
        (AGENCY, AGENCY, ActingRefused),
        (AGENCY, OPERATOR.ctid, ActingRefused),
        (OPERATOR.ctid, AGENCY, ActingRefused),
        (AGENCY, STRANGER, PublisherUnknown),
        (STRANGER, AGENCY, PublisherUnknown),
    ],
)
def test_nobody_is_let_act_who_should_not(
    known: Registry, agent: CTID, publisher: CTID, error: type[Exception]
) -> None:
    with pytest.raises(error):
        publishers.let_act_for(known, agent, publisher)


def test_what_was_not_allowed_cannot_be_taken_back(known: Registry) -> None:
    with pytest.raises(ActingRefused):
        publishers.stop_acting_for(known, AGENCY, PROVIDER)


def test_records_change_hands_with_a_reason_in_the_log(known: Registry) -> None:
    ctid = ctid_of(a_credential())
    publishing.publish(known, a_credential(), COLLEGE)

    [change] = publishers.transfer(known, [ctid], AGENCY, reason="The college has closed.")

    assert (change.kind, change.publisher, change.published_by) == (
        "updated",
        AGENCY,
        OPERATOR.ctid,
    )
    assert log.changes_of(known.database, ctid)[-1].reason == "The college has closed."
    with pytest.raises(NotTheOwner):
        publishing.publish(known, a_credential(name={"en": "B"}), COLLEGE)
    changed = publishing.publish(known, a_credential(name={"en": "B"}), PublisherRef(AGENCY, ""))
    assert changed.kind == "updated"
    assert {each.name for each in publishers.all_publishers(known)} == {"College", "Agency"}


def test_records_change_hands_all_or_none(known: Registry) -> None:
    ctid = ctid_of(a_credential())
    publishing.publish(known, a_credential(), COLLEGE)

    with pytest.raises(NotTheOwner):
        publishers.transfer(known, [ctid, STRANGER], AGENCY, reason="x")
    with pytest.raises(PublisherUnknown):
        publishers.transfer(known, [ctid], STRANGER, reason="x")
    with pytest.raises(ReasonMissing):
        publishers.transfer(known, [ctid], AGENCY, reason=" ")
    assert log.latest_number(known.database) == 1
    assert publishers.transfer(known, [ctid], PROVIDER, reason="x") == []
