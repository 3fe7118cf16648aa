"""Where learning happens, in the words of the facts, and CTDL's values for it."""

import re

from registry_data.convert.json_ld import Node, concept

_LABELS = {
    "OnlineOnly": "Online Only",
    "InPerson": "In-Person Only",
    "BlendedDelivery": "Blended Delivery",
}
_WORDS = (
    (re.compile(r"blended|hybrid"), "BlendedDelivery"),
    (re.compile(r"online|remote"), "OnlineOnly"),
    (re.compile(r"in person|campus|classroom|block course|test centre|workplace"), "InPerson"),
)


def delivery_modes(stated: str) -> tuple[str, ...]:
    """CTDL's values for a cell such as `online/classroom/blended`, in CTDL's order."""
    parts = re.split(r"/| or | and ", stated.casefold())
    found = {value for part in parts for words, value in _WORDS if words.search(part)}
    return tuple(value for value in _LABELS if value in found)


def delivery_alignments(modes: tuple[str, ...]) -> list[Node]:
    """The modes as a record points at them."""
    return [concept("Delivery", f"deliveryType:{mode}", _LABELS[mode]) for mode in modes]


_PHRASES = (
    ("test centre", "at a test centre"),
    ("classroom", "in the classroom"),
    ("block course", "as a block course"),
)


def delivery_phrase(stated: str) -> str:
    """The cell inside a sentence: `online, on campus or blended`."""
    parts = [_phrase(part.strip()) for part in stated.split("/")]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def _phrase(part: str) -> str:
    words = part[:1].lower() + part[1:]
    for written, spoken in _PHRASES:
        words = words.replace(written, spoken)
    return words
