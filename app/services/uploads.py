"""Files that wait between their preview and their publication: private, few, and not for long."""

import hashlib
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.services.registry import Registry
from ctdl.errors import RegistryError

SECONDS = 60 * 60
"""How long a file waits."""
MOST_OF_A_KEY = 3
"""How many files wait for one key; the oldest gives way."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


class UploadGone(RegistryError):
    """The file waits no longer: it was published, waited too long, or is somebody else's."""


def keep(registry: Registry, key_id: str, stream: BinaryIO) -> str:
    """The token that this key finds the file with later; the file's own name is never used."""
    folder = _folder(registry)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _tidy(folder, key_id)
    token = secrets.token_urlsafe(24)
    stream.seek(0)
    path = _path(registry, key_id, token)
    unfinished = path.with_suffix(".part")
    with unfinished.open("xb") as file:
        unfinished.chmod(0o600)
        shutil.copyfileobj(stream, file)
    unfinished.rename(path)
    return token


@contextmanager
def kept(registry: Registry, key_id: str, token: str) -> Iterator[BinaryIO]:
    """The waiting file, to be read; UploadGone when there is none for this key and token."""
    if not _TOKEN.fullmatch(token):
        raise UploadGone(_GONE)
    path = _path(registry, key_id, token)
    try:
        if path.stat().st_mtime < time.time() - SECONDS:
            raise UploadGone(_GONE)
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise UploadGone(_GONE) from error


def drop(registry: Registry, key_id: str, token: str) -> None:
    """Forget a file that was published or is not wanted."""
    if _TOKEN.fullmatch(token):
        _path(registry, key_id, token).unlink(missing_ok=True)


_GONE = "The file is not here any more: it was published already, or waited for over an hour."


def _folder(registry: Registry) -> Path:
    return registry.settings.home / "uploads"


def _path(registry: Registry, key_id: str, token: str) -> Path:
    digest = hashlib.sha256(f"{key_id} {token}".encode()).hexdigest()
    owner = hashlib.sha256(key_id.encode()).hexdigest()[:16]
    return _folder(registry) / f"{owner}-{digest}.upload"


def _tidy(folder: Path, key_id: str) -> None:
    """Remove what waited too long, and the oldest files of a key that has too many."""
    owner = hashlib.sha256(key_id.encode()).hexdigest()[:16]
    found = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            found.append((path.stat().st_mtime, path))
    found.sort(reverse=True)
    own = [path for _, path in found if path.name.startswith(f"{owner}-")]
    old = [path for at, path in found if at < time.time() - SECONDS]
    for path in [*own[MOST_OF_A_KEY - 1 :], *old]:
        path.unlink(missing_ok=True)
