import pytest
from flask.testing import FlaskClient

from tests.linked_data.small_registry import CREDENTIAL, UNKNOWN, WITHDRAWN

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ADDRESSES = [
    "/",
    "/search",
    "/no-such-page",
    f"/resources/{CREDENTIAL}",
    f"/graph/{CREDENTIAL}.ttl",
    f"/resources/{UNKNOWN}",
    f"/resources/{WITHDRAWN}",
    f"/credentials/{CREDENTIAL}",
    "/api/v1/search?page=none",
    "/api/v1/changes",
    "/api/v1/openapi.json",
    "/contexts/ctdl/2026-08-06.json",
    "/robots.txt",
    "/readyz",
]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("headers", [{}, BROWSER], ids=["program", "browser"])
def test_every_answer_says_what_may_be_loaded_and_who_may_read(
    client: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    response = client.get(address, headers=headers)

    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
    assert exposed[:5] == ["Link", "ETag", "Last-Modified", "Content-Location", "Location"]
    assert exposed[5:7] == ["Retry-After", "Memento-Datetime"]
    assert exposed[7:10] == ["RateLimit", "RateLimit-Policy", "WWW-Authenticate"]
    assert exposed[10:] == ["Content-Disposition", "Total", "Per-Page", "X-Total", "X-Per-Page"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_gets_the_headers_of_get(client: FlaskClient, address: str) -> None:
    answered, asked = client.get(address), client.head(address)

    assert asked.status_code == answered.status_code
    assert asked.data == b""
    ignored = {"Date"}
    assert {name: value for name, value in asked.headers if name not in ignored} == {
        name: value for name, value in answered.headers if name not in ignored
    }


@pytest.mark.parametrize(
    "address", [f"/resources/{CREDENTIAL}", f"/graph/{UNKNOWN}", "/api/v1/search", "/search"]
)
def test_a_script_on_another_site_may_ask_first(client: FlaskClient, address: str) -> None:
    headers = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }

    response = client.options(address, headers=headers)

    assert response.status_code == 204
    assert response.data == b""
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    allowed = response.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in ("content-type", "accept", "if-none-match"))


def test_asking_first_at_an_address_that_is_not_there_gets_404(client: FlaskClient) -> None:
    assert client.options("/no-such-page").status_code == 404


def test_options_says_which_methods_this_address_takes(client: FlaskClient) -> None:
    def allowed(address: str) -> str:
        return client.options(address).headers["Allow"]

    assert allowed("/api/v1/records") == "GET, HEAD, OPTIONS, POST"
    assert allowed(f"/api/v1/records/{CREDENTIAL}") == "DELETE, GET, HEAD, OPTIONS, PUT"
    assert allowed("/api/v1/records/validate") == "OPTIONS, POST"
    assert allowed("/api/v1/search") == "GET, HEAD, OPTIONS"


def test_a_script_on_another_site_may_ask_to_write_with_a_key(client: FlaskClient) -> None:
    asking = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, content-type, if-match",
    }

    response = client.options(f"/api/v1/records/{CREDENTIAL}", headers=asking)

    assert "PUT" in response.headers["Access-Control-Allow-Methods"]
    allowed = response.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type", "if-match"))
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "path", ["/feed", "/oai", "/changes.atom", "/ce-registry/envelopes", "/graph/nothing", "/none"]
)
def test_a_script_on_another_site_may_ask_for_everything_public_and_read_its_errors(
    client: FlaskClient, path: str
) -> None:
    asking = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "accept, if-none-match",
    }
    allowed = client.options(path, headers=asking)
    answer = client.get(path, headers={"Origin": "https://elsewhere.example"})

    assert allowed.status_code == 204
    assert allowed.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in allowed.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in allowed.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"Link", "ETag", "Retry-After", "RateLimit", "Total"} <= set(exposed)


def test_asking_what_is_allowed_where_there_is_nothing_is_404(client: FlaskClient) -> None:
    assert client.options("/none").status_code == 404
