"""The text of a badge, taken out of what carries it: a picture, JSON or a token."""

import re
from dataclasses import dataclass
from typing import Final

from app.services.verifying.answers import Carrier, PresentedRefused
from app.services.verifying.limits import MAX_PRESENTED_BYTES, MAX_TEXT_BYTES
from app.services.verifying.png import PNG_SIGNATURE, text_in_png
from app.services.verifying.svg import text_in_svg
from ctdl.mapping.tokens import is_token
from ctdl.messages import say

_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True)
class Carried:
    """The text of a badge and what it came in; a token is a compact JWS, otherwise it is JSON."""

    carrier: Carrier
    text: str
    is_token: bool


def read_carrier(data: bytes) -> Carried:
    """The badge in `data`, told by the bytes themselves; raises PresentedRefused."""
    if len(data) > MAX_PRESENTED_BYTES:
        raise PresentedRefused(
            "too-large",
            say(
                "What was sent has more than %(most)s bytes. Send the badge with a smaller"
                " picture, or its JSON alone.",
                most=f"{MAX_PRESENTED_BYTES:,}",
            ),
        )
    if data.startswith(PNG_SIGNATURE):
        return _carried("png", text_in_png(data))
    text = _decoded(data).strip()
    if text.startswith("<"):
        return _carried("svg", text_in_svg(text))
    return _carried(None, text)


def _carried(picture: Carrier | None, text: str) -> Carried:
    text = text.strip()
    if not text:
        raise PresentedRefused(
            "empty", say("Nothing was sent. Choose the file of a badge, or paste its text.")
        )
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise PresentedRefused(
            "too-large",
            say(
                "The badge itself has more than %(most)s bytes, without its picture. It may hold"
                " pictures as text; ask its issuer for one that does not.",
                most=f"{MAX_TEXT_BYTES:,}",
            ),
        )
    _refuse_other_texts(text)
    token = is_token(text)
    if not token and not text.startswith(("{", "[")):
        raise PresentedRefused(
            "not-a-badge",
            say(
                "This is no badge that can be read: it begins neither like JSON ({), nor like a"
                " signed token, nor like a PNG or SVG picture. Send the file as its issuer made it."
            ),
        )
    return Carried(picture or ("jwt" if token else "json"), text, token)


def _refuse_other_texts(text: str) -> None:
    if _ADDRESS.fullmatch(text):
        raise PresentedRefused(
            "only-an-address",
            say(
                "There is only an address of a badge here, and this registry opens no addresses."
                " Open it yourself, save what it shows, and send that."
            ),
        )
    if "~" in text and is_token(text.partition("~")[0]):
        raise PresentedRefused(
            "selective-disclosure",
            say(
                "This is a token with selective disclosure (SD-JWT), which is not read here. Ask"
                " the issuer for the badge as a VC-JWT or as JSON."
            ),
        )


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PresentedRefused(
            "not-text",
            say(
                "This is neither a PNG picture nor text in UTF-8 (byte %(place)s is not). Send the"
                " badge as a PNG or SVG picture, as JSON or as a token.",
                place=f"{error.start + 1:,}",
            ),
        ) from error
