"""Lists in one cell: several entries, one a line or separated by `|`, and back."""

import re
from collections.abc import Iterable
from typing import Final

SEPARATOR: Final = " | "
_TOKEN: Final = re.compile(r"\\([\\|])|[|\n]")
_TO_ESCAPE: Final = re.compile(r"\\(?=[\\|])|\|")
_CODES: Final = re.compile(r"[|,;\s]+")


def split_entries(cell: str) -> list[str]:
    """The entries of a cell, each once; `\\|` is a bar that belongs to the text."""
    entries: list[str] = []
    current: list[str] = []
    end = 0
    for found in _TOKEN.finditer(cell):
        current.append(cell[end : found.start()])
        end = found.end()
        if found.group(1):
            current.append(found.group(1))
        else:
            entries.append("".join(current))
            current = []
    entries.append("".join([*current, cell[end:]]))
    return list(dict.fromkeys(text for entry in entries if (text := " ".join(entry.split()))))


def join_entries(entries: Iterable[str]) -> str:
    """The cell that gives these entries."""
    plain = dict.fromkeys(" ".join(entry.split()) for entry in entries)
    return SEPARATOR.join(_TO_ESCAPE.sub(r"\\\g<0>", entry) for entry in plain if entry)


def split_codes(cell: str) -> list[str]:
    """The codes of a cell, each once, however they are separated."""
    return list(dict.fromkeys(code for code in _CODES.split(cell) if code))
