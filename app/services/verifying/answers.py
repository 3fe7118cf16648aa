"""What is said of a presented badge, and why one cannot be looked at.

Of the holder nothing is in here: who was awarded the badge is never taken out of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.services.summaries import Summary
from ctdl.ctid import CTID
from ctdl.errors import RegistryError
from ctdl.messages import Said

Format = Literal["open-badges-2", "open-badges-3", "verifiable-credential"]
Carrier = Literal["json", "jwt", "png", "svg"]
Result = Literal["valid", "invalid", "unsupported", "absent"]
Status = Literal["active", "revoked", "expired", "unknown"]
Origin = Literal["badge", "did", "registry"]
MatchedBy = Literal["identifier", "url", "name+issuer"]
Agreement = Literal["proven", "consistent", "named", "differs", "unknown"]
"""Whether who issued a badge is the provider of a record: a key that the provider registered signed
it; what the badge says of its issuer fits; only its name does; it does not fit; nothing to compare.
"""


class PresentedRefused(RegistryError):
    """What was presented cannot be read as a badge; `said` tells what, where and how to mend it."""

    def __init__(self, code: str, said: Said) -> None:
        self.code = code
        self.said = said
        super().__init__(said)


class ProofWrong(RegistryError):
    """A proof does not hold; `said` tells why. It never leaves this package."""

    def __init__(self, said: Said) -> None:
        self.said = said
        super().__init__(said)


class ProofUnsupported(RegistryError):
    """A proof cannot be checked here; `said` tells why. It never leaves this package."""

    def __init__(self, said: Said) -> None:
        self.said = said
        super().__init__(said)


@dataclass(frozen=True)
class Note:
    """Something that whoever relies on the badge should know."""

    code: str
    said: Said


@dataclass(frozen=True)
class Issuer:
    """Who the badge says has issued it."""

    id: str | None = None
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Identifier:
    """An identifier of what was awarded, with the name of its kind where that is stated."""

    value: str
    kind: str | None = None


@dataclass(frozen=True)
class Achievement:
    """What the badge says was awarded."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    kind: str | None = None
    pages: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    ctdl_targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dates:
    """When the badge says it was awarded, and between when it holds (UTC).

    `unreadable` names what states a date that nobody can read: it is not the same as none.
    """

    awarded: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeyUsed:
    """Whose key made the signature: the badge's own, that of the issuer's DID, or a registered one.

    Only a registered one says who has issued the badge.
    """

    origin: Origin
    algorithm: str
    id: str
    publisher: CTID | None = None
    publisher_name: str | None = None


@dataclass(frozen=True)
class Proof:
    """Whether the signature holds; `kind` is how the badge was signed, `why` what is wrong."""

    result: Result
    kind: str | None = None
    why: Said | None = None
    key: KeyUsed | None = None


@dataclass(frozen=True)
class Match:
    """A record that the badge may be about, and whether its provider is who issued the badge.

    `grounds` is what was compared to tell.
    """

    summary: Summary
    by: MatchedBy
    issuer: Agreement
    grounds: tuple[Note, ...] = ()

    @property
    def ctid(self) -> CTID:
        """The record."""
        return self.summary.ctid


@dataclass(frozen=True)
class Told:
    """What the badge says of itself, before anything of it is checked."""

    format: Format
    issuer: Issuer
    achievement: Achievement
    dates: Dates
    notes: tuple[Note, ...] = ()
    hosted_at: str | None = None
    """The address where a badge that is not signed says that it can be seen."""

    def addresses(self) -> Iterator[str]:
        """The addresses that name what was awarded."""
        yield from filter(None, (self.achievement.id, *self.achievement.pages))


@dataclass(frozen=True)
class Verified:
    """The whole answer, without the quality assurance."""

    carrier: Carrier
    told: Told
    proof: Proof
    status: Status
    matches: tuple[Match, ...]
    notes: tuple[Note, ...]
