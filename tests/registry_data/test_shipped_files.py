"""The shipped files: what the facts give, complete, sound, and with a source for everything."""

import hashlib
import re
from collections import Counter
from typing import Any

import pytest

from ctdl.ctid import is_version_4, parse_ctid
from ctdl.documents import parse_document
from ctdl.validation import validate
from registry_data.convert.__main__ import main
from registry_data.convert.tables import FACTS, HOME, facts, rules

Line = dict[str, Any]
_REFERENCE = re.compile(r'"(resources/ce-[0-9a-f-]{36})(?:#[^"]*)?"')
_E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)
_TELEPHONE = re.compile(
    r"\+\d{1,3}[ -]\(?\d{1,4}\)?[ -]\d{3,4}[ -]?\d{3,4}\b|\btel(?:ephone)?\.?:? \d"
)
_TABLES = ("levelled", "levelled_more", "ehis", "targets", "targets_more", "microcredentials")


def test_the_shipped_files_are_what_the_facts_give() -> None:
    assert main(["--check"]) == 0


def test_the_check_names_a_file_that_differs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the manifest of no files, as making them all takes long."""
    for made in ("data_files", "made_files"):
        monkeypatch.setattr(f"registry_data.convert.__main__.{made}", list)

    assert main(["--check"]) == 1
    assert "differs: registry_data/manifest.json" in capsys.readouterr().err


def test_the_manifest_lists_every_file_with_its_hash_and_size(
    manifest: list[dict[str, Any]],
) -> None:
    shipped = {path.relative_to(HOME).as_posix() for path in HOME.rglob("*.jsonl")}

    assert {entry["path"] for entry in manifest if entry["records"]} == shipped
    for entry in manifest:
        content = (HOME / entry["path"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)
        assert entry["records"] in (0, content.count(b"\n"))
        assert entry["title"]
        assert entry["origin"]
        assert entry["licence"]


def test_every_row_of_the_credential_tables_is_a_record_or_merged_into_one(
    lines: dict[str, list[Line]],
) -> None:
    credentials = sum(
        len(found) for path, found in lines.items() if path.startswith("credentials/")
    )
    rows = sum(len(facts(table)) for table in _TABLES)
    courses = len({row["component_url"] for row in facts("stacking_edges")})
    programmes = {
        row["credential_url"]
        for row in facts("microcredentials")
        if row["credential_type"] in ("MicroMasters", "MicroBachelors")
    }
    degrees = {row["parent_url"] for row in facts("stacking_edges")} - programmes

    assert credentials == rows + courses + len(degrees) - len(rules("same_records"))


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("transfer/transfer-values.jsonl", "transfer"),
        ("quality_assurance/institutions.jsonl", "institution_accreditation"),
    ],
)
def test_every_row_of_a_table_of_statements_is_a_document(
    lines: dict[str, list[Line]], path: str, table: str
) -> None:
    assert len(lines[path]) == len(facts(table))


def test_every_edge_of_the_component_table_is_shipped_in_both_directions(
    mains: dict[str, dict[str, Any]],
) -> None:
    by_page = {node.get("ceterms:subjectWebpage"): node for node in mains.values()}

    for row in facts("stacking_edges"):
        component, parent = by_page[row["component_url"]], by_page[row["parent_url"]]
        assert parent["@id"] in component["ceterms:isPartOf"]
        assert component["@id"] in parent["ceterms:hasPart"]


def test_every_quality_assurance_body_is_an_organization_of_that_kind(
    mains: dict[str, dict[str, Any]],
) -> None:
    names = {
        node["ceterms:name"]["und"]
        for node in mains.values()
        if node["@type"] == "ceterms:QACredentialOrganization"
    }

    assert {row["name"] for row in facts("qa_bodies")} <= names


def test_every_level_and_every_crosswalk_row_is_shipped(lines: dict[str, list[Line]]) -> None:
    graphs = [
        line["document"]["@graph"] for line in lines["frameworks/qualifications-frameworks.jsonl"]
    ]
    levels = [node for graph in graphs for node in graph if node["@type"] == "asn:ProgressionLevel"]
    maps = [
        line["document"]["@graph"][0] for line in lines["crosswalks/framework-crosswalks.jsonl"]
    ]
    alignments = [row for node in maps for row in node["ceterms:hasPart"]]
    unmatched = [row for row in alignments if "ceterms:targetNode" not in row]

    tables = ("frameworks/levels", "frameworks/levels_additional")
    assert len(levels) == sum(len(facts(table)) for table in tables)
    assert len(alignments) == len(facts("frameworks/crosswalk")) + len(unmatched)
    assert len(unmatched) == len(facts("frameworks/crosswalk-nomatch"))
    assert {row["ceterms:alignmentType"] for row in unmatched} == {"alignment:NoMatch"}
    assert all(row["dct:source"] and row["dct:type"] for row in alignments)


def test_fields_of_education_have_english_and_mostly_french_labels(
    lines: dict[str, list[Line]],
) -> None:
    schemes = [line["document"]["@graph"] for line in lines["vocabularies/vocabularies.jsonl"]]
    fields = schemes[0][1:]

    assert len(fields) == len(facts("frameworks/iscedf"))
    assert all("en" in field["skos:prefLabel"] for field in fields)
    assert sum("fr" in field["skos:prefLabel"] for field in fields) > 0.9 * len(fields)


def test_every_ctid_is_valid_and_used_once(lines: dict[str, list[Line]]) -> None:
    ctids = Counter(
        parse_ctid(node["ceterms:ctid"])
        for records in lines.values()
        for line in records
        for node in line["document"]["@graph"]
        if "ceterms:ctid" in node
    )

    assert [ctid for ctid, times in ctids.items() if times > 1] == []
    assert all(map(is_version_4, ctids))


def test_every_reference_to_a_record_resolves_within_what_is_shipped(
    manifest: list[dict[str, Any]], lines: dict[str, list[Line]]
) -> None:
    known = {
        node["@id"]
        for records in lines.values()
        for line in records
        for node in line["document"]["@graph"]
    }
    named = {
        reference
        for entry in manifest
        for reference in _REFERENCE.findall((HOME / entry["path"]).read_text("utf-8"))
    }

    assert named <= known


def test_every_document_validates_without_errors(lines: dict[str, list[Line]]) -> None:
    errors = [
        (path, finding)
        for path, records in lines.items()
        for line in records
        for finding in validate(parse_document(line["document"], base=None), collected=True)
        if finding.severity == "error"
    ]

    assert errors == []


def test_every_document_says_who_stated_it_and_where(lines: dict[str, list[Line]]) -> None:
    for records in lines.values():
        for line in records:
            provenance = line["provenance"]
            assert provenance["collected"] is True
            for statement in (provenance["default"], *provenance["properties"].values()):
                assert statement["source"]
                assert statement["asserted_by"]


def test_what_the_editors_mapped_is_marked_as_theirs(lines: dict[str, list[Line]]) -> None:
    mapped = [
        line["provenance"]["properties"]["ceterms:instructionalProgramType"]
        for line in lines["credentials/security-certifications.jsonl"]
        if "ceterms:instructionalProgramType" in line["document"]["@graph"][0]
    ]

    assert mapped
    assert {statement["asserted_by"] for statement in mapped} == {"Registry editors (mapped)"}


def test_a_description_is_the_editors_whoever_stated_its_facts(
    lines: dict[str, list[Line]],
) -> None:
    for line in (line for records in lines.values() for line in records):
        default, exceptions = line["provenance"]["default"], line["provenance"]["properties"]
        for path in {"ceterms:description", "ceasn:description"} & {*line["document"]["@graph"][0]}:
            composed = exceptions[path]
            assert composed["asserted_by"] == "Registry editors (composed from the stated facts)"
            assert composed["source"] == default["source"]
            assert composed.get("seen") == default.get("seen")


def test_a_registration_with_eqar_says_that_renewals_are_not_known(
    lines: dict[str, list[Line]],
) -> None:
    registrations = [
        line["provenance"]["default"]
        for line in lines["quality_assurance/recognitions.jsonl"]
        if "EQAR/" in line["provenance"]["default"]["source"]
    ]

    assert registrations
    assert {stated["seen"] for stated in registrations} == {"2018"}
    for stated in registrations:
        assert "renewals since are not in the source" in stated["note"]


def test_a_dated_decision_on_a_page_says_that_renewals_are_not_known(
    lines: dict[str, list[Line]],
) -> None:
    reaffirmed = next(
        line["provenance"]["default"]
        for line in lines["quality_assurance/institutions.jsonl"]
        if line["provenance"]["default"]["source"] == "middlestates.psu.edu"
    )

    assert reaffirmed["note"] == "renewals since are not in the source"


def test_a_registered_field_is_not_marked_as_mapped(lines: dict[str, list[Line]]) -> None:
    registered = [
        line["provenance"]["properties"]
        for line in lines["credentials/estonian-register.jsonl"]
        if "ISCED-F detailed field as registered" in line["provenance"]["default"].get("note", "")
    ]

    assert len(registered) == len(facts("ehis"))
    assert not any("ceterms:instructionalProgramType" in found for found in registered)


def test_no_e_mail_address_or_telephone_number_is_shipped() -> None:
    for path in (*FACTS.rglob("*.csv"), *HOME.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            assert "@" not in line or _E_MAIL.search(line) is None, path
            assert _TELEPHONE.search(line) is None, path


def test_every_alias_is_written_somewhere_in_the_facts() -> None:
    written = {
        cell for table in FACTS.glob("*.csv") for row in facts(table.stem) for cell in row.values()
    }
    aliases = {row["written_as"] for row in rules("organization_aliases")} - {"EQAR"}

    assert aliases <= written
