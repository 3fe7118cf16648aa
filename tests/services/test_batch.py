"""Many identifiers at once, each with its own answer (A9)."""

import csv
import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services import publishing, views
from app.services.assurance.batch import MOST_OTHERS
from app.services.publishing import OPERATOR
from app.services.registry import set_up
from ctdl.ctid import CTID, derive_ctid
from tests.assurance.worlds import World, publish, worlds
from tests.site.pages import read_page
from tests.support.documents import a_credential

FORMULA = a_credential("formula", name={"en": '=HYPERLINK("https://evil.example")'})
GONE = a_credential("gone")
SHARED = [
    a_credential(each, subjectWebpage="https://shared.example/page") for each in ("one", "two")
]
UNKNOWN = derive_ctid("test:batch unknown")


@pytest.fixture(scope="module")
def world() -> World:
    """A world with several days to ask about."""
    return worlds()[0]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, world: World) -> Iterator[FlaskClient]:
    """A client of a small registry; only to read."""
    home = tmp_path_factory.mktemp("batch") / "home"
    registry = set_up(Settings(home=home, base_url="https://registry.test"))
    publish(registry, world)
    for each in (FORMULA, *SHARED):
        publishing.publish(registry, each)
    gone = publishing.publish(registry, GONE).ctid
    publishing.withdraw(registry, gone, OPERATOR, reason="No longer given")
    views.catch_up(registry)
    application = create_app(registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()
    registry.close()


def _ctid(document: dict[str, object]) -> CTID:
    return CTID(document["@graph"][0]["ceterms:ctid"])  # type: ignore[index]


def test_three_identifiers_give_three_rows_in_their_order(
    client: FlaskClient, world: World
) -> None:
    ids = [str(UNKNOWN), world.asked_about, f"https://registry.test/resources/{_ctid(GONE)}"]

    rows = client.post("/api/v1/batch", json={"ids": ids, "asof": "2020-01-01"}).get_json()["rows"]

    assert [row["id"] for row in rows] == ids
    assert [row["found"] for row in rows] == [False, True, False]
    assert [row["state"] for row in rows] == ["unknown", "found", "withdrawn"]
    assert [row["qa"] for row in rows] == [None, "assured", None]
    assert rows[1]["name"] == "Data analysis"
    assert rows[1]["ctid"] == world.asked_about


def test_each_answer_is_that_of_the_record_asked_alone(client: FlaskClient, world: World) -> None:
    for day in ("2013-09-26", "2017-06-01", "2025-01-01"):
        alone = client.get(f"/api/v1/credentials/{world.asked_about}/qa?asof={day}").get_json()
        sent = {"ids": [world.asked_about, world.ctid("Northern College")], "asof": day}
        [row, _] = client.post("/api/v1/batch", json=sent).get_json()["rows"]

        assert (row["qa"], row["of"], row["sentence"]) == (
            alone["status"],
            alone["of"],
            alone["sentence"],
        )


def test_a_table_in_gives_a_table_out_with_a_day_of_its_own_for_each_line(
    client: FlaskClient, world: World
) -> None:
    table = f"id,asof\n{world.asked_about},2017-06-01\n{world.asked_about},2025-01-01\n"

    response = client.post(
        "/api/v1/batch", data=table, content_type="text/csv", headers={"Accept": "text/csv"}
    )

    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert response.mimetype == "text/csv"
    assert [row["qa"] for row in rows] == ["assured with conditions", "not assured"]
    assert [row["asof"] for row in rows] == ["2017-06-01", "2025-01-01"]


def test_every_line_is_read_by_its_own_separator(client: FlaskClient, world: World) -> None:
    ctid = world.asked_about
    days = ["2013-09-26", "2017-06-01", "2020-01-01", "2024-01-01", "2025-01-01"]
    lines = [
        f"{ctid}{mark}{day}" for mark, day in zip((",", ";", "\t", " ", "|"), days, strict=True)
    ]

    page = client.post("/batch", data={"ids": "\n".join(lines), "as": "csv"}).text

    assert [row["asof"] for row in csv.DictReader(io.StringIO(page))] == days


def test_a_line_that_cannot_be_read_is_shown_with_its_number_and_what_to_write(
    client: FlaskClient, world: World
) -> None:
    ctid = world.asked_about
    lines = ["id,asof", f"{ctid},2020-01-01", f"{ctid};1.5.2023", ",2020-01-01", f"{ctid} soon"]

    sent = {"ids": "\n".join(lines)}
    page = read_page(client.post("/batch", data=sent).text)
    rows = list(csv.DictReader(io.StringIO(client.post("/batch", data={**sent, "as": "csv"}).text)))

    assert [row["state"] for row in rows] == ["found", *["unreadable"] * 3]
    assert [row["line"] for row in rows] == ["2", "3", "4", "5"]
    assert [bool(row["asof"]) for row in rows] == [True, False, False, False]
    assert "Line 3: “1.5.2023” is no date. Write it as year, month and day" in page.text
    assert "Line 4: nothing stands before the separator." in page.text
    assert "Line 5: “soon” is no date." in page.text


def test_an_identifier_of_several_is_neither_found_nor_not(client: FlaskClient) -> None:
    shared = "https://shared.example/page"

    row = client.post("/api/v1/batch", json={"ids": [shared]}).get_json()["rows"][0]
    table = client.post("/batch", data={"ids": shared, "as": "csv"}).text
    page = client.post("/batch", data={"ids": shared}).text

    ctids = {_ctid(each) for each in SHARED}
    assert row["state"] == "ambiguous"
    assert {each["ctid"] for each in row["candidates"]} == ctids
    [written] = csv.DictReader(io.StringIO(table))
    assert written["found"] == written["state"] == "ambiguous"
    assert set(written["candidates"].split()) == ctids
    assert all(f"/credentials/{ctid}" in page for ctid in ctids)


def test_what_comes_after_the_most_that_are_searched_for_is_not_called_unknown(
    client: FlaskClient,
) -> None:
    ids = [f"number {number}" for number in range(MOST_OTHERS + 1)]

    rows = client.post("/api/v1/batch", json={"ids": ids}).get_json()["rows"]

    assert [row["state"] for row in rows[-2:]] == ["unknown", "not looked up"]
    assert "At most 100 identifiers without a CTID" in rows[-1]["problem"]


def test_no_cell_of_the_table_runs_as_a_formula(client: FlaskClient) -> None:
    ids = f"{_ctid(FORMULA)}\n=1+1\n+cmd|' /C calc'!A0\n@SUM(1)"

    response = client.post("/batch", data={"ids": ids, "asof": "2020-01-01", "as": "csv"})

    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert rows[0]["name"].startswith("'=")
    assert all(row["id"][0] not in "=+-@" for row in rows)


def test_the_file_has_the_rows_of_the_page(client: FlaskClient, world: World) -> None:
    sent = {"ids": f"{world.asked_about}\n{UNKNOWN}\nnothing", "asof": "2020-01-01"}

    page = client.post("/batch", data=sent).text
    table = client.post("/batch", data={**sent, "as": "csv"}).text

    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["found"] for row in rows] == ["true", "false", "false"]
    assert page.count("<tr>") == 1 + len(rows)
    assert page.count("Unknown identifier") == 2
    assert rows[0]["sentence"] in page


@pytest.mark.parametrize("door", ["api", "page"])
def test_five_hundred_and_one_are_refused_and_nothing_is_lost(
    client: FlaskClient, door: str
) -> None:
    ids = [f"number {number}" for number in range(501)]

    if door == "api":
        response = client.post("/api/v1/batch", json={"ids": ids})
        said = response.get_json()["detail"]
    else:
        response = client.post("/batch", data={"ids": "\n".join(ids)})
        said = response.text

    assert response.status_code == 400
    assert "more than 500 identifiers" in said
    if door == "page":
        assert "number 500" in response.text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"ids": "x", "asof": "2023-02-30"}, "year, month and day"),
        ({"ids": "x,never", "asof": "2023-02-03"}, "Line 1: “never” is no date"),
        ({"ids": ",2023-02-03"}, "Line 1: nothing stands before the separator"),
        ({"ids": "  \n\n"}, "Write one identifier a line"),
        ({}, "Write one identifier a line"),
    ],
)
def test_what_is_wrong_with_a_list_is_said_at_its_field(
    client: FlaskClient, sent: dict[str, str], told: str
) -> None:
    response = client.post("/batch", data=sent)

    assert response.status_code == 400
    assert told in response.text
    assert 'aria-invalid="true"' in response.text


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"{", b"[]", b'{"ids": 3}', b'{"ids": [""]}', b'{"ids":[],"x":1}']
)
def test_hostile_bodies_are_refused(client: FlaskClient, data: bytes) -> None:
    response = client.post("/api/v1/batch", data=data, content_type="application/json")

    assert response.status_code in (400, 422)
    assert response.mimetype == "application/problem+json"


def test_nothing_of_a_list_is_kept(client: FlaskClient, world: World) -> None:
    assert client.post("/batch", data={"ids": world.asked_about}).cache_control.no_store
    assert client.post("/api/v1/batch", json={"ids": ["x"]}).cache_control.no_store
