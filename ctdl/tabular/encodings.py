"""How the bytes of a table are to be read: told from the bytes, never guessed in silence."""

import codecs
from dataclasses import dataclass
from typing import BinaryIO, Final

from ctdl.findings import Finding
from ctdl.messages import say
from ctdl.tabular.table_rules import TableRefused, table_finding

_CHUNK: Final = 1 << 16
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARCHIVES: Final = (
    (b"PK\x03\x04", "an Excel, OpenDocument or zip file"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstandard file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"%PDF", "a PDF"),
    (b"SQLite format", "a database"),
)
_FALLBACK: Final = "cp1252"


@dataclass(frozen=True)
class Encoding:
    """The name of an encoding, and what there is to say about it."""

    name: str
    findings: tuple[Finding, ...] = ()


def refuse_archives(stream: BinaryIO) -> None:
    """Raise TableRefused for files that are no text; nothing is ever unpacked."""
    start = stream.read(16)
    stream.seek(0)
    for magic, name in _ARCHIVES:
        if start.startswith(magic):
            raise TableRefused(
                table_finding(
                    "TABLE_NOT_TEXT",
                    say(
                        "This is %(kind)s, which is not opened here. In the spreadsheet choose "
                        "'Save as' and 'CSV UTF-8', and send that file, not packed.",
                        kind=name,
                    ),
                )
            )


def encoding_of(stream: BinaryIO) -> Encoding:
    """The encoding of a seekable stream: by its mark, else UTF-8, else Windows-1252 with a note."""
    refuse_archives(stream)
    start = stream.read(4)
    stream.seek(0)
    for mark, name in _BOMS:
        if start.startswith(mark):
            _require(stream, name)
            return Encoding(name)
    _refuse_nul(stream)
    if _first_failure(stream, "utf-8") is None:
        return Encoding("utf-8")
    _require(stream, _FALLBACK)
    shown = _first_accent(stream)
    return Encoding(
        _FALLBACK,
        (
            table_finding(
                "TABLE_ENCODING",
                say(
                    "The file is not UTF-8; it was read as Windows-1252 (Latin-1). Check the "
                    "accented letters, for example in %(shown)s, or save the table as 'CSV UTF-8'.",
                    shown=repr(shown),
                ),
            ),
        ),
    )


def _require(stream: BinaryIO, encoding: str) -> None:
    place = _first_failure(stream, encoding)
    if place is not None:
        raise TableRefused(
            table_finding(
                "TABLE_NOT_TEXT",
                say(
                    "Near byte %(place)s there is something that is no text in any encoding known "
                    "here; save the table as 'CSV UTF-8'.",
                    place=f"{place:,}",
                ),
            )
        )


def _first_failure(stream: BinaryIO, encoding: str) -> int | None:
    """About where the bytes stop being text in this encoding; None when all of them are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    place = 0
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
            place += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return place + error.start
    finally:
        stream.seek(0)
    return None


def _refuse_nul(stream: BinaryIO) -> None:
    row = 1
    try:
        while chunk := stream.read(_CHUNK):
            place = chunk.find(b"\0")
            if place >= 0:
                row += chunk.count(b"\n", 0, place)
                raise TableRefused(
                    table_finding(
                        "TABLE_CHARACTER",
                        say(
                            "There is a NUL character near line %(line)s: the file is damaged, or "
                            "UTF-16 without its mark. Save the table as 'CSV UTF-8'.",
                            line=row,
                        ),
                    )
                )
            row += chunk.count(b"\n")
    finally:
        stream.seek(0)


def _first_accent(stream: BinaryIO) -> str:
    """A few words around the first letter that is not ASCII."""
    try:
        while chunk := stream.read(_CHUNK):
            if not chunk.isascii():
                text = chunk.decode(_FALLBACK)
                place = next(i for i, letter in enumerate(text) if ord(letter) > 127)
                return " ".join(text[max(0, place - 15) : place + 15].split())
    finally:
        stream.seek(0)
    return ""
