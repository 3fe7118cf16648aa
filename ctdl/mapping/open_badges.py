"""Open Badges 2.0 BadgeClass and 3.0 Achievement: the definition of a badge, never who holds it."""

from typing import Any, Final

from ctdl.ctid import ctid_in
from ctdl.mapping.classifications import (
    SUBJECT,
)
from ctdl.mapping.organizations import ADDRESS, MAIL, PROVIDER, organizations
from ctdl.mapping.reading import Reading
from ctdl.mapping.results import RESULTS
from ctdl.mapping.skills import COMPETENCIES, CREDENTIALS, FIELDS, LEVELS, OCCUPATIONS
from ctdl.mapping.source import Dialect
from ctdl.mapping.table import (
    ASSESSED,
    CREDITS,
    CRITERIA,
    OUTCOMES,
    Conversion,
    Node,
    Row,
    Table,
)
from ctdl.mapping.texts import PLAIN, TEXT, TEXTS
from ctdl.mapping.values import CREDITS_NUMBER, LANGUAGE, LINK, REFERENCES
from ctdl.mapping.writing import Writing, language_texts

BADGE_CLASS: Final = Dialect(
    namespaces=("https://w3id.org/openbadges#", "http://schema.org/", "https://schema.org/"),
    prefixes=("obi", "schema"),
    contexts=("https://w3id.org/openbadges/", "https://w3id.org/openbadges"),
)
ACHIEVEMENT: Final = Dialect(
    namespaces=(
        "https://purl.imsglobal.org/spec/vc/ob/vocab.html#",
        "https://schema.org/",
        "http://schema.org/",
    ),
    prefixes=("ob", "schema"),
    contexts=(
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/",
        "https://imsglobal.github.io/openbadges-specification/",
        "https://w3id.org/security/",
    ),
)
CONTEXT_3: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)

# What IdentifierEntry lists; any other type is written with the prefix the specification asks for.
_IDENTIFIER_TYPES: Final = frozenset(
    {
        "name",
        "sourcedId",
        "systemId",
        "productId",
        "isbn",
        "issn",
        "lisSourcedId",
        "oneRosterSourcedId",
        "sisSourcedId",
        "ltiContextId",
        "ltiDeploymentId",
        "ltiToolId",
        "ltiPlatformId",
        "identifier",
    }
)
# These name people, and nothing about people is carried over.
_PERSONAL_IDENTIFIERS: Final = frozenset(
    {"userName", "accountId", "emailAddress", "nationalIdentityNumber", "ltiUserId"}
)
_HUMAN_CODE: Final = {"en": "Human-readable code"}


def _read_identifiers(reading: Reading, values: list[Any]) -> list[Node]:
    made = []
    for value in values:
        node = value if isinstance(value, dict) else {"identifier": value}
        code, kind = node.get("identifier"), node.get("identifierType")
        is_personal = isinstance(kind, str) and kind in _PERSONAL_IDENTIFIERS
        if is_personal or not isinstance(code, str) or not code.strip():
            reading.unread(kind or value, "an identifier of a thing, as a text, was expected")
            continue
        name = kind.removeprefix("ext:") if isinstance(kind, str) else None
        made.append(identifier_value(code.strip(), {"und": name} if name else None))
    return made


def identifier_value(code: str, name: Any) -> Node:
    """An identifier that somebody else gave, with the name of its kind."""
    node: Node = {"@type": "ceterms:IdentifierValue", "ceterms:identifierValueCode": code}
    if name:
        node["ceterms:identifierTypeName"] = name
    return node


def _write_identifiers(writing: Writing, values: list[Any]) -> list[Any]:
    made = []
    for value in values:
        node = writing.node(value) or {}
        code, name = node.get("ceterms:identifierValueCode"), node.get("ceterms:identifierTypeName")
        if not isinstance(code, str) or name == _HUMAN_CODE:
            continue
        kind = writing.text(name) or "identifier"
        known = kind if kind in _IDENTIFIER_TYPES else f"ext:{kind}"
        made.append({"type": "IdentifierEntry", "identifier": code, "identifierType": known})
    return made


def _read_human_code(reading: Reading, values: list[Any]) -> list[Node]:
    codes = [value.strip() for value in values if isinstance(value, str) and value.strip()]
    if not codes:
        reading.unread(values[0], "a code, as a text, was expected")
    return [identifier_value(code, dict(_HUMAN_CODE)) for code in codes[:1]]


def _write_human_code(writing: Writing, values: list[Any]) -> list[Any]:
    nodes = (writing.node(value) or {} for value in values)
    return [
        node.get("ceterms:identifierValueCode")
        for node in nodes
        if language_texts(node.get("ceterms:identifierTypeName")) == _HUMAN_CODE
    ][:1]


IDENTIFIERS: Final = Conversion(
    "each identifier with the name of its kind",
    _read_identifiers,
    _write_identifiers,
    frozenset({"identifier", "identifierType"}),
)
HUMAN_CODE: Final = Conversion(
    "an identifier of the kind “Human-readable code”", _read_human_code, _write_human_code
)


def _write_related(writing: Writing, values: list[Any]) -> list[Any]:
    addresses = [value for value in values if isinstance(value, str)]
    return [{"id": writing.address(each), "type": ["Related"]} for each in addresses]


def _read_page(reading: Reading, values: list[Any]) -> Any:
    # A registry's address of a record stands in for a page that nobody stated.
    return LINK.read(reading, [value for value in values if not ctid_in(str(value))])


RELATED: Final = Conversion(REFERENCES.words, REFERENCES.read, _write_related, REFERENCES.terms)
CRITERIA_PAGE: Final = Conversion(LINK.words, _read_page, LINK.write)

PROFILE: Final = Table(
    "Profile (the issuer)",
    (
        Row("name", "ceterms:name", TEXT, returns=True),
        Row("description", "ceterms:description", TEXT, returns=True),
        Row("url", "ceterms:subjectWebpage", LINK, returns=True),
        Row("email", "ceterms:email", MAIL, returns=True),
        Row("image.id", "ceterms:image", LINK, returns=True),
        Row("address", "ceterms:address", ADDRESS, returns=True),
    ),
)
_ALIGNED: Final = (
    ("ceterms:requires/ceterms:targetCompetency", COMPETENCIES, OUTCOMES, True, ""),
    ("ceterms:atLevel", LEVELS, None, True, "name and code come back as the registry words them"),
    ("ceterms:instructionalProgramType", FIELDS, None, True, "name as the registry words it"),
    ("ceterms:occupationType", OCCUPATIONS, None, True, ""),
)
_SIMILAR: Final = "CTDL has no weaker relation; it comes back as “related”"


def _alignments(path: str, *, written: bool) -> tuple[Row, ...]:
    rows = (
        Row(path, target, conversion, profile, returns and written, remark)
        for target, conversion, profile, returns, remark in _ALIGNED
    )
    return (*rows, Row(path, "ceterms:isSimilarTo", CREDENTIALS, remark=_SIMILAR))


BADGE_CLASS_TABLE: Final = Table(
    "Open Badges 2.0 BadgeClass",
    (
        Row("name", "ceterms:name", TEXT),
        Row("description", "ceterms:description", TEXT),
        Row("criteria.id", "ceterms:subjectWebpage", LINK, remark="the page for people"),
        Row("criteria.narrative", "ceterms:requires/ceterms:description", TEXT, CRITERIA),
        Row("image.id", "ceterms:image", LINK),
        Row("tags", "ceterms:keyword", TEXTS),
        *_alignments("alignment", written=False),
        Row(
            "issuer",
            "ceterms:ownedBy",
            organizations(PROFILE, PROVIDER, ["Profile"], "the organisation"),
        ),
        Row("version", "ceterms:versionCode", PLAIN),
        Row("related", "ceterms:isSimilarTo", REFERENCES),
        Row("@language", "ceterms:inLanguage", LANGUAGE),
    ),
    unmapped=frozenset({"identifier"}),
)
ACHIEVEMENT_TABLE: Final = Table(
    "Open Badges 3.0 Achievement",
    (
        Row("name", "ceterms:name", TEXT, returns=True, remark="in one language"),
        Row("description", "ceterms:description", TEXT, returns=True, remark="in one language"),
        Row(
            "criteria.id",
            "ceterms:subjectWebpage",
            CRITERIA_PAGE,
            returns=True,
            remark="the page for people",
        ),
        Row(
            "criteria.narrative",
            "ceterms:requires/ceterms:description",
            TEXT,
            CRITERIA,
            returns=True,
        ),
        Row("image.id", "ceterms:image", LINK, returns=True, remark="the caption is not kept"),
        Row("tag", "ceterms:keyword", TEXTS, returns=True),
        Row("inLanguage", "ceterms:inLanguage", LANGUAGE, returns=True, remark="the first one"),
        Row(
            "creditsAvailable",
            "ceterms:requires/ceterms:creditValue",
            CREDITS_NUMBER,
            CREDITS,
            returns=True,
            remark="a badge has no place for the unit",
        ),
        *_alignments("alignment", written=True),
        Row(
            "resultDescription",
            "ceterms:requires/ceterms:targetAssessment",
            RESULTS,
            ASSESSED,
            returns=True,
            remark="required and allowed values are not kept",
        ),
        Row(
            "creator",
            "ceterms:ownedBy",
            organizations(PROFILE, PROVIDER, ["Profile"], "the organisation"),
            returns=True,
        ),
        Row("fieldOfStudy", "ceterms:subject", SUBJECT, returns=True, remark="the first one"),
        Row("humanCode", "ceterms:identifier", HUMAN_CODE, returns=True),
        Row("otherIdentifier", "ceterms:identifier", IDENTIFIERS, returns=True),
        Row("version", "ceterms:versionCode", PLAIN, returns=True),
        Row(
            "related",
            "ceterms:isSimilarTo",
            RELATED,
            remark="its language and version are not kept",
        ),
        Row(
            "issuer",
            "ceterms:offeredBy",
            organizations(PROFILE, PROVIDER, ["Profile"], "who issues the credential"),
            remark="of the credential that holds the achievement",
        ),
    ),
    lists=frozenset({"tag", "alignment", "resultDescription", "otherIdentifier", "related"}),
    types={"image": "Image"},
    unmapped=frozenset({"achievementType", "@language"}),
)


def pick_badge_class(content: Any) -> tuple[list[Any], bool]:
    """The badge classes in `content`, and whether it was an award whose holder was passed over."""
    if _is(content, "Assertion"):
        badge = content.get("badge")
        return ([badge] if isinstance(badge, dict) else []), True
    return [content], False


def pick_achievement(content: Any) -> tuple[list[Any], bool]:
    """The achievements in `content`, and whether it was an award whose holder was passed over.

    Of an award only the achievement and the issuer are taken; nothing else of it is looked at.
    """
    if isinstance(content, dict) and isinstance(content.get("vc"), dict):
        content = content["vc"]
    if not isinstance(content, dict) or "credentialSubject" not in content:
        return [content], False
    subjects = content["credentialSubject"]
    found: list[Any] = []
    for subject in subjects if isinstance(subjects, list) else [subjects]:
        achievement = subject.get("achievement") if isinstance(subject, dict) else None
        for each in achievement if isinstance(achievement, list) else [achievement]:
            if isinstance(each, dict):
                context = content.get("@context")
                found.append({"@context": context, **each, **_issuer(content)})
    return found, True


def _issuer(content: Node) -> Node:
    return {"issuer": content["issuer"]} if content.get("issuer") else {}


def _is(content: Any, kind: str) -> bool:
    stated = content.get("type", content.get("@type")) if isinstance(content, dict) else None
    return kind in (stated if isinstance(stated, list) else [stated])
