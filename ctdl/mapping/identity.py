"""Who is who in a source: which identifiers last, and the CTID that belongs to each."""

import re
from typing import Any, Final

from ctdl.ctid import CTID, CTID_PATTERN, ctid_in, derive_ctid
from ctdl.iris import IRIError, IRIReader

_READER: Final = IRIReader({}, {}, None)
_LASTING: Final = re.compile(
    r"(?:https?://[^/?#]+|urn:[a-z0-9-]+:.|did:[a-z0-9]+:.)", re.IGNORECASE
)
# Names that hold only inside one file; two files have the same ones for different things.
_LOCAL: Final = ("urn:epass:", "urn:bnid:", "_:")


def lasting(identifier: Any) -> bool:
    """Whether `identifier` is an IRI that names the same thing outside its file."""
    if not isinstance(identifier, str) or identifier.lower().startswith(_LOCAL):
        return False
    if is_part(identifier):
        return False
    return bool(_LASTING.match(identifier)) and is_iri(identifier)


def is_part(identifier: str) -> bool:
    """Whether `identifier` names a part of a registry's record, as exports name parts."""
    return "#" in identifier and ctid_in(identifier) is not None


def is_iri(text: str) -> bool:
    """Whether `text` is an IRI that a document may hold."""
    try:
        return _READER.read(text) == text
    except IRIError:
        return False


def is_page(text: Any) -> bool:
    """Whether `text` is an address a browser can open."""
    return isinstance(text, str) and text.startswith(("https://", "http://")) and is_iri(text)


def ctid_of(identifier: str) -> CTID:
    """The CTID in a registry address, or the one that always belongs to `identifier`.

    The key of a derived CTID names what it is made of, so that no identifier written in a file can
    lead to the CTID of a record that the registry made from keys of its own.
    """
    return ctid_in(identifier) or derive_ctid(f"iri:{identifier}")


def stated_ctid(*values: Any) -> CTID | None:
    """The first of `values` that is a CTID."""
    for value in values:
        if isinstance(value, str) and CTID_PATTERN.fullmatch(value):
            return CTID(value)
    return None


def origin_of(ctid: CTID, same_as: tuple[str, ...]) -> str | None:
    """The identifier that `ctid` was derived from, if the record still states it."""
    return next((iri for iri in same_as if ctid_of(iri) == ctid), None)
