"""What the publishing API refuses; none of these requests changes the registry they are sent to."""

import gzip
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from app import create_app
from app.config import Settings
from app.services import keys, publishing
from app.services.publishing import PublisherRef
from app.services.registry import set_up
from app.store import log
from ctdl.ctid import derive_ctid
from tests.api.publishers import COLLEGE, RECORDS, Publisher, first_aid
from tests.linked_data.small_registry import json_of
from tests.support.documents import CONTEXT, a_credential, ctid_of

FIRST_AID = ctid_of(first_aid())
UNKNOWN = derive_ctid("test:never published")


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    """A publisher with one record, in a registry that must be as it was when all is done."""
    home = tmp_path_factory.mktemp("refused") / "home"
    registry = set_up(Settings(home=home, base_url="https://registry.test"))
    publishing.publish(registry, first_aid(), PublisherRef(COLLEGE, "College"))
    key = keys.create_key(registry, COLLEGE)
    application = create_app(registry.settings)
    application.testing = True
    yield Publisher(application.test_client(), COLLEGE, key)
    assert log.latest_number(registry.database) == 1
    application.extensions["registry"].close()
    registry.close()


def codes(problem: dict[str, Any]) -> set[str]:
    return {each["code"] for each in problem["findings"]}


@pytest.mark.parametrize(
    "query", ["", "publisher=me", f"publisher={COLLEGE}&limit=0", f"publisher={COLLEGE}&after=x"]
)
def test_a_list_that_cannot_be_made_is_400(refused: Publisher, query: str) -> None:
    response = refused.client.get(f"{RECORDS}?{query}")

    assert response.status_code == 400
    assert json_of(response)["errors"]


@pytest.mark.parametrize("query", ["?owner=me", "?owned=x", "?owner=%00"])
def test_a_query_that_cannot_be_read_is_400(refused: Publisher, query: str) -> None:
    assert refused.post(first_aid(), query).status_code == 400


@pytest.mark.parametrize("tags", ['"01"', '"one"', '"1 "', '""', "", ",", '"99999999999999999999"'])
def test_a_tag_that_names_no_state_fits_none(refused: Publisher, tags: str) -> None:
    assert refused.put(first_aid(name={"en": "Second"}), If_Match=tags).status_code == 409
    assert refused.withdraw(FIRST_AID, If_Match=tags).status_code == 409
    assert refused.put(a_credential("new"), If_Match=tags).status_code == 409


@pytest.mark.parametrize(
    ("tags", "remedy"),
    [
        ("1", "in quotes"),
        ('"1", 2', "in quotes"),
        ('"1', "in quotes"),
        ('"1", *', "in quotes"),
        ('W/"1"', "weak tags do not match"),
        ('W/"1", W/"2"', "weak tags do not match"),
    ],
)
def test_a_tag_that_is_written_wrongly_is_400_with_the_remedy(
    refused: Publisher, tags: str, remedy: str
) -> None:
    for response in (
        refused.put(first_aid(name={"en": "Second"}), If_Match=tags),
        refused.withdraw(FIRST_AID, If_Match=tags),
    ):
        assert response.status_code == 400
        assert remedy in json_of(response)["detail"]


def test_a_precondition_that_is_not_understood_is_400(refused: Publisher) -> None:
    assert refused.put(first_aid(name={"en": "B"}), If_None_Match='"1"').status_code == 400


def test_a_record_cannot_be_there_and_be_new_at_once(refused: Publisher) -> None:
    both = {"If_None_Match": "*", "If_Match": '"1"'}

    assert refused.put(first_aid(name={"en": "B"}), **both).status_code == 409
    assert refused.put(a_credential("new"), **both).status_code == 409


@pytest.mark.parametrize("call", ["withdraw", "restore"])
def test_what_was_never_here_is_404(refused: Publisher, call: str) -> None:
    response = getattr(refused, call)(UNKNOWN)

    assert response.status_code == 404
    assert json_of(response)["type"].endswith(":record-not-found")


def test_what_is_not_withdrawn_cannot_be_restored(refused: Publisher) -> None:
    assert refused.restore(FIRST_AID).status_code == 409


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("", "Say why"),
        ("reason=", "Say why"),
        ("reason=%20%20", "Say why"),
        ("reason=" + "x" * 1001, "reason"),
        ("reason=%EF%BF%BE", "cannot be shown"),
        ("reason=x&replaced_by=this", "replaced_by"),
        ("reason=x&because=y", "Unknown parameter"),
    ],
)
def test_a_withdrawal_that_cannot_be_read_is_400(refused: Publisher, query: str, word: str) -> None:
    response = refused.withdraw(FIRST_AID, query)

    assert response.status_code == 400
    assert word in json_of(response)["detail"]


def test_a_record_cannot_be_replaced_by_itself(refused: Publisher) -> None:
    response = refused.withdraw(FIRST_AID, f"reason=x&replaced_by={FIRST_AID}")

    assert response.status_code == 400
    assert "itself" in json_of(response)["detail"]


# What cannot be published


def test_every_fault_is_found_at_once_and_nothing_is_saved(refused: Publisher) -> None:
    document = first_aid()
    del document["@graph"][0]["ceterms:name"]
    del document["@graph"][0]["ceterms:description"]

    response = refused.post(document)

    assert response.status_code == 422
    problem = json_of(response)
    assert len([each for each in problem["findings"] if each["severity"] == "error"]) >= 2
    for each in problem["findings"]:
        assert each.keys() >= {"code", "severity", "entity", "property", "message", "rule"}
        assert each.keys() >= {"source", "row", "column"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "JSON_MALFORMED"),
        (b"{", "JSON_MALFORMED"),
        (b"null", "DOCUMENT_NOT_OBJECT"),
        (b"[]", "DOCUMENT_NOT_OBJECT"),
        (b'{"a": 1, "a": 2}', "JSON_DUPLICATE_KEY"),
        (b'{"a": NaN}', "JSON_NUMBER_INVALID"),
        (b'{"a": 1e999}', "JSON_NUMBER_INVALID"),
        (b'{"a": "\xff"}', "ENCODING_NOT_UTF8"),
        ('{"a": "b"}'.encode("utf-16"), "ENCODING_NOT_UTF8"),
        (b'{"a": "\\u0000"}', "TEXT_CHARACTER_INVALID"),
        (b'{"a": "\\ud800"}', "TEXT_CHARACTER_INVALID"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "NESTING_TOO_DEEP"),
        (b"[" * 200_000, "NESTING_TOO_DEEP"),
    ],
)
@pytest.mark.parametrize("media_type", ["application/ld+json", "application/json"])
def test_a_body_that_is_no_document_is_422_and_says_why(
    refused: Publisher, body: bytes, code: str, media_type: str
) -> None:
    response = refused.send("POST", "", body, content_type=media_type)

    assert response.status_code == 422
    assert code in codes(json_of(response))


@pytest.mark.parametrize(
    ("document", "word"),
    [
        (
            {
                "@context": "https://schema.org",
                "@type": "Course",
                "name": "First aid",
                "provider": {"@type": "Organization", "name": "College"},
            },
            "CONTEXT_UNKNOWN",
        ),
        ({"@context": CONTEXT, "@graph": [{"@type": "ceterms:Course"}]}, "CTID_MISSING"),
        ({"@context": {"name": "http://xmlns.com/foaf/0.1/name"}, "name": "Jane"}, "CONTEXT"),
    ],
)
def test_json_ld_that_is_no_ctdl_is_422_and_says_so(
    refused: Publisher, document: dict[str, Any], word: str
) -> None:
    response = refused.post(document)

    assert response.status_code == 422
    assert any(word in code for code in codes(json_of(response)))


def test_a_record_of_another_registry_is_not_published_as_its_envelope(
    refused: Publisher,
) -> None:
    response = refused.post({"envelope_id": "x", "decoded_resource": first_aid()})

    assert response.status_code == 422
    assert codes(json_of(response)) == {"DOCUMENT_IS_ENVELOPE"}


@pytest.mark.parametrize("media_type", ["application/ld+json", "application/json"])
def test_a_body_over_the_limit_is_413(refused: Publisher, media_type: str) -> None:
    body = b'{"a": "' + b"x" * 2_000_000 + b'"}'

    response = refused.send("POST", "", body, content_type=media_type)

    assert response.status_code == 413
    assert "2,000,000" in json_of(response)["detail"]


def test_a_body_far_over_the_limit_is_not_even_read(refused: Publisher) -> None:
    assert refused.send("POST", "", b"x" * 9_000_000).status_code == 413


@pytest.mark.parametrize("media_type", ["application/jose", "application/json"])
def test_a_body_of_unstated_length_is_not_cut_off_and_taken(
    refused: Publisher, media_type: str
) -> None:
    """A signed document with nothing but spaces after it would otherwise look whole."""
    body = b"eyJhbGciOiJFZERTQSJ9.e30.AAAA" + b" " * 8_200_000

    response = refused.client.post(
        RECORDS,
        input_stream=io.BytesIO(body),
        environ_overrides={"wsgi.input_terminated": True},
        headers={"Authorization": f"Bearer {refused.key}", "Content-Type": media_type},
    )

    assert response.status_code == 413


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
        "application/ld+json; charset=utf-16",
        "text/turtle",
        "x" * 300,
        "application/json, application/json",
    ],
)
def test_another_media_type_is_415_with_those_that_are_taken(
    refused: Publisher, media_type: str
) -> None:
    body = json.dumps(first_aid())

    response = refused.send("POST", "", body, content_type=media_type)

    assert response.status_code == 415
    assert response.headers["Accept"] == "application/ld+json, application/json, application/jose"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_a_compressed_body_is_415_and_never_unpacked(refused: Publisher, coding: str) -> None:
    bomb = gzip.compress(b"{" + b" " * 10_000_000 + b"}")

    response = refused.send("POST", "", bomb, Content_Encoding=coding)

    assert response.status_code == 415
    assert response.headers["Accept-Encoding"] == "identity"


def test_a_compressed_body_that_is_not_said_to_be_is_422_and_says_so(refused: Publisher) -> None:
    response = refused.send("POST", "", gzip.compress(json.dumps(first_aid()).encode()))

    assert response.status_code == 422
    assert "looks compressed" in json_of(response)["findings"][0]["message"]


def test_the_answer_of_an_import_is_422_and_says_what_to_send(refused: Publisher) -> None:
    answer = {"format": "x", "documents": [{"document": first_aid(), "findings": []}], "notes": []}

    response = refused.post(answer)

    assert codes(json_of(response)) == {"CONTEXT_MISSING"}
    assert "documents[].document" in json_of(response)["detail"]


def test_a_body_that_is_said_not_to_be_encoded_is_taken(refused: Publisher) -> None:
    assert refused.post(first_aid(), Content_Encoding="identity").status_code == 200
