"""Forms: what is wrong stands at its field, the preview is what learners see, nothing is lost."""

import json
from typing import Any

import pytest
from flask import Flask

from app.services import keys, publishing, reading
from app.services.registry import Registry
from app.services.views import catch_up
from app.store.database import Connection
from app.store.publishers import let_act_for
from ctdl.ctid import CTID
from tests.site.publishing.visitor import COLLEGE, COURSE, RIVAL, Visitor
from tests.support.documents import a_credential, an_organization

NEW = "/publish/records/new"


def changes_in(registry: Registry) -> int:
    """How many entries the log has."""
    return reading.changes_after(registry, 0, 1000).latest


def test_form_asks_for_every_column_by_its_label(college: Visitor) -> None:
    college.open(NEW)

    labels = {
        each.attributes["for"]: each.text
        for each in college.page.all("label")
        if "for" in each.attributes
    }
    assert labels["field-name"] == "Name required"
    assert labels["field-credits"] == "Credits"
    legends = [each.text for each in college.page.all("legend")]
    assert "How it is assessed" in legends


def test_errors_lead_to_their_fields_and_keep_what_was_typed(
    college: Visitor, registry: Registry
) -> None:
    college.open(NEW)

    college.send(NEW, step="check", c__name="Harvest", c__credits="-3", c__outcomes="One\nTwo")

    assert college.status == 422
    summary = college.page.one("div", id="errors")
    assert "autofocus" in summary.attributes
    links = {each.attributes["href"]: each.text for each in summary.all("a")}
    assert links["#field-credits"] == "Credits"
    assert "#field-type" in links
    field = college.page.one("input", id="field-credits")
    assert field.attributes["value"] == "-3"
    assert field.attributes["aria-invalid"] == "true"
    assert "must be a number > 0" in college.page.one("p", id="field-credits-error").text.lower()
    assert college.form(NEW)["c-outcomes"] == "One\nTwo"
    assert college.page.one("title").text.startswith("Error")
    assert changes_in(registry) == 0


def test_preview_is_the_learners_page_and_publishes_nothing(
    college: Visitor, registry: Registry
) -> None:
    college.open(NEW)

    college.send(NEW, step="check", **filled(c__outcomes="Fly safely\nPlan a flight"))

    assert college.status == 200
    assert college.heading == "Harvest by drone"
    assert "Preview, not published" in college.text
    assert "Fly safely" in college.page.one("section", aria_labelledby="answer-title").text
    assert college.page.all("script", type="application/ld+json") == []
    assert changes_in(registry) == 0


def test_published_record_is_public_and_its_receipt_can_be_kept(
    college: Visitor, reader: Visitor
) -> None:
    ctid = college.publish_course()

    assert college.heading == "The record is published"
    ways = college.page.one("div", **{"class": "record-actions"}).all("a")
    assert [each.text for each in (ways[0], ways[-1])] == ["See the public page", "Take it back"]
    receipt = next(
        each.attributes["href"]
        for each in college.page.all("a")
        if each.text == "Download the signed receipt"
    )
    reader.open(f"/credentials/{ctid}")
    assert reader.heading == "Harvest by drone"
    college.open(receipt)
    assert college.answer.text.count(".") == 2
    assert "attachment" in college.answer.headers["Content-Disposition"]


def test_publishing_twice_by_a_double_click_publishes_once(
    college: Visitor, registry: Registry
) -> None:
    college.open(NEW)
    college.send(NEW, step="check", **filled())
    fields = college.form("/publish/records")

    college.post("/publish/records", fields)
    college.post("/publish/records", fields)

    assert college.heading == "Nothing had to be done"
    assert changes_in(registry) == 1


def test_back_to_the_form_brings_everything_back(college: Visitor) -> None:
    college.open(NEW)
    college.send(NEW, step="check", **filled(c__level=["", "eqf:5"], c__delivery=["", "online"]))
    address = NEW

    college.send(address, step="edit")

    form = college.form(address)
    assert form["c-name"] == "Harvest by drone"
    assert "online" in form.getlist("c-delivery")
    chosen = college.page.all("option", selected="")
    assert "eqf:5" in [each.attributes["value"] for each in chosen]


def test_what_the_form_cannot_express_stays(college: Visitor, registry: Registry) -> None:
    document = a_credential(
        "first aid",
        jurisdiction=[{"@type": "ceterms:JurisdictionProfile", "ceterms:globalJurisdiction": True}],
    )
    published = publishing.publish(
        registry, document, publishing.PublisherRef(COLLEGE, "Example College")
    )
    address = f"/publish/records/{published.ctid}/edit"
    college.open(address)

    college.send(address, step="check", c__name="First aid at sea")
    college.send("/publish/records")

    node = reading.get_record(registry, published.ctid).document.main
    assert node["ceterms:name"] == {"en": "First aid at sea"}
    assert node["ceterms:jurisdiction"]


def test_change_that_changes_nothing_offers_nothing_to_publish(college: Visitor) -> None:
    address = f"/publish/records/{college.publish_course()}/edit"
    college.open(address)

    college.send(address, step="check")

    assert "there is nothing to publish" in college.text
    assert "/publish/records" not in [f.attributes["action"] for f in college.page.all("form")]


def test_texts_in_another_language_get_fields_of_their_own(
    college: Visitor, registry: Registry
) -> None:
    college.open(NEW)
    ctid = college.form(NEW)["ctid"]

    college.send(NEW, step="language", language="fr", **filled())
    assert college.page.one("label", **{"for": "field-name-fr"}).text == "Name (French)"
    french: dict[str, Any] = {"c-name@fr": "Récolte par drone"}
    college.send(NEW, step="check", **french)
    college.send("/publish/records")

    stored = reading.get_record(registry, CTID(ctid))
    assert stored.record.name == {"en": "Harvest by drone", "fr": "Récolte par drone"}


def test_language_that_is_none_is_refused_at_its_field(college: Visitor) -> None:
    college.open(NEW)

    college.send(NEW, step="language", language="french please", **filled())

    assert college.status == 422
    assert "such as fr" in college.page.one("p", id="language-error").text
    assert college.form(NEW)["c-name"] == "Harvest by drone"


def test_hostile_texts_stay_texts(college: Visitor) -> None:
    hostile = '</textarea><script>alert(1)</script>\u202e "quoted"'
    college.open(NEW)

    college.send(NEW, step="check", **filled(c__name=hostile, c__outcomes=hostile))

    assert college.status == 200
    assert "<script>alert" not in college.answer.text
    assert "\u202e" not in college.heading
    college.send(NEW, step="edit")
    assert "<script>alert" not in college.answer.text
    assert college.form(NEW)["c-outcomes"].startswith("</textarea><script>")


def test_record_of_another_publisher_cannot_be_opened_or_changed(
    college: Visitor, rival: Visitor, registry: Registry
) -> None:
    ctid = college.publish_course()

    for page in ("", "/edit", "/document", "/withdraw", "/published?change=1", "/changes/1"):
        rival.open(f"/publish/records/{ctid}{page}")
        assert rival.status == 403, page
        assert f"Harvest by drone ({ctid}) is kept by Example College" in rival.text
        assert rival.page.all("form", action="/publish/sign-out"), page

    rival.open(NEW)
    rival.send(NEW, step="check", ctid=ctid, **filled(c__name="Stolen"))
    assert "/publish/records" not in [f.attributes["action"] for f in rival.page.all("form")]
    assert changes_in(registry) == 1


def test_publisher_writes_for_another_only_when_it_acts_for_it(
    rival: Visitor, registry: Registry, key: str
) -> None:
    assert key
    rival.open(NEW)
    fields = {**rival.form(NEW), **COURSE, "step": "check", "owner": COLLEGE}
    rival.post(NEW, fields)
    assert rival.status == 403

    with registry.database.writing() as connection:
        act_for(connection)
    rival.open(NEW)
    assert "Example College" in rival.page.one("select", id="owner").text
    rival.send(NEW, step="check", owner=COLLEGE, **filled())
    rival.send("/publish/records")

    change = reading.changes_after(registry, 0, 10).changes[-1]
    assert (change.publisher, change.published_by) == (COLLEGE, RIVAL)


def act_for(connection: Connection) -> None:
    """Let the rival write for the college."""
    let_act_for(connection, RIVAL, COLLEGE)


def test_key_that_is_good_for_less_says_what_it_lacks(site: Flask, registry: Registry) -> None:
    visitor = Visitor(site.test_client())
    visitor.sign_in(keys.create_key(registry, COLLEGE, name="College", scopes=["withdraw"]))

    visitor.open(NEW)

    assert visitor.status == 403
    assert "not for publish" in visitor.text


def test_organization_describes_itself_under_the_ctid_of_its_key(
    college: Visitor, registry: Registry
) -> None:
    college.open("/publish")
    address = next(
        each.attributes["href"]
        for each in college.page.all("a")
        if each.text == "Describe your organization first"
    )
    college.open(address)
    assert college.form(NEW)["ctid"] == COLLEGE
    assert college.form(NEW)["c-name"] == "Example College"

    publishing.publish(registry, an_organization(), publishing.PublisherRef(COLLEGE, "College"))
    catch_up(registry)
    college.open("/publish")
    assert "Describe your organization first" not in college.text


def test_missing_facts_lead_to_their_fields(college: Visitor) -> None:
    ctid = college.publish_course()

    college.open(f"/publish/records/{ctid}")

    missing = college.page.one("section", id="what-is-missing")
    cost = next(each for each in missing.all("a") if each.text == "Cost")
    assert cost.attributes["href"] == f"/publish/records/{ctid}/edit#field-cost"
    college.open(f"/publish/records/{ctid}/edit")
    assert college.page.one("input", id="field-cost").attributes["name"] == "c-cost"


def test_document_can_be_changed_itself(college: Visitor, registry: Registry) -> None:
    ctid = college.publish_course()
    address = f"/publish/records/{ctid}/document"
    college.open(address)
    document = json.loads(college.form(address)["text"])
    document["@graph"][0]["ceterms:name"] = {"en": "By hand"}

    college.send(address, step="check", text=json.dumps(document))
    assert "By hand" in college.text
    college.send("/publish/records")

    assert reading.get_record(registry, CTID(ctid)).record.name == {"en": "By hand"}


@pytest.mark.parametrize(
    ("text", "told"),
    [("{", "JSON"), ("[]", ""), ("", "")],
)
def test_document_that_is_none_is_refused_with_what_was_typed(
    college: Visitor, text: str, told: str
) -> None:
    address = f"/publish/records/{college.publish_course()}/document"
    college.open(address)

    college.send(address, step="check", text=text)

    assert college.status == 422
    assert told in college.page.one("div", id="errors").text
    assert college.form(address)["text"] == text


def test_document_of_another_record_is_refused(college: Visitor) -> None:
    ctid = college.publish_course()
    address = f"/publish/records/{ctid}/document"
    college.open(address)

    college.send(address, step="check", text=json.dumps(a_credential("something else")))

    assert college.status == 422
    assert f"here {ctid} is being changed" in college.text


def filled(**typed: object) -> dict[str, Any]:
    """What a complete form of a credential holds."""
    return {**{name.replace("-", "__"): text for name, text in COURSE.items()}, **typed}


@pytest.mark.parametrize(
    "page", ["/credentials/{}", "/fr/credentials/{}?x=1", "/resources/{}.jsonld", "/records/{}/"]
)
def test_statement_is_about_the_record_whose_page_is_named(
    college: Visitor, registry: Registry, page: str
) -> None:
    ctid = college.publish_course()
    address = f"{NEW}?template=quality-assurance"
    college.open(address)
    about = registry.settings.base_url + page.format(ctid)

    college.send(NEW, step="check", c__kind="approval", c__object=about, c__from="2026-01-01")
    told = college.page.one("section", aria_labelledby="statement-title")
    assert college.heading == "Approval of Harvest by drone"
    assert "By whom" in told.text
    assert "Example College" in told.text
    assert f"/credentials/{ctid}" in [each.attributes["href"] for each in told.all("a")]
    assert "from 1 January 2026, no end date stated" in told.text
    assert "resources/" not in told.text
    college.send("/publish/records")
    college.open("/publish")
    assert "Approval of Harvest by drone" in college.page.one("tbody").text

    [statement] = reading.statements_about(registry, CTID(ctid))
    assert statement.kind == "approval"


def test_what_was_typed_for_a_day_stays_and_hints_speak_of_fields(college: Visitor) -> None:
    college.open(NEW)
    # A calendar would be several stops for the keyboard, and could not hold a year alone.
    assert college.page.one("input", id="field-valid_from").attributes["type"] == "text"

    college.send(NEW, step="check", c__valid_from="next year")

    field = college.page.one("input", id="field-valid_from")
    assert field.attributes["value"] == "next year"
    hints = [each.text for each in college.page.all("p") if each.attributes.get("class") == "hint"]
    assert not [each for each in hints if "|" in each or "`" in each or "@" in each]
