"""The rules documents are held to: for each finding code its severity, wording, origin and remedy.

Codes follow the published ctdl-validate check list where it has one; the others are ours. The
page docs/validation.md is made from this table (`python -m tests.support.validation_page`).
"""

from dataclasses import dataclass
from typing import Literal

from ctdl.pathways.soundness import SOUNDNESS, SOURCE

Severity = Literal["error", "warning", "info"]

_CTID = "https://credreg.net/ctdl/ctid"
_HANDBOOK = "https://credreg.net/ctdl/handbook"
_TERMS = "https://credreg.net/ctdl/terms"
_CREDENTIAL = f"{_TERMS}/Credential"
_ACTIONS = f"{_TERMS}/CredentialingAction"
_POLICY = "https://credreg.net/registry/policy"
_JSON = "https://www.rfc-editor.org/rfc/rfc8259"
_JSON_LD = "https://www.w3.org/TR/json-ld11/"
_LANGUAGES = "https://www.rfc-editor.org/rfc/rfc5646"
_CURRENCIES = "https://www.iso.org/iso-4217-currency-codes.html"
_RDF = "https://www.w3.org/TR/rdf11-concepts/"
_UNICODE = "https://www.unicode.org/reports/tr36/"
_XML = "https://www.w3.org/TR/xml/#charsets"
_REGISTRY = "docs/adr/0010-ctdl-strict-reading.md"
_HERE = "docs/adr/0013-validation-that-teaches.md"


@dataclass(frozen=True)
class Rule:
    """What a finding code means, how bad it is, who says so, and how it is mended in general.

    A finding may be milder or graver than its rule, and its message names the remedy in the case.
    """

    severity: Severity
    statement: str
    source: str
    remedy: str = ""


RULES: dict[str, Rule] = {
    # Reading the file
    "DOCUMENT_TOO_LARGE": Rule(
        "error",
        "A document has at most 2 MB.",
        _REGISTRY,
        "Split the document, or publish its resources one by one.",
    ),
    "ENCODING_NOT_UTF8": Rule(
        "error", "JSON is exchanged as UTF-8.", _JSON, "Save the file as UTF-8 and send it again."
    ),
    "JSON_MALFORMED": Rule(
        "error", "A document is well-formed JSON.", _JSON, "Mend the JSON at the place named."
    ),
    "JSON_DUPLICATE_KEY": Rule(
        "error",
        "The names within an object are unique.",
        _JSON,
        "Keep one of the two, or put both values in a list.",
    ),
    "JSON_NUMBER_INVALID": Rule("error", "Numbers are finite.", _JSON, "Write a finite number."),
    "TEXT_CHARACTER_INVALID": Rule(
        "error",
        "Text has only characters that every format can carry.",
        _XML,
        "Remove the control character.",
    ),
    "NESTING_TOO_DEEP": Rule(
        "error",
        "Values nest at most 60 levels deep.",
        _REGISTRY,
        "Move inner resources to @graph and refer to them.",
    ),
    # The shape of a document
    "DOCUMENT_NOT_OBJECT": Rule(
        "error",
        "A document is one JSON object.",
        _HANDBOOK,
        "Send one object with @context and @graph.",
    ),
    "DOCUMENT_IS_ENVELOPE": Rule(
        "error",
        "A document is the payload of an envelope.",
        _HANDBOOK,
        "Send what is in the envelope's decoded_resource.",
    ),
    "GRAPH_NOT_LIST": Rule(
        "error", "@graph is a list of nodes.", _HANDBOOK, "Put the node into a list."
    ),
    "GRAPH_EMPTY": Rule(
        "error",
        "A document describes at least one resource.",
        _HANDBOOK,
        "Add the resource to publish to @graph.",
    ),
    "GRAPH_KEY_UNEXPECTED": Rule(
        "error",
        "Beside @graph stand only @context and @id.",
        _HANDBOOK,
        "Move the property into a node of @graph.",
    ),
    "CONTEXT_MISSING": Rule(
        "error",
        "A document names its context.",
        _JSON_LD,
        "Add @context with the address of the CTDL context.",
    ),
    "CONTEXT_UNKNOWN": Rule(
        "error",
        "Contexts are the published CTDL and CTDL-ASN ones; none is fetched.",
        _REGISTRY,
        "Name the CTDL or CTDL-ASN context.",
    ),
    "CONTEXT_TERM_REDEFINED": Rule(
        "error",
        "A document does not change what terms mean.",
        _REGISTRY,
        "Remove the definition from @context.",
    ),
    "KEYWORD_NOT_SUPPORTED": Rule(
        "error",
        "Of the JSON-LD keywords nodes use @id and @type only.",
        _REGISTRY,
        "Remove the keyword.",
    ),
    "VALUE_WRONG_TYPE": Rule(
        "error",
        "A value has the kind its property asks for.",
        _JSON_LD,
        "Write the kind of value named: a text, an address, a language map or a node.",
    ),
    "LANGUAGE_TAG_INVALID": Rule(
        "error",
        "Languages are BCP 47 tags.",
        _LANGUAGES,
        "Write a tag such as en or fr-CA, or und.",
    ),
    "PROPERTY_NOT_A_TERM": Rule(
        "error",
        "Properties are written prefix:name with a prefix of the context.",
        _JSON_LD,
        "Write prefix:name, such as ceterms:name.",
    ),
    "CLASS_NOT_A_TERM": Rule(
        "error",
        "Classes are written prefix:Name with a prefix of the context.",
        _JSON_LD,
        "Write prefix:Name, such as ceterms:MicroCredential.",
    ),
    "TYPE_MISSING": Rule(
        "error", "Every resource with a CTID states its class.", _HANDBOOK, "Add @type."
    ),
    "ID_DUPLICATE": Rule(
        "error",
        "A resource is described once in a document.",
        _HANDBOOK,
        "Merge the two descriptions.",
    ),
    "CTID_DUPLICATE": Rule(
        "error", "A CTID belongs to one resource.", _CTID, "Give one of the two its own CTID."
    ),
    # Identifiers and references
    "CTID_MISSING": Rule(
        "error",
        "A top-level resource has a CTID.",
        _CTID,
        "Add ceterms:ctid; the registry can make one.",
    ),
    "CTID_MALFORMED": Rule(
        "error",
        "A CTID is 'ce-' and a lower-case UUID.",
        _CTID,
        "Write 'ce-' and a UUID in lower case, 39 characters.",
    ),
    "CTID_BARE_UUID": Rule(
        "error", "A CTID is 'ce-' and a lower-case UUID.", _CTID, "Put 'ce-' before the UUID."
    ),
    "CTID_UPPERCASE": Rule(
        "error", "A CTID is written in lower case.", _CTID, "Write it in lower case."
    ),
    "CTID_NOT_UUIDV4": Rule(
        "warning",
        "The UUID of a CTID is of version 4.",
        _CTID,
        "Keep it when it is in use; make new ones with a version 4 generator.",
    ),
    "CTID_URI_MISMATCH": Rule(
        "error",
        "The address of a resource ends in its CTID.",
        _CTID,
        "Make @id and ceterms:ctid agree.",
    ),
    "REGISTRY_URI_MALFORMED": Rule(
        "error",
        "Addresses of the Credential Registry end in a CTID.",
        _CTID,
        "Write the CTID of the resource at the end of the address.",
    ),
    "IRI_INVALID": Rule(
        "error",
        "Identifiers are well-formed IRIs.",
        _RDF,
        "Percent-encode spaces, brackets and the like.",
    ),
    "IRI_SCHEME_REFUSED": Rule(
        "error", "Addresses cannot run code.", _REGISTRY, "Give the https address of a page."
    ),
    "BNODE_LABEL_INVALID": Rule(
        "error",
        "Local names are '_:' with letters, digits, '-', '_' or '.'.",
        _RDF,
        "Use another name for the node.",
    ),
    "REF_BARE_UUID": Rule(
        "error",
        "References are addresses, not bare UUIDs.",
        _HANDBOOK,
        "Write resources/ and the CTID.",
    ),
    "REF_BARE_CTID": Rule(
        "error",
        "References are addresses, not bare CTIDs.",
        _HANDBOOK,
        "Write resources/ before the CTID.",
    ),
    "REF_NOT_IRI": Rule(
        "error",
        "References are absolute addresses.",
        _HANDBOOK,
        "Write the whole address, beginning with https.",
    ),
    "REF_UNRESOLVED_BNODE": Rule(
        "error",
        "A local name is described in the same document.",
        _RDF,
        "Add the node to @graph, or remove the reference.",
    ),
    "REF_OUTSIDE_PAYLOAD": Rule(
        "info",
        "What a document refers to and does not describe is for others to confirm.",
        _HERE,
        "Make sure that it is published under that address.",
    ),
    "REF_RESOLVED_SUPPLIED": Rule(
        "info",
        "A reference may be answered by a document that was supplied with this one.",
        _HERE,
        "Keep both documents together: what is said here rests on the other.",
    ),
    "SELF_REFERENCE": Rule(
        "error",
        "Nothing is part of itself, comes before itself or replaces itself.",
        _HERE,
        "Name the other resource, or remove the reference.",
    ),
    # Pathways
    **{
        code: Rule("warning", statement, SOURCE, remedy)
        for code, (statement, remedy) in SOUNDNESS.items()
    },
    # Vocabulary
    "CLASS_TOO_GENERAL": Rule(
        "error",
        "A credential states which kind it is.",
        _CREDENTIAL,
        "Use a subclass, such as ceterms:MicroCredential.",
    ),
    "UNKNOWN_CLASS": Rule(
        "warning",
        "Classes are terms of CTDL or CTDL-ASN; that of the record itself must be.",
        _TERMS,
        "Correct the name of the class.",
    ),
    "UNKNOWN_PROPERTY": Rule(
        "warning",
        "Properties are terms of CTDL or CTDL-ASN.",
        _TERMS,
        "Correct the name, or remove the property.",
    ),
    "UNKNOWN_CONCEPT": Rule(
        "warning",
        "Vocabulary values are concepts of CTDL.",
        _TERMS,
        "Choose a concept from the list.",
    ),
    "CONCEPT_NOT_OF_SCHEME": Rule(
        "error",
        "A property that CTDL ties to a list takes its values from that list.",
        _TERMS,
        "Write one of the concepts of the list.",
    ),
    "PREFIX_UNDECLARED": Rule(
        "warning", "A short address uses a declared prefix.", _JSON_LD, "Write the whole address."
    ),
    "DOMAIN_VIOLATION": Rule(
        "error",
        "A property is used on the classes it is for.",
        _TERMS,
        "Move it to a resource of one of these classes, or remove it.",
    ),
    "RANGE_VIOLATION": Rule(
        "error",
        "A property points to the classes it is for.",
        _TERMS,
        "Lead it to a resource of one of these classes, or use another property.",
    ),
    "ISPARTOF_FRAMEWORK_MISMATCH": Rule(
        "warning",
        "A competency is part of the framework it is published with.",
        _HANDBOOK,
        "Write the address of the framework in ceasn:isPartOf.",
    ),
    "RANGE_DOCS_CONFLICT": Rule(
        "info",
        "The schema's range omits a class its documentation uses.",
        _TERMS,
        "Nothing to mend: the schema contradicts its documentation.",
    ),
    "DOMAIN_DOCS_CONFLICT": Rule(
        "info",
        "The schema's domain omits a class its documentation uses.",
        _TERMS,
        "Nothing to mend: the schema contradicts its documentation.",
    ),
    "CONCEPT_RANGE_CONFLICT": Rule(
        "info",
        "Vocabulary values are alignment objects or concepts.",
        _TERMS,
        "Nothing to mend: the schema uses both for the same lists.",
    ),
    "VERSION_RANGE_CONFLICT": Rule(
        "info",
        "A version has the class of what it is a version of.",
        _TERMS,
        "Nothing to mend: the schema's range omits the class.",
    ),
    "INVERSE_MISMATCH": Rule(
        "error", "Both sides of a relation agree.", _TERMS, "Make both sides name each other."
    ),
    "INVERSE_ONE_DIRECTION": Rule(
        "info",
        "A relation with a declared inverse can be stated from both sides.",
        _TERMS,
        "State it on the other side too if you like.",
    ),
    # Values
    "VALUE_INVALID": Rule(
        "error",
        "A typed value has the form of its datatype.",
        _RDF,
        "Write the value in the form named.",
    ),
    "TEXT_DIRECTION_CONTROL": Rule(
        "warning", "Text has no invisible marks that reorder it.", _UNICODE, "Remove the mark."
    ),
    "LANGUAGE_UNREGISTERED": Rule(
        "warning",
        "The parts of a language tag are registered ones.",
        _LANGUAGES,
        "Correct the tag, or write und.",
    ),
    "DATES_REVERSED": Rule(
        "error",
        "What begins does so before it ends.",
        _HERE,
        "Exchange the two dates, or correct one.",
    ),
    "DATE_IMPLAUSIBLE": Rule(
        "warning",
        "Dates lie between the year 1000 and fifty years from now.",
        _HERE,
        "Correct the year, or leave the date out.",
    ),
    "NUMBER_OUT_OF_RANGE": Rule(
        "error", "Numbers are within what they count.", _HERE, "Write a number in the bounds named."
    ),
    "NUMBER_IMPLAUSIBLE": Rule(
        "warning",
        "Numbers are of a likely size.",
        _HERE,
        "Look the number up again; keep it if it is so.",
    ),
    "MINIMUM_ABOVE_MAXIMUM": Rule(
        "error",
        "A minimum is not more than its maximum.",
        _HERE,
        "Exchange the two, or correct one.",
    ),
    "DURATION_IMPLAUSIBLE": Rule(
        "warning",
        "Durations are more than nothing and at most 100 years.",
        _HERE,
        "Write how long it takes, or leave it out.",
    ),
    "CURRENCY_UNKNOWN": Rule(
        "error",
        "Currencies are codes of ISO 4217 in use.",
        _CURRENCIES,
        "Write the three-letter code, such as EUR.",
    ),
    "CURRENCY_MISSING": Rule(
        "error",
        "A price that is not nothing states its currency.",
        _CURRENCIES,
        "State ceterms:currency.",
    ),
    "CREDIT_UNIT_MISSING": Rule(
        "warning",
        "A number of credits states its unit.",
        _HERE,
        "State ceterms:creditUnitType, or say in schema:description what is counted.",
    ),
    # What records are held to
    "LEVEL_NOT_IN_FRAMEWORK": Rule(
        "error",
        "A level exists in the framework it is claimed for.",
        _HERE,
        "Write a notation of that framework, and the address of the level.",
    ),
    "LEVEL_FRAMEWORK_UNKNOWN": Rule(
        "info",
        "Levels of frameworks that are known here can be compared.",
        _HERE,
        "Name a level of a known framework too if both are aligned.",
    ),
    "ACTION_NOT_BY_AGENT": Rule(
        "error",
        "An action of quality assurance is stated by the body that acts.",
        _ACTIONS,
        "Use accreditedBy and the like on your own record, or leave it to that body.",
    ),
    "POLICY_REQUIRED_MISSING": Rule(
        "error", "The minimum data policy requires this property.", _POLICY, "State the property."
    ),
    "POLICY_BENCHMARK_MISSING": Rule(
        "info",
        "The minimum data policy recommends this property.",
        _POLICY,
        "State the property if you know it; never invent it.",
    ),
}
