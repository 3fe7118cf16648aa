"""Nothing in the domain reaches for the network, whatever a document asks for."""

import contextlib

from ctdl.documents import FORMATS, DocumentError, parse_document, quads, serialize
from ctdl.edges import edges
from ctdl.records import read_record
from ctdl.validation import validate
from tests.support.documents import a_credential

REMOTE = "https://evil.example/context.json"


def test_reading_checking_and_writing_open_no_connection(no_network: list[str]) -> None:
    document = parse_document(
        a_credential(subjectWebpage=REMOTE, sameAs=[REMOTE], image="http://evil.example/x.png")
    )

    validate(document)
    read_record(document)
    edges(document)
    quads(document, "https://registry.example")
    for name in FORMATS:
        serialize(document, "https://registry.example", name)

    assert no_network == []


def test_a_remote_context_is_refused_without_a_look(no_network: list[str]) -> None:
    for context in (REMOTE, [REMOTE], {"@import": REMOTE}, {"a": {"@context": REMOTE}}):
        with contextlib.suppress(DocumentError):
            parse_document(a_credential() | {"@context": context})
        given = a_credential()
        given["@graph"][0]["@context"] = context
        with contextlib.suppress(DocumentError):
            parse_document(given)

    assert no_network == []
