"""Who may write what, in which state of a record, and many documents at once."""

import json
import threading
from collections.abc import Iterator

import pytest

from app.services import publishing, reading
from app.services.publishing import PublisherRef, Submission
from app.services.registry import Registry
from app.store import log, publishers
from ctdl.ctid import derive_ctid
from tests.support.documents import a_credential, an_organization, ctid_of

COLLEGE = PublisherRef(derive_ctid("test:provider"), "Example College")
AGENCY = PublisherRef(derive_ctid("test:agency"), "Agency")


def test_an_agent_writes_for_a_publisher_only_when_allowed_to(registry: Registry) -> None:
    document = a_credential()

    with pytest.raises(publishing.NotTheOwner, match="does not act for"):
        publishing.publish(registry, document, AGENCY, owner=COLLEGE.ctid)
    _let_agency_act_for_college(registry)
    outcome = publishing.publish(registry, document, AGENCY, owner=COLLEGE.ctid)

    [change] = log.changes_of(registry.database, outcome.ctid)
    assert (change.publisher, change.published_by) == (COLLEGE.ctid, AGENCY.ctid)
    assert json.loads(change.provenance)["default"]["asserted_by"] == COLLEGE.name


def test_nobody_describes_another_publisher_before_it_has_described_itself(
    registry: Registry,
) -> None:
    _let_agency_act_for_college(registry)
    stranger = PublisherRef(derive_ctid("test:stranger"), "Stranger")
    document = an_organization("Not really", COLLEGE.ctid)

    with pytest.raises(publishing.NotTheOwner, match="describes itself"):
        publishing.publish(registry, document, stranger)
    assert publishing.publish(registry, document, AGENCY, owner=COLLEGE.ctid).kind == "published"


def test_a_publisher_who_names_another_as_owner_is_told_so(registry: Registry) -> None:
    theirs = publishing.publish(registry, a_credential("theirs"), AGENCY)
    own = publishing.publish(registry, a_credential("own"), COLLEGE)

    assert "OWNED_BY_ANOTHER" in {each.code for each in theirs.findings}
    assert "OWNED_BY_ANOTHER" not in {each.code for each in own.findings}


def test_what_an_agent_published_stays_its_keepers(registry: Registry) -> None:
    _let_agency_act_for_college(registry)
    publishing.publish(registry, a_credential(), AGENCY, owner=COLLEGE.ctid)

    outcome = publishing.publish(registry, a_credential(keyword={"en": ["first"]}), COLLEGE)

    newest = log.newest_change(registry.database, outcome.ctid)
    assert newest is not None
    assert (newest.publisher, newest.published_by) == (COLLEGE.ctid, None)


def test_an_agent_can_change_withdraw_and_restore_no_longer_once_it_may_not(
    registry: Registry,
) -> None:
    _let_agency_act_for_college(registry)
    ctid = publishing.publish(registry, a_credential(), AGENCY, owner=COLLEGE.ctid).ctid
    publishing.withdraw(registry, ctid, AGENCY, reason="a mistake")
    publishing.restore(registry, ctid, AGENCY)

    with registry.database.writing() as connection:
        assert publishers.stop_acting_for(connection, AGENCY.ctid, COLLEGE.ctid)

    with pytest.raises(publishing.NotTheOwner):
        publishing.withdraw(registry, ctid, AGENCY, reason="again")
    assert not reading.get_record(registry, ctid).change.is_withdrawal


def test_a_change_that_expects_an_older_state_is_refused_and_told_the_newest(
    registry: Registry,
) -> None:
    first = publishing.publish(registry, a_credential())
    second = publishing.publish(registry, a_credential(keyword={"en": ["b"]}))

    with pytest.raises(publishing.StaleRevision) as stale:
        publishing.publish(registry, a_credential(keyword={"en": ["c"]}), expected=[first.number])
    with pytest.raises(publishing.StaleRevision):
        publishing.withdraw(registry, first.ctid, reason="over", expected=[first.number])

    assert stale.value.number == second.number
    assert log.latest_number(registry.database) == second.number


def test_a_change_sent_again_is_answered_as_done_though_it_expects_the_older_state(
    registry: Registry,
) -> None:
    first = publishing.publish(registry, a_credential())
    document = a_credential(keyword={"en": ["b"]})
    done = publishing.publish(registry, document, expected=[first.number])

    again = publishing.publish(registry, document, expected=[first.number])

    assert (again.kind, again.number) == ("unchanged", done.number)
    assert again.receipt == done.receipt


def test_a_record_that_must_be_new_is_refused_where_there_is_one(registry: Registry) -> None:
    publishing.publish(registry, a_credential(), expected=())

    with pytest.raises(publishing.StaleRevision):
        publishing.publish(registry, a_credential(keyword={"en": ["b"]}), expected=())


@pytest.mark.parametrize("later", [0, 1])
def test_of_two_writers_with_the_same_expectation_one_is_told_to_read_again(
    registry: Registry, later: int
) -> None:
    first = publishing.publish(registry, a_credential())
    documents = [a_credential(keyword={"en": [each]}) for each in ("left", "right")]
    documents = documents[later:] + documents[:later]
    outcomes: list[object] = []
    together = threading.Barrier(2)

    def write(document: dict[str, object]) -> None:
        together.wait()
        try:
            outcomes.append(publishing.publish(registry, document, expected=[first.number]))
        except publishing.StaleRevision as stale:
            outcomes.append(stale)

    writers = [threading.Thread(target=write, args=(each,)) for each in documents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(type(each).__name__ for each in outcomes) == ["Published", "StaleRevision"]
    assert log.latest_number(registry.database) == 2


def test_restoring_brings_back_the_content_of_before(registry: Registry) -> None:
    ctid = publishing.publish(registry, a_credential(keyword={"en": ["b"]})).ctid
    before = reading.get_record(registry, ctid).sha256
    publishing.withdraw(registry, ctid, reason="a mistake")

    outcome = publishing.restore(registry, ctid)

    assert outcome.kind == "restored"
    assert reading.get_record(registry, ctid).sha256 == before


def test_what_is_not_withdrawn_cannot_be_restored(registry: Registry) -> None:
    ctid = publishing.publish(registry, a_credential()).ctid

    with pytest.raises(publishing.NothingToRestore):
        publishing.restore(registry, ctid)
    with pytest.raises(publishing.NothingToRestore):
        publishing.restore(registry, derive_ctid("test:nothing"))


def test_a_transfer_hands_records_over_and_says_why(registry: Registry) -> None:
    ctid = publishing.publish(registry, a_credential()).ctid

    publishing.transfer(registry, [ctid], COLLEGE, reason="The college takes its records over.")

    newest = log.newest_change(registry.database, ctid)
    assert newest is not None
    assert (newest.publisher, newest.published_by) == (COLLEGE.ctid, publishing.OPERATOR.ctid)
    assert newest.reason == "The college takes its records over."
    with pytest.raises(publishing.NotTheOwner):
        publishing.withdraw(registry, ctid, reason="the operator's no more")
    assert publishing.publish(registry, a_credential(keyword={"en": ["b"]}), COLLEGE).number == 3


def test_a_transfer_with_one_record_that_is_not_here_changes_none(registry: Registry) -> None:
    ctid = publishing.publish(registry, a_credential()).ctid

    with pytest.raises(publishing.NotTheOwner):
        publishing.transfer(
            registry, [ctid, derive_ctid("test:nothing")], COLLEGE, reason="handed over"
        )

    assert log.latest_number(registry.database) == 1


def test_checking_finds_what_publishing_would_and_saves_nothing(registry: Registry) -> None:
    publishing.publish(registry, a_credential())

    stranger = publishing.check(registry, a_credential(keyword={"en": ["b"]}), COLLEGE)
    anybody = publishing.check(registry, a_credential(name=None))
    broken = publishing.check(registry, b"{")

    assert "NOT_THE_OWNER" in {each.code for each in stranger.findings}
    assert "POLICY_REQUIRED_MISSING" in {each.code for each in anybody.findings}
    assert (broken.document, broken.findings[0].code) == (None, "JSON_MALFORMED")
    assert log.latest_number(registry.database) == 1


def test_many_documents_go_in_together(registry: Registry) -> None:
    publishing.publish(registry, a_credential("course 0"), COLLEGE)
    told: list[tuple[int | None, str]] = []

    counts = publishing.record_all(
        registry,
        _submissions(registry, 1200),
        COLLEGE,
        tell=lambda submission, outcome: told.append((submission.row, outcome.kind)),
    )

    assert counts == {"unchanged": 1, "published": 1199}
    assert log.latest_number(registry.database) == 1200
    assert told[:2] == [(2, "unchanged"), (3, "published")]


def test_one_refusal_among_many_leaves_nothing_behind_and_names_its_row(
    registry: Registry,
) -> None:
    theirs = ctid_of(a_credential("course 700"))
    publishing.publish(registry, a_credential("course 700"), AGENCY)

    with pytest.raises(publishing.BulkRejected) as rejected:
        publishing.record_all(registry, _submissions(registry, 1200), COLLEGE)

    [finding] = rejected.value.findings
    assert (finding.row, finding.entity, finding.code) == (702, theirs, "NOT_THE_OWNER")
    assert log.latest_number(registry.database) == 1


def test_a_signed_document_that_was_replaced_cannot_be_sent_again(registry: Registry) -> None:
    publishing.publish(registry, a_credential(), signature="first.signed.text")
    publishing.publish(registry, a_credential(keyword={"en": ["b"]}), signature="second.text")

    with pytest.raises(publishing.SignatureReplayed, match="change 1"):
        publishing.publish(registry, a_credential(), signature="first.signed.text")

    assert publishing.publish(registry, a_credential()).kind == "updated"


def test_the_same_content_newly_signed_is_a_revision_of_its_own(registry: Registry) -> None:
    publishing.publish(registry, a_credential())

    signed = publishing.publish(registry, a_credential(), signature="a.signed.text")
    again = publishing.publish(registry, a_credential(), signature="a.signed.text")

    assert (signed.kind, again.kind) == ("updated", "unchanged")


def test_an_unsigned_change_of_a_signed_record_is_remarked_upon(registry: Registry) -> None:
    publishing.publish(registry, a_credential(), signature="a.signed.text")

    unsigned = publishing.publish(registry, a_credential(keyword={"en": ["b"]}))
    again = publishing.publish(registry, a_credential(keyword={"en": ["c"]}))

    assert "SIGNATURE_DROPPED" in {each.code for each in unsigned.findings}
    assert "SIGNATURE_DROPPED" not in {each.code for each in again.findings}


def test_a_receipt_is_signed_and_says_what_was_logged(registry: Registry) -> None:
    outcome = publishing.publish(registry, a_credential(), COLLEGE)

    facts = json.loads(registry.signer.verify(outcome.receipt, "credential-registry-receipt+jws"))

    [change] = log.changes_of(registry.database, outcome.ctid)
    assert facts["number"] == outcome.number
    assert facts["publisher"] == COLLEGE.ctid
    assert facts["document_sha256"] == change.sha256


def _submissions(registry: Registry, count: int) -> Iterator[Submission]:
    for number in range(count):
        yield publishing.prepare(
            a_credential(f"course {number}"), COLLEGE, base=registry.base, row=number + 2
        )


def _let_agency_act_for_college(registry: Registry) -> None:
    with registry.database.writing() as connection:
        for each in (COLLEGE, AGENCY):
            publishers.remember_publisher(connection, each.ctid, each.name)
        publishers.let_act_for(connection, AGENCY.ctid, COLLEGE.ctid)
