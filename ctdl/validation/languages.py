"""Languages: the parts of a language tag are registered ones, so that readers find the text."""

from collections.abc import Iterator
from typing import Any, Final

from ctdl.code_lists import unregistered_subtag
from ctdl.contexts import COERCIONS
from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described, Entity

_MEANT: Final = {"UK": "GB", "cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "cn": "zh"}


def check_languages(described: Described) -> Iterator[Finding]:
    """Tags of texts, and languages of resources, with a part that nobody registered."""
    for entity in described.entities:
        for name in entity.properties:
            coercion = COERCIONS.get(name)
            if coercion == "@language" or coercion == "xsd:language":
                for tag in _tags(entity.node[name], coercion):
                    if (part := unregistered_subtag(tag)) is not None:
                        yield _finding(entity, name, tag, part)


def _tags(value: Any, coercion: str) -> Iterator[str]:
    if isinstance(value, list):
        for member in value:
            yield from _tags(member, coercion)
    elif isinstance(value, dict):
        if "@language" in value:
            yield value["@language"]
        elif "@value" not in value:
            yield from value
    elif isinstance(value, str) and coercion == "xsd:language":
        yield value


def _finding(entity: Entity, name: str, tag: str, part: str) -> Finding:
    meant = _MEANT.get(part)
    remedy = f"write {meant} for {part}" if meant else "use one such as en, mi or fr-CA"
    return finding(
        "LANGUAGE_UNREGISTERED",
        f"{name} has the language {tag[:40]!r}, and {part[:20]!r} is not registered; {remedy}, or "
        "und when the language is not known.",
        entity=entity.label,
        property=name,
    )
