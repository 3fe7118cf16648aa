"""Envelopes in a ZIP file that is written while it is sent: at no time is it whole in memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from threading import Lock

from werkzeug.exceptions import ServiceUnavailable

from app.linked_data.enveloped import written_envelope
from app.linked_data.writing import json_bytes
from app.services.envelopes import Envelope

_FEWEST_BYTES = 64 * 1024
_RETRY_SECONDS = 60
_ONE_AT_A_TIME = Lock()
UPSERTS, DELETES = "upserts/", "deletes/"


class Turn:
    """The right to be sent a file: a process writes one at a time, so that others get answers."""

    def __init__(self) -> None:
        if not _ONE_AT_A_TIME.acquire(blocking=False):
            raise ServiceUnavailable(
                f"Another download is under way. Ask again in {_RETRY_SECONDS} seconds.",
                retry_after=_RETRY_SECONDS,
            )
        self._is_over = False

    def end(self) -> None:
        """Let the next one begin, however often this is called."""
        if not self._is_over:
            self._is_over = True
            _ONE_AT_A_TIME.release()

    def over(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces, and with the last of them the end of the turn."""
        try:
            yield from pieces
        finally:
            self.end()


def archive(envelopes: Iterable[Envelope], *, with_withdrawn: bool) -> Iterator[bytes]:
    """The file piece by piece, `<ctid>.json` for each envelope.

    With withdrawn records, those are in the folder `deletes` and the others in `upserts`.
    """
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as file:
        for envelope in envelopes:
            folder = ""
            if with_withdrawn:
                folder = DELETES if envelope.change.is_withdrawal else UPSERTS
            file.writestr(_entry(envelope, folder), json_bytes(written_envelope(envelope)))
            if len(sent) >= _FEWEST_BYTES:
                yield sent.take()
    yield sent.take()


def _entry(envelope: Envelope, folder: str) -> zipfile.ZipInfo:
    """Dated with the record's change, so that the same records give the same bytes."""
    at = datetime.fromisoformat(envelope.change.at)
    name = f"{folder}{envelope.change.ctid}.json"
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


class _Sent(io.RawIOBase):
    """What was written since it was last taken; nobody goes back in it."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def __len__(self) -> int:
        return len(self._waiting)

    def writable(self) -> bool:
        """True: that is what it is for."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Keep it until it is taken."""
        self._waiting += data
        return len(data)

    def take(self) -> bytes:
        """All that waits, which is then forgotten."""
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken
