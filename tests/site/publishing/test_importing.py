"""Importing: what becomes of another format is seen before anything is published."""

import io
import json

import pytest

from app.services import reading
from app.services.registry import Registry
from tests.site.publishing.test_forms import changes_in
from tests.site.publishing.visitor import Visitor

IMPORT = "/publish/import"
BADGE = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "BadgeClass",
    "id": "https://college.example/badges/first-aid",
    "name": "First Aid",
    "description": "What to do until the ambulance comes.",
    "criteria": "https://college.example/first-aid",
    "issuer": "https://college.example/issuer",
}
NEW = "/publish/records/new"


def test_what_a_badge_lacks_is_completed_in_the_form(college: Visitor, registry: Registry) -> None:
    college.open(IMPORT)

    college.send(IMPORT, step="check", text=json.dumps(BADGE))
    assert college.status == 422
    assert "Languages: Must be filled in" in college.page.one("div", id="errors").text
    college.send(NEW, step="edit")
    assert college.form(NEW)["c-name"] == "First Aid"
    college.send(NEW, step="check", c__languages="en", c__status="Active")
    assert changes_in(registry) == 0
    college.send("/publish/records")

    [change] = reading.changes_after(registry, 0, 10).changes
    assert change.resource_type == "ceterms:OpenBadge"


def test_complete_record_of_another_registry_is_published_at_once(
    college: Visitor, registry: Registry
) -> None:
    ctid = college.publish_course()
    college.open(f"/publish/records/{ctid}/document")
    document = json.loads(college.form(f"/publish/records/{ctid}/document")["text"])
    other = ctid[:-6] + "abcdef"
    text = json.dumps(document).replace(ctid, other).replace("Harvest by drone", "Elsewhere")
    college.open(IMPORT)

    college.send(IMPORT, step="check", format="ctdl", text=text)
    assert college.status == 200, college.text
    college.send(IMPORT, place=2, step="publish")

    assert college.heading == "The record is published"
    assert "Elsewhere" in college.text


@pytest.mark.parametrize("text", ["", "rubbish", "{}", "[1]", '{"@context": "x"}', "<html></html>"])
def test_what_is_nothing_is_refused_with_what_was_sent(college: Visitor, text: str) -> None:
    college.open(IMPORT)

    college.send(IMPORT, step="check", text=text)

    assert college.status == 422
    assert college.page.one("div", id="errors").all("li")
    assert college.form(IMPORT)["text"] == text


def test_file_is_taken_like_its_text(college: Visitor) -> None:
    college.open(IMPORT)
    data = json.dumps(BADGE).encode()

    college.post(
        IMPORT,
        {**college.form(IMPORT), "step": "check", "file": (io.BytesIO(data), "../badge.json")},
    )

    assert "First Aid" in college.text


def test_bytes_that_are_no_text_are_refused(college: Visitor) -> None:
    college.open(IMPORT)

    college.post(
        IMPORT,
        {**college.form(IMPORT), "step": "check", "file": (io.BytesIO(b"\xff\xfe\x00x"), "x")},
    )

    assert college.status == 422


def test_one_record_of_two_completed_leads_back_to_the_other(
    college: Visitor, registry: Registry
) -> None:
    works = {"type": "Issuer", "name": "Badge Works", "url": "https://works.example"}
    issuer = {"id": BADGE["issuer"], **works}
    college.open(IMPORT)
    college.send(IMPORT, step="check", text=json.dumps({**BADGE, "issuer": issuer}))
    titles = [each.text for each in college.page.all("ul", **{"class": "entries"})[0].all("strong")]
    assert titles == ["Badge Works", "First Aid"]

    college.send(NEW, place=1, step="edit")
    college.send(NEW, step="check", c__languages="en", c__status="Active")
    college.send("/publish/records")
    assert "1 of 2 records of the import are here." in college.text
    college.open(next(a.attributes["href"] for a in college.page.all("a") if a.text == titles[0]))

    assert "Badge Works" in college.text
    left = [form for form in college.page.all("form") if form.attributes["action"] == NEW]
    assert len(left) == 1
