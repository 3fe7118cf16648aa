"""Tables: nothing is saved while anything is wrong, and what was previewed is what is published."""

import csv
import io
import time

import pytest

from app.services import reading, uploads
from app.services.registry import Registry
from ctdl.ctid import CTID
from tests.site.publishing.test_forms import changes_in
from tests.site.publishing.visitor import BASE, Visitor

BULK = "/publish/bulk"
HEADER = ("id", "type", "name", "description", "webpage", "languages", "status", "credits",
          "credit_unit")  # fmt: skip


def table(rows: int = 20, **bad: str) -> str:
    """A table of credentials; `bad` cells are in the sixth row of data, row 7 of the file."""
    written = io.StringIO()
    writer = csv.DictWriter(written, HEADER)
    writer.writeheader()
    for number in range(1, rows + 1):
        cells = {
            "id": f"H-{number}",
            "type": "MicroCredential",
            "name": f"Harvest {number}",
            "description": "For farm staff.",
            "webpage": "https://college.example/harvest",
            "languages": "en",
            "status": "Active",
            "credits": "5",
            "credit_unit": "ects",
        }
        writer.writerow({**cells, **(bad if number == 6 else {})})
    return written.getvalue()


def send_file(visitor: Visitor, text: str, name: str = "table.csv") -> None:
    """Send a table as a file and have it checked."""
    visitor.open(BULK)
    fields = {**visitor.form(BULK), "step": "check", "file": (io.BytesIO(text.encode()), name)}
    visitor.post(BULK, fields)


def test_one_bad_row_of_twenty_saves_nothing_and_says_which(
    college: Visitor, registry: Registry
) -> None:
    send_file(college, table(credits="-3"))

    assert college.status == 422
    row = college.page.one("section", id="findings").one("tbody").all("tr")[0]
    assert [row.one("th").text, row.all("td")[0].text] == ["Row 7", "credits"]
    assert "Must be a number > 0" in row.all("td")[1].text
    assert "Nothing was saved of the 20 rows" in college.text
    assert changes_in(registry) == 0


def test_right_table_is_previewed_and_then_published(
    college: Visitor, reader: Visitor, registry: Registry
) -> None:
    send_file(college, table())
    assert college.status == 200
    assert "20 records are ready." in college.text
    assert college.heading == "Harvest 1"
    assert changes_in(registry) == 0

    college.send(BULK, step="publish")

    assert college.heading == "The table is published"
    assert changes_in(registry) == 20
    reader.open("/search?q=harvest")
    assert "20" in reader.page.one("p", role="status").text
    assert list((registry.settings.home / "uploads").iterdir()) == []


def test_pasted_rows_are_taken_and_kept_when_wrong(college: Visitor) -> None:
    college.open(BULK)

    college.send(BULK, step="check", text=table(credits="many"))

    assert college.status == 422
    assert "many" in college.form(BULK)["text"]


def test_same_table_again_has_nothing_to_publish(college: Visitor) -> None:
    send_file(college, table(3))
    college.send(BULK, step="publish")

    send_file(college, table(3))

    assert "there is nothing to do" in college.text
    assert BULK not in [each.attributes["action"] for each in college.page.all("form")]


def test_table_is_published_once(college: Visitor, registry: Registry) -> None:
    send_file(college, table(3))
    fields = {**college.form(BULK), "step": "publish"}
    college.post(BULK, fields)

    college.post(BULK, fields)

    assert college.status == 409
    assert "The table is not here any more" in college.text
    assert changes_in(registry) == 3


def test_table_of_somebody_else_cannot_be_published(
    college: Visitor, rival: Visitor, registry: Registry
) -> None:
    send_file(college, table(3))
    upload = college.form(BULK)["upload"]
    rival.open(BULK)

    rival.post(BULK, {**rival.form(BULK), "step": "publish", "upload": upload})

    assert rival.status == 409
    assert changes_in(registry) == 0


def test_table_waits_an_hour_at_most(
    college: Visitor, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_file(college, table(3))
    fields = {**college.form(BULK), "step": "publish"}
    now = time.time()
    monkeypatch.setattr("app.services.uploads.time.time", lambda: now + uploads.SECONDS + 1)

    college.post(BULK, fields)

    assert college.status == 409
    assert changes_in(registry) == 0


def test_few_tables_of_a_key_wait_at_once(college: Visitor, registry: Registry) -> None:
    for rows in range(2, 8):
        send_file(college, table(rows))

    folder = registry.settings.home / "uploads"
    assert len(list(folder.iterdir())) == uploads.MOST_OF_A_KEY
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())


@pytest.mark.parametrize("token", ["", "../../keys/session.key", "x" * 32, "a" * 5000, "\x00"])
def test_made_up_token_opens_nothing(college: Visitor, token: str) -> None:
    college.open(BULK)

    college.post(BULK, {**college.form(BULK), "step": "publish", "upload": token})

    assert college.status == 409


@pytest.mark.parametrize("name", ["../../../etc/passwd", "C:\\x.csv", "<b>.csv", "\u202e.csv"])
def test_name_of_the_file_does_not_matter(college: Visitor, registry: Registry, name: str) -> None:
    send_file(college, table(2), name)

    assert college.status == 200
    assert [path.suffix for path in (registry.settings.home / "uploads").iterdir()] == [".upload"]


@pytest.mark.parametrize("text", ["\n\n", "nonsense", "\x00\x01\x02", "PK\x03\x04zip"])
def test_what_is_no_table_is_refused_in_words(college: Visitor, text: str) -> None:
    send_file(college, text)

    assert college.status == 422
    assert college.page.one("section", id="findings").one("tbody").all("tr")


def test_templates_are_free_and_have_their_columns(reader: Visitor) -> None:
    for name in ("credentials", "organizations", "quality-assurance", "stacking"):
        reader.open(f"/publish/templates/{name}.csv")

        assert reader.status == 200
        assert "attachment" in reader.answer.headers["Content-Disposition"]
        assert len(reader.answer.text.splitlines()) >= 2
    reader.open("/publish/templates/none.csv")
    assert reader.status == 404


@pytest.mark.parametrize(("who", "megabytes"), [("college", 65), ("reader", 9)])
def test_body_that_is_too_large_is_refused_before_it_is_read(
    request: pytest.FixtureRequest, who: str, megabytes: int
) -> None:
    visitor: Visitor = request.getfixturevalue(who)

    answer = visitor.client.post(
        BULK,
        base_url=BASE,
        headers={"Accept": "text/html", "Origin": BASE},
        environ_overrides={"CONTENT_LENGTH": str(megabytes * 1024 * 1024)},
    )

    assert answer.status_code == 413
    assert "This is too large" in answer.text


@pytest.mark.parametrize("about", ["{}", f"{BASE}/fr/credentials/{{}}"], ids=["CTID", "page"])
def test_quality_assurance_statements_are_published_from_a_table(
    college: Visitor, registry: Registry, about: str
) -> None:
    ctid = college.publish_course()
    named = about.format(ctid)
    text = f"id,kind,object,from,name\nQ-1,approval,{named},2026-01-01,Approval of the course\n"
    college.open(BULK)

    college.send(BULK, step="check", template="quality-assurance", text=text)
    assert college.heading == "Approval of the course"
    college.send(BULK, step="publish")

    [statement] = reading.statements_about(registry, CTID(ctid))
    assert (statement.kind, statement.start) == ("approval", "2026-01-01")


def test_table_of_another_kind_is_recognised_by_its_columns(college: Visitor) -> None:
    college.open(BULK)

    college.send(BULK, step="check", template="organizations", text=table(2))

    assert college.status == 422
    summary = college.page.one("div", id="errors").text
    assert "The names of the columns look like “Credentials, courses" in summary


def test_nothing_sent_is_told_from_a_bad_table(college: Visitor) -> None:
    college.open(BULK)

    college.send(BULK, step="check", text="")

    assert college.status == 422
    assert "There is nothing to check yet" in college.text


def test_columns_of_a_template_are_described(college: Visitor) -> None:
    college.open(f"{BULK}?template=quality-assurance")

    columns = college.page.one("details", **{"class": "panel"})
    assert "object Of what required" in " ".join(columns.text.split())
