"""IRIs in documents: reading them in, making registry addresses relative and absolute again."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

from ctdl.ctid import CTID_PATTERN
from ctdl.errors import RegistryError
from ctdl.findings import Finding, finding

_UUID: Final = re.compile(CTID_PATTERN.pattern[3:], re.IGNORECASE)
_OWN_PATH: Final = re.compile(r"(?:resources|graph)/ce-[0-9a-f-]{36}(?:#[A-Za-z0-9._~%:+-]*)?")
_BNODE: Final = re.compile(r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f]+")
_LOCAL_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_EXECUTABLE: Final = frozenset({"javascript", "data", "vbscript", "blob", "file"})
# Only vocabularies are written short: a shortened page or entity address would puzzle a reader.
_COMPACTED: Final = ("https://purl.org/ctdl/vocabs/", "https://purl.org/ctdlasn/vocabs/")


class IRIError(RegistryError):
    """A text does not do as an IRI; carries the finding to report."""

    def __init__(self, found: Finding) -> None:
        self.finding = found
        super().__init__(found.message)


class IRIReader:
    """Reads the IRIs of one document into their canonical form."""

    def __init__(
        self, prefixes: Mapping[str, str], own_prefixes: Mapping[str, str], base: str | None
    ) -> None:
        self._prefixes = prefixes
        self._own_prefixes = own_prefixes
        self._base = base.rstrip("/") + "/" if base else None
        self._compacting = {
            namespace: prefix
            for prefix, namespace in prefixes.items()
            if namespace.startswith(_COMPACTED)
        }

    def read(self, text: str) -> str:
        """`text` in canonical form, or IRIError: registry addresses relative, concepts short."""
        if text.startswith("_:"):
            return _checked_bnode(text)
        prefix, colon, local = text.partition(":")
        if colon and not local.startswith("//"):
            if prefix in self._prefixes:
                return _checked(text, self._prefixes[prefix] + local)
            if prefix in self._own_prefixes:
                text = self._own_prefixes[prefix] + local
        return self._read_address(text)

    def _read_address(self, text: str) -> str:
        if self._base and text.startswith(self._base):
            path = text[len(self._base) :]
            if _OWN_PATH.fullmatch(path):
                return path
        if _OWN_PATH.fullmatch(text):
            return text
        if text.startswith(_COMPACTED):
            return self._compact(text)
        return _checked(text, text)

    def _compact(self, text: str) -> str:
        namespace, slash, local = text.rpartition("/")
        prefix = self._compacting.get(namespace + slash)
        if prefix and _LOCAL_NAME.fullmatch(local):
            return f"{prefix}:{local}"
        return _checked(text, text)


def is_own_path(text: str) -> bool:
    """Whether `text` is a registry address in the relative form documents are kept in."""
    return _OWN_PATH.fullmatch(text) is not None


def split_curie(text: str, prefixes: Mapping[str, str]) -> tuple[str, str] | None:
    """The prefix and local name of a term written `prefix:name`, or None if it is not one."""
    prefix, _, local = text.partition(":")
    return (prefix, local) if prefix in prefixes and _LOCAL_NAME.fullmatch(local) else None


@lru_cache(maxsize=65536)
def _checked(text: str, iri: str) -> str:
    if not _ABSOLUTE.fullmatch(iri):
        raise IRIError(_not_absolute(text))
    scheme = iri.partition(":")[0].lower()
    if scheme in _EXECUTABLE:
        raise IRIError(
            finding(
                "IRI_SCHEME_REFUSED",
                f"{_short(text)} is a {scheme}: address; give the https address of a page.",
            )
        )
    try:
        NamedNode(iri)
    except ValueError:
        raise IRIError(finding("IRI_INVALID", _malformed(text))) from None
    return text


def _checked_bnode(text: str) -> str:
    if _BNODE.fullmatch(text):
        return text
    raise IRIError(
        finding(
            "BNODE_LABEL_INVALID",
            f"{_short(text)} is not a local name; use '_:' with letters, digits, '-', '_'.",
        )
    )


def _not_absolute(text: str) -> Finding:
    if CTID_PATTERN.fullmatch(text.lower()):
        return finding("REF_BARE_CTID", f"{text} is a bare CTID; write resources/{text.lower()}.")
    if _UUID.fullmatch(text):
        return finding(
            "REF_BARE_UUID", f"{text} is a bare UUID; write resources/ce-{text.lower()}."
        )
    if _ABSOLUTE.match(text):
        return finding("IRI_INVALID", _malformed(text))
    return finding(
        "REF_NOT_IRI",
        f"{_short(text)} is not an absolute address; write it whole, such as https://example.org/.",
    )


def _malformed(text: str) -> str:
    return f"{_short(text)} is not a well-formed IRI; percent-encode spaces and brackets."


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "...")
