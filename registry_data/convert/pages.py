"""Addresses of pages as the facts write them, mended only where the slip is plain."""

import re

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def page_address(stated: str) -> str:
    """The address, with a doubled letter before `https` taken away; empty when it is none."""
    mended = re.sub(r"^h+ttp", "http", stated)
    return mended if _ADDRESS.fullmatch(mended) else ""
