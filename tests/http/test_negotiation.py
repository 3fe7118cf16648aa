import pytest

from app.http.media_types import HTML, JSON_LD, N_TRIPLES, RDF_FORMATS, RDF_XML, TURTLE, MediaType
from app.http.negotiation import choose

OFFERED = (HTML, *RDF_FORMATS)
CHROMIUM = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
    "q=0.8,application/signed-exchange;v=b3;q=0.7"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RAPPER = (
    "application/rdf+xml, text/rdf;q=0.6, application/n-triples;q=0.9, text/turtle;q=0.8, */*;q=0.1"
)
RDFLIB = (
    "text/turtle, application/n-triples;q=0.9, text/n3;q=0.9, application/rdf+xml;q=0.8, */*;q=0.1"
)
JSONLD_JS = "application/ld+json, application/json"
COMPACTED = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, a;b"'


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/turtle", TURTLE),
        ("application/ld+json", JSON_LD),
        ("application/rdf+xml", RDF_XML),
        ("application/n-triples", N_TRIPLES),
        ("text/turtle;charset=utf-8", TURTLE),
        ("text/turtle;q=abc", TURTLE),
        ("text/turtle;q=nan", TURTLE),
        ("TEXT/Turtle", TURTLE),
        (COMPACTED, JSON_LD),
        (f"{COMPACTED};q=0.5, text/turtle;q=0.4", JSON_LD),
        (CHROMIUM, HTML),
        (FIREFOX, HTML),
        (RAPPER, RDF_XML),
        (RDFLIB, TURTLE),
        (JSONLD_JS, JSON_LD),
        ("text/turtle;q=0.2, application/n-triples;q=0.7", N_TRIPLES),
        ("text/html;q=0.5, text/turtle", TURTLE),
        ("text/html;q=0, */*", JSON_LD),
        ("application/ld+json;q=0, */*;q=0.1", HTML),
        ("application/n-triples, text/turtle", N_TRIPLES),
        ("application/xhtml+xml", HTML),
    ],
)
def test_the_format_that_the_client_likes_best_is_chosen(accept: str, expected: MediaType) -> None:
    assert choose(accept, OFFERED, JSON_LD) is expected


@pytest.mark.parametrize(
    "accept", [None, "", " ", "*/*", "*/*;q=0.3", "nonsense", ";;;,,,", "/", "*/html", "text/", '"']
)
def test_without_a_readable_wish_the_answer_is_the_default(accept: str) -> None:
    assert choose(accept, OFFERED, JSON_LD) is JSON_LD


@pytest.mark.parametrize(
    "accept",
    ["image/png", "text/csv, image/*;q=0.4", "*/*;q=0", "text/turtle;q=0", "text/turtle;q=-1"],
)
def test_nothing_is_chosen_when_every_format_is_refused(accept: str) -> None:
    assert choose(accept, OFFERED, JSON_LD) is None


def test_a_header_of_many_thousand_ranges_is_read() -> None:
    accept = ", ".join(f"x/y{number}" for number in range(5000)) + ", text/turtle"

    assert choose(accept, OFFERED, JSON_LD) is TURTLE
