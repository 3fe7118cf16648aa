"""`python -m benchmarks sparql [SIZE ...]`: queries over HTTP beside those of a store in memory.

SIZE is how many credentials there are, 160,000 unless stated: about five million statements. Only
the RDF store is filled, since nothing else is asked. The plain way that it is held against is
rdflib's own engine over the graph of the first thousand of them.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox
from rdflib import Graph

from app.config import Settings
from app.services.registry import set_up
from app.store.rdf import RDFStoreWriter, RecordGraph
from benchmarks.corpus import credentials
from benchmarks.figures import p50_p95, seconds_of
from benchmarks.serving import free_port, serving
from ctdl.documents import parse_document, quads

SIZE: Final = 160_000
LOOKUPS: Final = 300
GROUPINGS: Final = 5
PLAIN: Final = 1000
_AT: Final = "2026-01-01T00:00:00.000Z"
_CTDL: Final = "PREFIX ceterms: <https://purl.org/ctdl/terms/> "

LOOK_UP: Final = {
    "one thing by its address": "SELECT ?p ?o {{ <{iri}> ?p ?o }}",
    "who provides it": _CTDL + "SELECT ?o {{ <{iri}> ceterms:ownedBy|ceterms:offeredBy ?o }}",
    "it described": "DESCRIBE <{iri}>",
    "its levels": _CTDL + "SELECT ?l {{ <{iri}> ceterms:requires*/ceterms:name ?l }}",
}
GROUP: Final = {
    "by class": "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t",
    "by provider": _CTDL + "SELECT ?o (COUNT(*) AS ?n) { ?s ceterms:offeredBy ?o } GROUP BY ?o",
    "by language": _CTDL + "SELECT ?l (COUNT(*) AS ?n) { ?s ceterms:inLanguage ?l } GROUP BY ?l",
    "by class, of records": _CTDL
    + "SELECT ?t (COUNT(*) AS ?n) { ?s ceterms:ctid ?c ; a ?t } GROUP BY ?t",
    "by property": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
}


def command(arguments: Sequence[str]) -> None:
    """Measure each size."""
    for size in map(int, arguments or [str(SIZE)]):
        with tempfile.TemporaryDirectory() as folder:
            _measure(size, Path(folder) / "home")


def _measure(size: int, home: Path) -> None:
    port = free_port()
    settings = Settings(home=home, base_url=f"http://127.0.0.1:{port}", port=port)
    registry = set_up(settings)
    registry.close()
    filled = seconds_of(lambda: _fill(registry.rdf_folder, registry.base, size))
    with serving(settings, more={"SPARQL_SECONDS": "60"}):
        statements = int(_ask(settings, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").split()[1])
        _say(f"{size:,} credentials, {statements:,} statements, filled in {filled:.0f} s")
        things = _things(settings)
        for label, query in LOOK_UP.items():
            times = _times(settings, (query.format(iri=each) for each in things))
            _say(f"  {label:28} p50 {times[0]:8.1f} ms   p95 {times[1]:8.1f} ms")
        plain = _plain(registry.base)
        for label, query in GROUP.items():
            repeated = (f"{query} #{number}" for number in range(GROUPINGS))
            p50, worst = _times(settings, repeated)
            slow = seconds_of(lambda query=query: list(plain.query(query))) * 1000  # type: ignore[misc]
            rate = f"rdflib, {PLAIN / size:.1%} of it: {slow:8.1f} ms"
            _say(f"  {label:28} p50 {p50:8.1f} ms   p95 {worst:8.1f} ms   {rate}")


def _fill(folder: Path, base: str, size: int) -> None:
    writer = RDFStoreWriter(folder)
    writer.add(_graphs(base, size), bulk=True)
    writer.finish(0, base)


def _graphs(base: str, size: int) -> Iterator[RecordGraph]:
    for line in islice(credentials(0), size):
        document = parse_document(line["document"])
        iri = f"{base}graph/{document.ctid}"
        yield RecordGraph(iri, document.sha256, _AT, quads(document, base))


def _plain(base: str) -> Graph:
    graph = Graph()
    for each in _graphs(base, PLAIN):
        text = ox.serialize(each.quads, format=ox.RdfFormat.N_TRIPLES) or b""
        graph.parse(data=text, format="nt")
    return graph


def _things(settings: Settings) -> list[str]:
    asked = f"{_CTDL} SELECT ?s {{ ?s ceterms:ctid ?c }} LIMIT {LOOKUPS} OFFSET 1000"
    return _ask(settings, asked).split()[1:]


def _times(settings: Settings, queries: Iterator[str]) -> tuple[float, float]:
    def asked(query: str) -> Callable[[], object]:
        return lambda: _ask(settings, query)

    return p50_p95([seconds_of(asked(query)) for query in queries])


def _ask(settings: Settings, query: str) -> str:
    address = f"{settings.base_url}/sparql?{urlencode({'query': query})}"
    accept = {"Accept": "text/csv, text/turtle"}
    with urlopen(Request(address, headers=accept), timeout=120) as response:
        text: str = response.read().decode()
    return text


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
