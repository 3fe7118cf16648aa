"""Showing a key: what is accepted, what is refused, and what is never said or written."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from app.http import problems, rate_limits
from app.http.signing_in import signed_in, signed_in_if_asked
from app.services import keys
from app.services.registry import Registry
from app.store import publishers
from ctdl.ctid import derive_ctid

COLLEGE = derive_ctid("test:college")
NEVER_MADE = "cr_0123456789ab_" + "A" * 43


@pytest.fixture
def door(registry: Registry) -> FlaskClient:
    """A client of an application with one address for publishers and one for anybody."""
    app = Flask("door")
    app.extensions["registry"] = registry
    app.config["MAX_CONTENT_LENGTH"] = 100
    rate_limits.setup(app)
    problems.setup(app)

    @app.get("/publishers")
    def for_publishers() -> Response:
        return Response(signed_in("publish").publisher.name)

    @app.get("/anybody")
    def for_anybody() -> Response:
        who = signed_in_if_asked()
        return Response(who.publisher.name if who else "nobody")

    return app.test_client()


@pytest.fixture
def make_key(registry: Registry) -> Callable[..., str]:
    """Makes keys of the college."""

    def make(**options: object) -> str:
        return keys.create_key(registry, COLLEGE, name="College", **options)  # type: ignore[arg-type]

    return make


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_a_good_key_says_whose_it_is(door: FlaskClient, make_key: Callable[..., str]) -> None:
    response = door.get("/publishers", headers=bearer(make_key()))

    assert (response.status_code, response.text) == (200, "College")


@pytest.mark.parametrize("written", ["bearer {}", "BEARER {}", "Bearer   {}", " Bearer {} "])
def test_the_scheme_is_read_as_http_reads_it(
    door: FlaskClient, make_key: Callable[..., str], written: str
) -> None:
    shown = {"Authorization": written.format(make_key())}

    assert door.get("/publishers", headers=shown).status_code == 200


def test_no_key_is_401_and_says_what_to_show(door: FlaskClient) -> None:
    response = door.get("/publishers")

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="publishers"'
    assert "Authorization: Bearer" in response.json["detail"]  # type: ignore[index]


@pytest.mark.parametrize(
    "shown",
    [
        f"Bearer {NEVER_MADE}",
        "Bearer",
        "Bearer ",
        "Bearer cr_",
        "Bearer cr__",
        "Bearer no such thing",
        "Bearer " + "x" * 5000,
        "Bearer cr_\x00_\x00",
        "Bearer cr_\xe9_\xe9",
        "Bearer cr_' OR 1=1 --_x",
    ],
)
def test_what_is_no_key_is_401_and_is_not_repeated(door: FlaskClient, shown: str) -> None:
    response = door.get("/publishers", environ_base={"HTTP_AUTHORIZATION": shown})

    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]
    assert len(shown) < 12 or shown.removeprefix("Bearer ") not in response.text


@pytest.mark.parametrize("shown", ["Basic Y29sbGVnZTpzZWNyZXQ=", "Digest x", "Token cr_a_b"])
def test_another_scheme_is_401_and_says_which_one(door: FlaskClient, shown: str) -> None:
    response = door.get("/publishers", headers={"Authorization": shown})

    assert response.status_code == 401
    assert "Bearer" in response.json["detail"]  # type: ignore[index]


def test_a_revoked_key_is_401_and_says_so(
    door: FlaskClient, registry: Registry, make_key: Callable[..., str]
) -> None:
    key = make_key()
    keys.revoke_key(registry, key.split("_")[1])

    response = door.get("/publishers", headers=bearer(key))

    assert response.status_code == 401
    assert "revoked" in response.json["detail"]  # type: ignore[index]


def test_an_expired_key_is_401_and_says_so(door: FlaskClient, registry: Registry) -> None:
    with registry.database.writing() as connection:
        publishers.remember_publisher(connection, COLLEGE, "College")
        key = publishers.create_key(connection, COLLEGE, "", "publish", "2025-01-01T00:00:00Z")

    response = door.get("/publishers", headers=bearer(key))

    assert response.status_code == 401
    assert "expired on 2025-01-01" in response.json["detail"]  # type: ignore[index]


def test_a_wrong_secret_says_no_more_than_an_unknown_key(
    door: FlaskClient, make_key: Callable[..., str]
) -> None:
    key = make_key()
    wrong = key[:-4] + ("AAAA" if not key.endswith("AAAA") else "BBBB")

    answers = [door.get("/publishers", headers=bearer(each)).json for each in (wrong, NEVER_MADE)]

    assert answers[0] == answers[1]


def test_a_key_without_the_scope_is_403_and_says_what_it_is_good_for(
    door: FlaskClient, make_key: Callable[..., str]
) -> None:
    response = door.get("/publishers", headers=bearer(make_key(scopes=["withdraw"])))

    assert response.status_code == 403
    assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]
    assert "good for withdraw, not for publish" in response.json["detail"]  # type: ignore[index]


def test_an_address_for_anybody_needs_no_key_but_refuses_a_bad_one(
    door: FlaskClient, make_key: Callable[..., str]
) -> None:
    assert door.get("/anybody").text == "nobody"
    assert door.get("/anybody", headers=bearer(make_key())).text == "College"
    assert door.get("/anybody", headers=bearer(NEVER_MADE)).status_code == 401


def test_without_a_key_the_address_is_counted_and_with_one_the_key(
    door: FlaskClient, make_key: Callable[..., str]
) -> None:
    anybody = door.get("/anybody")
    publisher = door.get("/anybody", headers=bearer(make_key()))

    assert anybody.headers["RateLimit"].startswith('"validate";r=119')
    assert publisher.headers["RateLimit"].startswith('"publish";r=599')


def test_a_key_has_its_own_count(
    registry: Registry, door: FlaskClient, make_key: Callable[..., str]
) -> None:
    one, other = make_key(), make_key()

    left = [
        door.get("/publishers", headers=bearer(key)).headers["RateLimit"].split(";")[1]
        for key in (one, one, other)
    ]

    assert left == ["r=599", "r=598", "r=599"]


def test_after_many_keys_that_open_nothing_the_address_waits(
    door: FlaskClient, make_key: Callable[..., str]
) -> None:
    statuses = [door.get("/publishers", headers=bearer(NEVER_MADE)).status_code for _ in range(21)]
    here = door.get("/publishers", headers=bearer(make_key()))
    there = door.get(
        "/publishers", headers=bearer(make_key()), environ_base={"REMOTE_ADDR": "192.0.2.7"}
    )

    assert statuses == [401] * 20 + [429]
    assert here.status_code == 429
    assert int(here.headers["Retry-After"]) > 0
    assert there.status_code == 200


def test_no_key_is_written_to_the_log(
    door: FlaskClient, make_key: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = make_key()

    door.get("/publishers", headers=bearer(key))
    door.get("/publishers", headers=bearer(NEVER_MADE))

    assert key not in caplog.text
    assert NEVER_MADE not in caplog.text
