"""Licences by their addresses, for programs; what a source says of its licence stays as it is."""

import re
from typing import Final

_CREATIVE_COMMONS: Final = re.compile(r"CC (?:(BY(?:-NC)?(?:-SA|-ND)?) (\d\.\d)|0(?: (1\.0))?)")


def licence_address(text: str | None) -> str | None:
    """The address of a licence that is stated by address or is one of Creative Commons'."""
    if not text:
        return None
    if re.fullmatch(r"https?://[^\s<>\"]+", text):
        return text
    found = _CREATIVE_COMMONS.fullmatch(text)
    if found is None:
        return None
    kind, version, _ = found.groups()
    if kind is None:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"
