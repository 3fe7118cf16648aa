"""Skills, occupations and fields of study by their names in English and French.

`thesaurus()` tells which concepts a text names, what lies below them and what an occupation asks
for. The concepts are those of ESCO with ISCED-F 2013 and ISCO-08 (`docs/concepts.md`).
"""

from ctdl.concepts.model import (
    ACKNOWLEDGEMENT,
    ESCO,
    KINDS,
    Concept,
    Kind,
    NamedConcept,
)
from ctdl.concepts.thesaurus import Thesaurus, thesaurus

__all__ = [
    "ACKNOWLEDGEMENT",
    "ESCO",
    "KINDS",
    "Concept",
    "Kind",
    "NamedConcept",
    "Thesaurus",
    "thesaurus",
]
