"""Content negotiation (RFC 9110, section 12): from an Accept header to one of the formats offered.

Parameters are dropped before anything is compared, since clients rightly send a charset or a
JSON-LD profile; only `q` counts. What cannot be read in the header is passed over.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import NotAcceptable

from app.http.media_types import MediaType


class NoFormatAccepted(NotAcceptable):
    """The client accepts none of the formats that there are."""

    def __init__(self, offered: Sequence[MediaType]) -> None:
        self.offered = tuple(offered)
        names = ", ".join(each.name for each in offered)
        super().__init__(f"This address answers in these formats: {names}.")


@dataclass(frozen=True)
class AcceptedRange:
    """One media range of an Accept header, in lower case, and how much it is liked."""

    main: str
    sub: str
    quality: float

    def specificity(self, name: str) -> int:
        """How closely it names the media type `name`: 2 exactly, 1 `text/*`, 0 `*/*`, -1 not."""
        main, _, sub = name.partition("/")
        if self.main == "*":
            return 0
        if self.main != main:
            return -1
        if self.sub == "*":
            return 1
        return 2 if self.sub == sub else -1


def negotiate(offered: Sequence[MediaType], default: MediaType | None = None) -> MediaType:
    """The offered format that the current request likes best; NoFormatAccepted if it likes none."""
    chosen = choose(request.headers.get("Accept"), offered, default)
    if chosen is None:
        raise NoFormatAccepted(offered)
    return chosen


def choose(
    accept: str | None, offered: Sequence[MediaType], default: MediaType | None = None
) -> MediaType | None:
    """The offered format liked best by this Accept header, or None when all are refused.

    A missing, empty or unreadable header gives the default, which is the first one offered unless
    stated; so does a tie that the header itself does not decide.
    """
    default = default or offered[0]
    ranges = tuple(_ranges(accept or ""))
    if not ranges:
        return default
    best: tuple[float, int, int, bool] | None = None
    chosen = None
    for each in offered:
        liking = _liking(each, ranges)
        if liking is None:
            continue
        rank = (*liking, each is default)
        if best is None or rank > best:
            best, chosen = rank, each
    return chosen


def _liking(offer: MediaType, ranges: Sequence[AcceptedRange]) -> tuple[float, int, int] | None:
    """Quality, specificity and place of the range that decides about the offer (higher is better).

    The most specific range decides, so `text/html;q=0` refuses HTML beside `*/*`.
    """
    matches = [
        (specificity, -place, each.quality)
        for place, each in enumerate(ranges)
        if (specificity := _specificity(each, offer)) >= 0
    ]
    deciding = max(matches, default=None)
    if deciding is None or deciding[2] <= 0:
        return None
    return deciding[2], deciding[0], deciding[1]


def _specificity(each: AcceptedRange, offer: MediaType) -> int:
    if any(each.specificity(alias) == 2 for alias in offer.aliases):
        return 2
    return each.specificity(offer.name)


def _ranges(accept: str) -> Iterator[AcceptedRange]:
    for part in _split(accept, ","):
        name, *parameters = _split(part, ";")
        main, slash, sub = name.strip().lower().partition("/")
        if not slash or not main or not sub or (main == "*" and sub != "*"):
            continue
        yield AcceptedRange(main, sub, _quality(parameters))


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 1.0
            return min(max(quality, 0.0), 1.0) if math.isfinite(quality) else 1.0
    return 1.0


def _split(text: str, separator: str) -> Iterator[str]:
    """The parts of a header value; a separator inside a quoted text does not separate."""
    quoted, start = False, 0
    for place, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == separator and not quoted:
            yield text[start:place]
            start = place + 1
    yield text[start:]
