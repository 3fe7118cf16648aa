"""If-Match and If-None-Match on writes: which states of a record the writer believes it to be in.

The tag of a record is the number of its newest change, as in `"1503"`.
"""

import re
from collections.abc import Collection, Iterator

from flask import request
from werkzeug.exceptions import BadRequest

_LONGEST_NUMBER = 18
_TAG = re.compile(r'(?:W/)?"[^"]*"')


class AnyState(Collection[int]):
    """Every number there can be: the record must be there, in whatever state."""

    def __contains__(self, number: object) -> bool:
        return number is not None

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 1


NO_STATE: Collection[int] = ()
"""The record must not be there yet."""

_NEVER: Collection[int] = (0,)
"""No change has this number, so no state of a record fits."""


def tag_of(number: int) -> str:
    """The entity tag of a record whose newest change is `number`."""
    return f'"{number}"'


def expected_states() -> Collection[int] | None:
    """The states in which the client wants its write to happen; None when it states none.

    Tags are compared strongly (RFC 9110, section 13.1.1): a weak one fits no state. Raises
    BadRequest for what is no tag, and where all are weak.
    """
    has_match, has_none = "If-Match" in request.headers, "If-None-Match" in request.headers
    if has_none:
        if not request.if_none_match.star_tag:
            raise BadRequest("Of If-None-Match, only '*' is taken: the record must not exist yet.")
        return _NEVER if has_match else NO_STATE
    if not has_match:
        return None
    if request.if_match.star_tag:
        return AnyState()
    _require_strong_tags(request.headers["If-Match"])
    return {int(tag) for tag in request.if_match.as_set() if _is_number(tag)} or _NEVER


def _require_strong_tags(header: str) -> None:
    tags = _TAG.findall(header)
    if _TAG.sub("", header).strip(", \t"):
        raise BadRequest(
            f"If-Match is {header[:60]!r}: write the tag in quotes, as the ETag header gives it,"
            ' such as "1503".'
        )
    if tags and all(tag.startswith("W/") for tag in tags):
        raise BadRequest(
            f"If-Match is {header[:60]!r}: weak tags do not match when something is written; send"
            " the tag without W/."
        )


def _is_number(tag: str | None) -> bool:
    # An empty tag is read as None.
    if not tag:
        return False
    is_digits = tag.isascii() and tag.isdigit() and len(tag) <= _LONGEST_NUMBER
    return is_digits and str(int(tag)) == tag
