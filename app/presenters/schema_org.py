"""Records in the words of schema.org, for the JSON-LD block of their pages.

Only what the record states is said; schema.org has no place for most quality-assurance detail, so
the record's own linked data stays the full account.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.presenters import labels
from app.presenters.durations import hours_duration
from app.presenters.licences import licence_address
from app.services.reading import StoredRecord
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.records import (
    CredentialRecord,
    FrameworkRecord,
    Level,
    LevelRecord,
    OrganizationRecord,
    Record,
    Reference,
)
from ctdl.records.values import Skill

Node = dict[str, Any]

_SCHEMA = "https://schema.org/"
_PATHWAY = "ceterms:Pathway"
_OTHERS = (
    ("ceterms:QualificationsFramework", "DefinedTermSet"),
    ("asn:ProgressionModel", "DefinedTermSet"),
    ("asn:ProgressionLevel", "DefinedTerm"),
    ("skos:ConceptScheme", "DefinedTermSet"),
    ("skos:Concept", "DefinedTerm"),
    (_PATHWAY, "LearningResource"),
)
_DELIVERY = {"online": "Online", "in-person": "Onsite", "blended": "Blended"}


def schema_type(record: Record) -> str | None:
    """The class of schema.org that comes closest to what the record is about, where one does."""
    if isinstance(record, CredentialRecord):
        return f"{_SCHEMA}{_credential_type(record)}"
    if isinstance(record, OrganizationRecord):
        return f"{_SCHEMA}{_organization_type(record)}"
    return next((f"{_SCHEMA}{name}" for kind, name in _OTHERS if record.type == kind), None)


def credential_node(
    stored: StoredRecord,
    record: CredentialRecord,
    names: Mapping[CTID, Named],
    base: str,
    page_address: str,
) -> Node:
    """The credential as an EducationalOccupationalCredential, or the course as a Course."""
    node: Node = {
        "@context": "https://schema.org",
        "@type": _credential_type(record),
        "@id": f"{base}resources/{record.ctid}",
        "identifier": record.ctid,
        "url": page_address,
        "name": _text(record.name),
        "alternateName": [_text(each) for each in record.alternate_names],
        "description": _text(record.description),
        "inLanguage": list(record.languages),
        "educationalAlignment": list(_alignments(record, base)),
        "provider": _organizations([*record.owned_by, *record.offered_by], names, base),
        "about": [_field(each.code, each.name) for each in record.fields],
        "educationalLevel": [_level(level, base) for level in record.levels],
        "sameAs": list(record.same_as),
        "subjectOf": record.webpage,
        "offers": [
            _offer(cost.price, cost.currency) for cost in record.costs if cost.price is not None
        ],
        "dateModified": stored.at,
        **_markup(stored),
    }
    if record.is_learning_opportunity:
        return _stated(node | _course_parts(record, base))
    return _stated(node | _credential_parts(record, names, base))


def organization_node(
    stored: StoredRecord, record: OrganizationRecord, base: str, page_address: str
) -> Node:
    """The organization; only what awards or offers learning is called educational."""
    return _stated(
        {
            "@context": "https://schema.org",
            "@type": _organization_type(record),
            "@id": f"{base}resources/{record.ctid}",
            "identifier": record.ctid,
            "mainEntityOfPage": page_address,
            "url": record.webpage,
            "name": _text(record.name),
            "alternateName": [_text(each) for each in record.alternate_names],
            "description": _text(record.description),
            "address": _stated({"@type": "PostalAddress", "addressCountry": record.country})
            if record.country
            else None,
            "sameAs": list(record.same_as),
            **_markup(stored),
        }
    )


def framework_node(
    stored: StoredRecord,
    record: FrameworkRecord,
    levels: Iterable[LevelRecord],
    base: str,
    page_address: str,
) -> Node:
    """The framework as a set of terms: its levels, lowest first."""
    terms = [_level_term(each, base) for each in levels]
    return _stated(
        {
            **_named(record, "DefinedTermSet", base, page_address),
            "alternateName": [_text(each) for each in record.alternate_names],
            "sameAs": list(record.same_as),
            "hasDefinedTerm": terms,
            **_markup(stored),
        }
    )


def level_node(
    level: LevelRecord, framework: FrameworkRecord, base: str, page_address: str
) -> Node:
    """A level as a term in the set that its framework is."""
    whole = {
        "@type": "DefinedTermSet",
        "@id": f"{base}resources/{framework.ctid}",
        "name": _text(framework.name),
    }
    return _stated(
        {
            "@context": "https://schema.org",
            **_level_term(level, base),
            "url": page_address,
            "description": _text(level.note),
            "inDefinedTermSet": whole,
        }
    )


def record_node(stored: StoredRecord, base: str, page_address: str) -> Node | None:
    """A record of another class by its name and description; None where no class comes close."""
    kind = schema_type(stored.record)
    if kind is None:
        return None
    node = _named(stored.record, kind.removeprefix(_SCHEMA), base, page_address)
    is_pathway = stored.record.type == _PATHWAY
    kept = {"learningResourceType": labels.type_label(_PATHWAY)} if is_pathway else {}
    return _stated({**node, **kept, **_markup(stored)})


def list_node(entries: Iterable[tuple[str, LangText]], page_address: str, total: int) -> Node:
    """A page of a list: the address and the name of each, in their order."""
    items = [
        {"@type": "ListItem", "position": place, "url": address, "name": _text(name)}
        for place, (address, name) in enumerate(entries, start=1)
    ]
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "url": page_address,
        "numberOfItems": total,
        "itemListElement": items,
    }


def site_node(name: str, base: str, search_address: str) -> Node:
    """The whole site, and how it is searched."""
    entry = {"@type": "EntryPoint", "urlTemplate": f"{search_address}?q={{words}}"}
    wanted = "required name=words"
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": base,
        "url": base,
        "name": name,
        "potentialAction": {"@type": "SearchAction", "target": entry, "query-input": wanted},
    }


def as_script(node: Node) -> str:
    """The JSON of a node, safe inside a script element: no `<` can end it early."""
    text = json.dumps(node, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _named(record: Record, kind: str, base: str, page_address: str) -> Node:
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": f"{base}resources/{record.ctid}",
        "identifier": record.ctid,
        "url": page_address,
        "name": _text(record.name),
        "description": _text(getattr(record, "description", None)),
    }


def _markup(stored: StoredRecord) -> Node:
    """Whose statement this is, since when and under which licence: of the data, not the course."""
    return {
        "sdPublisher": {"@type": "Organization", "name": stored.publisher_name},
        "sdDatePublished": stored.at[:10],
        "sdLicense": licence_address(stored.provenance.default.licence),
    }


def _level_term(level: LevelRecord, base: str) -> Node:
    return _stated(
        {
            "@type": "DefinedTerm",
            "@id": f"{base}resources/{level.ctid}",
            "name": _text(level.name),
            "termCode": level.notation,
        }
    )


def _alignments(record: CredentialRecord, base: str) -> Iterator[Node]:
    """What it is aligned to elsewhere: levels of frameworks, and skills that have an address."""
    for level in record.levels:
        if level.ctid:
            yield _stated(
                {
                    "@type": "AlignmentObject",
                    "alignmentType": "educationalLevel",
                    "educationalFramework": _text(level.framework_name),
                    "targetName": _text(level.name),
                    "targetUrl": f"{base}resources/{level.ctid}",
                }
            )
    if record.is_learning_opportunity:
        for skill in record.skills:
            if address := _web_address(skill.iri, base):
                yield {
                    "@type": "AlignmentObject",
                    "alignmentType": "teaches",
                    "targetName": _text(skill.name),
                    "targetUrl": address,
                }


def _skill(skill: Skill, base: str) -> Any:
    """A skill by its name, or as a term where it has an address."""
    address = _web_address(skill.iri, base)
    name = _text(skill.name)
    return {"@type": "DefinedTerm", "@id": address, "name": name} if address and name else name


def _web_address(iri: str | None, base: str) -> str | None:
    if iri and iri.startswith("resources/"):
        return f"{base}{iri}"
    return iri if iri and iri.startswith(("http://", "https://")) else None


def _credential_type(record: CredentialRecord) -> str:
    return "Course" if record.is_learning_opportunity else "EducationalOccupationalCredential"


def _organization_type(record: OrganizationRecord) -> str:
    return "Organization" if record.is_quality_assurance else "EducationalOrganization"


def _credential_parts(record: CredentialRecord, names: Mapping[CTID, Named], base: str) -> Node:
    vouching = [each.by for each in record.qa if each.kind in ("recognition", "accreditation")]
    return {
        "credentialCategory": labels.type_label(record.type),
        "competencyRequired": [
            *(_skill(each, base) for each in record.skills),
            *(_text(outcome) for outcome in record.outcomes),
        ],
        "recognizedBy": _organizations(vouching, names, base),
        "validFor": record.renewal,
    }


def _course_parts(record: CredentialRecord, base: str) -> Node:
    workload = _workload(record)
    instances: list[Node] = [
        {"@type": "CourseInstance", "courseMode": _DELIVERY[mode]} | workload
        for mode in record.modes
    ]
    if workload and not instances:
        instances = [{"@type": "CourseInstance"} | workload]
    spans = [
        span.minimum for span in record.durations if span.minimum and span.minimum == span.maximum
    ]
    amounts = [
        amount.minimum
        for amount in record.credits
        if amount.minimum is not None and amount.minimum == amount.maximum
    ]
    return {
        "teaches": [*map(_text, record.outcomes), *(_skill(each, base) for each in record.skills)],
        "hasCourseInstance": instances,
        "timeRequired": spans[:1],
        "numberOfCredits": amounts[:1],
        "coursePrerequisites": [_text(each) for each in record.prerequisites],
    }


def _workload(record: CredentialRecord) -> Node:
    """The hours of work of a course, where one number is stated."""
    hours = record.hours
    if hours is None or hours.minimum is None or hours.minimum != hours.maximum:
        return {}
    return {"courseWorkload": hours_duration(hours.minimum)}


def _organizations(
    references: Iterable[Reference], names: Mapping[CTID, Named], base: str
) -> list[Node]:
    found: dict[str, Node] = {}
    for reference in references:
        known = names.get(reference.ctid) if reference.ctid else None
        name = _text(known.name if known else reference.name)
        address = f"{base}resources/{reference.ctid}" if reference.ctid else reference.iri
        node = _stated({"@type": "Organization", "@id": address, "name": name})
        found.setdefault(address or json.dumps(name), node)
    return list(found.values())


def _level(level: Level, base: str) -> Node:
    address = f"{base}resources/{level.ctid}" if level.ctid else None
    return _stated(
        {
            "@type": "DefinedTerm",
            "@id": address,
            "name": _text(level.name),
            "termCode": level.id or level.notation,
            "inDefinedTermSet": _text(level.framework_name),
        }
    )


def _field(code: str | None, name: LangText) -> Node:
    term = {"@type": "DefinedTerm", "name": _text(name), "termCode": code}
    return _stated({**term, "inDefinedTermSet": "ISCED-F 2013" if code else None})


def _offer(price: object, currency: str | None) -> Node:
    return _stated({"@type": "Offer", "price": str(price), "priceCurrency": currency})


def _text(text: LangText | None) -> Any:
    values = [
        value if tag == "und" else {"@value": value, "@language": tag}
        for tag, value in (text or {}).items()
        if value
    ]
    return values[0] if len(values) == 1 else values


def _stated(node: Node) -> Node:
    """The node without empty parts: what is not stated is not said."""
    kept = {name: _tidy(value) for name, value in node.items()}
    return {name: value for name, value in kept.items() if value not in (None, "", [], {})}


def _tidy(value: Any) -> Any:
    if isinstance(value, list):
        kept = [each for each in value if each not in (None, "", [], {})]
        return kept[0] if len(kept) == 1 else kept
    return value
