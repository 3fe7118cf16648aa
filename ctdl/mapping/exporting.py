"""Exporting: a CTDL record in another format, as far as that format can express it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ctdl.documents import Document
from ctdl.errors import RegistryError
from ctdl.language import UNDETERMINED, primary_language
from ctdl.mapping import learning_model, open_badges, schema_org
from ctdl.mapping.formats import FORMATS, LEARNING_MODEL, OPEN_BADGES_3, SCHEMA_ORG
from ctdl.mapping.kinds import achievement_type
from ctdl.mapping.table import CREDENTIAL, Node, Table, each_value
from ctdl.mapping.writing import Texts, Writing, identifier_of, language_texts, write_node
from ctdl.vocabulary import vocabulary

#: The formats a record can be written in.
EXPORTS: Final = (OPEN_BADGES_3, SCHEMA_ORG, LEARNING_MODEL)

_LEARNING: Final = "ceterms:LearningOpportunityProfile"
_TEXTS: Final[Mapping[str, Texts]] = {
    OPEN_BADGES_3: "plain",
    SCHEMA_ORG: "tagged",
    LEARNING_MODEL: "map",
}


class NotExpressible(RegistryError):
    """The format asked for has no way to describe this kind of record."""


@dataclass(frozen=True)
class _Shape:
    """The frame of what is written: its context, class and table."""

    context: Any
    type: Any
    table: Table


def export(
    document: Document, format: str, *, base: str, others: Iterable[Document] = ()
) -> dict[str, Any]:
    """The record as JSON-LD of `format`; NotExpressible for other kinds of records.

    `base` is the address of the registry; `others` are the documents of organisations and
    credentials it refers to, for their names and identifiers. What the format cannot express is
    left out; the tables in docs/importing.md say what it can.
    """
    kind = document.type
    shape = _shape(format, kind)
    language = _language(document)
    writing = Writing(
        document,
        base.rstrip("/") + "/",
        _TEXTS[format],
        language,
        {each.ctid: each for each in others},
    )
    made: Node = {
        "@context": shape.context,
        "id": identifier_of(document, writing.base),
        "type": shape.type,
    }
    made |= _kind_terms(format, kind)
    made |= write_node(shape.table, document.main, kind, writing)
    if format == OPEN_BADGES_3:
        made["@context"] = [*shape.context, {"@language": _tag(language)}]
        # A badge must have criteria: what is known of them is at the address of the record.
        made.setdefault("criteria", {"id": f"{writing.base}resources/{document.ctid}"})
    return _with_keywords(made) if format == SCHEMA_ORG else made


def is_expressible(kind: str) -> bool:
    """Whether records of this class can be written at all: credentials, and what is learned."""
    return vocabulary().is_any(kind, (_LEARNING, CREDENTIAL))


def _shape(format: str, kind: str) -> _Shape:
    is_learning = vocabulary().is_a(kind, _LEARNING)
    if format not in EXPORTS:
        raise NotExpressible(
            f"Records are not written as {format[:60]!r}; formats are {', '.join(EXPORTS)}."
        )
    if not is_expressible(kind):
        raise NotExpressible(
            f"{FORMATS[format]} describes credentials and courses; this record is a {kind}."
        )
    if format == OPEN_BADGES_3:
        return _Shape(list(open_badges.CONTEXT_3), ["Achievement"], open_badges.ACHIEVEMENT_TABLE)
    if format == SCHEMA_ORG:
        if is_learning:
            return _Shape(schema_org.CONTEXT, "Course", schema_org.COURSE_TABLE)
        name = "EducationalOccupationalCredential"
        return _Shape(schema_org.CONTEXT, name, schema_org.CREDENTIAL_TABLE)
    if is_learning:
        table = learning_model.OPPORTUNITY_TABLE
        return _Shape(learning_model.CONTEXT, "LearningOpportunity", table)
    return _Shape(learning_model.CONTEXT, "Qualification", learning_model.QUALIFICATION_TABLE)


def _kind_terms(format: str, kind: str) -> Node:
    if format == OPEN_BADGES_3:
        return {"achievementType": achievement_type(kind)}
    label = vocabulary().label(kind)
    if format == SCHEMA_ORG:
        return {"credentialCategory": label} if vocabulary().is_a(kind, CREDENTIAL) else {}
    return {"dcType": {"type": "Concept", "prefLabel": {"en": label}}}


def _language(document: Document) -> str:
    """The language to write in where there can be only one: that of the record, or of its name."""
    named = language_texts(document.main.get("ceterms:name"))
    stated = [str(tag) for tag in each_value(document.main.get("ceterms:inLanguage"))]
    for tag in stated:
        if any(primary_language(tag) == primary_language(own) for own in named):
            return tag
    return next(iter(named), UNDETERMINED)


def _tag(language: str) -> str | None:
    return None if language == UNDETERMINED else language


def _with_keywords(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_keywords(member) for member in value]
    if not isinstance(value, dict) or "@value" in value:
        return value
    names = {"id": "@id", "type": "@type"}
    return {names.get(name, name): _with_keywords(member) for name, member in value.items()}
