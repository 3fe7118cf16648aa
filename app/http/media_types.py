"""The media types that the registry answers with, and the suffix that asks for each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MediaType:
    """One format: `suffix` in an address, `name` in Accept and Content-Type."""

    suffix: str
    name: str
    label: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of Content-Type; text formats say that they are UTF-8."""
        return f"{self.name}; charset=utf-8" if self.name.startswith("text/") else self.name


HTML = MediaType("html", "text/html", "HTML", ("application/xhtml+xml",))
JSON_LD = MediaType("jsonld", "application/ld+json", "JSON-LD")
TURTLE = MediaType("ttl", "text/turtle", "Turtle", ("application/x-turtle",))
RDF_XML = MediaType("rdf", "application/rdf+xml", "RDF/XML")
N_TRIPLES = MediaType("nt", "application/n-triples", "N-Triples")
JSON = MediaType("json", "application/json", "JSON-LD as plain JSON")
CSV = MediaType("csv", "text/csv", "CSV")
NDJSON = MediaType(
    "ndjson", "application/x-ndjson", "JSON-LD, a document a line", ("application/jsonl",)
)
JOSE = MediaType("jose", "application/jose", "Signed JSON-LD")
GZIP = MediaType("gz", "application/gzip", "gzip")
PNG = MediaType("png", "image/png", "PNG picture")
SVG = MediaType("svg", "image/svg+xml", "SVG picture")
TOKEN = MediaType(
    "jwt",
    "application/vc+jwt",
    "Signed token",
    ("application/jwt", "application/vc-ld+jwt", "application/jose", "text/plain"),
)
CREDENTIAL = MediaType(
    "json",
    "application/vc",
    "Verifiable credential",
    ("application/vc+ld+json", "application/vp", "application/vp+ld+json"),
)
PROBLEM = MediaType("problem", "application/problem+json", "Problem details")

DOCUMENTS = (JSON_LD, JSON, JOSE)
"""What a document may be sent as; JSON may also be an envelope around a signed one."""

RDF_FORMATS = (JSON_LD, TURTLE, RDF_XML, N_TRIPLES, JSON)
"""The formats of linked data; the first is the answer to whoever does not mind."""
