"""The published JSON-LD contexts, kept as files: nothing is ever fetched.

The two contexts differ only in their prefixes; what their terms mean is the same in both.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

CTDL_CONTEXT: Final = "https://credreg.net/ctdl/schema/context/json"
CTDL_ASN_CONTEXT: Final = "https://credreg.net/ctdlasn/schema/context/json"


def _shipped(name: str) -> dict[str, Any]:
    text = resources.files("ctdl").joinpath("data", name).read_text(encoding="utf-8")
    context: dict[str, Any] = json.loads(text)["@context"]
    return context


KNOWN_CONTEXTS: Final[Mapping[str, Mapping[str, Any]]] = {
    CTDL_CONTEXT: _shipped("ctdl-context.json"),
    CTDL_ASN_CONTEXT: _shipped("ctdlasn-context.json"),
}

_TERMS: Final[dict[str, Mapping[str, str]]] = {
    term: definition
    for context in KNOWN_CONTEXTS.values()
    for term, definition in context.items()
    if not isinstance(definition, str)
}
#: What the context makes of a term's plain values: "@id", "@language" or a datatype CURIE.
COERCIONS: Final[Mapping[str, str]] = {
    term: definition.get("@type") or definition.get("@container", "")
    for term, definition in _TERMS.items()
}


#: Where a registry serves its own copies, below its address: the day the file was taken over is
#: part of the path, so what is there never changes.
SERVED_PATHS: Final[Mapping[str, str]] = {
    CTDL_CONTEXT: "contexts/ctdl/2026-08-06.json",
    CTDL_ASN_CONTEXT: "contexts/ctdlasn/2026-08-06.json",
}


def served(stated: str | list[str], base: str) -> Any:
    """The `@context` of a document with the addresses at which the registry at `base` serves it."""
    if isinstance(stated, list):
        return [served(each, base) for each in stated]
    return base + SERVED_PATHS[stated]


def known_url(url: str) -> str | None:
    """The https address of the known context at `url`, or None.

    A document fetched from a registry names the copy that is served there; it can be sent back.
    """
    secure = "https://" + url.removeprefix("http://") if url.startswith("http://") else url
    if secure in KNOWN_CONTEXTS:
        return secure
    for published_at, path in SERVED_PATHS.items():
        if secure.startswith("https://") and secure.endswith(f"/{path}"):
            return published_at
    return None


def context_of(url: str) -> Mapping[str, Any]:
    """The stored context published at `url`; KeyError for any other address."""
    return KNOWN_CONTEXTS[known_url(url) or url]


@cache
def prefixes_of(urls: tuple[str, ...]) -> Mapping[str, str]:
    """The prefixes that documents naming the contexts `urls` may use, with their namespaces."""
    return {
        prefix: namespace
        for url in urls
        for prefix, namespace in context_of(url).items()
        if isinstance(namespace, str)
    }
