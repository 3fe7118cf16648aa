"""Corrections that readers ask for: kept once, plain, nameless, and answered once in public."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import correction_answers, corrections, publishing
from app.services.correction_answers import Answering, CodeWrong, CorrectionSettled
from app.services.corrections import (
    LONGEST,
    Asked,
    CorrectionNotFound,
    CorrectionRefused,
    Sent,
    TooManyOpen,
    is_web_address,
)
from app.services.plain_texts import plain_line, plain_text
from app.services.publishing import NotTheOwner, PublisherRef
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.registry import Registry, open_registry
from app.store import corrections as store
from ctdl.ctid import derive_ctid
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of

COLLEGE = PublisherRef(PROVIDER, "Example College")
RIVAL = PublisherRef(derive_ctid("test:rival"), "Rival")
FIRST_AID = ctid_of(a_credential())
FIELDS = ("level", "credits", "name")
ASKED = Asked("level", "The page says 5.", "https://provider.example/course", "Level 5")
CODE = "ABCD-EFGH-JKLM-NPQR"


def publish(registry: Registry, **stated: Any) -> int:
    """Publish the credential of the college; the number of the change."""
    return publishing.publish(registry, a_credential(**stated), COLLEGE).number


def send(registry: Registry, asked: Asked = ASKED, code: str = CODE) -> Sent:
    return corrections.ask(registry, FIRST_AID, asked, FIELDS, code)


def faults_of(call: Callable[[], object]) -> dict[str, str]:
    """What is wrong, by part."""
    with pytest.raises(CorrectionRefused) as refused:
        call()
    assert refused.value.told().keys() == refused.value.faults.keys()
    return dict(refused.value.faults)


def test_what_is_asked_is_kept_with_the_revision_that_was_seen(registry: Registry) -> None:
    seen = publish(registry)
    publish(registry, keyword={"en": ["bandage"]})

    sent = send(registry, replace(ASKED, revision=seen))

    found = corrections.correction(registry, sent.correction.number)
    assert found == sent.correction
    assert (found.number, found.field, found.revision, found.state) == (1, "level", seen, "open")
    assert (found.problem, found.proposed) == ("The page says 5.", "Level 5")
    assert found.answer is None
    assert sent.is_new
    assert sent.code == CODE


def test_the_same_again_is_the_same_request_and_gives_its_code_to_nobody_else(
    registry: Registry,
) -> None:
    publish(registry)
    first = send(registry)

    again = send(registry)
    copied = send(registry, replace(ASKED, problem="  The page\tsays 5. "), "ZZZZ-ZZZZ-ZZZZ-ZZZZ")

    assert [again.correction, copied.correction] == [first.correction] * 2
    assert [again.is_new, copied.is_new] == [False, False]
    assert (again.code, copied.code) == (CODE, None)
    assert corrections.about(registry, FIRST_AID).total == 1


def test_the_same_after_an_answer_is_new_once_a_day_has_passed(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(registry)
    first = send(registry)
    correction_answers.answer(registry, 1, COLLEGE.ctid, Answering("declined", "It says 4."))
    assert send(registry).correction.number == first.correction.number

    monkeypatch.setattr(corrections, "SAME_FOR", timedelta(0))

    assert send(registry).correction.number == 2


def test_a_request_sent_twice_at_once_is_kept_once(registry: Registry) -> None:
    publish(registry)

    def sent_by_another_worker(_: int) -> Sent:
        opened = open_registry(registry.settings)
        try:
            return send(opened)
        finally:
            opened.close()

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(sent_by_another_worker, range(8)))

    assert {each.correction.number for each in sent} == {1}
    assert sum(each.is_new for each in sent) == 1


def test_different_requests_at_once_have_numbers_without_gaps(registry: Registry) -> None:
    publish(registry)

    def sent_by_another_worker(place: int) -> int:
        opened = open_registry(registry.settings)
        try:
            return send(opened, replace(ASKED, problem=f"Wrong {place}.")).correction.number
        finally:
            opened.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(sent_by_another_worker, range(8)))

    assert sorted(numbers) == list(range(1, 9))


def test_of_two_answers_at_once_one_counts_and_the_other_is_told(registry: Registry) -> None:
    publish(registry)
    send(registry)

    def answered(words: str) -> str:
        opened = open_registry(registry.settings)
        try:
            given_words = Answering("declined", words)
            correction_answers.answer(opened, 1, COLLEGE.ctid, given_words)
        except CorrectionSettled:
            return ""
        finally:
            opened.close()
        return words

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(answered, [f"Reason {place}." for place in range(8)]))

    [counted] = [words for words in told if words]
    answer = corrections.correction(registry, 1).answer
    assert answer is not None
    assert answer.words == counted


def test_every_fault_is_told_at_once_and_nothing_is_kept(registry: Registry) -> None:
    publish(registry)
    wrong = Asked("colour", " \x00 ", "ftp://provider.example/", "x" * 100_000, revision=99)

    faults = faults_of(lambda: send(registry, wrong))

    assert faults == {
        "field": "unknown",
        "problem": "missing",
        "evidence": "not-web",
        "proposed": "too-long",
        "revision": "no-revision",
    }
    assert corrections.about(registry, FIRST_AID).total == 0


def test_a_revision_of_another_record_is_none(registry: Registry) -> None:
    other = publishing.publish(registry, an_organization(), COLLEGE).number
    publish(registry)

    for number in (other, 0, -1, 2**63, 10**30):
        asked = replace(ASKED, revision=number)
        assert faults_of(partial(send, registry, asked)) == {"revision": "no-revision"}


def test_100_000_characters_are_refused_and_the_most_is_taken(registry: Registry) -> None:
    publish(registry)

    assert faults_of(lambda: send(registry, replace(ASKED, problem="é" * 100_000))) == {
        "problem": "too-long"
    }
    whole = "é" * LONGEST["problem"]
    assert send(registry, replace(ASKED, problem=whole)).correction.problem == whole


@pytest.mark.parametrize(
    "address",
    [
        "",
        "provider.example/course",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https:///course",
        "https://user:secret@provider.example/",
        "https://admin@provider.example/",
        "https://provider.example:99999/",
        "https://[::1/",
        "https://provider.example/a b",
    ],
)
def test_evidence_is_an_address_on_the_web_without_a_password(address: str) -> None:
    assert not is_web_address(address)


@pytest.mark.parametrize(
    "address", ["http://provider.example", "HTTPS://bücher.example:8443/a?b=c#d", "https://[::1]/"]
)
def test_addresses_on_the_web_are_taken_as_they_are_and_not_opened(address: str) -> None:
    # The network guard of all tests would refuse a request.
    assert is_web_address(address)


def test_a_withdrawn_record_takes_no_request_and_keeps_its_old_ones(registry: Registry) -> None:
    publish(registry)
    send(registry)
    publishing.withdraw(registry, FIRST_AID, COLLEGE, reason="Ended.")

    with pytest.raises(RecordWithdrawn):
        send(registry, replace(ASKED, problem="Something else."))

    assert corrections.about(registry, FIRST_AID).counts["open"] == 1
    with pytest.raises(RecordNotFound):
        corrections.ask(registry, derive_ctid("test:nothing"), ASKED, FIELDS, CODE)


def test_the_withdrawal_can_be_the_change_that_followed(registry: Registry) -> None:
    publish(registry)
    send(registry)
    gone = publishing.withdraw(registry, FIRST_AID, COLLEGE, reason="Ended.")

    done = correction_answers.answer(
        registry,
        1,
        COLLEGE.ctid,
        Answering("accepted", change=gone.number),
        keepers=[COLLEGE.ctid],
    )

    assert done.state == "accepted"
    assert done.answer is not None
    assert (done.answer.change, done.answer.words) == (gone.number, None)


def test_accepting_names_a_change_after_the_revision_that_was_seen(registry: Registry) -> None:
    first = publish(registry)
    publishing.publish(registry, an_organization(), COLLEGE)
    send(registry)
    publish(registry, keyword={"en": ["bandage"]})

    for number in (first, 2, 4, 10**30):
        wrong = Answering("accepted", "Thank you.", number)
        call = partial(correction_answers.answer, registry, 1, PROVIDER, wrong)
        assert faults_of(call) == {"change": "no-change"}
    done = correction_answers.answer(registry, 1, PROVIDER, Answering("accepted", "", 3))
    assert done.answer is not None
    assert done.answer.change == 3


@pytest.mark.parametrize(
    ("given_answer", "faults"),
    [
        (Answering("declined"), {"answer": "missing"}),
        (Answering("declined", " \n\x07 "), {"answer": "missing"}),
        (Answering("accepted"), {"answer": "missing"}),
        (Answering("declined", "x" * 100_000), {"answer": "too-long"}),
    ],
)
def test_an_answer_says_why(
    registry: Registry, given_answer: Answering, faults: dict[str, str]
) -> None:
    publish(registry)
    send(registry)

    assert (
        faults_of(partial(correction_answers.answer, registry, 1, PROVIDER, given_answer)) == faults
    )
    assert corrections.correction(registry, 1).is_open


def test_only_who_keeps_the_record_now_answers(registry: Registry) -> None:
    publish(registry)
    send(registry)
    given_answer = Answering("declined", "No.")

    with pytest.raises(NotTheOwner):
        correction_answers.answer(registry, 1, RIVAL.ctid, given_answer, keepers=[RIVAL.ctid])
    publishing.publish(registry, an_organization("Rival", RIVAL.ctid), RIVAL)
    publishing.transfer(registry, [FIRST_AID], RIVAL, reason="Taken over.")
    with pytest.raises(NotTheOwner):
        correction_answers.answer(registry, 1, PROVIDER, given_answer, keepers=[PROVIDER])
    assert corrections.kept_by(registry, [PROVIDER]).total == 0
    assert corrections.kept_by(registry, [PROVIDER, RIVAL.ctid]).total == 1

    done = correction_answers.answer(registry, 1, RIVAL.ctid, given_answer, keepers=[RIVAL.ctid])
    assert done.answer is not None
    assert done.answer.by_name == "Rival"


def test_whoever_asked_takes_the_request_back_with_the_code(registry: Registry) -> None:
    publish(registry)
    send(registry)

    for wrong in ("", "ABCD-EFGH-JKLM-NPQS", "x" * 100_000):
        with pytest.raises(CodeWrong):
            correction_answers.withdraw(registry, FIRST_AID, 1, wrong)
    with pytest.raises(CorrectionNotFound):
        correction_answers.withdraw(registry, PROVIDER, 1, CODE)
    done = correction_answers.withdraw(registry, FIRST_AID, 1, " abcd efgh jklm npqr ")

    assert done.state == "withdrawn"
    assert done.answer is None
    with pytest.raises(CorrectionSettled):
        correction_answers.answer(registry, 1, PROVIDER, Answering("declined", "No."))


def test_what_was_answered_can_be_taken_back_no_more(registry: Registry) -> None:
    publish(registry)
    send(registry)
    correction_answers.answer(registry, 1, PROVIDER, Answering("declined", "No."))

    with pytest.raises(CorrectionSettled):
        correction_answers.withdraw(registry, FIRST_AID, 1, CODE)
    assert corrections.correction(registry, 1).state == "declined"


def test_what_is_hidden_leaves_only_the_reason(registry: Registry) -> None:
    publish(registry)
    send(registry)

    hidden = correction_answers.hide(registry, 1, "Insults\na person.")

    assert (hidden.problem, hidden.proposed, hidden.evidence) == ("", None, None)
    assert hidden.hidden_reason == "Insults a person."
    assert not hidden.is_open
    assert corrections.kept_by(registry, [PROVIDER]).total == 0
    assert corrections.everywhere(registry, None).total == 1
    with pytest.raises(CorrectionSettled):
        correction_answers.hide(registry, 1, "Once more.")
    with pytest.raises(CorrectionSettled):
        correction_answers.answer(registry, 1, PROVIDER, Answering("declined", "No."))
    with pytest.raises(CorrectionSettled):
        correction_answers.withdraw(registry, FIRST_AID, 1, CODE)
    assert faults_of(lambda: correction_answers.hide(registry, 1, " ")) == {"reason": "missing"}


def test_a_record_has_only_so_many_open_requests(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "MOST_OPEN", 2)
    publish(registry)
    for place in range(2):
        send(registry, replace(ASKED, problem=f"Wrong {place}."))

    with pytest.raises(TooManyOpen):
        send(registry)

    assert send(registry, replace(ASKED, problem="Wrong 1.")).correction.number == 2
    correction_answers.hide(registry, 1, "Spam.")
    assert send(registry).is_new


def test_nothing_of_the_sender_is_in_the_table(registry: Registry) -> None:
    publish(registry)
    send(registry)

    with registry.database.reading() as connection:
        row = store.with_number(connection, 1)

    assert row is not None
    assert CODE not in vars(row).values()
    assert vars(row).keys() == {
        *("number", "subject", "record", "field", "revision", "problem", "proposed", "evidence"),
        *("asked_at", "digest", "code_hash", "state", "answer", "answered_at", "answered_by"),
        *("change", "hidden_at", "hidden_reason"),
    }


def test_numbers_that_nobody_has_are_not_found(registry: Registry) -> None:
    for number in (0, -1, 7, 2**63, 10**40):
        with pytest.raises(CorrectionNotFound):
            corrections.correction(registry, number)


def test_times_are_those_of_the_log(registry: Registry) -> None:
    publish(registry)
    before = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    asked_at = send(registry).correction.asked_at

    assert before <= asked_at <= corrections.written_now()


def test_plain_text_keeps_lines_and_what_scripts_need() -> None:
    assert plain_text("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert plain_text("one\n\n\n\n\ntwo") == "one\n\ntwo"
    assert (
        plain_text("می\u200cخواهم \U0001f469\u200d\U0001f33e")
        == "می\u200cخواهم \U0001f469\u200d\U0001f33e"
    )
    assert plain_text("\u202egnp.exe\u2066\x00\x1b[31m\ud800\ufffe\ufeff") == "gnp.exe[31m"
    assert plain_line("a\nb") == "a b"


@given(st.text(st.characters(codec=None), max_size=200))
def test_plain_text_is_plain_whatever_was_written(text: str) -> None:
    plain = plain_text(text)

    assert plain_text(plain) == plain
    plain.encode()
    assert "\x00" not in plain
    assert "\u202e" not in plain
    assert plain == plain.strip()
