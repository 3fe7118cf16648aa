"""Queries in processes that may be ended: what they cost at most, and what they cannot reach."""

import gc
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from app.store.rdf import RDFStoreWriter, RecordGraph, StoreDamaged
from app.store.sparql import (
    Formats,
    NotInThisFormat,
    QueryEngine,
    QueryLimits,
    QueryMalformed,
    QueryRefused,
    QueryTooCostly,
    Question,
    ResultTooLarge,
    TooManyQueries,
)

BASE = "https://registry.test/"
LIMITS = QueryLimits(seconds=60.0, rows=200, bytes=40_000, at_once=2, wait_seconds=0.2)
ANY = Formats(select="srj", ask="srj", graph="ttl")
EVERYTHING = "SELECT * { ?s ?p ?o }"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


SHORT = replace(LIMITS, seconds=2.0)


def graph(name: str) -> str:
    return f"{BASE}graph/{name}"


def record(name: str, *values: str) -> RecordGraph:
    subject, predicate = ox.NamedNode(f"{BASE}resources/{name}"), ox.NamedNode(f"{BASE}says")
    quads = [ox.Quad(subject, predicate, ox.Literal(each)) for each in values]
    shared = ox.Quad(ox.NamedNode(f"{BASE}all"), predicate, ox.Literal("shared"))
    return RecordGraph(graph(name), "0" * 64, "2026-01-01T00:00:00.000Z", [*quads, shared])


@pytest.fixture
def writer(tmp_path: Path) -> RDFStoreWriter:
    """The store of two records of 75 statements, one of which both make."""
    made = RDFStoreWriter(tmp_path)
    made.add(record(name, *map(str, range(74))) for name in ("one", "two"))
    made.finish(2, BASE)
    return made


@pytest.fixture
def engine(tmp_path: Path, writer: RDFStoreWriter) -> Iterator[QueryEngine]:
    """What answers queries of that store."""
    opened = QueryEngine(tmp_path, LIMITS, {"x": BASE})
    yield opened
    opened.close()


@pytest.fixture
def hasty(tmp_path: Path, writer: object) -> Iterator[QueryEngine]:
    """The same with little time for each."""
    opened = QueryEngine(tmp_path, SHORT)
    yield opened
    opened.close()


def table(engine: QueryEngine, query: str, **asked: Any) -> list[dict[str, str]]:
    found = engine.ask(Question(query, ANY, **asked))
    rows = json.loads(found.data)["results"]["bindings"]
    assert found.rows == len(rows)
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def count(engine: QueryEngine, pattern: str = "?s ?p ?o", **asked: Any) -> int:
    return int(table(engine, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", **asked)[0]["n"])


def test_the_default_graph_holds_what_several_records_state_once(engine: QueryEngine) -> None:
    assert count(engine) == 2 * 74 + 1
    assert count(engine, f"GRAPH <{graph('one')}> {{ ?s ?p ?o }}") == 75
    assert count(engine, '?s ?p "shared"') == 1


def test_what_one_record_takes_back_stays_while_another_states_it(
    engine: QueryEngine, writer: RDFStoreWriter
) -> None:
    writer.remove([graph("one")])
    writer.finish(3, BASE)
    assert count(engine) == 75

    writer.remove([graph("two")])
    writer.finish(4, BASE)
    assert count(engine) == 0
    assert count(engine, "GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'http'))") == 0


def test_named_graphs_are_a_dataset_of_their_own(engine: QueryEngine) -> None:
    both = (graph("one"), graph("two"))

    assert count(engine, default_graphs=both[:1]) == 75
    assert count(engine, default_graphs=both) == 2 * 74 + 1
    assert count(engine, named_graphs=both) == 0
    assert count(engine, "GRAPH ?g { ?s ?p ?o }", named_graphs=both) == 150


@pytest.mark.parametrize(
    "name", ["file:///etc/passwd", "http://127.0.0.1:9/", "https://registry.test/graph/none"]
)
def test_a_graph_that_is_not_here_is_refused_and_not_fetched(
    engine: QueryEngine, name: str
) -> None:
    for asked in ({"default_graphs": (name,)}, {"named_graphs": (name,)}):
        with pytest.raises(QueryRefused, match="nothing is fetched"):
            table(engine, EVERYTHING, **asked)
    for clause in ("FROM", "FROM NAMED", "from #x\n"):
        with pytest.raises(QueryRefused, match="nothing is fetched"):
            table(engine, f"SELECT * {clause} <{name}> {{ ?s ?p ?o }}")


def test_from_names_graphs_of_records(engine: QueryEngine) -> None:
    both = f"FROM <{graph('one')}> FROM <graph/two>"
    rows = table(
        engine, f"PREFIX g: <{BASE}graph/> SELECT * {both} FROM NAMED g:one {{ ?s ?p ?o }}"
    )
    assert len(rows) == 2 * 74 + 1
    assert len(table(engine, f"BASE <{BASE}graph/> SELECT * FROM <one> {{ ?s ?p ?o }}")) == 75


def test_a_query_is_ended_when_its_time_is_over_and_the_next_is_answered(
    hasty: QueryEngine,
) -> None:
    with pytest.raises(QueryTooCostly, match="after 2 seconds"):
        hasty.ask(Question(BOMB, ANY))

    assert hasty.ask(Question("ASK {}", ANY)).rows == 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 20_000 + "}" * 20_000,
        f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
        f"ASK {{ ?s {'^' * 40_000}<a:b> ?o }}",
    ],
    ids=["groups", "brackets", "paths"],
)
def test_a_query_that_breaks_the_engine_breaks_nothing_else(
    engine: QueryEngine, query: str
) -> None:
    with pytest.raises((QueryTooCostly, QueryMalformed)):
        engine.ask(Question(query, ANY))
    assert count(engine) == 149


def test_a_query_that_takes_too_much_memory_is_ended(tmp_path: Path, writer: object) -> None:
    limits = replace(LIMITS, bytes=1 << 30, memory=400 * 1024 * 1024)
    engine = QueryEngine(tmp_path, limits)
    query = "SELECT DISTINCT ?a ?c ?d ?f ?g ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    with pytest.raises(QueryTooCostly, match="memory"):
        engine.ask(Question(query, ANY))
    assert count(engine) == 149
    engine.close()


def test_an_engine_that_nobody_closes_leaves_no_process(tmp_path: Path, writer: object) -> None:
    engine = QueryEngine(tmp_path, LIMITS)
    assert count(engine) == 149
    [child] = engine._idle
    process = child._process

    del engine
    gc.collect()

    assert process.returncode is not None


def test_an_answer_is_whole_or_refused(engine: QueryEngine) -> None:
    cross = "SELECT ?s ?o ?p {{ ?s ?p ?o . ?a ?b 'shared' }} LIMIT {}"
    many = "SELECT ?o { ?s ?p ?o . { SELECT ?a { ?a ?b ?c } LIMIT 2 } }"
    wide = "SELECT * { ?s ?p ?o . { SELECT ?x { BIND(CONCAT(STR(<a:>), 'y') AS ?x) } } }"
    assert len(table(engine, cross.format(149))) == 149

    for formats in (Formats(select=each) for each in ("srj", "srx", "csv", "tsv")):
        with pytest.raises(ResultTooLarge, match="more than 200 rows"):
            engine.ask(Question(many, formats))
        assert engine.ask(Question(EVERYTHING, formats)).rows == 149
    for form in ("ttl", "nt", "rdf", "jsonld"):
        construct = "CONSTRUCT { ?s ?o ?x } { ?s ?p ?o . BIND(REPEAT AS ?x) }".replace(
            "REPEAT", "CONCAT(STR(?o), '0123456789')"
        )
        assert engine.ask(Question(construct, Formats(graph=form))).rows == 0
        pairs = "CONSTRUCT { ?s ?p ?x } { ?s ?p ?o . ?t ?p ?q . BIND(CONCAT(?o, ?q) AS ?x) }"
        with pytest.raises(ResultTooLarge, match="more than 200 rows"):
            engine.ask(Question(pairs, Formats(graph=form)))
    assert len(table(engine, f"{wide} LIMIT 10")) == 10


def test_an_answer_has_no_more_bytes_than_allowed(engine: QueryEngine) -> None:
    long = "SELECT ?x { ?s ?p ?o BIND(CONCAT('" + "x" * 1000 + "', ?o) AS ?x) }"

    with pytest.raises(ResultTooLarge, match="40,000 bytes"):
        engine.ask(Question(long, ANY))
    assert len(table(engine, f"{long} LIMIT 20")) == 20


def test_rows_are_counted_whatever_their_texts_hold(engine: QueryEngine) -> None:
    query = (
        r"""SELECT * { VALUES (?a ?b) { ("x\ny" "<result>") ("\"\n\",\n" "\t") ("é\r\n" "") } }"""
    )
    for each in ("srj", "srx", "csv", "tsv"):
        assert engine.ask(Question(query, Formats(select=each))).rows == 3


def test_texts_that_xml_cannot_hold_are_refused_in_xml_alone(engine: QueryEngine) -> None:
    query = r'SELECT ("\u0001" AS ?x) {}'
    assert table(engine, query) == [{"x": "\x01"}]

    with pytest.raises(QueryRefused, match="control character"):
        engine.ask(Question(query, Formats(select="srx")))
    for made in (r'<a:b> <a:c> "\u0001"', "<a:b> <http://example.org/1> 2"):
        with pytest.raises(QueryRefused, match="written as XML"):
            engine.ask(Question(f"CONSTRUCT {{ {made} }} {{}}", Formats(graph="rdf")))


def test_a_form_that_is_not_taken_is_named(engine: QueryEngine) -> None:
    with pytest.raises(NotInThisFormat) as refused:
        engine.ask(Question("ASK {}", Formats(select="csv", graph="ttl")))
    assert refused.value.form == "ask"


@pytest.mark.parametrize(
    ("query", "line", "column", "reason"),
    [
        ("SELECT * {", 1, 11, ""),
        ("SELECT * {\n ?s ?p ?o .\n FILTER(?o = )\n}", 4, 2, ""),
        ("ASK { ?s no:thing ?o }", 1, 18, "Prefix not found"),
        ("SELECT (?s AS ?s) { ?s ?p ?o }", 1, 31, "The SELECT overrides an existing variable"),
        *(
            (query, line, column, "it must begin with SELECT, ASK, CONSTRUCT or DESCRIBE")
            for query, line, column in (
                ("", 1, 1),
                ("INSERT DATA { <a:b> <a:c> <a:d> }", 1, 10),
                ("PREFIX a: <b:c> # SELECT\nCLEAR ALL", 2, 10),
                ("LOAD <file:///x>", 1, 10),
            )
        ),
    ],
)
def test_what_is_no_query_is_told_where_it_ends_to_be_one(
    engine: QueryEngine, query: str, line: int, column: int, reason: str
) -> None:
    with pytest.raises(QueryMalformed, match=f"before line {line}, column {column}") as refused:
        engine.ask(Question(query, ANY))

    assert refused.value.reason.startswith(reason)
    assert bool(refused.value.reason) == bool(reason)


def test_what_the_engine_cannot_do_is_told_from_a_damaged_store(engine: QueryEngine) -> None:
    with pytest.raises(QueryRefused, match="custom function"):
        engine.ask(Question("SELECT (<a:function>(1) AS ?x) {}", ANY))
    with pytest.raises(QueryRefused, match="JSON-LD does not support"):
        engine.ask(
            Question("CONSTRUCT { <a:s> <a:p> <<( <a:s> <a:p> 1 )>> } {}", Formats(graph="jsonld"))
        )


def test_a_process_that_was_ended_while_it_waited_is_passed_over(engine: QueryEngine) -> None:
    assert count(engine) == 149
    (waiting,) = engine._idle
    waiting._process.kill()
    waiting._process.wait()

    assert count(engine) == 149


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server that should never be asked: its address, and who did ask."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(str(self.client_address))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


HIDDEN = (
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { service<%s>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 5SERVICE<%s>{} }",
    "SELECT * { ?s ?p true.SERVICE<%s>{} }",
    "SELECT * { SERVICE#{\n<%s>#}\n{ ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { SERVICE: {} }",
    "PREFIX SERVICE: <%s> SELECT * { SERVICE SERVICE:x {} }",
    "SELECT * { VALUES ?s { <%s> } SERVICE ?s { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?a FILTER(?a<'b>')SERVICE<%s>{?x ?y ?z}#'\n}",
    'SELECT * { ?s ?p "\\"" SERVICE <%s> { ?x ?y ?z } } #"',
    "SELECT * { { SELECT ?service { ?service ?p ?o } } SERVICE <%s> {} }",
    "ASK { FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <%s> { ?s ?p ?o } }",
)


@pytest.mark.parametrize("query", HIDDEN)
def test_no_other_server_is_asked(
    engine: QueryEngine, canary: tuple[str, list[str]], query: str
) -> None:
    address, asked = canary

    with pytest.raises(QueryRefused, match="SERVICE is not answered"):
        engine.ask(Question(query.replace("%s", address), ANY))
    assert asked == []


def test_no_file_is_read_and_nothing_fetched(
    engine: QueryEngine, canary: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = canary
    file = tmp_path / "canary.nt"
    file.write_text("<a:secret> <a:is> <a:told> .\n")

    for name in (file.as_uri(), str(file), f"{address}canary.nt"):
        for query in (
            f"SELECT * FROM <{name}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{name}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"ASK FROM <{graph('one')}> FROM <{name}> {{ ?s ?p ?o }}",
            f"DESCRIBE <a:secret> FROM <{name}>",
        ):
            with pytest.raises(QueryRefused, match="nothing is fetched"):
                engine.ask(Question(query, ANY))
        for update in (f"LOAD <{name}>", f"LOAD SILENT <{name}> INTO GRAPH <a:b>"):
            with pytest.raises(QueryMalformed, match="must begin with SELECT"):
                engine.ask(Question(update, ANY))
        assert table(engine, f"SELECT * {{ GRAPH <{name}> {{ ?s ?p ?o }} }}") == []
    assert asked == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service ?s { ?service ?p ?s }",
        "SELECT * { GRAPH ?service { ?s ?p ?o } }",
        "PREFIX x: <a:> SELECT * { ?s x:serviceType ?o . { ?o ?p ?q } }",
        'SELECT * { ?s ?p "SERVICE" { ?s ?p ?o } }',
    ],
)
def test_the_word_service_is_no_hindrance(engine: QueryEngine, query: str) -> None:
    assert isinstance(table(engine, query), list)


def test_no_more_are_answered_at_once_than_may_be(engine: QueryEngine) -> None:
    with engine._child(), engine._child(), pytest.raises(TooManyQueries, match="ask again"):
        engine.ask(Question("ASK {}", ANY))

    assert count(engine) == 149


def test_a_costly_answer_is_kept_until_the_records_change(
    engine: QueryEngine, writer: RDFStoreWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.sparql._WORTH_KEEPING_SECONDS", 0.0)
    question = Question("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Formats(select="csv"))
    first = engine.ask(question, keep=True)

    assert engine.ask(question, keep=True) is first
    assert engine.ask(question) is not first
    writer.remove([graph("one")])
    writer.finish(3, BASE)
    assert engine.ask(question, keep=True).data.split() == [b"n", b"75"]


def test_a_store_that_is_not_there_or_damaged_is_told_from_a_wrong_query(
    tmp_path: Path, engine: QueryEngine
) -> None:
    with pytest.raises(StoreDamaged, match="catch-up"):
        QueryEngine(tmp_path / "nowhere", LIMITS).ask(Question("ASK {}", ANY))
    (generation,) = (tmp_path / "generations").iterdir()
    (generation / "CURRENT").write_text("nonsense")

    with pytest.raises(StoreDamaged, match="rebuild rdf"):
        engine.ask(Question("ASK {}", ANY))
