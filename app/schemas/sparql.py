"""What a request of the SPARQL 1.1 Protocol asks: the query, of which graphs, in which formats."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from app.http.bodies import read_body
from app.http.current import registry
from app.http.media_types import CSV, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, MediaType
from app.http.negotiation import NoFormatAccepted, choose
from app.store.sparql import Formats, Question

MOST_GRAPHS: Final = 100

RESULTS_JSON: Final = MediaType(
    "srj", "application/sparql-results+json", "JSON", ("application/json",)
)
RESULTS_XML: Final = MediaType(
    "srx", "application/sparql-results+xml", "XML", ("application/xml", "text/xml")
)
TSV: Final = MediaType("tsv", "text/tab-separated-values", "TSV")
_GRAPH_XML: Final = MediaType(
    RDF_XML.suffix, RDF_XML.name, RDF_XML.label, ("application/xml", "text/xml")
)
TABLE_FORMATS: Final = (RESULTS_JSON, RESULTS_XML, CSV, TSV)
TRUTH_FORMATS: Final = (RESULTS_JSON, RESULTS_XML)
GRAPH_FORMATS: Final = (TURTLE, N_TRIPLES, _GRAPH_XML, JSON_LD)
FORMATS: Final = {"select": TABLE_FORMATS, "ask": TRUTH_FORMATS, "graph": GRAPH_FORMATS}
"""What the answer to a query of each form may be written in; the first where nobody minds."""
_FORM: Final = MediaType("form", "application/x-www-form-urlencoded", "Form")
_QUERY: Final = MediaType("rq", "application/sparql-query", "SPARQL query")


@dataclass(frozen=True)
class Asked:
    """A query as it was sent, with the graphs that the protocol names."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    def question(self, formats: Formats) -> Question:
        """The question to the store."""
        return Question(self.query, formats, self.default_graphs, self.named_graphs)


def read_asked() -> Asked | None:
    """The query of the current request; None where an address asks none."""
    if request.method != "POST":
        return _asked(list(request.args.items(multi=True)), None)
    # A form may need three bytes for every one of the query.
    media_type, data = read_body((_FORM, _QUERY), 3 * registry().sparql.limits.characters)
    try:
        text = data.decode("utf-8")
        if media_type is _QUERY:
            return _asked(list(request.args.items(multi=True)), text)
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise BadRequest("The query is not UTF-8, or its form cannot be read.") from error
    asked = _asked(pairs, None)
    if asked is None:
        raise BadRequest("There is no query: send it as 'query' in the form, or as the body.")
    return asked


def wanted_formats() -> Formats:
    """For each form of query the format that the client likes best; raises NoFormatAccepted."""
    named = request.args.get("format")
    found = {form: _wanted(named, offered) for form, offered in FORMATS.items()}
    if not any(found.values()):
        raise NoFormatAccepted((*TABLE_FORMATS, *GRAPH_FORMATS))
    return Formats(**{form: each.suffix if each else None for form, each in found.items()})


def _wanted(named: str | None, offered: tuple[MediaType, ...]) -> MediaType | None:
    if named is None:
        return choose(request.headers.get("Accept"), offered)
    return next((each for each in offered if named in (each.suffix, each.label.lower())), None)


def _asked(pairs: list[tuple[str, str]], body: str | None) -> Asked | None:
    names = [name for name, _ in pairs]
    if "update" in names:
        raise BadRequest("This endpoint answers queries; nothing is updated through it.")
    queries = [value for name, value in pairs if name == "query"]
    if body is not None:
        queries.append(body)
    if len(queries) > 1:
        raise BadRequest("There is more than one query: ask one at a time.")
    if not queries:
        return None
    if not queries[0].strip():
        raise BadRequest("The query is empty: write one, such as ASK { ?s ?p ?o }.")
    if len(queries[0]) > (longest := registry().sparql.limits.characters):
        raise RequestEntityTooLarge(
            f"The query has more than {longest:,} characters, the most that are read."
        )
    graphs = {
        wanted: tuple(dict.fromkeys(value for name, value in pairs if name == wanted))
        for wanted in ("default-graph-uri", "named-graph-uri")
    }
    if sum(map(len, graphs.values())) > MOST_GRAPHS:
        raise BadRequest(f"More than {MOST_GRAPHS} graphs are named, the most that are looked at.")
    return Asked(queries[0], graphs["default-graph-uri"], graphs["named-graph-uri"])
