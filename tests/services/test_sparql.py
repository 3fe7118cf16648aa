"""Asking the records of a registry: before there is any, and after each change."""

from app.services import publishing, sparql, views
from app.services.registry import Registry
from app.store.sparql import Formats, Question
from tests.support.documents import a_credential, ctid_of


def records(registry: Registry) -> int:
    """How many documents there are to ask."""
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s a ?class } }"
    answered = sparql.ask(registry, Question(query, Formats(select="csv")))
    return int(answered.data.split()[1])


def test_answers_follow_the_log_from_its_beginning(registry: Registry) -> None:
    document = a_credential()
    assert records(registry) == 0
    assert sparql.statements(registry) == 0
    before = sparql.position(registry)

    publishing.publish(registry, document)
    views.catch_up(registry)
    assert records(registry) == 1
    assert sparql.statements(registry)
    assert sparql.position(registry) != before

    publishing.withdraw(registry, ctid_of(document), reason="Given up.")
    views.catch_up(registry)
    assert records(registry) == 0
    assert sparql.statements(registry) == 0
    assert [report.name for report in views.check(registry) if not report.is_right] == []


def test_what_differs_each_time_is_known_by_its_words() -> None:
    assert sparql.is_repeatable("SELECT ?known { ?known a ?randomly }")
    for query in (
        "SELECT (now() AS ?x) {}",
        "SELECT (Rand #\n () AS ?x) {}",
        "ASK { BIND(UUID() AS ?x) }",
    ):
        assert not sparql.is_repeatable(query)
