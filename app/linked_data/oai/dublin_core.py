"""A record in unqualified Dublin Core (the format `oai_dc`): what it says of itself, no more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.http.current import absolute, resource_iri
from app.presenters.labels import type_label
from app.services.revisions import Revision
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.records import CredentialRecord, OrganizationRecord
from ctdl.records.values import Reference


@dataclass(frozen=True)
class Element:
    """One of the fifteen elements, with its text and the text's language where it has one."""

    name: str
    text: str
    lang: str | None = None


def dublin_core(revision: Revision, names: Mapping[CTID, Named]) -> Iterator[Element]:
    """The elements of a record; `names` are those that its providers have now."""
    record, change = revision.record, revision.change
    yield from _texts("title", record.name)
    yield Element("identifier", resource_iri(change.ctid))
    yield Element("identifier", change.ctid)
    yield Element("type", type_label(change.resource_type), "en")
    if isinstance(record, CredentialRecord):
        yield from _of_credential(record, names)
    elif isinstance(record, OrganizationRecord):
        yield from _texts("description", record.description)
        if record.country:
            yield Element("coverage", record.country)
    webpage = getattr(record, "webpage", None)
    if webpage:
        yield Element("source", webpage)
    stated = revision.provenance.default
    if stated.source_url and stated.source_url != webpage:
        yield Element("source", stated.source_url)
    if stated.licence:
        yield Element("rights", stated.licence)


def _of_credential(record: CredentialRecord, names: Mapping[CTID, Named]) -> Iterator[Element]:
    for each in record.alternate_names:
        yield from _texts("title", each)
    providers = {
        each.iri or str(each.name): each for each in (*record.owned_by, *record.offered_by)
    }
    for reference in providers.values():
        yield from _provider(reference, names)
    yield from _texts("description", record.description)
    for text in dict.fromkeys(_subjects(record)):
        yield Element("subject", text[1], text[0])
    for language in record.languages:
        yield Element("language", language)
    if record.date_effective:
        yield Element("date", record.date_effective)
    for level in record.levels:
        if level.ctid:
            yield Element("relation", resource_iri(level.ctid))
    for iri in record.same_as:
        yield Element("relation", iri)


def _provider(reference: Reference, names: Mapping[CTID, Named]) -> Iterator[Element]:
    known = names.get(reference.ctid) if reference.ctid else None
    name = known.name if known else reference.name
    if name:
        yield from _texts("publisher", name)
    elif reference.iri:
        yield Element("publisher", absolute(reference.iri) if reference.ctid else reference.iri)


def _subjects(record: CredentialRecord) -> Iterator[tuple[str | None, str]]:
    fields = (each.name for each in record.fields)
    skills = (each.name for each in record.skills)
    for text in (*fields, *skills, *record.subjects, *record.keywords):
        for each in _texts("subject", text):
            yield each.lang, each.text
    for field in record.fields:
        if field.code and field.scheme:
            yield None, f"ISCED-F 2013 {field.code}"


def _texts(name: str, text: LangText) -> Iterator[Element]:
    for lang, value in text.items():
        if value:
            yield Element(name, value, lang if lang not in ("", "und") else None)
