"""The names of the concepts of the thesaurus, ready to complete typed text to.

They come with the program, not with the log: they are written once into the registry's folder, for
all processes to map, and again when the program has others.
"""

import hashlib
from collections.abc import Iterator
from functools import cache

from app.services.registry import Registry
from app.store.locks import held
from ctdl.concepts import thesaurus
from ctdl.concepts.reading import SHIPPED
from search_index.completion import CompletionDocument, CompletionIndex, NamesDamaged

KINDS = ("skill", "occupation", "field")
_LOCK = "concepts"
_MANNER = b"2"
"""To be changed with `_documents`, so that what was written in another way is written again."""

_ALWAYS = "-"
"""The revision of what has only one."""


def concept_names(registry: Registry) -> CompletionIndex:
    """The names of all concepts; written first where they are missing or others than shipped."""
    names = registry.concept_names
    if not _are_shipped(names):
        with held(registry.lock_of(_LOCK), wait=True):
            if not _are_shipped(names):
                names.create()
                names.rebuild(_documents(), _shipped_number())
    return names


def _are_shipped(names: CompletionIndex) -> bool:
    try:
        return names.number() == _shipped_number()
    except NamesDamaged:
        return False


def _documents() -> Iterator[CompletionDocument]:
    known = thesaurus()
    for id_ in known:
        concept = known.concept(id_)
        if concept is not None and concept.kind in KINDS:
            others = [each for names in concept.alternatives.values() for each in names]
            # A language without a preferred label is not left without any.
            spare = {language: each[0] for language, each in concept.alternatives.items() if each}
            labels = {**spare, **concept.labels}
            yield CompletionDocument(id_, _ALWAYS, concept.kind, labels, tuple(others))


@cache
def _shipped_number() -> int:
    """Stands for the concepts that this program has, and for how it writes them."""
    written = hashlib.sha256(_MANNER + SHIPPED.read_bytes())
    return int(written.hexdigest()[:12], 16)
