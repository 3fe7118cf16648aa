"""Finding by words, concepts and meaning together: one order for a text, and why it is so."""

from app.services.finding.evidence import Evidence, NamedBy
from app.services.finding.fusing import Found, Meaning, find
from app.services.finding.gathering import Sought
from app.services.finding.naming import known_words, near_words

__all__ = [
    "Evidence",
    "Found",
    "Meaning",
    "NamedBy",
    "Sought",
    "find",
    "known_words",
    "near_words",
]
