"""The page of an evaluation, its file and the API: answers, overrides, bad input."""

import json
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.services import publishing, views
from app.services.publishing import PublisherRef
from app.services.registry import set_up
from app.store import log
from ctdl.ctid import derive_ctid
from tests.site.pages import open_page
from tests.support import evaluations as world
from tests.support.documents import an_organization

PAGE = f"/credentials/{world.CREDENTIAL}/evaluation"
FILE = f"{PAGE}.json"
API = f"/api/v1/credentials/{world.CREDENTIAL}/evaluation"
GONE = derive_ctid("test:gone programme")
CLOSED = derive_ctid("test:closed university")
FRENCH = derive_ctid("test:programme with a French name")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of a registry with the small world and a withdrawn programme; only to read."""
    home = tmp_path_factory.mktemp("evaluation") / "home"
    registry = set_up(Settings(home=home, base_url="https://registry.test"))
    world.publish_world(registry)
    document = json.loads(json.dumps(world.the_diploma()).replace(world.DIPLOMA, GONE))
    world.own(registry, world.UNIVERSITY, "Example University", document)
    named = json.loads(json.dumps(world.the_diploma()).replace(world.DIPLOMA, FRENCH))
    french = {"en": "Diploma in data", "fr": "Diplôme en services de données"}
    named["@graph"][0]["ceterms:name"] = french
    world.own(registry, world.UNIVERSITY, "Example University", named)
    owner = PublisherRef(world.UNIVERSITY, "Example University")
    publishing.withdraw(registry, GONE, owner, reason="It closed")
    world.own(registry, CLOSED, "Closed University", an_organization("Closed University", CLOSED))
    publishing.withdraw(registry, CLOSED, PublisherRef(CLOSED, "Closed University"), reason="So")
    views.catch_up(registry)
    application = create_app(registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()
    registry.close()


def ask(client: FlaskClient, address: str, **asked: Any) -> TestResponse:
    return client.get(address, query_string=asked)


def test_the_page_answers_sixteen_milestones_and_seven_criteria_with_their_sources(
    client: FlaskClient,
) -> None:
    page = open_page(client, f"{PAGE}?asof=2024-06-01&programme={world.DIPLOMA}").one("main")

    titles = [each.text for each in page.all("h3")]
    assert sum(title[:2].strip().isdigit() for title in titles) == 16
    assert "1 Provider: Yes" in " ".join(titles[0].split())
    assert "Identification of the learner: Stated" in titles
    assert "accreditation of Example College by Example Agency" in page.text.replace("Accr", "accr")
    assert "the issuer about itself" in page.text
    assert "Advice, not a decision." in page.text


def test_the_difference_table_shows_both_sides_and_each_outcome(client: FlaskClient) -> None:
    page = open_page(client, f"{PAGE}?asof=2024-06-01&programme={world.DIPLOMA}").one("main")

    tables = [" ".join(each.text.split()) for each in page.all("table")]
    assert "10 ECTS credits 8 ECTS credits" in tables[0]
    assert "2 of 3 outcomes of the target" in tables[0]
    assert "Teach a class of beginners to swim None found" in tables[1]
    assert "Judge the risks of publishing personal data" in page.text


def test_every_page_of_it_stays_out_of_search_engines(client: FlaskClient) -> None:
    assert '<meta name="robots" content="noindex">' in ask(client, PAGE).text


def test_an_override_with_a_reason_stands_beside_the_answer_of_the_registry(
    client: FlaskClient,
) -> None:
    asked = {"asof": "2024-06-01", "override": "5:no", "reason-5": "The <b>report</b> is missing"}

    shown = ask(client, PAGE, **asked).text

    assert "Quality" in shown
    assert "Your answer: No." in " ".join(unescape(shown).replace("<strong>", "").split())
    assert "The &lt;b&gt;report&lt;/b&gt; is missing" in shown
    assert "May stop at milestone 5 (Quality)" in unescape(shown)
    assert "of the others none stops the assessment" in unescape(shown)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"override": "5:no"}, "Milestone 5: Give the reason for your answer."),
        ({"reason-5": "because"}, "Milestone 5: Choose the answer that this reason is for."),
        ({"override": "5:maybe", "reason-5": "x"}, "Choose one of the answers of the list."),
        ({"override": ["5:no", "5:yes"], "reason-5": "x"}, "Give one answer only."),
        ({"override": "17:no", "reason-17": "x"}, "There is nothing called “17”"),
        ({"override": "level:not stated"}, "Criterion: Level: Give the reason"),
        ({"override": "difference-kind:difference"}, "Difference: Profile: kind: Give the reason"),
        ({"override": "5:no", "reason-5": "y" * 301}, "at most 300 characters"),
        ({"asof": "2024-02-30"}, "Write the date as year, month and day"),
        ({"asof": "tomorrow"}, "Write the date as year, month and day"),
    ],
)
def test_what_is_amiss_is_listed_first_and_what_was_typed_is_kept(
    client: FlaskClient, asked: dict[str, Any], words: str
) -> None:
    response = ask(client, PAGE, **asked)

    page = unescape(response.text)
    assert response.status_code == 400
    assert page.index('role="alert"') < page.index("<h1>")
    assert words in page
    for name, value in asked.items():
        if name.startswith("reason-") and "17" not in name:
            assert f'value="{value}"' in page
    if asked.get("override") == "5:no":
        assert '<option value="5:no" selected>' in page


def test_what_is_no_day_gets_no_answers_of_another_day(client: FlaskClient) -> None:
    page = unescape(ask(client, PAGE, asof="2024-02-30", override="5:no", **{"reason-5": "x"}).text)

    assert 'value="2024-02-30"' in page
    assert 'name="reason-5" value="x"' in page
    assert "milestone-1" not in page
    assert "As of" not in page


def test_the_summary_tells_first_how_much_is_unknown(client: FlaskClient) -> None:
    page = unescape(ask(client, PAGE, asof="1990-01-01").text)
    summary = page[page.index('id="summary-title"') : page.index('id="answers"')]
    milestones = ask(client, API, asof="1990-01-01").get_json()["milestones"]
    unknown = [each["answer"] for each in milestones].count("unknown")

    assert summary.index("Unknown: ") < summary.index("Yes: ")
    assert f"{unknown} of sixteen milestones are unknown and left to the assessor" in summary


def test_a_form_with_empty_fields_leads_to_the_address_without_them(client: FlaskClient) -> None:
    response = client.get(f"{PAGE}?asof=2024-06-01&override=&override=5:no&reason-5=x&reason-6=")

    assert response.status_code == 302
    assert response.headers["Location"].endswith("?asof=2024-06-01&override=5:no&reason-5=x")


@pytest.mark.parametrize("page", [PAGE, "/plan", "/gap", "/search", "/compare"])
@pytest.mark.parametrize(
    "name",
    [
        "ctid",
        "endpoint",
        "page",
        "self",
        "values",
        "_anchor",
        "_external",
        "_method",
        "_scheme",
        "levels_in",
        "",
        "a&b=c#d",
    ],
)
def test_no_name_in_the_address_reaches_the_machinery(
    client: FlaskClient, page: str, name: str
) -> None:
    response = ask(client, page, **{name: "javascript", "find": ""})

    assert response.status_code in (200, 302, 400, 404)
    if response.status_code == 302:
        assert response.headers["Location"].startswith(f"{page}?")
        assert client.get(response.headers["Location"]).status_code in (200, 400)


def test_a_programme_and_a_receiver_are_found_by_words_or_identifier(client: FlaskClient) -> None:
    by_name = unescape(ask(client, PAGE, find="diploma data services").text)
    by_ctid = unescape(ask(client, PAGE, find=world.UNIVERSITY).text)
    by_party = unescape(ask(client, PAGE, find="univers").text)
    nothing = unescape(ask(client, PAGE, find="zzyzzx").text)

    assert f"receiver={world.UNIVERSITY}" in by_party
    assert f"programme={world.DIPLOMA}" in by_name
    assert f"receiver={world.UNIVERSITY}" in by_ctid
    assert "Nothing was found for “zzyzzx”" in nothing


def test_what_is_chosen_keeps_the_rest_of_the_address(client: FlaskClient) -> None:
    asked = {"find": world.DIPLOMA, "asof": "2024-06-01", "override": "5:no", "reason-5": "x"}

    page = open_page(client, f"{PAGE}?{'&'.join(f'{k}={v}' for k, v in asked.items())}")

    chosen = next(
        each.attributes["href"]
        for each in page.all("a")
        if f"programme={world.DIPLOMA}" in (each.attributes.get("href") or "")
    )
    assert "asof=2024-06-01" in chosen
    assert "override=5:no" in chosen
    assert "reason-5=x" in chosen
    assert "find=" not in chosen


@pytest.mark.parametrize("address", [PAGE, FILE, API])
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"programme": "ce-1"}, 400),
        ({"receiver": "<script>"}, 400),
        ({"programme": derive_ctid("test:nobody")}, 400),
        ({"receiver": derive_ctid("test:nobody")}, 400),
        ({"receiver": world.DIPLOMA}, 400),
        ({"programme": world.UNIVERSITY}, 400),
        ({"programme": GONE}, 400),
        ({"receiver": CLOSED}, 400),
        ({"asof": "2024-02-30"}, 400),
        ({"programme": "x" * 100_000}, 414),
        ({"asof": "0001-01-01"}, 200),
        ({"asof": "9999-12-31"}, 200),
    ],
)
def test_bad_input_gets_a_clear_answer(
    client: FlaskClient, address: str, asked: dict[str, Any], status: int
) -> None:
    response = ask(client, address, **asked)

    assert response.status_code == status
    if response.content_type.startswith("text/html"):
        assert "<script>" not in response.text
    if status != 200 and address != PAGE:
        assert response.content_type.startswith("application/problem+json")
        assert response.get_json()["detail"]


@pytest.mark.parametrize("address", [PAGE, f"/fr{PAGE}", FILE, API])
def test_a_target_that_was_withdrawn_is_named_with_its_parameter(
    client: FlaskClient, address: str
) -> None:
    told = [unescape(ask(client, address, receiver=CLOSED).text)]
    told.append(unescape(ask(client, address, programme=GONE).text))

    words = "a été retirée" if address.startswith("/fr") else "was withdrawn on"
    for each, parameter, ctid in zip(told, ("receiver", "programme"), (CLOSED, GONE), strict=True):
        assert f"{parameter}:" in each.replace("\u00a0:", ":")
        assert ctid in each
        assert words in each


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_what_is_no_live_credential_tells(client: FlaskClient, suffix: str) -> None:
    codes = {
        ctid: client.get(f"/credentials/{ctid}/evaluation{suffix}").status_code
        for ctid in (GONE, derive_ctid("test:nobody"), world.COLLEGE)
    }

    assert list(codes.values()) == [410, 404, 404]


def test_the_file_equals_the_screen_and_the_api_with_the_officers_answers_added(
    client: FlaskClient,
) -> None:
    asked = {"asof": "2024-06-01", "programme": world.DIPLOMA}
    mine = {"override": "5:no", "reason-5": "The report is missing"}

    file = ask(client, FILE, **asked, **mine).get_json()
    api = ask(client, API, **asked).get_json()
    page = " ".join(unescape(ask(client, PAGE, **asked, **mine).text).split())

    assert file.pop("overrides") == [
        {"name": "5", "answer": "no", "reason": "The report is missing"}
    ]
    assert file.pop("stop_with_overrides")["milestone"] == 5
    assert file == api
    for each in api["milestones"]:
        assert each["question"] in page
        for one in each["evidence"]:
            value = one["value"]
            assert f"{value[:1].upper()}{value[1:]}" in page or value in page
    for aspect in api["difference"]["aspects"]:
        assert all(why in page for why in aspect["why"])


def test_the_api_has_the_keys_that_clients_depend_on(client: FlaskClient) -> None:
    answer = ask(client, API, asof="2024-06-01").get_json()

    assert answer["ctid"] == world.CREDENTIAL
    assert isinstance(answer["revision"], int)
    assert answer["stop"] is None
    assert [each["id"] for each in answer["milestones"]] == list(range(1, 17))
    for each in answer["milestones"]:
        assert each["answer"] in ("yes", "no", "unknown", "expired")
        for one in each["evidence"]:
            assert {"value", "source", "asserted_by", "date"} <= one.keys()
    assert [each["state"] for each in answer["criteria"]].count("stated") == 7
    assert answer["difference"] is None


def test_the_api_speaks_french_and_refuses_what_it_does_not_know(client: FlaskClient) -> None:
    french = ask(client, API, lang="fr").get_json()
    unknown = ask(client, API, override="5:no")

    assert french["milestones"][0]["question"].startswith("Qui a dispensé")
    assert unknown.status_code == 400


def test_the_french_page_says_all_of_it_in_french(client: FlaskClient) -> None:
    page = ask(client, f"/fr{PAGE}", asof="2024-06-01", programme=world.DIPLOMA).text

    assert "Un conseil, pas une décision." in page
    assert "Aucune différence substantielle trouvée" in page
    assert "Substantial" not in page


def test_the_revision_and_the_day_stand_in_the_foot_of_every_sheet(client: FlaskClient) -> None:
    page = open_page(client, f"{PAGE}?asof=2024-06-01").one("main")
    number = ask(client, API).get_json()["revision"]

    foot = [
        each for each in page.all("div") if "evaluation-footer" in each.attributes.get("class", "")
    ]
    assert f"Revision {number}" in foot[0].text
    assert "2024-06-01" in foot[0].text


def test_the_page_of_the_credential_leads_to_its_evaluation(client: FlaskClient) -> None:
    assert f'href="{PAGE}"' in client.get(f"/credentials/{world.CREDENTIAL}").text


def test_nothing_is_stored_by_asking(client: FlaskClient) -> None:
    registry = client.application.extensions["registry"]
    before = log.latest_number(registry.database)

    response = ask(client, PAGE, override="5:no", **{"reason-5": "kept nowhere"})

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert log.latest_number(registry.database) == before
    assert "kept nowhere" not in ask(client, PAGE).text


def test_each_piece_of_evidence_says_in_words_whether_it_speaks_for_or_against(
    client: FlaskClient,
) -> None:
    asked = {"asof": "2025-06-01", "programme": world.DIPLOMA}

    page = open_page(client, f"{PAGE}?{'&'.join(f'{k}={v}' for k, v in asked.items())}")
    data = ask(client, FILE, **asked).get_json()

    marks = [
        each.text
        for each in page.one("main").all("span")
        if "evaluation-weight" in each.attributes.get("class", "")
    ]
    shown = [one["says"] for each in data["milestones"] for one in each["evidence"]]
    assert any(mark.startswith("Speaks for it") for mark in marks)
    assert any(mark.startswith("No longer holds") for mark in marks)
    assert any(mark.startswith("Decides nothing") for mark in marks)
    assert len(marks) >= len(shown)


def test_names_that_have_french_are_in_french_on_the_french_page_and_in_the_data(
    client: FlaskClient,
) -> None:
    asked = {"asof": "2024-06-01", "programme": FRENCH, "receiver": world.UNIVERSITY}

    page = " ".join(unescape(ask(client, f"/fr{PAGE}", **asked).text).split())
    data = ask(client, API, lang="fr", **asked).get_json()

    admission = data["milestones"][11]["evidence"][0]["value"]
    assert admission == "Condition d’entrée de Diplôme en services de données"
    assert admission in page
    assert data["milestones"][11]["rule"] == "BCCAT 2020, figure 5, transfert"
    assert "BCCAT 2020, figure 5, liste de contrôle" in page
    assert "Figure 5" not in page
    assert "Établissement postsecondaire" in page
