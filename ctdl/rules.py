"""The rules documents are held to: for each finding code its severity, wording and origin.

Codes follow the published ctdl-validate check list where it has one; the others are ours.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]

_CTID = "https://credreg.net/ctdl/ctid"
_HANDBOOK = "https://credreg.net/ctdl/handbook"
_TERMS = "https://credreg.net/ctdl/terms"
_POLICY = "https://credreg.net/registry/policy"
_JSON = "https://www.rfc-editor.org/rfc/rfc8259"
_JSON_LD = "https://www.w3.org/TR/json-ld11/"
_RDF = "https://www.w3.org/TR/rdf11-concepts/"
_XML = "https://www.w3.org/TR/xml/#charsets"
_REGISTRY = "docs/adr/0010-ctdl-strict-reading.md"


@dataclass(frozen=True)
class Rule:
    """What a finding code means, how bad it is, and who says so."""

    severity: Severity
    statement: str
    source: str


RULES: dict[str, Rule] = {
    # Reading the file
    "DOCUMENT_TOO_LARGE": Rule("error", "A document has at most 2 MB.", _REGISTRY),
    "ENCODING_NOT_UTF8": Rule("error", "JSON is exchanged as UTF-8.", _JSON),
    "JSON_MALFORMED": Rule("error", "A document is well-formed JSON.", _JSON),
    "JSON_DUPLICATE_KEY": Rule("error", "The names within an object are unique.", _JSON),
    "JSON_NUMBER_INVALID": Rule("error", "Numbers are finite.", _JSON),
    "TEXT_CHARACTER_INVALID": Rule(
        "error", "Text has only characters that every format can carry.", _XML
    ),
    "NESTING_TOO_DEEP": Rule("error", "Values nest at most 60 levels deep.", _REGISTRY),
    # The shape of a document
    "DOCUMENT_NOT_OBJECT": Rule("error", "A document is one JSON object.", _HANDBOOK),
    "DOCUMENT_IS_ENVELOPE": Rule("error", "A document is the payload of an envelope.", _HANDBOOK),
    "GRAPH_NOT_LIST": Rule("error", "@graph is a list of nodes.", _HANDBOOK),
    "GRAPH_EMPTY": Rule("error", "A document describes at least one resource.", _HANDBOOK),
    "GRAPH_KEY_UNEXPECTED": Rule("error", "Beside @graph stand only @context and @id.", _HANDBOOK),
    "CONTEXT_MISSING": Rule("error", "A document names its context.", _JSON_LD),
    "CONTEXT_UNKNOWN": Rule(
        "error", "Contexts are the published CTDL and CTDL-ASN ones; none is fetched.", _REGISTRY
    ),
    "CONTEXT_TERM_REDEFINED": Rule(
        "error", "A document does not change what terms mean.", _REGISTRY
    ),
    "KEYWORD_NOT_SUPPORTED": Rule(
        "error", "Of the JSON-LD keywords nodes use @id and @type only.", _REGISTRY
    ),
    "VALUE_WRONG_TYPE": Rule("error", "A value has the kind its property asks for.", _JSON_LD),
    "LANGUAGE_TAG_INVALID": Rule(
        "error", "Languages are BCP 47 tags.", "https://www.rfc-editor.org/rfc/rfc5646"
    ),
    "PROPERTY_NOT_A_TERM": Rule(
        "error", "Properties are written prefix:name with a prefix of the context.", _JSON_LD
    ),
    "CLASS_NOT_A_TERM": Rule(
        "error", "Classes are written prefix:Name with a prefix of the context.", _JSON_LD
    ),
    "TYPE_MISSING": Rule("error", "Every resource with a CTID states its class.", _HANDBOOK),
    "ID_DUPLICATE": Rule("error", "A resource is described once in a document.", _HANDBOOK),
    "CTID_DUPLICATE": Rule("error", "A CTID belongs to one resource.", _CTID),
    # Identifiers and references
    "CTID_MISSING": Rule("error", "A top-level resource has a CTID.", _CTID),
    "CTID_MALFORMED": Rule("error", "A CTID is 'ce-' and a lower-case UUID.", _CTID),
    "CTID_BARE_UUID": Rule("error", "A CTID is 'ce-' and a lower-case UUID.", _CTID),
    "CTID_UPPERCASE": Rule("error", "A CTID is written in lower case.", _CTID),
    "CTID_NOT_UUIDV4": Rule("warning", "The UUID of a CTID is of version 4.", _CTID),
    "CTID_URI_MISMATCH": Rule("error", "The address of a resource ends in its CTID.", _CTID),
    "IRI_INVALID": Rule("error", "Identifiers are well-formed IRIs.", _RDF),
    "IRI_SCHEME_REFUSED": Rule("error", "Addresses cannot run code.", _REGISTRY),
    "BNODE_LABEL_INVALID": Rule(
        "error", "Local names are '_:' with letters, digits, '-', '_' or '.'.", _RDF
    ),
    "REF_BARE_UUID": Rule("error", "References are addresses, not bare UUIDs.", _HANDBOOK),
    "REF_BARE_CTID": Rule("error", "References are addresses, not bare CTIDs.", _HANDBOOK),
    "REF_NOT_IRI": Rule("error", "References are absolute addresses.", _HANDBOOK),
    "REF_UNRESOLVED_BNODE": Rule("error", "A local name is described in the same document.", _RDF),
    # Vocabulary
    "CLASS_TOO_GENERAL": Rule(
        "error", "A credential states which kind it is.", f"{_TERMS}/Credential"
    ),
    "UNKNOWN_CLASS": Rule("warning", "Classes are terms of CTDL or CTDL-ASN.", _TERMS),
    "UNKNOWN_PROPERTY": Rule("warning", "Properties are terms of CTDL or CTDL-ASN.", _TERMS),
    "UNKNOWN_CONCEPT": Rule("warning", "Vocabulary values are concepts of CTDL.", _TERMS),
    "PREFIX_UNDECLARED": Rule("warning", "A short address uses a declared prefix.", _JSON_LD),
    "DOMAIN_VIOLATION": Rule("error", "A property is used on the classes it is for.", _TERMS),
    "RANGE_VIOLATION": Rule("error", "A property points to the classes it is for.", _TERMS),
    "RANGE_DOCS_CONFLICT": Rule(
        "info", "The schema's range omits a class its documentation uses.", _TERMS
    ),
    "DOMAIN_DOCS_CONFLICT": Rule(
        "info", "The schema's domain omits a class its documentation uses.", _TERMS
    ),
    "CONCEPT_RANGE_CONFLICT": Rule(
        "info", "Vocabulary values are alignment objects or concepts.", _TERMS
    ),
    "VERSION_RANGE_CONFLICT": Rule(
        "info", "A version has the class of what it is a version of.", _TERMS
    ),
    "VALUE_INVALID": Rule("error", "A typed value has the form of its datatype.", _RDF),
    "INVERSE_MISMATCH": Rule("error", "Both sides of a relation agree.", _TERMS),
    "POLICY_REQUIRED_MISSING": Rule(
        "error", "The minimum data policy requires this property.", _POLICY
    ),
    "TEXT_DIRECTION_CONTROL": Rule(
        "warning",
        "Text has no invisible marks that reorder it.",
        "https://www.unicode.org/reports/tr36/",
    ),
}
