"""Citations: the pinned address and date in every form, and names that cannot break out."""

from itertools import accumulate

import pytest
from flask import Flask

from app.presenters.citation import Citation, citation, plain, tex
from tests.presenters.records import CREDENTIAL, a_stored_record

HOSTILE = (
    'x}, url = {https://evil.example} @misc{y, \\input{/etc/passwd} %\n"quoted" $1 & #2 a_b ^ ~'
    " \u202egnp\u2066 {{{ }}}} \t\u200f"
)


class _Registry:
    base = "https://registry.test/"


@pytest.fixture
def on_a_page(frame: Flask, in_english: None) -> None:
    """A page of a registry whose address is known."""
    frame.extensions["registry"] = _Registry()


def fields_of(bibtex: str) -> dict[str, str]:
    """The fields of one entry, read as BibTeX does: by counting braces, whatever stands inside."""
    head, _, body = bibtex.partition(",\n")
    assert head.startswith("@misc{")
    found: dict[str, str] = {}
    while "=" in body:
        name, _, rest = body.partition("=")
        rest = rest.lstrip()
        if not rest.startswith("{"):
            value, _, body = rest.partition("\n")
            found[name.strip()] = value.strip(" ,}")
            continue
        depths = accumulate((char == "{") - (char == "}") for char in rest)
        end = next(place for place, depth in enumerate(depths) if depth == 0)
        found[name.strip()] = rest[1:end]
        body = rest[end + 1 :].lstrip(",\n")
    assert body.strip() in ("", "}")
    return found


def hostile() -> Citation:
    """A citation whose every name tries to be something else."""
    return citation(a_stored_record(name={"en": HOSTILE}), [HOSTILE, "Plain College"])


def test_words_name_the_work_the_revision_its_day_and_its_address(on_a_page: None) -> None:
    text = citation(a_stored_record(), ["Example College"]).text

    assert text == (
        "The Publisher. “Data Analysis” (Micro-credential, Example College). Credential Registry,"
        f" revision 7 of 21 November 2026. https://registry.test/credentials/{CREDENTIAL}/v/7"
    )


def test_bibtex_has_the_fields_of_an_entry(on_a_page: None) -> None:
    fields = fields_of(citation(a_stored_record(), ["Example College", "Other College"]).bibtex)

    assert fields["author"] == "{The Publisher}"
    assert "Example College, Other College" in fields["note"]
    assert fields["title"] == "{Data Analysis}"
    assert fields["year"] == "2026"
    assert fields["month"] == "nov"
    assert fields["url"] == f"https://registry.test/credentials/{CREDENTIAL}/v/7"
    assert "2026-11-21" in fields["note"]


def test_hostile_names_stay_inside_their_fields_of_bibtex(on_a_page: None) -> None:
    fields = fields_of(hostile().bibtex)

    assert set(fields) == {"author", "title", "howpublished", "year", "url", "note", "month"}
    assert fields["url"].startswith("https://registry.test/")
    assert r"\input" not in fields["title"]
    assert r"\textbackslash{}input" in fields["title"]
    assert "\n" not in fields["title"]


@pytest.mark.parametrize("character", list('\\{}$&%#_^~<>|"'))
def test_no_character_of_tex_stands_for_itself(character: str) -> None:
    written = tex(f"a{character}b")

    assert written.count("{") == written.count("}")
    assert not written.startswith(f"a{character}b")


def test_what_would_turn_or_hide_text_is_left_out() -> None:
    assert plain("a\u202eb\u2066c\x00d\n\te") == "abc d e"


def test_name_without_end_is_cut() -> None:
    assert len(plain("word " * 100_000)) == 300


def test_csl_is_one_item_with_the_pinned_address(on_a_page: None) -> None:
    [item] = hostile().csl

    assert item["URL"] == f"https://registry.test/credentials/{CREDENTIAL}/v/7"
    assert item["issued"] == {"date-parts": [[2026, 11, 21]]}
    assert item["version"] == "7"
    assert item["title"].startswith("x}, url = {https://evil.example}")
    assert item["author"] == [{"literal": "The Publisher"}]
    assert "Plain College" in item["genre"]


def test_record_that_names_no_provider_is_cited_as_its_publishers(on_a_page: None) -> None:
    assert citation(a_stored_record()).author == "The Publisher"
