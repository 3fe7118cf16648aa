"""Documents of one registry taken over by another: their references lead where the records now are.

What a document itself describes keeps its addresses: whoever parses it gives these resources their
new ones and notes the old as `ceterms:sameAs`.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from ctdl.contexts import COERCIONS
from ctdl.ctid import CTID_PATTERN

_OWN_PATH: Final = re.compile(rf"(?:resources|graph)/{CTID_PATTERN.pattern}")
_STAYS: Final = frozenset({"ceterms:sameAs", "owl:sameAs"})
"""What says where something is elsewhere, and must go on saying so."""


def moved(document: Mapping[str, Any], there: str, here: str) -> dict[str, Any]:
    """The document with its references to records of the registry at `there` leading to `here`.

    Both are base addresses that end in a slash. References to anything else stay as they are.
    """
    described = frozenset(_described(document))
    made: dict[str, Any] = _moved(document, "", there, here, described)
    return made


def _described(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for each in value for found in _described(each)]
    if not isinstance(value, dict):
        return []
    own = [value["@id"]] if len(value) > 1 and isinstance(value.get("@id"), str) else []
    return own + [found for each in value.values() for found in _described(each)]


def _moved(value: Any, name: str, there: str, here: str, described: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_moved(each, name, there, here, described) for each in value]
    if isinstance(value, Mapping):
        return {
            key: each if key in _STAYS else _moved(each, key, there, here, described)
            for key, each in value.items()
        }
    is_reference = name == "@id" or COERCIONS.get(name) == "@id"
    if not is_reference or not isinstance(value, str) or value in described:
        return value
    path = value.removeprefix(there)
    return here + path if path != value and _OWN_PATH.fullmatch(path) else value
