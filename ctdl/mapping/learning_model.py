"""European Learning Model 3: qualifications, specifications and learning opportunities."""

from typing import Any, Final

from ctdl.mapping.classifications import (
    EQF_LEVEL,
    ISCED_FIELD,
    LANGUAGE_EU,
    MODE_EU,
    NQF_LEVEL,
    SUBJECT_EU,
)
from ctdl.mapping.open_badges import identifier_value
from ctdl.mapping.organizations import (
    COUNTRY_EU,
    MAILBOX,
    PROVIDER,
    QUALITY_BODY,
    organizations,
    written_only,
)
from ctdl.mapping.reading import Reading
from ctdl.mapping.results import ASSESSMENTS_EU
from ctdl.mapping.skills import OUTCOMES_EU
from ctdl.mapping.source import Dialect
from ctdl.mapping.table import (
    ASSESSED,
    CREDITS,
    OUTCOMES,
    PREREQUISITES,
    Conversion,
    Node,
    Row,
    Table,
)
from ctdl.mapping.texts import TEXT, TEXTS, text_of
from ctdl.mapping.values import (
    LENGTH,
    LINK,
    LONGEST,
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
    namespaces=(
        "http://data.europa.eu/snb/model/elm/",
        "http://purl.org/dc/terms/",
        "http://www.w3.org/2004/02/skos/core#",
        "http://xmlns.com/foaf/0.1/",
        "http://www.w3.org/ns/adms#",
        "http://www.w3.org/ns/regorg#",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    ),
    prefixes=("elm", "dc", "dct", "dcterms", "skos", "foaf", "adms", "rov", "org", "rdf"),
    contexts=(
        "http://data.europa.eu/snb/model/context/",
        "https://www.w3.org/2018/credentials/v1",
        "https://www.w3.org/ns/credentials/v2",
    ),
    spellings={
        "EQFLevel": "eqfLevel",
        "NQFLevel": "nqfLevel",
        "ISCEDFCode": "thematicArea",
        "contentUrl": "contentURL",
        "dc:type": "dcType",
        "dct:type": "dcType",
        "dcterms:type": "dcType",
        "http://purl.org/dc/terms/type": "dcType",
        "rdf:type": "type",
    },
)
CONTEXT: Final = "http://data.europa.eu/snb/model/context/edc-ap"

_ECTS: Final[Node] = {
    "id": "http://data.europa.eu/snb/education-credit/6fcec5c5af",
    "type": "Concept",
    "prefLabel": {"en": "European Credit Transfer System"},
}
_CURRENCY: Final = "http://publications.europa.eu/resource/authority/currency/"


def _read_credits(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        node = reading.source.node(value) or {}
        unit = reading.source.node(node["framework"]) if node.get("framework") else None
        profile = credit_profile(reading, node.get("point"), unit)
        if profile:
            made.append(profile)
    return made


def _write_credits(writing: Writing, values: list[Any]) -> list[Any]:
    made = []
    for value in values:
        amount = amounts_of(writing, value)
        if amount is None:
            continue
        number, code, name = amount
        credit: Node = {"type": "CreditPoint", "point": f"{whole(number)}"}
        if code == "ects":
            credit["framework"] = _ECTS
        elif name:
            label = name if isinstance(name, dict) else {"en": name}
            credit["framework"] = {"type": "Concept", "prefLabel": label}
        made.append(credit)
    return made


def _read_identifiers(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        node = reading.source.node(value) or {}
        code = node.get("notation")
        if isinstance(code, str) and code.strip():
            scheme = node.get("schemeName")
            made.append(
                identifier_value(code.strip(), text_of(reading, [scheme] if scheme else []))
            )
        else:
            reading.unread(value, "an identifier with a notation was expected")
    return made


def _write_identifiers(writing: Writing, values: list[Any]) -> list[Any]:
    made = []
    for value in values:
        node = writing.node(value) or {}
        code = node.get("ceterms:identifierValueCode")
        names = writing.text(node.get("ceterms:identifierTypeName")) or {}
        if isinstance(code, str):
            entry: Node = {"type": "Identifier", "notation": code}
            if names:
                entry["schemeName"] = next(iter(names.values()))
            made.append(entry)
    return made


def _read_prices(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        node = reading.source.node(value) or {}
        amount = reading.source.node(node["amount"]) if node.get("amount") else None
        unit = reading.source.node(amount["unit"]) if amount and amount.get("unit") else None
        text = node.get("prefLabel") or node.get("description")
        profile = cost_profile(
            reading,
            amount.get("value") if amount else None,
            unit.get("id") if unit else None,
            text=text,
        )
        if profile:
            made.append(profile)
    return made


def _write_prices(writing: Writing, values: list[Any]) -> list[Any]:
    return [
        {
            "type": "PriceDetail",
            "amount": {
                "type": "Amount",
                "value": price,
                "unit": {"id": f"{_CURRENCY}{currency}", "type": "Concept"},
            },
            **({"prefLabel": text} if text else {}),
        }
        for price, currency, text, _page in costs_of(writing, values)
    ]


def _read_page(reading: Reading, values: list[Any]) -> Any:
    return LINK.read(reading, [reading.source.node(value) or value for value in values])


def _write_page(writing: Writing, values: list[Any]) -> list[Any]:
    assert LINK.write is not None, "links are written as well"
    return [{"type": "WebResource", "contentURL": page} for page in LINK.write(writing, values)]


HOMEPAGE: Final = Conversion(
    "the address of the page", _read_page, _write_page, frozenset({"contentURL"})
)
CREDIT_POINTS: Final = Conversion(
    "number and unit; ECTS and CEU are units of the registry",
    _read_credits,
    _write_credits,
    frozenset({"framework", "point"}),
)
IDENTIFIERS: Final = Conversion(
    "each identifier with the name of its scheme",
    _read_identifiers,
    _write_identifiers,
    frozenset({"notation", "schemeName"}),
)
PRICES: Final = Conversion(
    "price, currency and what it is for",
    _read_prices,
    _write_prices,
    frozenset({"amount", "prefLabel", "description"}),
)

ORGANISATION: Final = Table(
    "Organisation",
    (
        Row("legalName", "ceterms:name", TEXT, returns=True),
        Row("prefLabel", "ceterms:name", Conversion(TEXT.words, TEXT.read)),
        Row("altLabel", "ceterms:alternateName", TEXTS, returns=True),
        Row("homepage", "ceterms:subjectWebpage", HOMEPAGE, returns=True),
        Row("contactPoint.emailAddress", "ceterms:email", MAILBOX, returns=True),
        Row("location.address.countryCode", "ceterms:address", COUNTRY_EU),
        Row("identifier", "ceterms:identifier", IDENTIFIERS, returns=True),
    ),
    types={"contactPoint": "ContactPoint"},
)
_ORGANISATION: Final = organizations(ORGANISATION, PROVIDER, "Organisation", "the organisation")
_AGENCY: Final = organizations(
    ORGANISATION, QUALITY_BODY, "Organisation", "the organisation that accredits"
)


def _learning(path: str) -> tuple[Row, ...]:
    """What a qualification states, and a learning opportunity through its specification."""
    return (
        Row(f"{path}eqfLevel", "ceterms:atLevel", EQF_LEVEL, returns=True),
        Row(
            f"{path}nqfLevel",
            "ceterms:atLevel",
            NQF_LEVEL,
            returns=True,
            remark="other national levels are reported",
        ),
        Row(f"{path}thematicArea", "ceterms:instructionalProgramType", ISCED_FIELD, returns=True),
        Row(f"{path}educationSubject", "ceterms:subject", SUBJECT_EU, returns=True),
        Row(
            f"{path}creditPoint",
            "ceterms:requires/ceterms:creditValue",
            CREDIT_POINTS,
            CREDITS,
            returns=True,
        ),
        Row(f"{path}volumeOfLearning", "ceterms:estimatedDuration", WORKLOAD, returns=True),
        Row(
            f"{path}learningOutcome",
            "ceterms:requires/ceterms:targetCompetency",
            OUTCOMES_EU,
            OUTCOMES,
            returns=True,
            remark="which skill belongs to which outcome is not kept",
        ),
        Row(
            f"{path}entryRequirement.noteLiteral",
            "ceterms:requires/ceterms:condition",
            TEXTS,
            PREREQUISITES,
            returns=True,
        ),
        Row(
            f"{path}provenBy",
            "ceterms:requires/ceterms:targetAssessment",
            ASSESSMENTS_EU,
            ASSESSED,
            returns=True,
        ),
    )


_NOTE_TYPES: Final = {"entryRequirement": "Note", "learningOutcomeSummary": "Note"}
QUALIFICATION_TABLE: Final = Table(
    "Qualification and LearningAchievementSpecification",
    (
        Row("title", "ceterms:name", TEXT, returns=True),
        Row("altLabel", "ceterms:alternateName", TEXTS, returns=True),
        Row("description", "ceterms:description", TEXT, returns=True),
        Row("homepage", "ceterms:subjectWebpage", HOMEPAGE, returns=True),
        Row("language", "ceterms:inLanguage", LANGUAGE_EU, returns=True),
        Row("mode", "ceterms:learningDeliveryType", MODE_EU, returns=True),
        *_learning(""),
        Row("maximumDuration", "ceterms:estimatedDuration", LONGEST, returns=True),
        Row(
            "learningOutcomeSummary.noteLiteral",
            "ceterms:requires/ceterms:description",
            TEXT,
            OUTCOMES,
            returns=True,
        ),
        Row("awardingOpportunity.awardingBody", "ceterms:ownedBy", _ORGANISATION, returns=True),
        Row(
            "accreditation.accreditingAgent",
            "ceterms:accreditedBy",
            _AGENCY,
            returns=True,
            remark="only the agency itself can publish the accreditation with its dates",
        ),
        Row("identifier", "ceterms:identifier", IDENTIFIERS, returns=True),
        Row("hasPart", "ceterms:hasPart", REFERENCES, returns=True),
        Row("isPartOf", "ceterms:isPartOf", REFERENCES, returns=True),
    ),
    lists=frozenset({"learningOutcome"}),
    types={
        **_NOTE_TYPES,
        "awardingOpportunity": "AwardingOpportunity",
        "accreditation": "Accreditation",
    },
    unmapped=frozenset({"dcType"}),
)
_SPECIFICATION: Final = "learningAchievementSpecification"
OPPORTUNITY_TABLE: Final = Table(
    "LearningOpportunity",
    (
        Row("title", "ceterms:name", TEXT, returns=True),
        Row("description", "ceterms:description", TEXT, returns=True),
        Row("homepage", "ceterms:subjectWebpage", HOMEPAGE, returns=True),
        Row("defaultLanguage", "ceterms:inLanguage", LANGUAGE_EU, returns=True),
        Row("mode", "ceterms:learningDeliveryType", MODE_EU, returns=True),
        Row("duration", "ceterms:estimatedDuration", LENGTH, returns=True),
        Row("priceDetail", "ceterms:estimatedCost", PRICES, returns=True),
        Row("providedBy", "ceterms:offeredBy", _ORGANISATION, returns=True),
        Row(
            "providedBy",
            "ceterms:ownedBy",
            written_only(_ORGANISATION),
            remark="written only: the model has one property for who provides",
        ),
        Row("identifier", "ceterms:identifier", IDENTIFIERS, returns=True),
        *_learning(f"{_SPECIFICATION}."),
        Row(_SPECIFICATION, "ceterms:resultsInCredential", REFERENCES, remark="see below"),
        Row("hasPart", "ceterms:hasPart", REFERENCES, returns=True),
        Row("isPartOf", "ceterms:isPartOf", REFERENCES, returns=True),
    ),
    lists=frozenset({f"{_SPECIFICATION}.learningOutcome"}),
    types={
        _SPECIFICATION: "LearningAchievementSpecification",
        f"{_SPECIFICATION}.entryRequirement": "Note",
    },
    unmapped=frozenset({"dcType"}),
)
# A described specification is a record of its own; its other terms are read there.
SPECIFICATION_TERMS: Final = frozenset(row.steps[0] for row in QUALIFICATION_TABLE.rows)


def pick_specifications(content: Any) -> tuple[list[Any], bool]:
    """What a European Digital Credential says was achieved, and whether there was a holder.

    Only the specification and the awarding body are taken; nothing else of it is looked at.
    """
    if not isinstance(content, dict) or "credentialSubject" not in content:
        return [content], False
    found: list[Any] = []
    subjects = content["credentialSubject"]
    for subject in subjects if isinstance(subjects, list) else [subjects]:
        claims = subject.get("hasClaim") if isinstance(subject, dict) else None
        for claim in claims if isinstance(claims, list) else [claims]:
            found.extend(_specifications(content, claim))
    return found, True


def _specifications(content: Node, claim: Any) -> list[Node]:
    if not isinstance(claim, dict):
        return []
    stated = claim.get("specifiedBy")
    process = claim.get("awardedBy")
    body = process.get("awardingBody") if isinstance(process, dict) else None
    made = []
    for each in stated if isinstance(stated, list) else [stated]:
        if isinstance(each, dict):
            node = {"@context": content.get("@context"), **each}
            if body and "awardingOpportunity" not in node:
                node["awardingOpportunity"] = {"awardingBody": body}
            made.append(node)
    return made
