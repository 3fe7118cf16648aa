"""N-Triples and N-Quads: one statement a line, for programs."""

from ctdl.triples import IRI, Blank, Graph, Term
from ctdl.turtle import quoted


def write_ntriples(graph: Graph) -> str:
    """`graph` as N-Triples, in its own order."""
    return "".join(
        f"{_term(subject)} {_term(predicate)} {_term(value)} .\n"
        for subject, properties in graph.items()
        for predicate, values in properties.items()
        for value in values
    )


def nquads(graph: Graph, name: str) -> list[str]:
    """The statements of `graph` as lines of N-Quads, in the graph of this name."""
    ending = f" <{name}> .\n"
    return [
        f"{_term(subject)} {_term(predicate)} {_term(value)}{ending}"
        for subject, properties in graph.items()
        for predicate, values in properties.items()
        for value in values
    ]


def _term(term: Term) -> str:
    if isinstance(term, IRI):
        return f"<{term.value}>"
    if isinstance(term, Blank):
        return f"_:{term.label}"
    text = quoted(term.value)
    if term.language:
        return f"{text}@{term.language}"
    return f"{text}^^<{term.datatype}>" if term.datatype else text
