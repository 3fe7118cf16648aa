"""Several arrays in one file, mapped into memory where they are read.

A header of JSON says where each begins, and a sum whether all is as it was written: it is held
against the file when that is opened. A file is written whole beside its place, put on the disk and
then renamed, so that it is there and right or not there at all.
"""

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

_MAGIC = b"names-2\n"
_SUM = slice(len(_MAGIC), len(_MAGIC) + 8)
_LENGTH = slice(_SUM.stop, _SUM.stop + 8)
_ALIGNMENT = 64


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Put the arrays into a file at `path`, in place of any other."""
    header: dict[str, tuple[str, int, int]] = {}
    place = 0
    for name, array in arrays.items():
        header[name] = (array.dtype.str, len(array), place)
        place += _padded(array.nbytes)
    described = json.dumps(header).encode()
    end = _LENGTH.stop + len(described)
    parts = [len(described).to_bytes(8, "little"), described, bytes(_padded(end) - end)]
    for array in arrays.values():
        parts += [array.tobytes(), bytes(_padded(array.nbytes) - array.nbytes)]
    content = b"".join(parts)
    write_safely(path, _MAGIC + zlib.crc32(content).to_bytes(8, "little") + content)


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file, mapped; raises OSError or ValueError for what is no such file."""
    mapped: NDArray[np.uint8] = np.memmap(path, np.uint8, "r")
    if bytes(mapped[: _SUM.start]) != _MAGIC:
        raise ValueError(f"{path.name} is not a file of names as this program writes them")
    if int.from_bytes(bytes(mapped[_SUM]), "little") != zlib.crc32(mapped[_SUM.stop :].data):
        raise ValueError(f"{path.name} has been altered or cut off")
    end = _LENGTH.stop + int.from_bytes(bytes(mapped[_LENGTH]), "little")
    header: dict[str, tuple[str, int, int]] = json.loads(bytes(mapped[_LENGTH.stop : end]))
    first = _padded(end)
    return {name: _part(mapped, first, *where) for name, where in header.items()}


def write_safely(path: Path, content: bytes) -> None:
    """Put the content at `path` so that, whatever happens, what is there is whole."""
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _part(mapped: NDArray[np.uint8], first: int, kind: str, count: int, place: int) -> NDArray[Any]:
    dtype = np.dtype(kind)
    start = first + place
    return np.asarray(mapped[start : start + count * dtype.itemsize]).view(dtype)


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
