"""Compact JWS texts: their payload, read but not verified."""

import base64
import binascii
import re
from typing import Any, Final

from ctdl.json_reading import read_json

_COMPACT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")


def is_token(text: str) -> bool:
    """Whether `text` has the form of a compact JWS."""
    return _COMPACT.fullmatch(text) is not None


def payload_of(text: str) -> Any:
    """The JSON in the payload of the compact JWS `text`; None when it has none."""
    if not is_token(text.strip()):
        return None
    middle = text.strip().split(".")[1]
    try:
        decoded = base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))
    except (binascii.Error, ValueError):
        return None
    return read_json(decoded)
