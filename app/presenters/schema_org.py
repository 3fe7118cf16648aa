"""Records in the words of schema.org, for the JSON-LD block of their pages.

Only what the record states is said; schema.org has no place for most quality-assurance detail, so
the record's own linked data stays the full account.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from app.presenters import labels
from app.services.reading import StoredRecord
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.records import CredentialRecord, Level, OrganizationRecord, Reference

Node = dict[str, Any]

_DELIVERY = {"online": "Online", "in-person": "Onsite", "blended": "Blended"}


def credential_node(
    stored: StoredRecord,
    record: CredentialRecord,
    names: Mapping[CTID, Named],
    base: str,
    page_address: str,
) -> Node:
    """The credential as an EducationalOccupationalCredential, or the course as a Course."""
    is_course = record.is_learning_opportunity
    node: Node = {
        "@context": "https://schema.org",
        "@type": "Course" if is_course else "EducationalOccupationalCredential",
        "@id": f"{base}resources/{record.ctid}",
        "identifier": record.ctid,
        "url": page_address,
        "name": _text(record.name),
        "alternateName": [_text(each) for each in record.alternate_names],
        "description": _text(record.description),
        "inLanguage": list(record.languages),
        "provider": _organizations([*record.owned_by, *record.offered_by], names, base),
        "about": [_field(each.code, each.name) for each in record.fields],
        "educationalLevel": [_level(level, base) for level in record.levels],
        "sameAs": list(record.same_as),
        "subjectOf": record.webpage,
        "offers": [
            _offer(cost.price, cost.currency) for cost in record.costs if cost.price is not None
        ],
        "dateModified": stored.at,
    }
    node |= _course_parts(record) if is_course else _credential_parts(record, names, base)
    return _stated(node)


def organization_node(
    stored: StoredRecord, record: OrganizationRecord, base: str, page_address: str
) -> Node:
    """The organization; only what awards or offers learning is called educational."""
    kind = "Organization" if record.is_quality_assurance else "EducationalOrganization"
    return _stated(
        {
            "@context": "https://schema.org",
            "@type": kind,
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
        }
    )


def as_script(node: Node) -> str:
    """The JSON of a node, safe inside a script element: no `<` can end it early."""
    text = json.dumps(node, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _credential_parts(record: CredentialRecord, names: Mapping[CTID, Named], base: str) -> Node:
    vouching = [each.by for each in record.qa if each.kind in ("recognition", "accreditation")]
    return {
        "credentialCategory": labels.type_label(record.type),
        "competencyRequired": [
            *(_text(skill.name) for skill in record.skills),
            *(_text(outcome) for outcome in record.outcomes),
        ],
        "recognizedBy": _organizations(vouching, names, base),
        "validFor": record.renewal,
    }


def _course_parts(record: CredentialRecord) -> Node:
    instances = [
        {"@type": "CourseInstance", "courseMode": _DELIVERY[mode]} for mode in record.modes
    ]
    spans = [
        span.minimum for span in record.durations if span.minimum and span.minimum == span.maximum
    ]
    amounts = [
        amount.minimum
        for amount in record.credits
        if amount.minimum is not None and amount.minimum == amount.maximum
    ]
    return {
        "teaches": [*map(_text, record.outcomes), *(_text(skill.name) for skill in record.skills)],
        "hasCourseInstance": instances,
        "timeRequired": spans[:1],
        "numberOfCredits": amounts[:1],
        "coursePrerequisites": [_text(each) for each in record.prerequisites],
    }


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
