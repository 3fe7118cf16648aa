"""Resumption tokens: they hold all that is needed to go on, signed, and never run out.

Nothing is kept of them here, so they work after a restart and in every process, and one may be used
again as often as needed.
"""

from dataclasses import asdict, dataclass
from typing import Final

from itsdangerous import BadData, URLSafeSerializer

from app.store.harvest import Place

_SALT: Final = "oai-pmh resumption token 1"


@dataclass(frozen=True)
class Token:
    """Where a list goes on: what was asked for first, the last record given, and how many."""

    verb: str
    prefix: str = ""
    set: str = ""
    start: str | None = None
    end: str | None = None
    stamp: int = 0
    after: str = ""
    """The CTID of the last record given, or the name of the last set."""
    given: int = 0
    total: int | None = None

    @property
    def place(self) -> Place:
        """The place after which records follow."""
        return Place(self.stamp, self.after)


def write_token(token: Token, key: bytes) -> str:
    """The token as text."""
    return str(_serializer(key).dumps(list(asdict(token).values())))


def read_token(text: str, key: bytes) -> Token | None:
    """The token, or None when it was not written with this key, or altered since."""
    try:
        return Token(*_serializer(key).loads(text))
    except (BadData, TypeError):
        return None


def _serializer(key: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=_SALT, signer_kwargs={"key_derivation": "hmac"})
