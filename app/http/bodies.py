"""Bodies of requests: of a media type that is taken, not encoded, and no larger than allowed."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, cast

from flask import request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from app.http.media_types import MediaType

_UTF_8 = ("utf-8", "utf8")


class BodyNotTaken(UnsupportedMediaType):
    """The body is of a kind that this address does not take; `wanted` says what it does take."""

    def __init__(self, description: str, **wanted: str) -> None:
        self.wanted = {name.replace("_", "-"): value for name, value in wanted.items()}
        super().__init__(description)

    def get_headers(self, *arguments: object, **options: object) -> list[tuple[str, str]]:
        """The headers that name what is taken (RFC 9110, section 15.5.16)."""
        return [*Headers(self.wanted).items()]


def read_body(taken: Sequence[MediaType], largest: int) -> tuple[MediaType, bytes]:
    """The media type and the bytes of the current request's body.

    Raises BodyNotTaken, or RequestEntityTooLarge before more than `largest` bytes are read.
    """
    media_type = _media_type(taken)
    # One more than is taken: of a body without a stated length, just the limit would be read, and
    # what is too long would look complete.
    request.max_content_length = largest + 1
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise _too_large(largest) from error
    if len(data) > largest:
        raise _too_large(largest)
    return media_type, data


@contextmanager
def spooled_body(
    taken: Sequence[MediaType], largest: int, in_memory: int
) -> Iterator[tuple[MediaType, BinaryIO]]:
    """The media type and the body as a file, on disk when it has more than `in_memory` bytes.

    What charset the client believes a file to have does not matter: its reader tells from the
    bytes. Raises as `read_body` does.
    """
    media_type = _media_type(taken, any_charset=True)
    request.max_content_length = largest
    with tempfile.SpooledTemporaryFile(in_memory) as file:
        try:
            shutil.copyfileobj(request.stream, file)
        except RequestEntityTooLarge as error:
            raise RequestEntityTooLarge(
                f"What was sent has more than {largest:,} bytes, the most that is taken here: send"
                " it in parts."
            ) from error
        file.seek(0)
        yield media_type, cast(BinaryIO, file)


def _too_large(largest: int) -> RequestEntityTooLarge:
    return RequestEntityTooLarge(
        f"What was sent has more than {largest:,} bytes, the most that is taken here."
    )


def _media_type(taken: Sequence[MediaType], *, any_charset: bool = False) -> MediaType:
    names = ", ".join(each.name for each in taken)
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise BodyNotTaken(
            f"Bodies are taken as they are, not as {coding[:40]!r}: leave the encoding out.",
            Accept_Encoding="identity",
        )
    for each in taken:
        if request.mimetype in (each.name, *each.aliases):
            break
    else:
        sent = f"{request.mimetype[:80]!r}" if request.mimetype else "nothing"
        raise BodyNotTaken(f"Content-Type says {sent}; this address takes {names}.", Accept=names)
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in _UTF_8 and not any_charset:
        raise BodyNotTaken(
            f"The body must be UTF-8, not {charset[:40]!r}: save it as UTF-8.", Accept=names
        )
    return each
