"""Publishing over HTTP: what is written, what is refused, and what is answered."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.services import views
from app.services.registry import Registry
from app.store import log, publishers
from app.store.database import DatabaseFull
from ctdl.ctid import derive_ctid
from tests.api.publishers import COLLEGE, RECORDS, RIVAL, Publisher, first_aid
from tests.linked_data.small_registry import CONCEPT, SCHEME, json_of
from tests.support.documents import a_credential, an_organization, ctid_of

FIRST_AID = ctid_of(first_aid())
UNKNOWN = derive_ctid("test:never published")


def codes(problem: dict[str, Any]) -> set[str]:
    return {each["code"] for each in problem["findings"]}


def changes(registry: Registry) -> list[str]:
    return [each.kind for each in log.changes_after(registry.database, 0)]


# What is written


def test_a_new_record_is_201_with_its_address_and_a_receipt(college: Publisher) -> None:
    response = college.post(first_aid())

    assert response.status_code == 201
    assert response.headers["Location"] == f"https://registry.test{RECORDS}/{FIRST_AID}"
    assert response.headers["ETag"] == '"1"'
    assert response.headers["Cache-Control"] == "no-store"
    answer = json_of(response)
    assert answer["ctid"] == FIRST_AID
    assert answer["number"] == 1
    assert answer["kind"] == "published"
    assert answer["iri"] == f"https://registry.test/resources/{FIRST_AID}"
    assert [each["code"] for each in answer["findings"]] == ["REF_NOT_HERE"]
    assert answer["receipt"].count(".") == 2


def test_readers_see_a_record_as_soon_as_the_publisher_has_its_answer(
    college: Publisher, api: FlaskClient
) -> None:
    college.post(first_aid(name={"en": "Resuscitation for lifeguards"}))

    found = json_of(api.get("/api/v1/search?q=lifeguards"))

    assert [each["ctid"] for each in found["items"]] == [FIRST_AID]
    assert api.get(f"/resources/{FIRST_AID}.jsonld").status_code == 200


def test_a_changed_document_updates_the_record(college: Publisher) -> None:
    college.post(first_aid())

    response = college.post(first_aid(name={"en": "First aid at sea"}))

    assert response.status_code == 200
    assert "Location" not in response.headers
    assert response.headers["ETag"] == '"2"'
    assert json_of(response)["kind"] == "updated"


def test_the_same_document_twice_changes_nothing_and_gives_the_same_receipt(
    college: Publisher, registry: Registry
) -> None:
    first = json_of(college.post(first_aid()))

    again = college.post(first_aid())

    assert again.status_code == 200
    assert json_of(again) == {**first, "kind": "unchanged"}
    assert changes(registry) == ["published"]


def test_put_writes_at_the_address_of_the_record(college: Publisher) -> None:
    created = college.put(first_aid())
    updated = college.put(first_aid(name={"en": "First aid at sea"}))

    assert (created.status_code, updated.status_code) == (201, 200)


def test_put_refuses_a_document_about_another_record(
    college: Publisher, registry: Registry
) -> None:
    response = college.put(first_aid(), ctid=UNKNOWN)

    assert response.status_code == 422
    [finding] = [f for f in json_of(response)["findings"] if f["severity"] == "error"]
    assert finding["code"] == "ANOTHER_RECORD"
    assert FIRST_AID in finding["message"]
    assert UNKNOWN in finding["message"]
    assert changes(registry) == []


def test_a_withdrawn_record_says_so_and_comes_back_as_it_was(
    college: Publisher, api: FlaskClient
) -> None:
    college.post(first_aid())
    before = json_of(api.get(f"{RECORDS}/{FIRST_AID}"))["document"]

    withdrawn = college.withdraw(FIRST_AID, f"reason=Not+offered&replaced_by={UNKNOWN}")
    gone = api.get(f"{RECORDS}/{FIRST_AID}")
    restored = college.restore(FIRST_AID)

    assert withdrawn.status_code == 200
    assert withdrawn.headers["ETag"] == '"2"'
    assert json_of(withdrawn)["kind"] == "withdrawn"
    assert json_of(withdrawn)["receipt"].count(".") == 2
    assert gone.status_code == 410
    assert json_of(gone)["reason"] == "Not offered"
    assert json_of(gone)["replaced_by"] == UNKNOWN
    assert json_of(gone)["number"] == 2
    assert json_of(restored)["kind"] == "restored"
    assert json_of(api.get(f"{RECORDS}/{FIRST_AID}"))["document"] == before


def test_a_document_that_was_read_can_be_sent_back(college: Publisher, api: FlaskClient) -> None:
    college.post(first_aid())
    read = api.get(f"{RECORDS}/{FIRST_AID}")

    sent_back = college.put(json_of(read)["document"], If_Match=read.headers["ETag"])

    assert json_of(sent_back)["kind"] == "unchanged"


def test_plain_json_is_taken_as_well(college: Publisher) -> None:
    response = college.post(first_aid(), content_type="application/json; charset=UTF-8")

    assert response.status_code == 201


# Reading what was written


def test_a_record_shows_its_place_in_the_log(college: Publisher, api: FlaskClient) -> None:
    published = json_of(college.post(first_aid()))

    response = api.get(f"{RECORDS}/{FIRST_AID}")

    answer = json_of(response)
    assert response.headers["ETag"] == '"1"'
    assert answer["receipt"] == published["receipt"]
    assert answer["publisher"] == COLLEGE
    assert answer["published_by"] is None
    assert answer["signature"] is None
    assert len(answer["sha256"]) == 64
    assert answer["document"]["@id"] == f"https://registry.test/graph/{FIRST_AID}"


def test_a_reader_who_has_it_already_gets_304(college: Publisher, api: FlaskClient) -> None:
    college.post(first_aid())

    response = api.get(f"{RECORDS}/{FIRST_AID}", headers={"If-None-Match": '"1"'})

    assert response.status_code == 304
    assert response.data == b""


def test_a_record_that_is_not_there_is_404(api: FlaskClient) -> None:
    assert api.get(f"{RECORDS}/{UNKNOWN}").status_code == 404
    assert api.get(f"{RECORDS}/no-ctid").status_code == 404


def test_a_thing_inside_a_record_is_404_with_the_record_to_ask_for(client: FlaskClient) -> None:
    response = client.get(f"{RECORDS}/{CONCEPT}")

    assert response.status_code == 404
    assert SCHEME in json_of(response)["detail"]


def test_a_publisher_can_list_all_its_records_page_by_page(
    college: Publisher, rival: Publisher, api: FlaskClient
) -> None:
    mine = {ctid_of(a_credential(f"course {n}")) for n in range(5)}
    for n in range(5):
        college.post(a_credential(f"course {n}"))
    rival.post(an_organization("Rival", RIVAL))
    college.withdraw(min(mine))

    found: list[dict[str, Any]] = []
    after = ""
    while True:
        page = json_of(api.get(f"{RECORDS}?publisher={COLLEGE}&limit=2&after={after}"))
        found += page["records"]
        after = page["next"]
        if after is None:
            break

    assert [each["ctid"] for each in found] == sorted(mine)
    assert [each["kind"] for each in found] == ["withdrawn", *["published"] * 4]


# Who may write


def test_without_a_key_nothing_is_written(api: FlaskClient, registry: Registry) -> None:
    body = json.dumps(first_aid())
    answers = [
        api.post(RECORDS, data=body, content_type="application/ld+json"),
        api.put(f"{RECORDS}/{FIRST_AID}", data=body, content_type="application/ld+json"),
        api.delete(f"{RECORDS}/{FIRST_AID}?reason=x"),
        api.post(f"{RECORDS}/{FIRST_AID}/restore"),
    ]

    assert [each.status_code for each in answers] == [401] * 4
    assert all("Bearer" in each.headers["WWW-Authenticate"] for each in answers)
    assert changes(registry) == []


def test_each_scope_opens_its_own_doors(make_publisher: Callable[..., Publisher]) -> None:
    writer = make_publisher(scopes=["publish"])
    taker = make_publisher(scopes=["withdraw"])

    assert taker.post(first_aid()).status_code == 403
    assert taker.put(first_aid()).status_code == 403
    assert writer.post(first_aid()).status_code == 201
    assert writer.withdraw(FIRST_AID).status_code == 403
    assert taker.withdraw(FIRST_AID).status_code == 200
    assert writer.restore(FIRST_AID).status_code == 403
    assert taker.restore(FIRST_AID).status_code == 200


def test_somebody_elses_record_can_be_neither_changed_nor_taken_back(
    college: Publisher, rival: Publisher, registry: Registry
) -> None:
    college.post(first_aid())
    changed = first_aid(name={"en": "Mine now"})

    answers = [
        rival.post(changed),
        rival.put(changed),
        rival.post(first_aid()),
        rival.withdraw(FIRST_AID),
        rival.restore(FIRST_AID),
    ]

    assert [each.status_code for each in answers] == [403] * 5
    assert COLLEGE in json_of(answers[0])["detail"]
    assert changes(registry) == ["published"]


def test_who_acts_for_a_publisher_writes_on_its_behalf(
    college: Publisher, rival: Publisher, registry: Registry, api: FlaskClient
) -> None:
    refused = rival.post(first_aid(), f"?owner={COLLEGE}")
    with registry.database.writing() as connection:
        publishers.let_act_for(connection, RIVAL, COLLEGE)

    written = rival.post(first_aid(), f"?owner={COLLEGE}")
    changed = college.post(first_aid(name={"en": "First aid at sea"}))

    assert refused.status_code == 403
    assert written.status_code == 201
    assert changed.status_code == 200
    shown = json_of(api.get(f"{RECORDS}/{FIRST_AID}"))
    assert shown["publisher"] == COLLEGE
    assert [each.published_by for each in log.changes_of(registry.database, FIRST_AID)] == [
        RIVAL,
        None,
    ]


def test_a_replacement_that_is_not_here_is_remarked(college: Publisher) -> None:
    college.post(first_aid())

    response = college.withdraw(FIRST_AID, f"reason=x&replaced_by={UNKNOWN}")

    assert response.status_code == 200
    [remark] = json_of(response)["findings"]
    assert (remark["code"], remark["severity"]) == ("REF_NOT_HERE", "warning")
    assert UNKNOWN in remark["message"]


def test_a_replacement_that_is_here_is_not_remarked(college: Publisher) -> None:
    college.post(first_aid())
    college.post(a_credential("new"))

    response = college.withdraw(FIRST_AID, f"reason=x&replaced_by={ctid_of(a_credential('new'))}")

    assert json_of(response)["findings"] == []


# In which state


def test_a_write_for_an_older_state_is_409_with_the_number_now(college: Publisher) -> None:
    college.post(first_aid())
    college.post(first_aid(name={"en": "Second"}))

    response = college.put(first_aid(name={"en": "Third"}), If_Match='"1"')

    assert response.status_code == 409
    assert json_of(response)["number"] == 2


@pytest.mark.parametrize("tags", ['"1"', '"7", "1"', 'W/"9","1"', "*", ' "1" '])
def test_a_write_for_the_newest_state_is_made(college: Publisher, tags: str) -> None:
    college.post(first_aid())

    response = college.put(first_aid(name={"en": "Second"}), If_Match=tags)

    assert response.status_code == 200
    assert json_of(response)["kind"] == "updated"


def test_a_record_that_must_be_there_is_not_created(college: Publisher) -> None:
    response = college.put(first_aid(), If_Match="*")

    assert response.status_code == 409
    assert json_of(response)["number"] is None
    assert json_of(response)["title"] == "The record is not there"


def test_a_record_that_must_be_new_is_not_overwritten(college: Publisher) -> None:
    assert college.put(first_aid(), If_None_Match="*").status_code == 201
    assert college.put(first_aid(), If_None_Match="*").status_code == 200
    refused = college.put(first_aid(name={"en": "B"}), If_None_Match="*")
    assert refused.status_code == 409
    assert json_of(refused)["title"] == "The record is there already"
    assert "If-None-Match" in json_of(refused)["detail"]


def test_a_lost_answer_can_be_asked_for_again_with_the_same_tag(college: Publisher) -> None:
    college.post(first_aid())
    changed = first_aid(name={"en": "Second"})
    college.put(changed, If_Match='"1"')

    again = college.put(changed, If_Match='"1"')

    assert again.status_code == 200
    assert json_of(again)["kind"] == "unchanged"


def test_a_withdrawn_record_is_restored_before_it_is_changed(college: Publisher) -> None:
    college.post(first_aid())
    college.withdraw(FIRST_AID)

    response = college.post(first_aid(name={"en": "Second"}))

    assert response.status_code == 409
    assert f"POST to {RECORDS}/{FIRST_AID}/restore" in json_of(response)["detail"]
    assert college.withdraw(FIRST_AID).status_code == 409


# Asking before writing


def test_a_document_can_be_checked_without_a_key(api: FlaskClient, registry: Registry) -> None:
    response = api.post(f"{RECORDS}/validate", json=first_aid())

    assert response.status_code == 200
    answer = json_of(response)
    assert answer["ctid"] == FIRST_AID
    assert answer["kind"] == "published"
    assert answer["number"] is None
    assert 0 < answer["completeness"]["met"] <= answer["completeness"]["total"]
    assert all(gap["label"] and gap["why"] for gap in answer["completeness"]["missing"])
    assert changes(registry) == []


def test_checking_finds_what_publishing_finds(college: Publisher, api: FlaskClient) -> None:
    document = first_aid(subjectWebpage="javascript:alert(1)")

    checked = api.post(f"{RECORDS}/validate", json=document)
    published = college.post(document)

    assert checked.status_code == published.status_code == 422
    assert codes(json_of(checked)) == codes(json_of(published))


def test_checking_with_a_key_says_whose_record_it_is(
    college: Publisher, rival: Publisher, api: FlaskClient
) -> None:
    college.post(first_aid())

    anybody = api.post(f"{RECORDS}/validate", json=first_aid())
    mine = college.post(first_aid(), "/validate")
    theirs = rival.post(first_aid(), "/validate")

    assert anybody.status_code == 200
    assert json_of(mine)["kind"] == "unchanged"
    assert json_of(mine)["number"] == 1
    assert theirs.status_code == 422
    assert "NOT_THE_OWNER" in codes(json_of(theirs))
    assert rival.post(first_aid(), f"/validate?owner={COLLEGE}").status_code == 403


def test_checking_is_limited_for_each_address(api: FlaskClient) -> None:
    answers = [api.post(f"{RECORDS}/validate", json={}) for _ in range(121)]

    assert {each.status_code for each in answers[:120]} == {422}
    assert answers[120].status_code == 429
    assert int(answers[120].headers["Retry-After"]) > 0


# When there is no room, or a view cannot follow


def test_a_disk_that_is_full_is_507_and_the_request_can_be_sent_again(
    college: Publisher, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise DatabaseFull("There is no room left to write; nothing was saved.")

    monkeypatch.setattr(log, "append", fail)
    full = college.post(first_aid())
    monkeypatch.undo()

    assert full.status_code == 507
    assert full.mimetype == "application/problem+json"
    assert changes(registry) == []
    assert college.post(first_aid()).status_code == 201


def test_a_change_is_acknowledged_even_when_the_views_cannot_follow(
    college: Publisher, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("a view is broken")

    monkeypatch.setattr(views, "catch_up", fail)
    response = college.post(first_aid())
    monkeypatch.undo()
    views.catch_up(registry)

    assert response.status_code == 201
    assert changes(registry) == ["published"]
    assert all(each.is_right for each in views.check(registry))
