"""The secret that browser sessions are signed with: one file, the same for every process."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from ctdl.errors import RegistryError

SESSION_KEY = "session.key"
_BYTES = 32


class SessionKeyUnusable(RegistryError):
    """The file with the secret cannot be made or read, or does not hold one."""


def session_key(folder: Path) -> bytes:
    """The secret in `folder`, made when it is asked for first; only its owner may read it."""
    path = folder / SESSION_KEY
    try:
        if not path.exists():
            _create(path)
        found = path.read_bytes()
    except OSError as error:
        raise SessionKeyUnusable(
            f"The registry's {SESSION_KEY} cannot be made or read: {error.strerror}."
        ) from error
    if len(found) < _BYTES:
        raise SessionKeyUnusable(
            f"The registry's {SESSION_KEY} is too short; remove it, and a new one is made."
        )
    return found


def _create(path: Path) -> None:
    """Write a new secret; of several processes that try, the first decides."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # A link fails where the name is taken, which a rename would not.
        with suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        unfinished.unlink()
