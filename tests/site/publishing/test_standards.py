"""What is missing for a standard: every gap that the form can fill leads to its input."""

from urllib.parse import urlsplit

from ctdl.standards import STANDARDS
from tests.site.publishing.visitor import Visitor


def gaps(visitor: Visitor, anchor: str) -> list[str]:
    """The addresses that a list of gaps leads to."""
    sections = visitor.page.all("section", aria_labelledby=f"{anchor}-title")
    return [each.attributes["href"] for section in sections for each in section.all("a")]


def test_each_gap_leads_to_a_field_of_the_form(college: Visitor) -> None:
    ctid = college.publish_course()
    college.open(f"/publish/records/{ctid}")
    link = next(each for each in college.page.all("a") if "for a standard" in each.text)

    for standard, known in STANDARDS.items():
        if known.kind == "definition":
            continue
        college.open(f"{link.attributes['href']}?standard={standard}")
        chosen = [each for each in college.page.all("option") if "selected" in each.attributes]
        assert [each.attributes["value"] for each in chosen] == [standard]
        found = [*gaps(college, "binding"), *gaps(college, "others")]
        assert found or not known.elements, standard
        college.open(f"/publish/records/{ctid}/edit")
        ids = {each.attributes.get("id") for tag in TAGS for each in college.page.all(tag)}
        for address in found:
            assert urlsplit(address).path == f"/publish/records/{ctid}/edit"
            assert urlsplit(address).fragment in ids, address


def test_a_gap_that_is_filled_is_no_longer_listed(college: Visitor) -> None:
    ctid = college.publish_course()
    address = f"/publish/records/{ctid}/standards?standard=eu-2022"
    college.open(address)
    assert any("field-outcomes" in each for each in gaps(college, "binding"))

    form = f"/publish/records/{ctid}/edit"
    college.open(form)
    college.send(form, step="check", c__outcomes="Fly a drone over a field")
    college.send("/publish/records")

    college.open(address)
    assert not any("field-outcomes" in each for each in gaps(college, "binding"))


def test_what_the_form_cannot_state_is_listed_apart(college: Visitor) -> None:
    ctid = college.publish_course()

    college.open(f"/publish/records/{ctid}/standards?standard=nz-nzqa-2022")

    assert "What the form has no field for" in college.text
    assert "a check, not an approval" in college.text


def test_a_record_of_another_publisher_is_not_shown(college: Visitor, rival: Visitor) -> None:
    ctid = college.publish_course()

    rival.open(f"/publish/records/{ctid}/standards")

    assert rival.status == 403


def test_an_unknown_standard_is_refused(college: Visitor) -> None:
    ctid = college.publish_course()

    college.open(f"/publish/records/{ctid}/standards?standard=no-such")

    assert college.status == 404


TAGS = ("input", "textarea", "select", "legend")
