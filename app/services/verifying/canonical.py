"""The canonical bytes that Data Integrity signs: JCS (RFC 8785), and RDF (RDFC-1.0).

RDF drops in silence what no context defines, and what is dropped is not signed. Here such a
document has no canonical form at all, nor has one whose contexts are not exactly the stored ones.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any, Final

import pyoxigraph as ox
import rfc8785
from pyld import jsonld

from app.services.verifying.answers import ProofUnsupported, ProofWrong
from app.services.verifying.limits import MAX_ALIKE_NODES, MAX_RDF_VALUES
from app.services.verifying.values import Node, count_values, items
from ctdl.credential_contexts import FILES, credential_context
from ctdl.messages import say

_ALGORITHMS: Final = {
    "sha256": ox.CanonicalizationAlgorithm.RDFC_1_0_SHA_256,
    "sha384": ox.CanonicalizationAlgorithm.RDFC_1_0_SHA_384,
}
_IN_VALUES: Final = frozenset({"@value", "@language", "@direction", "@type"})
# The libraries say in many ways that they cannot make anything of a document.
_UNREADABLE: Final = (
    jsonld.JsonLdError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
# The library keeps what it made of contexts in tables that threads may not share.
_ONE_AT_A_TIME: Final = Lock()


def jcs(document: Node) -> bytes:
    """The document by the JSON Canonicalization Scheme."""
    try:
        return rfc8785.dumps(dict(document))
    except (rfc8785.CanonicalizationError, ValueError, RecursionError) as error:
        raise ProofWrong(
            say("The badge holds a number or a text that cannot be written in the one signed way.")
        ) from error


def rdfc(document: Node, digest: str) -> bytes:
    """The document's RDF as canonical N-Quads; `digest` is sha256 or sha384."""
    _require_readable(document)
    quads = _dataset(document)
    if _alike(quads, digest) > MAX_ALIKE_NODES:
        raise ProofUnsupported(
            say(
                "The badge holds too many parts without identifiers that only their neighbours tell"
                " apart. Putting such in order can take for ever, so it is not tried."
            )
        )
    quads.canonicalize(_ALGORITHMS[digest])
    return "".join(sorted(_line(each) for each in quads)).encode()


def _require_readable(document: Node) -> None:
    """Refuse contexts and keywords that could change what is signed."""
    if count_values(document, MAX_RDF_VALUES) > MAX_RDF_VALUES:
        raise ProofUnsupported(
            say(
                "The badge holds more than %(most)s values; larger ones are not turned into RDF.",
                most=f"{MAX_RDF_VALUES:,}",
            )
        )
    contexts = items(document.get("@context"))
    for each in contexts:
        if not isinstance(each, str):
            raise ProofUnsupported(
                say(
                    "The badge defines terms of its own in @context, which could change what the"
                    " signature covers; only published contexts are taken."
                )
            )
        if each not in FILES:
            raise ProofUnsupported(
                say(
                    "The badge names a context that is not kept here, and none is ever fetched."
                    " Kept are: %(known)s.",
                    known=", ".join(FILES),
                )
            )
    _require_plain(document, is_root=True)


def _require_plain(value: Any, *, is_root: bool = False) -> None:
    waiting: list[tuple[Any, bool]] = [(value, is_root)]
    while waiting:
        one, first = waiting.pop()
        if isinstance(one, list):
            waiting.extend((each, False) for each in one)
        elif isinstance(one, dict):
            keywords = {name for name in one if name.startswith("@")}
            allowed = _IN_VALUES if "@value" in one else frozenset()
            if keywords - allowed - ({"@context"} if first else set()):
                raise ProofUnsupported(
                    say(
                        "The badge uses keywords of JSON-LD (names that begin with @) inside, which"
                        " badges write without. What they would sign is not worked out here."
                    )
                )
            waiting.extend(
                (each, False) for name, each in one.items() if not (first and name == "@context")
            )


def _dataset(document: Node) -> ox.Dataset:
    dropped: list[str] = []
    options = {"documentLoader": _stored, "processingMode": "json-ld-1.1"}
    try:
        with _ONE_AT_A_TIME:
            expanded = jsonld.expand(dict(document), options, on_property_dropped=dropped.append)
            lines = jsonld.to_rdf(expanded, {**options, "format": "application/n-quads"})
        _require_covered(expanded, dropped)
        return ox.Dataset(ox.parse(lines.encode(), ox.RdfFormat.N_QUADS))
    except _UNREADABLE as error:
        raise ProofWrong(
            say(
                "The badge cannot be read as JSON-LD 1.1, so there is nothing that its signature"
                " could cover."
            )
        ) from error


def _stored(url: str, _options: Mapping[str, Any]) -> dict[str, Any]:
    """A stored context, in the way the library asks for documents; nothing else is ever loaded."""
    if url not in FILES:
        raise ValueError("not a stored context")
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": credential_context(url),
    }


def _require_covered(expanded: Any, dropped: list[str]) -> None:
    """Refuse what would be dropped on the way to RDF: unknown names, relative identifiers."""
    if dropped or any(":" not in each for each in _identifiers(expanded)):
        raise ProofWrong(
            say(
                "The badge holds names or identifiers that its contexts do not define, so its"
                " signature does not cover all of it. They may have been added later."
            )
        )


def _identifiers(value: Any) -> Iterator[str]:
    """Every class and identifier in an expanded document."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict) and "@value" not in one:
            yield from (each for each in items(one.get("@type")) if isinstance(each, str))
            yield from (each for each in items(one.get("@id")) if isinstance(each, str))
            waiting.extend(each for name, each in one.items() if name not in ("@id", "@type"))


def _alike(quads: ox.Dataset, digest: str) -> int:
    """How many blank nodes share the hash of their own statements (RDFC-1.0, section 4.6)."""
    about: dict[str, list[str]] = {}
    for quad in quads:
        terms = (quad.subject, quad.object, quad.graph_name)
        for name in {each.value for each in terms if isinstance(each, ox.BlankNode)}:
            about.setdefault(name, []).append(_line(_seen_from(quad, name)))
    hashes = Counter(
        hashlib.new(digest, "".join(sorted(lines)).encode()).digest() for lines in about.values()
    )
    return sum(count for count in hashes.values() if count > 1)


def _seen_from(quad: ox.Quad, name: str) -> ox.Quad:
    def masked(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            return ox.BlankNode("a" if term.value == name else "z")
        return term

    return ox.Quad(
        masked(quad.subject), quad.predicate, masked(quad.object), masked(quad.graph_name)
    )


def _line(quad: ox.Quad) -> str:
    return (ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"").decode()
