"""What comes from a source, whatever protocol it speaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ctdl.errors import RegistryError


class SourceFailed(RegistryError):
    """A source answers, but not as its protocol asks: it cannot be followed any further."""


@dataclass(frozen=True)
class Item:
    """One record as the source has it now, or that it was taken back.

    `identifier` is the source's address of the record, `at` when it changed there (ISO 8601).
    """

    identifier: str
    at: str
    document: Mapping[str, Any] | None = None
    reason: str | None = None
    replaced_by: str | None = None

    @property
    def is_deleted(self) -> bool:
        """Whether the source took it back."""
        return self.document is None


@dataclass(frozen=True)
class Batch:
    """Items in the order of their changes; `cursor` is where to go on once they are taken.

    What could not be read of the source is in `problems`: an identifier and what is wrong.
    """

    items: tuple[Item, ...]
    cursor: Mapping[str, Any]
    problems: tuple[tuple[str, str], ...] = field(default=())


class Source(Protocol):
    """A source that is followed by one protocol."""

    kind: str
    """The name of the protocol: feed."""

    def batches(self, cursor: Mapping[str, Any]) -> Iterator[Batch]:
        """Everything since the cursor; since the beginning for an empty one."""
        ...
