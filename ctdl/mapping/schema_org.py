"""schema.org EducationalOccupationalCredential and Course, in JSON-LD or in a web page."""

from typing import Any, Final

from ctdl.frameworks import FRAMEWORKS
from ctdl.mapping.classifications import (
    COURSE_MODE,
    audience_words,
    read_audience,
    stated_field,
    stated_level,
    subject_names,
)
from ctdl.mapping.known import (
    field_alignment,
    field_code,
    isced_term,
    level_address,
    level_alignment,
    level_of,
)
from ctdl.mapping.open_badges import identifier_value
from ctdl.mapping.organizations import ADDRESS, MAIL, PROVIDER, organizations, written_only
from ctdl.mapping.reading import Reading
from ctdl.mapping.skills import COMPETENCY_TERMS
from ctdl.mapping.source import Dialect
from ctdl.mapping.table import (
    CREDITS,
    OUTCOMES,
    PREREQUISITES,
    Conversion,
    Node,
    Row,
    Table,
)
from ctdl.mapping.texts import KEYWORDS, PLAIN, TEXT, TEXTS, text_of, texts_of
from ctdl.mapping.values import (
    DURATION,
    LANGUAGES,
    LENGTH,
    LINK,
    LINKS,
    REFERENCES,
    WORKLOAD,
    amounts_of,
    cost_profile,
    costs_of,
    credit_profile,
    whole,
)
from ctdl.mapping.writing import Writing

DIALECT: Final = Dialect(
    namespaces=("https://schema.org/", "http://schema.org/"),
    prefixes=("schema", "sdo"),
    contexts=("https://schema.org", "https://www.schema.org"),
)
CONTEXT: Final = "https://schema.org"


def _read_levels(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        level = level_of(value)
        if level:
            made.append(level_alignment(level))
        elif not read_audience(_word(value)):
            reading.unread(_word(value), "it is no level that this registry knows exactly")
    return made


def _read_audience(_reading: Reading, values: list[Any]) -> list[Node]:
    return [found for value in values if (found := read_audience(_word(value)))]


def _word(value: Any) -> Any:
    if not isinstance(value, dict) or "@value" in value:
        return value
    return value.get("name", value.get("id"))


def _write_levels(writing: Writing, values: list[Any]) -> list[Any]:
    levels = (stated_level(writing, value) for value in values)
    return [
        {
            "type": "DefinedTerm",
            "id": level_address(level, writing.base),
            "name": level.label,
            "termCode": level.id,
            "inDefinedTermSet": FRAMEWORKS.frameworks[level.framework].name,
        }
        for level in levels
        if level
    ]


def _read_fields(_reading: Reading, values: list[Any]) -> list[Node]:
    codes = (isced_term(value) or field_code(value) for value in values)
    return [field_alignment(code) for code in codes if code]


def _write_fields(writing: Writing, values: list[Any]) -> list[Any]:
    fields = (stated_field(writing, value) for value in values)
    return [
        {
            "type": "DefinedTerm",
            "name": found[1],
            "termCode": found[0],
            "inDefinedTermSet": "ISCED-F 2013",
        }
        for found in fields
        if found
    ]


def _read_subjects(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        if isced_term(value) or field_code(value):
            continue
        name = text_of(reading, [_word(value)] if _word(value) else [])
        if name:
            made.append(
                {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": name}
            )
    return made


def _read_credits(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        node = value if isinstance(value, dict) and "value" in value else None
        unit = (node.get("unitText") or node.get("creditUnitType")) if node else None
        profile = credit_profile(reading, node["value"] if node else value, unit)
        if profile:
            made.append(profile)
    return made


def _write_credits(writing: Writing, values: list[Any]) -> list[Any]:
    made: list[Any] = []
    for value in values:
        amount = amounts_of(writing, value)
        if amount:
            number, _code, name = amount
            unit = name[0] if isinstance(name, list) else name
            unit = unit.get("@value") if isinstance(unit, dict) else unit
            made.append(
                {"type": "StructuredValue", "value": whole(number), "unitText": unit}
                if unit
                else whole(number)
            )
    return made


def _read_offers(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        node = reading.source.node(value) or {}
        if node.get("price") is None and "category" in node:
            reading.unread(node["category"], "an offer without a price is no price")
            continue
        profile = cost_profile(
            reading,
            node.get("price"),
            node.get("priceCurrency"),
            text=node.get("description") or node.get("name"),
            page=node.get("url"),
        )
        if profile:
            made.append(profile)
    return made


def _write_offers(writing: Writing, values: list[Any]) -> list[Any]:
    return [
        {
            key: value
            for key, value in {
                "type": "Offer",
                "price": price,
                "priceCurrency": currency,
                "description": text,
                "url": page,
            }.items()
            if value
        }
        for price, currency, text, page in costs_of(writing, values)
    ]


def _read_prerequisites(reading: Reading, values: list[Any]) -> Any:
    words = []
    for value in values:
        node = value if isinstance(value, dict) and "@value" not in value else None
        words.append((node.get("name") or node.get("targetName")) if node else value)
    return texts_of(reading, [word for word in words if word])


def _read_identifiers(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        node = value if isinstance(value, dict) else {}
        code, name = node.get("value"), node.get("propertyID") or node.get("name")
        # A bare text is the thing's own name for programs and was read as its identifier.
        if isinstance(code, str) and code.strip():
            made.append(identifier_value(code.strip(), text_of(reading, [name] if name else [])))
    return made


def _write_identifiers(writing: Writing, values: list[Any]) -> list[Any]:
    made = []
    for value in values:
        node = writing.node(value) or {}
        code = node.get("ceterms:identifierValueCode")
        name = writing.text(node.get("ceterms:identifierTypeName"))
        if isinstance(code, str):
            entry = {"type": "PropertyValue", "value": code, "propertyID": name}
            made.append({key: each for key, each in entry.items() if each})
    return made


LEVEL: Final = Conversion(
    "a level we know by address or notation",
    _read_levels,
    _write_levels,
    frozenset({"name", "termCode", "inDefinedTermSet", "url"}),
)
AUDIENCE: Final = Conversion(
    "beginner, intermediate or advanced, by these words", _read_audience, audience_words
)
FIELD: Final = Conversion(
    "terms of ISCED-F 2013",
    _read_fields,
    _write_fields,
    frozenset({"name", "termCode", "inDefinedTermSet"}),
)
SUBJECT: Final = Conversion("other subjects by name", _read_subjects, subject_names)
CREDIT_NUMBER: Final = Conversion(
    "number, and unit where it is stated", _read_credits, _write_credits
)
OFFERS: Final = Conversion(
    "price, currency, words and page",
    _read_offers,
    _write_offers,
    frozenset({"price", "priceCurrency", "description", "name", "url", "category"}),
)
PREREQUISITE_TEXTS: Final = Conversion(
    "each prerequisite as a text", _read_prerequisites, TEXTS.write
)
IDENTIFIERS: Final = Conversion(
    "property values: code and kind",
    _read_identifiers,
    _write_identifiers,
    frozenset({"value", "propertyID", "name"}),
)

ORGANIZATION: Final = Table(
    "Organization",
    (
        Row("name", "ceterms:name", TEXT, returns=True),
        Row("alternateName", "ceterms:alternateName", TEXTS, returns=True),
        Row("description", "ceterms:description", TEXT, returns=True),
        Row("url", "ceterms:subjectWebpage", LINK, returns=True),
        Row("email", "ceterms:email", MAIL, returns=True),
        Row("logo", "ceterms:image", LINK, returns=True),
        Row("address", "ceterms:address", ADDRESS, returns=True),
        Row("sameAs", "ceterms:sameAs", LINKS),
    ),
)
_PROVIDER: Final = organizations(ORGANIZATION, PROVIDER, "Organization", "the organisation")
_OWNER: Final = "written only: schema.org does not tell owners from others who provide"
_COMMON: Final = (
    Row("name", "ceterms:name", TEXT, returns=True),
    Row("alternateName", "ceterms:alternateName", TEXTS, returns=True),
    Row("description", "ceterms:description", TEXT, returns=True),
    Row("mainEntityOfPage", "ceterms:subjectWebpage", Conversion(LINK.words, LINK.read)),
    Row("url", "ceterms:subjectWebpage", LINK, returns=True),
    Row("inLanguage", "ceterms:inLanguage", LANGUAGES, returns=True),
    Row("educationalLevel", "ceterms:atLevel", LEVEL, returns=True),
    Row("educationalLevel", "ceterms:audienceLevelType", AUDIENCE, returns=True),
    Row("about", "ceterms:instructionalProgramType", FIELD, returns=True),
    Row("about", "ceterms:subject", SUBJECT, returns=True),
    Row("keywords", "ceterms:keyword", KEYWORDS, returns=True),
    Row("provider", "ceterms:offeredBy", _PROVIDER, returns=True),
    Row("provider", "ceterms:ownedBy", written_only(_PROVIDER), remark=_OWNER),
    Row("image", "ceterms:image", LINK, returns=True),
    Row("offers", "ceterms:estimatedCost", OFFERS, returns=True),
    Row("identifier", "ceterms:identifier", IDENTIFIERS, returns=True),
    Row("sameAs", "ceterms:sameAs", LINKS),
    Row("hasPart", "ceterms:hasPart", REFERENCES, returns=True),
    Row("isPartOf", "ceterms:isPartOf", REFERENCES, returns=True),
)
CREDENTIAL_TABLE: Final = Table(
    "EducationalOccupationalCredential",
    (
        *_COMMON,
        Row(
            "competencyRequired",
            "ceterms:requires/ceterms:targetCompetency",
            COMPETENCY_TERMS,
            OUTCOMES,
            returns=True,
        ),
        Row(
            "recognizedBy",
            "ceterms:recognizedBy",
            _PROVIDER,
            returns=True,
        ),
        Row("validFor", "ceterms:renewalFrequency", DURATION, returns=True),
    ),
    unmapped=frozenset({"credentialCategory", "@language"}),
)
COURSE_TABLE: Final = Table(
    "Course and CourseInstance",
    (
        *_COMMON,
        Row("courseCode", "ceterms:codedNotation", PLAIN, returns=True),
        Row(
            "teaches",
            "ceterms:requires/ceterms:targetCompetency",
            COMPETENCY_TERMS,
            OUTCOMES,
            returns=True,
        ),
        Row(
            "coursePrerequisites",
            "ceterms:requires/ceterms:condition",
            PREREQUISITE_TEXTS,
            PREREQUISITES,
            returns=True,
        ),
        Row(
            "numberOfCredits",
            "ceterms:requires/ceterms:creditValue",
            CREDIT_NUMBER,
            CREDITS,
            returns=True,
        ),
        Row("timeRequired", "ceterms:estimatedDuration", LENGTH, returns=True),
        Row(
            "hasCourseInstance.courseMode",
            "ceterms:learningDeliveryType",
            COURSE_MODE,
            returns=True,
        ),
        Row(
            "hasCourseInstance.courseWorkload",
            "ceterms:estimatedDuration",
            WORKLOAD,
            returns=True,
        ),
        Row(
            "courseMode",
            "ceterms:learningDeliveryType",
            Conversion(COURSE_MODE.words, COURSE_MODE.read),
            remark="of a CourseInstance that stands alone",
        ),
        Row(
            "courseWorkload",
            "ceterms:estimatedDuration",
            Conversion(WORKLOAD.words, WORKLOAD.read),
            remark="of a CourseInstance that stands alone",
        ),
        Row(
            "educationalCredentialAwarded", "ceterms:resultsInCredential", REFERENCES, returns=True
        ),
    ),
    types={"hasCourseInstance": "CourseInstance"},
    unmapped=frozenset({"@language"}),
)
