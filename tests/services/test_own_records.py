"""A publisher's own records: found by words and state, never those of others."""

import pytest

from app.services import keys, own_records, publishing
from app.services.keys import SignedIn
from app.services.publishing import NotTheOwner, PublisherRef
from app.services.reading import RecordNotFound
from app.services.registry import Registry
from app.services.views import catch_up
from ctdl.ctid import derive_ctid
from tests.support.documents import PROVIDER, a_credential, ctid_of

COLLEGE = PublisherRef(PROVIDER, "College")
RIVAL = PublisherRef(derive_ctid("test:rival"), "Rival")


@pytest.fixture
def college(registry: Registry) -> SignedIn:
    """The college, with a record that is live, one that is withdrawn, and a rival's beside them."""
    key = keys.create_key(registry, COLLEGE.ctid, name=COLLEGE.name)
    publishing.publish(registry, a_credential("first aid"), COLLEGE)
    publishing.publish(registry, a_credential("old aid"), COLLEGE)
    rivals = a_credential("rival aid", ownedBy=[f"resources/{RIVAL.ctid}"])
    publishing.publish(registry, rivals, RIVAL)
    publishing.withdraw(registry, ctid_of(a_credential("old aid")), COLLEGE, reason="Old")
    catch_up(registry)
    return keys.signed_in(registry, key)


def names(page: own_records.OwnPage) -> list[str]:
    """The names of the records on a page."""
    return [each.summary.name["en"] for each in page.records]


def test_only_own_records_are_listed_what_changed_last_first(
    registry: Registry, college: SignedIn
) -> None:
    assert names(own_records.own_page(registry, college)) == ["Old aid", "First aid"]


def test_records_are_found_by_state_and_by_words(registry: Registry, college: SignedIn) -> None:
    def found(**asked: object) -> list[str]:
        return names(own_records.own_page(registry, college, **asked))  # type: ignore[arg-type]

    assert found(state="live") == ["First aid"]
    assert found(state="gaps") == ["First aid"]
    assert found(state="withdrawn") == ["Old aid"]
    assert found(words="AID first") == ["First aid"]
    assert found(words="a%d") == []
    assert found(words=ctid_of(a_credential("first aid"))) == ["First aid"]
    assert own_records.counts(registry, college) == {
        "all": 2, "live": 1, "gaps": 1, "withdrawn": 1,
    }  # fmt: skip


def test_history_is_for_whoever_may_change_the_record(
    registry: Registry, college: SignedIn
) -> None:
    old, rivals = (ctid_of(a_credential(name)) for name in ("old aid", "rival aid"))

    changes = own_records.own_history(registry, college, old)

    assert [each.kind for each in changes] == ["published", "withdrawn"]
    with pytest.raises(NotTheOwner, match="kept by Rival"):
        own_records.own_history(registry, college, rivals)
    with pytest.raises(RecordNotFound):
        own_records.own_history(registry, college, derive_ctid("test:nothing"))


def test_record_is_found_by_its_exact_name_only(registry: Registry, college: SignedIn) -> None:
    assert college.publisher == COLLEGE
    find = own_records.finder(registry)

    assert find("FIRST AID") == [ctid_of(a_credential("first aid"))]
    assert find("First") == []
    assert find("Old aid") == []
