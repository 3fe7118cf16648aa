"""Asking the live records in SPARQL, and what there is to ask."""

import re
from typing import Final

from app.services.registry import Registry
from app.services.views import RDFView
from app.store.locks import held
from app.store.log import latest_number
from app.store.rdf import newest_generation
from app.store.sparql import Answered, Formats, QueryTooCostly, Question, TooManyQueries

_NEVER_THE_SAME: Final = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def ask(registry: Registry, question: Question) -> Answered:
    """The whole answer, or an error that says why there is none."""
    if newest_generation(registry.rdf_folder) is None:
        _begin(registry)
    return registry.sparql.ask(question, keep=is_repeatable(question.query))


def _begin(registry: Registry) -> None:
    """Before the first record there is no store to follow it, and every answer is an empty one."""
    view = RDFView(registry)
    with held(registry.lock_of(view.name), wait=True):
        if newest_generation(registry.rdf_folder) is None and not latest_number(registry.database):
            view.rebuild((), 0)


def position(registry: Registry) -> str:
    """The state of the records that queries are asked of now: the same in every process."""
    newest = newest_generation(registry.rdf_folder)
    return f"{newest.path.name} {newest.base}" if newest else "empty"


def is_repeatable(query: str) -> bool:
    """Whether the answer depends on nothing but the records, as far as its words tell."""
    return _NEVER_THE_SAME.search(query) is None


def statements(registry: Registry) -> int | None:
    """How many statements the default graph holds; None where counting takes too long now."""
    try:
        answered = ask(registry, Question(_COUNT, Formats(select="csv")))
    except (QueryTooCostly, TooManyQueries):
        return None
    return int(answered.data.split()[1])
