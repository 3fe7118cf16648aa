"""What readers asked, as everybody sees it: answers beside it, hostile texts as texts, a feed."""

from collections.abc import Callable
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient

from app.services import correction_answers, corrections, publishing, views
from app.services.correction_answers import Answering
from app.site import corrections as site_corrections
from ctdl.ctid import derive_ctid
from tests.site.corrections_place import (
    ATOM,
    FIRST_AID,
    FORM,
    HOSTILE,
    LIST,
    TYPED,
    Place,
    errors_of,
    open_place,
    place,
    reader,
    send,
)
from tests.site.publishing.visitor import Visitor
from tests.site.small_history import COLLEGE
from tests.support.documents import PROVIDER, a_credential
from tests.support.queries import queries

__all__ = ["open_place", "place", "reader"]


def test_request_is_about_the_revision_that_was_seen(place: Place, reader: Visitor) -> None:
    reader.open(FORM)
    publishing.publish(place.registry, a_credential(keyword={"en": ["bandage"]}), COLLEGE)

    reader.send(FORM, **TYPED)

    assert reader.status == 201
    assert corrections.correction(place.registry, 1).revision == 2


def test_organizations_are_corrected_in_the_same_way(reader: Visitor) -> None:
    reader.open(f"/organizations/{PROVIDER}")
    address = f"/organizations/{PROVIDER}/correct"
    assert any(each.attributes["href"] == address for each in reader.page.all("a"))

    send(reader, address, field="country")

    assert reader.status == 201
    reader.open(f"/organizations/{PROVIDER}/corrections/1")
    assert "Country" in reader.text


def test_addresses_under_the_wrong_folder_lead_to_the_right_one(reader: Visitor) -> None:
    send(reader)

    for path in ("correct", "corrections", "corrections/1"):
        answer = reader.client.get(f"/organizations/{FIRST_AID}/{path}")
        assert answer.status_code == 301
        assert answer.headers["Location"].endswith(f"/credentials/{FIRST_AID}/{path}")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{LIST}/7", 404),
        (f"{LIST}/{10**40}", 404),
        (f"{LIST}?page=2", 404),
        (f"{LIST}?page=x", 400),
        (f"/credentials/{derive_ctid('test:none')}/correct", 404),
        (f"/credentials/{derive_ctid('test:none')}/corrections", 404),
        (f"/organizations/{PROVIDER}/corrections/1", 404),
        ("/corrections.atom?publisher=nobody", 400),
    ],
)
def test_what_is_not_there_is_said(reader: Visitor, address: str, status: int) -> None:
    send(reader)

    reader.open(address)

    assert reader.status == status
    assert reader.heading


def test_a_withdrawn_record_keeps_its_requests_and_takes_no_new_one(
    place: Place, reader: Visitor
) -> None:
    send(reader)
    reader.open(FORM)
    form = reader.form(FORM)
    publishing.withdraw(place.registry, FIRST_AID, COLLEGE, reason="Ended.")
    views.catch_up(place.registry)

    reader.post(FORM, {**form, **TYPED})
    assert reader.status == 410
    reader.open(FORM)
    assert reader.status == 410
    reader.open(LIST)
    assert reader.status == 200
    assert "The page says level 5." in reader.text
    assert not any("/correct" in each.attributes["href"][-8:] for each in reader.page.all("a"))


def test_whoever_asked_takes_it_back_with_the_code(reader: Visitor) -> None:
    send(reader)
    code = reader.page.one("code", **{"class": "correct-code"}).text
    reader.open(f"{LIST}/1")

    reader.send(f"{LIST}/1", code="wrong")
    assert reader.status == 422
    assert errors_of(reader)[0][0] == "#code"
    reader.send(f"{LIST}/1", code=code.lower())

    assert reader.status == 200
    assert "Taken back on" in reader.text
    assert [
        each for each in reader.page.all("form") if each.attributes["action"] == f"{LIST}/1"
    ] == []


def test_codes_are_not_guessed_for_long(open_place: Callable[..., Place]) -> None:
    reader = open_place(sign_in_limit="2 per minute").reader()
    send(reader)
    reader.open(f"{LIST}/1")

    statuses = []
    for _ in range(3):
        reader.post(f"{LIST}/1", {"code": "AAAA-AAAA-AAAA-AAAA"})
        statuses.append(reader.status)

    assert statuses == [422, 422, 429]


def test_answer_stands_beside_what_was_said_with_the_change_that_followed(
    place: Place, reader: Visitor
) -> None:
    send(reader)
    done = publishing.publish(place.registry, a_credential(keyword={"en": ["x"]}), COLLEGE)
    accepted = Answering("accepted", "<b>Thank</b> you.", done.number)
    correction_answers.answer(place.registry, 1, PROVIDER, accepted)

    reader.open(LIST)

    assert "1 request: 1 accepted" in reader.text
    assert "answer of Example College" in reader.text
    assert "<b>Thank</b> you." in reader.text
    links = [each.attributes["href"] for each in reader.page.one("article").all("a")]
    assert f"/credentials/{FIRST_AID}/v/{done.number}" in links
    reader.open(f"/credentials/{FIRST_AID}")
    assert reader.page.one("section", id="corrections").all("blockquote") == []


def test_hidden_request_shows_only_why(place: Place, reader: Visitor) -> None:
    send(reader, problem="Mr. Doe is a fraud.")
    correction_answers.hide(place.registry, 1, "Insults a person.")

    reader.open(LIST)
    assert "fraud" not in reader.answer.text
    assert "Insults a person." in reader.text
    reader.open(f"{LIST}/1")
    assert "fraud" not in reader.answer.text
    feed = reader.client.get("/corrections.atom").text
    assert "fraud" not in feed
    assert "Insults a person." in feed


def test_french_pages_are_french(reader: Visitor) -> None:
    address = f"/fr/credentials/{FIRST_AID}/correct"
    reader.open(address)
    assert reader.page.one("html").attributes["lang"] == "fr"

    reader.send(address, **{**TYPED, "evidence": ""})

    assert reader.status == 422
    assert errors_of(reader) == [
        ("#evidence", "Indiquez l’adresse d’une page où cela peut se lire.")
    ]


def test_feed_tells_requests_and_answers_of_one_publisher(place: Place) -> None:
    client: FlaskClient = place.app.test_client()
    reader = place.reader()
    address = f"/corrections.atom?publisher={PROVIDER}"
    empty = Xml.fromstring(client.get(address).data)
    assert list(empty.iter(f"{ATOM}entry")) == []
    send(reader, problem=HOSTILE)

    answer = client.get(address)

    assert answer.mimetype == "application/atom+xml"
    [entry] = Xml.fromstring(answer.data).iter(f"{ATOM}entry")
    page = f"https://registry.test/credentials/{FIRST_AID}/corrections/1"
    assert entry.findtext(f"{ATOM}id") == page
    assert entry.findtext(f"{ATOM}title") == "Correction 1 (Waiting for an answer): First aid"
    assert "</p><script>" in (entry.findtext(f"{ATOM}summary") or "")
    tag = answer.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    correction_answers.answer(place.registry, 1, PROVIDER, Answering("declined", "No."))
    again = client.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "Answer: No." in again.text
    other = client.get(f"/corrections.atom?publisher={derive_ctid('test:rival')}")
    assert "<entry>" not in other.text


def test_an_answer_brings_an_old_request_back_to_the_front_of_the_feed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_corrections, "IN_FEED", 2)
    for number in range(3):
        send(place.reader(), problem=f"Wrong {number}.")
    client: FlaskClient = place.app.test_client()
    tag = client.get("/corrections.atom").headers["ETag"]
    correction_answers.answer(place.registry, 1, PROVIDER, Answering("declined", "It is right."))

    answer = client.get("/corrections.atom", headers={"If-None-Match": tag})

    root = Xml.fromstring(answer.data)
    first, second = root.iter(f"{ATOM}entry")
    assert (first.findtext(f"{ATOM}title") or "").startswith("Correction 1 (Declined)")
    assert (second.findtext(f"{ATOM}title") or "").startswith("Correction 3 ")
    updated = first.findtext(f"{ATOM}updated")
    assert updated == root.findtext(f"{ATOM}updated") != first.findtext(f"{ATOM}published")


def test_page_of_a_record_counts_what_is_hidden_by_itself(place: Place, reader: Visitor) -> None:
    for number in range(2):
        send(reader, problem=f"Wrong {number}.")
    correction_answers.hide(place.registry, 1, "Insults a person.")

    for address in (f"/credentials/{FIRST_AID}", LIST):
        reader.open(address)
        assert "2 requests" in reader.text
        assert "1 waiting for an answer, 1 hidden" in reader.text


def test_page_of_a_record_reads_its_requests_twice_at_most(place: Place, reader: Visitor) -> None:
    send(reader)

    with queries() as sent:
        reader.open(f"/credentials/{FIRST_AID}")

    assert len([each for each in sent if "FROM correction" in each]) == 2


def test_feed_of_watching_does_not_tell_requests(place: Place, reader: Visitor) -> None:
    before = reader.client.get(f"/credentials/{FIRST_AID}/watch.atom").data

    send(reader)

    assert reader.client.get(f"/credentials/{FIRST_AID}/watch.atom").data == before
    assert reader.client.get(f"/organizations/{PROVIDER}/watch.atom").status_code == 200
