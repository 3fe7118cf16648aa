"""What comes from a source, whatever protocol it speaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from ctdl.ctid import CTID, ctid_in
from ctdl.errors import RegistryError
from ctdl.provenance import Provenance, ProvenanceError


class SourceFailed(RegistryError):
    """A source answers, but not as its protocol asks: it cannot be followed any further."""


@dataclass(frozen=True)
class Item:
    """One record as the source has it now, or that it was taken back.

    `identifier` is the source's address of the record, `at` when it changed there (ISO 8601).
    `ctid` is told where no address ends in it, `asserted_by` where somebody else speaks there.
    A source that is a registry names its records `<base>resources/<ctid>`.
    """

    identifier: str
    at: str
    document: Mapping[str, Any] | None = None
    reason: str | None = None
    replaced_by: str | None = None
    ctid: CTID | None = None
    asserted_by: str | None = None
    provenance: Provenance | None = None
    """Who stated its facts, where the source tells it fact by fact."""

    @property
    def is_deleted(self) -> bool:
        """Whether the source took it back."""
        return self.document is None

    @property
    def base(self) -> str | None:
        """The base address of the registry that it comes from, where it comes from one."""
        path = f"resources/{self.record}"
        return self.identifier.removesuffix(path) if self.identifier.endswith(f"/{path}") else None

    @property
    def record(self) -> CTID | None:
        """The record that it is here."""
        return self.ctid or ctid_in(self.identifier)


@dataclass(frozen=True)
class Aside:
    """Something of a source that is no record here, and why; `at` as of an item.

    It is a problem unless it `is_expected`, as most pages of a site describe no credential.
    """

    identifier: str
    message: str
    at: str = ""
    is_expected: bool = False
    ctid: CTID | None = None


@dataclass(frozen=True)
class Batch:
    """Items in the order of their changes; `cursor` is where to go on once they are taken."""

    items: tuple[Item, ...]
    cursor: Mapping[str, Any]
    asides: tuple[Aside, ...] = ()


class Source(Protocol):
    """A source that is followed by one protocol."""

    kind: str
    """The name of the protocol: feed, oai, registry or sitemap."""
    url: str
    """Its address, which it is known by."""

    def batches(self, cursor: Mapping[str, Any]) -> Iterator[Batch]:
        """Everything since the cursor; since the beginning for an empty one."""
        ...


def provenance_in(stated: Any) -> Provenance | None:
    """Who stated what, where a source tells it in the form that registries like this one use.

    None for any other account of it: the source itself is named then.
    """
    if not isinstance(stated, dict) or not stated:
        return None
    try:
        return Provenance.from_json(stated)
    except ProvenanceError:
        return None


def instant(text: str) -> str:
    """A date or xsd:dateTime in one form, so that texts are in the order of time.

    Raises SourceFailed for what is neither.
    """
    try:
        read = datetime.fromisoformat(text)
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return written(aware.astimezone(UTC))
    except (ValueError, OverflowError):
        raise SourceFailed(
            f"{text[:40]!r} is not an instant such as 2026-01-31T12:00:00Z."
        ) from None


def written(at: datetime) -> str:
    """An instant in UTC as `instant` writes it."""
    return f"{at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def now() -> str:
    """This instant, as `instant` writes it."""
    return written(datetime.now(UTC))
