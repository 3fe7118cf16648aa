"""Collected samples of real and official documents: their triples, and why each is taken or not.

Only a development checkout has them beside it; they are a group of tests of their own.
"""

import json
from pathlib import Path

import pytest

from ctdl.documents import DocumentError, parse_document, quads
from ctdl.validation import validate
from tests.ctdl.graphs import BASE, canonical, oxigraph_triples, rdflib_graph
from tests.ctdl.sample_expectations import SAMPLES, UNKNOWN_CONTEXT, UNREADABLE, Sample

pytestmark = pytest.mark.shared

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.path for sample in SAMPLES])


def text_of(folder: Path, path: str) -> str:
    return (folder / "reference" / "ctdl-samples" / path).read_text(encoding="utf-8-sig")


def test_every_sample_has_its_expectation(shared_folder: Path) -> None:
    folder = shared_folder / "reference" / "ctdl-samples"
    present = {str(path.relative_to(folder)) for path in folder.rglob("*.json*")}

    assert present == {sample.path for sample in SAMPLES} | {UNKNOWN_CONTEXT}


@each_sample
def test_the_published_text_has_its_triples_in_a_dataset(
    sample: Sample, shared_folder: Path
) -> None:
    assert len(rdflib_graph(text_of(shared_folder, sample.path), "jsonld")) == sample.triples


@each_sample
def test_it_is_taken_or_refused_for_the_written_reason(sample: Sample, shared_folder: Path) -> None:
    text = text_of(shared_folder, sample.path)
    unreadable = bool(sample.codes & UNREADABLE)

    try:
        document = parse_document(text, base=BASE)
    except DocumentError as error:
        codes = {found.code for found in error.findings}
        assert (unreadable, codes >= sample.codes) == (True, True), (sample.reason, codes)
        return

    errors = {found.code for found in validate(document) if found.severity == "error"}
    assert (unreadable, errors >= sample.codes) == (False, True), (sample.reason, errors)
    assert bool(errors) == bool(sample.codes)


@each_sample
def test_what_is_taken_keeps_every_triple(sample: Sample, shared_folder: Path) -> None:
    if sample.codes & UNREADABLE:
        with pytest.raises(DocumentError):
            parse_document(text_of(shared_folder, sample.path), base=BASE)
        return
    text = text_of(shared_folder, sample.path)
    document = parse_document(text, base=BASE)

    kept = canonical(quads(document, BASE))

    # Each resource that moved here says in one more triple where it came from.
    assert len(kept) == sample.triples + sample.readdressed
    assert len(oxigraph_triples(text, "jsonld")) == sample.triples


def test_a_context_of_somebody_else_is_not_fetched(
    shared_folder: Path, no_network: list[str]
) -> None:
    text = text_of(shared_folder, UNKNOWN_CONTEXT)

    with pytest.raises(DocumentError, match="nothing is fetched"):
        parse_document(text)

    assert json.loads(text)["@context"].startswith("http://example.org/")
