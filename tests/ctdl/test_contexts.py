"""The stored contexts: unchanged, local, and agreeing with each other."""

import hashlib
import re

import pytest

from ctdl.contexts import (
    COERCIONS,
    CTDL_ASN_CONTEXT,
    CTDL_CONTEXT,
    KNOWN_CONTEXTS,
    context_of,
    known_url,
    prefixes_of,
)
from tests.support.prerequisites import PROJECT

DATA = PROJECT / "ctdl" / "data"


def test_every_data_file_has_its_source_and_digest_written_down() -> None:
    table = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", table, re.MULTILINE))

    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in DATA.glob("*.json")
    }

    assert rows == digests


def test_http_and_https_name_the_same_context() -> None:
    assert context_of("http://credreg.net/ctdl/schema/context/json") is KNOWN_CONTEXTS[CTDL_CONTEXT]
    assert known_url("https://credreg.net/ctdl/schema/context") is None


def test_an_unknown_context_is_not_looked_up_anywhere(no_network: list[str]) -> None:
    with pytest.raises(KeyError):
        context_of("https://example.org/context")


def test_no_term_means_different_things_in_the_two_contexts() -> None:
    first, second = (KNOWN_CONTEXTS[url] for url in (CTDL_CONTEXT, CTDL_ASN_CONTEXT))

    assert [term for term in first.keys() & second.keys() if first[term] != second[term]] == []


def test_coercions_tell_addresses_languages_and_datatypes() -> None:
    assert COERCIONS["ceterms:ownedBy"] == "@id"
    assert COERCIONS["ceterms:name"] == "@language"
    assert COERCIONS["ceterms:exactDuration"] == "schema:Duration"
    assert COERCIONS["ceterms:price"] == "xsd:decimal"


def test_prefixes_are_those_of_the_named_contexts() -> None:
    assert "audLevel" in prefixes_of((CTDL_CONTEXT,))
    assert "audLevel" not in prefixes_of((CTDL_ASN_CONTEXT,))
    assert "evalCat" in prefixes_of((CTDL_CONTEXT, CTDL_ASN_CONTEXT))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_copy_that_a_registry_serves_is_the_published_context(scheme: str) -> None:
    served = f"{scheme}://registry.example/contexts/ctdl/2026-08-06.json"

    assert known_url(served) == CTDL_CONTEXT
    assert known_url(served.replace("2026-08-06", "2031-01-01")) is None
    assert known_url("ftp://registry.example/contexts/ctdl/2026-08-06.json") is None
