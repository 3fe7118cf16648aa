"""What other CTDL registries give out: documents, graphs, envelopes and their old forms."""

import base64
import json
from pathlib import Path

import pytest

from ctdl.ctid import CTID
from ctdl.findings import DocumentError
from ctdl.mapping import detect
from ctdl.records import CredentialRecord, read_record
from ctdl.validation import validate
from tests.ctdl.mapping.sources import (
    codes,
    documents,
    imported,
    left_out,
    main_of,
    sample,
    sample_json,
)

GRAPH = "ctdl-graph-rich.json"
CLOCKS = CTID("ce-1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f")
GUILD = CTID("ce-2d3e4f5a-6b7c-4d8e-9f0a-1b2c3d4e5f60")


def test_a_graph_of_two_records_becomes_two_documents_with_their_ctids() -> None:
    guild, clocks = documents(imported(GRAPH))

    assert (guild.ctid, clocks.ctid) == (GUILD, CLOCKS)
    assert len(guild.nodes) == 1
    assert [node.get("@id") for node in clocks.nodes] == [f"resources/{CLOCKS}", "_:rules"]


def test_the_address_in_the_other_registry_is_kept() -> None:
    [_guild, clocks] = documents(imported(GRAPH))

    assert clocks.main["ceterms:sameAs"] == [f"https://registry.example.org/resources/{CLOCKS}"]


def test_a_complete_graph_has_no_errors() -> None:
    found = [each for document in documents(imported(GRAPH)) for each in validate(document)]

    assert [each.code for each in found if each.severity == "error"] == []


def test_old_forms_are_read_and_capitals_in_ctids_made_small() -> None:
    made = imported("ctdl-legacy.json")

    [document] = documents(made)
    record = read_record(document)
    assert isinstance(record, CredentialRecord)
    assert document.ctid == "ce-5b1d0f2e-7a61-4c7b-9c0d-2f4e6a8b0c1d"
    assert record.name == {"und": "Certificate in Stage Lighting"}
    assert [each.ctid for each in record.owned_by] == ["ce-0e1f2a3b-4c5d-4e6f-8a9b-0c1d2e3f4a5b"]
    assert "IMPORT_CTID_CHANGED" in codes(made)
    assert left_out(made) == {"registry:internalNumber"}


def test_an_envelope_is_opened_and_its_signature_said_to_be_unchecked() -> None:
    envelope = {
        "envelope_id": "1",
        "envelope_ceterms_ctid": CLOCKS,
        "decoded_resource": sample_json(GRAPH),
    }

    made = imported(envelope)

    assert made.documents == imported(GRAPH).documents
    assert codes(made) == {"IMPORT_SIGNATURE_UNCHECKED"}


def test_an_envelope_with_only_its_token_is_opened_as_well() -> None:
    payload = base64.urlsafe_b64encode(sample(GRAPH)).decode().rstrip("=")
    envelope = {"envelope_type": "resource_data", "resource": f"eyJhbGciOiJSUzI1NiJ9.{payload}.c2k"}

    assert imported(envelope).documents == imported(GRAPH).documents


@pytest.mark.parametrize("resource", [None, "no token", "a.b.c", 7])
def test_an_envelope_without_a_document_says_what_to_ask_for(resource: object) -> None:
    with pytest.raises(DocumentError) as refused:
        imported({"envelope_id": "1", "resource": resource})

    assert refused.value.findings[0].code in ("IMPORT_ENVELOPE_UNREADABLE", "JSON_MALFORMED")


def test_full_term_addresses_are_written_short() -> None:
    node = {
        "@id": f"https://registry.example.org/resources/{CLOCKS}",
        "@type": ["https://purl.org/ctdl/terms/Certificate"],
        "http://purl.org/ctdl/terms/ctid": CLOCKS,
        "https://purl.org/ctdl/terms/name": {"en": "Long"},
    }

    main = main_of(imported([node]))

    assert main["@type"] == "ceterms:Certificate"
    assert main["ceterms:name"] == {"en": "Long"}


def test_a_page_that_holds_ctdl_is_read_like_the_document() -> None:
    page = (
        '<html lang="en"><script type="application/ld+json">'
        + sample(GRAPH).decode().replace("<", "\\u003c")
        + "</script></html>"
    )

    assert detect(page) == "ctdl"
    assert imported(page).documents == imported(GRAPH).documents


def test_a_ctdl_resource_without_a_ctid_asks_for_one() -> None:
    with pytest.raises(DocumentError, match="ceterms:ctid"):
        imported({"@type": "ceterms:Certificate", "ceterms:name": "None"})


@pytest.mark.shared
@pytest.mark.parametrize(
    "path",
    [
        "Credential_PublishDetailedRecord_API_output.json",
        "Credential_WithOutcomeData_Credential_API_output.json",
        "legacy-2018/2018-03-15_credential_112_payload.json",
        "legacy-2018/2018-03-15_credential_1167_payload.json",
        "legacy-2018/2018-03-15_credential_67_payload.json",
    ],
)
def test_published_and_legacy_samples_become_documents(path: str, shared_folder: Path) -> None:
    file = shared_folder / "reference" / "ctdl-samples" / "credentials" / path

    made = imported(file.read_text(encoding="utf-8"))

    assert made.format == "ctdl"
    assert all(json.dumps(document) for document in made.documents)
    assert main_of(made)["ceterms:name"]
