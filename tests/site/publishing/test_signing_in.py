"""Signing in: only with a good key, only for a while, and never by another site's doing."""

import time
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.services import keys
from app.services.registry import Registry
from app.store.session_key import session_key
from tests.site.publishing.visitor import BASE, COURSE, Visitor

OPEN_PAGES = ("/", "/search?q=data", "/publish", "/fr/publish", "/help", "/no-such-page")


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_readers_never_get_a_cookie(reader: Visitor, address: str) -> None:
    reader.open(address)

    assert reader.answer.headers.getlist("Set-Cookie") == []


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(reader: Visitor, key: str) -> None:
    answer = reader.client.post("/publish/sign-in", data={"key": key}, base_url=BASE)

    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-publisher=")
    assert {"HttpOnly", "Secure", "SameSite=Strict", "Max-Age=28800", "Path=/"} <= set(
        cookie.split("; ")
    )
    assert key.split("_", 2)[2] not in cookie
    assert answer.headers["Location"] == "/publish"


def test_every_process_and_every_restart_knows_the_cookie(
    college: Visitor, registry: Registry
) -> None:
    from app import create_app

    restarted = create_app(registry.settings)
    cookie = college.client.get_cookie("__Host-publisher", domain="registry.test")
    assert cookie is not None
    other = restarted.test_client()
    other.set_cookie("__Host-publisher", cookie.value, domain="registry.test", secure=True)

    assert "Signed in as Example College" in other.get("/publish", base_url=BASE).text
    restarted.extensions["registry"].close()


def test_secret_is_made_once_and_for_its_owner_only(registry: Registry) -> None:
    first, second = session_key(registry.keys_folder), session_key(registry.keys_folder)

    assert first == second
    assert len(first) == 32
    assert (registry.keys_folder / "session.key").stat().st_mode & 0o777 == 0o600


def test_wrong_key_is_refused_and_not_shown_again(reader: Visitor) -> None:
    reader.sign_in("cr_000000000000_wrong")

    assert reader.status == 401
    assert "This is not a key of this registry" in reader.page.one("div", role="alert").text
    assert "cr_000000000000_wrong" not in reader.answer.text


def test_no_key_is_asked_for_in_words(reader: Visitor) -> None:
    reader.sign_in("  ")

    assert reader.status == 401
    assert reader.page.one("p", id="key-error").text == "Error: Paste your key."


def test_too_many_wrong_keys_are_not_looked_at_any_more(reader: Visitor, key: str) -> None:
    for _ in range(60):
        reader.post("/publish/sign-in", {"key": "cr_000000000000_wrong"})
        if reader.status == 429:
            break

    assert reader.status == 429
    assert reader.heading == "Too many requests"
    reader.post("/publish/sign-in", {"key": key})
    assert reader.status == 429


def test_revoked_key_ends_the_session_at_once_and_says_why(
    college: Visitor, registry: Registry, key: str
) -> None:
    keys.revoke_key(registry, key.split("_")[1])

    college.open("/publish/keys")

    assert college.status == 401
    today = datetime.now(UTC).date().isoformat()
    assert f"This key was revoked on {today};" in college.text
    assert college.client.get_cookie("__Host-publisher", domain="registry.test") is None


def test_session_ends_after_eight_hours_and_what_was_typed_is_kept(
    college: Visitor, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    college.open("/publish/records/new")
    fields = {**college.form("/publish/records/new"), **COURSE, "step": "check"}
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 8 * 60 * 60 + 1)

    college.post("/publish/records/new", fields)

    assert college.status == 401
    assert "eight hours ago" in college.text
    college.send("/publish/sign-in", key=key)
    assert college.heading == "Go on with what you typed"
    college.send("/publish/records/new")
    assert college.status == 200
    assert college.heading == "Harvest by drone"


def test_signing_out_forgets_who_was_signed_in(college: Visitor) -> None:
    college.open("/publish")

    college.send("/publish/sign-out")

    assert "You are signed out." in college.text
    college.open("/publish/keys")
    assert college.status == 401


def test_form_made_before_signing_in_again_can_be_sent_once_more(
    college: Visitor, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    college.open("/publish/records/new")
    fields = {**college.form("/publish/records/new"), **COURSE, "step": "check"}
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 60)
    college.post("/publish/sign-in", {"key": key})

    college.post("/publish/records/new", fields)

    assert college.status == 409
    college.send("/publish/records/new")
    assert college.status == 200
    assert college.heading == "Harvest by drone"


@pytest.mark.parametrize("action", ["/publish/records", "/publish/sign-in", "/publish/sign-out"])
def test_form_of_another_site_does_nothing(college: Visitor, action: str, key: str) -> None:
    college.post(action, {"key": key}, {"Origin": "https://evil.example"})

    assert college.status == 403
    college.open("/publish")
    assert "Signed in as Example College" in college.text


def test_form_without_its_token_does_nothing(college: Visitor) -> None:
    ctid = college.publish_course()

    college.post(f"/publish/records/{ctid}/withdraw", {"reason": "A trick"})

    assert college.status == 409
    college.open(f"/publish/records/{ctid}")
    assert "Withdrawn" not in college.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/publish",
        "//evil.example",
        "/publish\\..\\x",
        "/search",
        "/publish/sign-out",
        "/publishers",
    ],
)
def test_signing_in_leads_only_to_publishers_pages(reader: Visitor, key: str, target: str) -> None:
    answer = reader.client.post(
        "/publish/sign-in", data={"key": key, "next": target}, base_url=BASE
    )

    assert answer.headers["Location"] == "/publish"


def test_signing_in_leads_to_the_page_that_was_asked_for(reader: Visitor, key: str) -> None:
    reader.open("/fr/publish/keys")

    reader.send("/fr/publish/sign-in", key=key)

    assert reader.status == 200
    assert reader.heading == "Vos clés"


@pytest.mark.parametrize("address", ["/publish", "/publish/keys", "/publish/records/new"])
def test_publishers_pages_are_kept_nowhere(college: Visitor, address: str) -> None:
    college.open(address)

    assert college.answer.headers["Cache-Control"] == "no-store"
    assert college.answer.headers["X-Robots-Tag"] == "noindex"
    assert college.answer.headers["Access-Control-Allow-Origin"] == BASE


def test_own_key_can_be_revoked_and_is_never_shown(college: Visitor, key: str) -> None:
    college.open("/publish/keys")
    assert key.split("_", 2)[2] not in college.answer.text
    key_id = key.split("_")[1]

    address = f"/publish/keys/{key_id}/revoke"
    assert address not in [each.attributes["action"] for each in college.page.all("form")]

    college.open(address)
    assert "You are signed in with this key" in college.text
    assert "This is your only key in use" in college.text
    college.open("/publish/keys")
    assert college.status == 200
    college.open(address)
    college.send(address)

    assert college.status == 401
    assert "You were signed out" in college.text


def test_somebody_elses_key_cannot_be_revoked(rival: Visitor, key: str, site: Flask) -> None:
    rival.open("/publish/records/new")
    token = rival.form("/publish/records/new")["form_token"]

    rival.post(f"/publish/keys/{key.split('_')[1]}/revoke", {"form_token": token})

    assert rival.status == 404
    with site.app_context():
        assert keys.signed_in(site.extensions["registry"], key).publisher.name == "Example College"


def test_damaged_secret_lets_nobody_in_and_says_so(
    reader: Visitor, registry: Registry, key: str
) -> None:
    registry.keys_folder.mkdir(exist_ok=True)
    (registry.keys_folder / "session.key").write_bytes(b"short")

    reader.post("/publish/sign-in", {"key": key})

    assert reader.status == 503
    assert reader.answer.headers["Retry-After"]
    assert str(registry.keys_folder) not in reader.answer.text
