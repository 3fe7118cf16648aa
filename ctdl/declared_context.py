"""The `@context` a document declares: which published contexts, and prefixes of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ctdl.contexts import CTDL_ASN_CONTEXT, CTDL_CONTEXT, KNOWN_CONTEXTS, known_url, prefixes_of
from ctdl.findings import DocumentError, finding

_NAMESPACE_ENDS: Final = ("/", "#", "?", ":", "=")


@dataclass(frozen=True)
class DeclaredContext:
    """The known contexts a document names and the prefixes it adds for itself."""

    urls: tuple[str, ...]
    own_prefixes: Mapping[str, str]

    @property
    def value(self) -> str | list[str]:
        """The `@context` of the canonical form."""
        return self.urls[0] if len(self.urls) == 1 else list(self.urls)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the known contexts."""
        return prefixes_of(self.urls)


def read_context(value: Any) -> DeclaredContext:
    """What `value` declares, or DocumentError: only the published contexts and plain prefixes."""
    if value is None:
        raise _error("CONTEXT_MISSING", f"The document has no @context; add {CTDL_CONTEXT!r}.")
    entries = value if isinstance(value, list) else [value]
    urls: list[str] = []
    added: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, str):
            urls.append(_known(entry))
        elif isinstance(entry, dict):
            _read_inline(entry, urls, added)
        else:
            raise _error("CONTEXT_UNKNOWN", f"@context holds {entry!r}; use {CTDL_CONTEXT!r}.")
    if not urls:
        raise _error(
            "CONTEXT_MISSING", f"The document names no CTDL context; add {CTDL_CONTEXT!r}."
        )
    unique = tuple(dict.fromkeys(urls))
    known = prefixes_of(unique)
    return DeclaredContext(unique, {p: ns for p, ns in added.items() if p not in known})


def _known(url: str) -> str:
    known = known_url(url)
    if known is None:
        raise _error(
            "CONTEXT_UNKNOWN",
            f"The context {url[:200]!r} is not known and nothing is fetched; "
            f"use {CTDL_CONTEXT!r} or {CTDL_ASN_CONTEXT!r}.",
        )
    return known


def _read_inline(entry: Mapping[str, Any], urls: list[str], added: dict[str, str]) -> None:
    for url, context in KNOWN_CONTEXTS.items():
        if entry == context:
            urls.append(url)
            return
    for term, definition in entry.items():
        if _is_published(term, definition):
            continue
        if not _is_plain_prefix(term, definition):
            raise _error(
                "CONTEXT_TERM_REDEFINED",
                f"The inline context defines {term[:80]!r}; only prefixes of your own for "
                "addresses are taken. Remove it.",
            )
        added[term] = definition


def _is_published(term: str, definition: Any) -> bool:
    return any(
        term in context and context[term] == definition for context in KNOWN_CONTEXTS.values()
    )


def _is_plain_prefix(term: str, definition: Any) -> bool:
    return (
        term.isascii()
        and term.isalnum()
        and not any(term in context for context in KNOWN_CONTEXTS.values())
        and isinstance(definition, str)
        and definition.startswith(("http://", "https://"))
        and definition.endswith(_NAMESPACE_ENDS)
    )


def _error(code: str, message: str) -> DocumentError:
    return DocumentError([finding(code, message)])
