"""Badges baked into PNG pictures: the text chunks `openbadgecredential` (3.0) and `openbadges`.

The checksum of every chunk must fit: a picture that was damaged or altered carries no badge. Chunks
are walked in place, so that no stated length makes anything large.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from app.services.verifying.answers import PresentedRefused
from app.services.verifying.limits import MAX_PNG_CHUNKS, MAX_TEXT_BYTES
from app.services.verifying.pictures import the_only
from ctdl.messages import say

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
KEYWORDS: Final = (b"openbadgecredential", b"openbadges")
_AROUND = 12
"""Bytes of a chunk beside its data: length, name, checksum."""


def text_in_png(data: bytes) -> str:
    """The one badge in the picture; raises PresentedRefused."""
    return the_only([text for name, chunk in _chunks(data) if (text := _badge_text(name, chunk))])


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG_SIGNATURE)
    for number in range(1, MAX_PNG_CHUNKS + 1):
        if place + _AROUND > len(data):
            raise _damaged(number)
        (length,) = struct.unpack_from(">I", data, place)
        end = place + _AROUND + length
        if end > len(data):
            raise _damaged(number)
        name, body = data[place + 4 : place + 8], data[place + 8 : end - 4]
        (checksum,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[place + 4 : end - 4]) != checksum:
            raise _damaged(number)
        yield name, body
        place = end
        if name == b"IEND":
            if place != len(data):
                raise _damaged(number + 1)
            return
    raise _damaged(MAX_PNG_CHUNKS)


def _badge_text(name: bytes, body: bytes) -> str | None:
    keyword, separator, rest = body.partition(b"\0")
    if name not in (b"iTXt", b"tEXt", b"zTXt") or not separator or keyword not in KEYWORDS:
        return None
    if name == b"tEXt":
        return rest.decode("latin-1")
    if name == b"zTXt":
        return _inflated(rest[1:]).decode("latin-1")
    return _international(rest)


def _international(rest: bytes) -> str:
    is_compressed, (_language, first, after) = rest[:1] != b"\0", rest[2:].partition(b"\0")
    _keyword, second, text = after.partition(b"\0")
    if len(rest) < 2 or not first or not second:
        raise _unreadable()
    try:
        return (_inflated(text) if is_compressed else text).decode()
    except UnicodeDecodeError as error:
        raise _unreadable() from error


def _inflated(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, MAX_TEXT_BYTES)
    except zlib.error as error:
        raise _unreadable() from error
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise PresentedRefused(
            "too-large",
            say(
                "The badge in the picture is packed, and has more than %(most)s bytes unpacked or"
                " does not end. Ask its issuer for it as JSON.",
                most=f"{MAX_TEXT_BYTES:,}",
            ),
        )
    return text


def _damaged(number: int) -> PresentedRefused:
    return PresentedRefused(
        "picture-damaged",
        say(
            "The picture is damaged or was altered: part %(number)s of the PNG file does not fit"
            " its checksum or its length. Download the badge again from where it was awarded.",
            number=number,
        ),
    )


def _unreadable() -> PresentedRefused:
    return PresentedRefused(
        "picture-damaged",
        say(
            "The text of the badge in the picture cannot be read. Download the badge again from"
            " where it was awarded, or send its JSON."
        ),
    )
