"""Revisions: compared, undone by new ones, withdrawn and restored; conflicts are choices."""

from app.services import reading
from app.services.registry import Registry
from ctdl.ctid import CTID
from tests.site.publishing.visitor import Visitor


def change_name(visitor: Visitor, ctid: str, name: str) -> None:
    """Change a record's name through its form, as far as the preview."""
    address = f"/publish/records/{ctid}/edit"
    visitor.open(address)
    visitor.send(address, step="check", c__name=name)


def rows_of(visitor: Visitor) -> list[list[str]]:
    """The rows of the table of differences."""
    body = visitor.page.one("section", aria_labelledby="changes-title").all("tbody")[0]
    return [[cell.text for cell in (*row.all("th"), *row.all("td"))] for row in body.all("tr")]


def test_preview_of_a_change_shows_each_field_before_and_after(college: Visitor) -> None:
    ctid = college.publish_course()

    change_name(college, ctid, "Harvest by robot")

    assert rows_of(college) == [["Name", "Before Harvest by drone", "After Harvest by robot"]]
    lines = college.page.one("details", **{"class": "raw"})
    assert any("Harvest by robot" in each.text for each in lines.all("ins"))
    assert any("Harvest by drone" in each.text for each in lines.all("del"))


def test_undoing_makes_a_new_revision_like_the_old_one(
    college: Visitor, registry: Registry
) -> None:
    ctid = college.publish_course()
    change_name(college, ctid, "Harvest by robot")
    college.send("/publish/records")
    undo = next(each for each in college.page.all("a") if each.text == "Undo this change")

    college.open(undo.attributes["href"])
    assert rows_of(college) == [["Name", "Before Harvest by robot", "After Harvest by drone"]]
    college.send("/publish/records")

    history = reading.history(registry, CTID(ctid))
    assert [each.kind for each in history] == ["published", "updated", "updated"]
    assert history[0].document == history[2].document
    assert history[0].provenance == history[2].provenance
    college.open(f"/publish/records/{ctid}")
    rows = college.page.one("section", aria_labelledby="history-title").one("tbody").all("tr")
    assert [row.all("td")[0].text for row in rows] == [
        f"Undone: back to change {history[0].number}",
        "Changed",
        "Published",
    ]


def test_history_lists_who_did_what_and_leads_to_the_difference(college: Visitor) -> None:
    ctid = college.publish_course()
    change_name(college, ctid, "Harvest by robot")
    college.send("/publish/records")

    college.open(f"/publish/records/{ctid}")
    rows = college.page.one("section", aria_labelledby="history-title").one("tbody").all("tr")
    college.open(rows[0].one("a").attributes["href"])

    assert [row.all("td")[0].text for row in rows] == ["Changed", "Published"]
    assert all("Example College" in row.text for row in rows)
    assert rows_of(college) == [["Name", "Before Harvest by drone", "After Harvest by robot"]]


def test_change_by_somebody_else_meanwhile_is_a_choice_field_by_field(
    college: Visitor, registry: Registry
) -> None:
    ctid = college.publish_course()
    address = f"/publish/records/{ctid}/edit"
    college.open(address)
    mine = {**college.form(address), "step": "check", "c-name": "Mine", "c-keywords": "drones"}
    change_name(college, ctid, "Theirs")
    college.send("/publish/records")

    college.post(address, mine)

    assert college.status == 409
    assert college.heading == "This record was changed meanwhile"
    assert "Somebody of your own organization, Example College, published change" in college.text
    choices = college.page.all("fieldset", **{"class": "choice"})
    assert [each.one("legend").text for each in choices] == ["Name Both changed it", "Keywords"]
    assert "As it was: Harvest by drone" in choices[0].text
    fields = college.form(address)
    assert "c-name" not in fields
    assert fields["c-keywords"] == "drones"

    college.send(address, step="check")
    assert college.status == 409
    links = college.page.one("div", id="errors").all("a")
    assert [each.text for each in links] == ["Name"]
    assert college.form(address)["c-keywords"] == "drones"

    college.send(address, step="check", c__name="Theirs")
    college.send("/publish/records")

    stored = reading.get_record(registry, CTID(ctid))
    assert stored.record.name == {"en": "Theirs"}
    assert stored.document.main["ceterms:keyword"] == {"en": "drones"}


def test_own_version_can_replace_the_other_as_a_whole(college: Visitor, registry: Registry) -> None:
    ctid = college.publish_course()
    change_name(college, ctid, "Mine")
    waiting = college.form("/publish/records")
    change_name(college, ctid, "Theirs")
    college.send("/publish/records")
    college.post("/publish/records", waiting)
    assert college.status == 409

    college.send(f"/publish/records/{ctid}/document", step="check")
    assert rows_of(college) == [["Name", "Before Theirs", "After Mine"]]
    college.send("/publish/records")

    assert reading.get_record(registry, CTID(ctid)).record.name == {"en": "Mine"}


def test_withdrawing_needs_a_reason_and_keeps_the_rest(
    college: Visitor, registry: Registry
) -> None:
    ctid = college.publish_course()
    address = f"/publish/records/{ctid}/withdraw"
    college.open(address)

    college.send(address, reason="  ", replaced_by="ce-1")

    assert college.status == 422
    links = [each.attributes["href"] for each in college.page.one("div", id="errors").all("a")]
    assert set(links) == {"#reason", "#replaced_by"}
    assert college.form(address)["replaced_by"] == "ce-1"
    assert len(reading.history(registry, CTID(ctid))) == 1


def test_withdrawn_record_says_why_and_can_be_brought_back(
    college: Visitor, reader: Visitor, registry: Registry
) -> None:
    ctid = college.publish_course()
    address = f"/publish/records/{ctid}/withdraw"
    college.open(address)
    college.send(address, reason="No longer <b>awarded</b>")
    assert college.heading == "The record is withdrawn"
    assert "missing" not in college.text
    reader.open(f"/credentials/{ctid}")
    assert reader.status == 410
    assert "No longer <b>awarded</b>" in reader.text
    college.open("/publish?state=withdrawn")
    assert "Harvest by drone" in college.text

    college.open(f"/publish/records/{ctid}")
    college.send(f"/publish/records/{ctid}/restore")

    assert college.heading == "The record is back"
    assert [each.kind for each in reading.history(registry, CTID(ctid))] == [
        "published", "withdrawn", "restored",
    ]  # fmt: skip


def test_withdrawing_what_somebody_else_changed_meanwhile_is_refused(
    college: Visitor, registry: Registry
) -> None:
    ctid = college.publish_course()
    address = f"/publish/records/{ctid}/withdraw"
    college.open(address)
    fields = {**college.form(address), "reason": "Old"}
    change_name(college, ctid, "New")
    college.send("/publish/records")

    college.post(address, fields)

    assert college.status == 409
    assert not reading.history(registry, CTID(ctid))[-1].is_withdrawal


def test_own_records_are_found_by_words_and_state(college: Visitor, rival: Visitor) -> None:
    college.publish_course(c__name="Milking robots")
    college.publish_course(c__name="Bee keeping")
    rival.publish_course(c__name="Milking by hand")

    college.open("/publish?q=MILKING")
    assert [each.text for each in college.page.one("tbody").all("a")] == ["Milking robots"]
    college.open("/publish?q=no+such+thing")
    assert "None of your records matches." in college.text
    college.open("/publish?state=withdrawn")
    assert "None of your records matches." in college.text
    college.open("/publish?state=gaps")
    assert len(college.page.one("tbody").all("tr")) == 2
    college.open("/publish?page=9")
    assert college.status == 404
    assert "The list of your records has no page 9." in college.text
    assert college.page.all("form", action="/publish/sign-out")
