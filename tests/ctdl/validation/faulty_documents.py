"""For every rule a document that breaks it: what a finding with its code is made from."""

import json
from collections.abc import Callable
from typing import Any, Final

from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import DocumentError, parse_document
from ctdl.findings import Finding
from ctdl.frameworks import FRAMEWORKS
from ctdl.validation import notes, supply, validate
from tests.ctdl.pathways.pathways import component, needs, pathway
from tests.support.documents import a_credential, a_document

BASE: Final = "https://registry.example"
ASN_CONTEXT: Final = "https://credreg.net/ctdlasn/schema/context/json"
OTHER: Final = derive_ctid("test:other")
PUBLISHER: Final = derive_ctid("test:publisher")
OWN: Final = derive_ctid("test:first aid")

Content = dict[str, Any]
Faulty = str | bytes | Content


def with_main(**members: Any) -> Content:
    """A sound credential whose node has these members instead."""
    document = a_credential()
    document["@graph"][0] |= members
    return document


def with_root(**members: Any) -> Content:
    """A sound credential whose root has these members instead."""
    return a_credential() | members


def with_node(document: Content, **node: Any) -> Content:
    """`document` with one more node; a double underscore stands for the colon of a term."""
    document["@graph"].append({key.replace("__", ":"): value for key, value in node.items()})
    return document


def of_class(name: str, **stated: Any) -> Content:
    """A sound credential said to be of another class."""
    document = a_credential(**stated)
    document["@graph"][0]["@type"] = name
    return document


def a_pathway(condition: Content | str, to: tuple[str, ...] = ("Goal",)) -> Content:
    """A pathway of two courses to a goal with this condition."""
    goal = component("Goal", "Credential", hasCondition=[condition])
    return dict(pathway(goal, component("A"), component("B"), to=to).body)


def with_nested_conditions(levels: int) -> Content:
    """A pathway with conditions inside each other: local resources, so that JSON stays flat."""
    document = a_pathway("_:c0")
    for number in range(levels):
        condition = needs("A", requiredNumber=1)
        if number < levels - 1:
            condition["ceterms:hasCondition"] = [f"_:c{number + 1}"]
        document["@graph"].append({"@id": f"_:c{number}", **condition})
    return document


def a_level(**stated: Any) -> Content:
    """A credential at a level, described by these properties of the alignment."""
    alignment = {"@type": "ceterms:CredentialAlignmentObject"}
    alignment |= {f"ceterms:{name}": value for name, value in stated.items()}
    return a_credential(atLevel=[alignment])


def a_price(**stated: Any) -> Content:
    """A credential whose cost has these properties."""
    profile = {
        "@type": "ceterms:CostProfile",
        "ceterms:description": {"en": "Fee"},
        "ceterms:costDetails": "https://provider.example/fees",
    }
    profile |= {f"ceterms:{name}": value for name, value in stated.items()}
    return a_credential(estimatedCost=[profile])


def a_duration(**stated: Any) -> Content:
    """A credential whose duration has these properties."""
    profile = {f"ceterms:{name}": value for name, value in stated.items()}
    return a_credential(estimatedDuration=[{"@type": "ceterms:DurationProfile"} | profile])


def credits_of(**stated: Any) -> Content:
    """A credential that requires credits with these members."""
    condition = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": {"en": "Credits"},
        "ceterms:creditValue": [{"@type": "ceterms:ValueProfile"} | stated],
    }
    return a_credential(requires=[condition])


def an_action(agent: CTID = OTHER, **stated: Any) -> Content:
    """An agency's statement that it accredits a credential."""
    return a_document(
        derive_ctid("test:action"),
        "ceterms:AccreditAction",
        {
            "actingAgent": [f"resources/{agent}"],
            "object": [f"resources/{OWN}"],
            **stated,
        },
    )


def a_competency(part_of: str) -> Content:
    """A framework with one competency that says what it is part of."""
    document = a_document(OTHER, "ceasn:CompetencyFramework", {})
    document["@context"] = ASN_CONTEXT
    document["@graph"][0] |= {
        "ceasn:name": {"en": "Skills"},
        "ceasn:description": {"en": "Skills of first aid."},
        "ceasn:inLanguage": ["en"],
        "ceasn:publisher": ["https://provider.example/"],
    }
    return with_node(
        document,
        **{"@id": "_:c", "@type": "ceasn:Competency", "ceasn:competencyText": {"en": "Bandage"}},
        ceasn__isPartOf=[part_of],
        ceasn__isChildOf=[f"resources/{OTHER}"],
    )


def a_model() -> Content:
    """A progression model with a level, as the handbook shows it."""
    model = a_document(derive_ctid("test:model"), "asn:ProgressionModel", {})
    model["@context"] = ASN_CONTEXT
    model["@graph"][0]["asn:hasProgressionLevel"] = ["_:level"]
    return with_node(model, **{"@id": "_:level", "@type": "asn:ProgressionLevel"})


def a_version() -> Content:
    """A transfer value that follows another one."""
    value = a_document(
        derive_ctid("test:tvp"), "ceterms:TransferValueProfile", {"previousVersion": ["_:old"]}
    )
    return with_node(value, **{"@id": "_:old", "@type": "ceterms:TransferValueProfile"})


def parts(**back: Any) -> Content:
    """A credential with a part that may name another whole."""
    part = {"@id": "_:part", "@type": "ceterms:Course"}
    return with_node(a_credential(hasPart=["_:part"]), **part, **back)


def twice(**changed: Any) -> Content:
    """A credential described twice, the second time with these members instead."""
    document = a_credential()
    document["@graph"].append(document["@graph"][0] | changed)
    return document


def nested(depth: int) -> Content:
    """Conditions within conditions."""
    condition: Content = {"@type": "ceterms:ConditionProfile"}
    for _ in range(depth):
        condition = {"@type": "ceterms:ConditionProfile", "ceterms:alternativeCondition": condition}
    return a_credential(requires=[condition])


def at_version_1() -> Content:
    """A credential whose CTID is of version 1."""
    ctid = "ce-07c25f74-9119-11e8-b852-782bcb5df6ac"
    document = with_main(**{"@id": f"resources/{ctid}", "ceterms:ctid": ctid})
    return document | {"@id": f"graph/{ctid}"}


NFQ: Final = FRAMEWORKS.frameworks["nfq-ie"]

FAULTY: Final[dict[str, Callable[[], Faulty]]] = {
    "DOCUMENT_TOO_LARGE": lambda: json.dumps(with_main(**{"ceterms:name": "x" * 2_100_000})),
    "ENCODING_NOT_UTF8": lambda: '{"a": 1}'.encode("utf-16"),
    "JSON_MALFORMED": lambda: '{"a": ',
    "JSON_DUPLICATE_KEY": lambda: '{"a": 1, "a": 2}',
    "JSON_NUMBER_INVALID": lambda: '{"a": NaN}',
    "TEXT_CHARACTER_INVALID": lambda: json.dumps(with_main(**{"ceterms:name": {"en": "a\u0001"}})),
    "NESTING_TOO_DEEP": lambda: nested(70),
    "DOCUMENT_NOT_OBJECT": lambda: "[]",
    "DOCUMENT_IS_ENVELOPE": lambda: {"envelope_id": "1"},
    "GRAPH_NOT_LIST": lambda: with_root(**{"@graph": {}}),
    "GRAPH_EMPTY": lambda: with_root(**{"@graph": []}),
    "GRAPH_KEY_UNEXPECTED": lambda: with_root(**{"ceterms:name": "x"}),
    "CONTEXT_MISSING": lambda: with_root(**{"@context": None}),
    "CONTEXT_UNKNOWN": lambda: with_root(**{"@context": "https://x.example/"}),
    "CONTEXT_TERM_REDEFINED": lambda: with_root(**{"@context": [{"@base": "https://x.example/"}]}),
    "KEYWORD_NOT_SUPPORTED": lambda: with_main(**{"@reverse": {}}),
    "VALUE_WRONG_TYPE": lambda: with_main(**{"ceterms:name": 5}),
    "LANGUAGE_TAG_INVALID": lambda: with_main(**{"ceterms:name": {"en_US": "x"}}),
    "PROPERTY_NOT_A_TERM": lambda: with_main(name="x"),
    "CLASS_NOT_A_TERM": lambda: with_main(**{"@type": "MicroCredential"}),
    "TYPE_MISSING": lambda: with_main(**{"@type": None}),
    "ID_DUPLICATE": twice,
    "CTID_DUPLICATE": lambda: twice(**{"@id": "https://x.example/copy"}),
    "CTID_MISSING": lambda: with_main(**{"ceterms:ctid": None}),
    "CTID_MALFORMED": lambda: with_main(**{"ceterms:ctid": OWN[:-1]}),
    "CTID_BARE_UUID": lambda: with_main(**{"ceterms:ctid": OWN[3:]}),
    "CTID_UPPERCASE": lambda: with_main(**{"ceterms:ctid": OWN.upper()}),
    "CTID_NOT_UUIDV4": at_version_1,
    "CTID_URI_MISMATCH": lambda: with_main(**{"@id": f"resources/{OTHER}"}),
    "REGISTRY_URI_MALFORMED": lambda: a_credential(
        ownedBy=["https://credentialengineregistry.org/resources/college"]
    ),
    "IRI_INVALID": lambda: a_credential(subjectWebpage="https://x.example/a b"),
    "IRI_SCHEME_REFUSED": lambda: a_credential(subjectWebpage="javascript:alert(1)"),
    "BNODE_LABEL_INVALID": lambda: with_main(**{"@id": "_:a b"}),
    "REF_BARE_UUID": lambda: a_credential(ownedBy=[OTHER[3:]]),
    "REF_BARE_CTID": lambda: a_credential(ownedBy=[OTHER]),
    "REF_NOT_IRI": lambda: a_credential(subjectWebpage="www.x.example"),
    "REF_UNRESOLVED_BNODE": lambda: a_credential(ownedBy=["_:nobody"]),
    "REF_OUTSIDE_PAYLOAD": a_credential,
    "REF_RESOLVED_SUPPLIED": lambda: a_credential(hasPart=[f"resources/{OTHER}"]),
    "SELF_REFERENCE": lambda: a_credential(isPartOf=[f"resources/{OWN}"]),
    "PATHWAY_IN_CIRCLES": lambda: a_pathway(needs("Goal", requiredNumber=1)),
    "PATHWAY_COMPONENT_MISSING": lambda: a_pathway(needs("Nowhere", requiredNumber=1)),
    "PATHWAY_WITHOUT_DESTINATION": lambda: a_pathway(needs("A", requiredNumber=1), to=()),
    "PATHWAY_CONDITION_UNCLEAR": lambda: a_pathway(needs("A", "B")),
    "PATHWAY_TOO_LARGE": lambda: with_nested_conditions(levels=35),
    "CLASS_TOO_GENERAL": lambda: of_class("ceterms:Credential"),
    "UNKNOWN_CLASS": lambda: of_class("ceterms:MicroCredentials"),
    "UNKNOWN_PROPERTY": lambda: a_credential(credits="5"),
    "UNKNOWN_CONCEPT": lambda: a_credential(
        audienceLevelType=[{"ceterms:targetNode": "audLevel:Beginner"}]
    ),
    "CONCEPT_NOT_OF_SCHEME": lambda: a_credential(
        audienceLevelType=[{"ceterms:targetNode": "deliveryType:InPerson"}]
    ),
    "PREFIX_UNDECLARED": lambda: a_credential(ownedBy=["res:college"]),
    "DOMAIN_VIOLATION": lambda: a_credential(teaches=["https://x.example/skill"]),
    "RANGE_VIOLATION": lambda: a_credential(estimatedCost=[{"@type": "ceterms:DurationProfile"}]),
    "ISPARTOF_FRAMEWORK_MISMATCH": lambda: a_competency(f"resources/{OWN}"),
    "RANGE_DOCS_CONFLICT": lambda: a_competency(f"resources/{OTHER}"),
    "DOMAIN_DOCS_CONFLICT": a_model,
    "CONCEPT_RANGE_CONFLICT": lambda: a_credential(atLevel=[{"@type": "skos:Concept"}]),
    "VERSION_RANGE_CONFLICT": a_version,
    "INVERSE_MISMATCH": lambda: parts(ceterms__isPartOf=[f"resources/{OTHER}"]),
    "INVERSE_ONE_DIRECTION": parts,
    "VALUE_INVALID": lambda: a_credential(dateEffective="2024"),
    "TEXT_DIRECTION_CONTROL": lambda: a_credential(name={"en": "a\u202eb"}),
    "LANGUAGE_UNREGISTERED": lambda: a_credential(name={"en-UK": "First aid"}),
    "DATES_REVERSED": lambda: a_credential(dateEffective="2026-01-01", expirationDate="2025-01-01"),
    "DATE_IMPLAUSIBLE": lambda: a_credential(expirationDate="9999-12-31"),
    "NUMBER_OUT_OF_RANGE": lambda: a_price(price="-1", currency="EUR"),
    "NUMBER_IMPLAUSIBLE": lambda: credits_of(
        **{"schema:value": 3000, "ceterms:creditUnitType": "creditUnit:SemesterHour"}
    ),
    "MINIMUM_ABOVE_MAXIMUM": lambda: a_duration(minimumDuration="P2Y", maximumDuration="P6M"),
    "DURATION_IMPLAUSIBLE": lambda: a_duration(exactDuration="P0D"),
    "CURRENCY_UNKNOWN": lambda: a_price(price=10, currency="$"),
    "CURRENCY_MISSING": lambda: a_price(price=10),
    "CREDIT_UNIT_MISSING": lambda: credits_of(**{"schema:value": 5}),
    "LEVEL_NOT_IN_FRAMEWORK": lambda: a_level(
        framework=f"resources/{NFQ.ctid}", codedNotation="11"
    ),
    "LEVEL_FRAMEWORK_UNKNOWN": lambda: a_level(framework="https://x.example/framework"),
    "ACTION_NOT_BY_AGENT": an_action,
    "POLICY_REQUIRED_MISSING": lambda: with_main(**{"ceterms:inLanguage": None}),
    "POLICY_BENCHMARK_MISSING": a_credential,
}


def findings_on(data: Faulty, *, publisher: CTID | None = PUBLISHER) -> list[Finding]:
    """Everything that reading, checking and the notes say of `data`."""
    try:
        document = parse_document(data, base=BASE)
    except DocumentError as error:
        return error.findings
    supplied = supply([parse_document(a_document(OTHER, "ceterms:Course", {}))])
    return [
        *validate(document, publisher=publisher),
        *notes(document, supplied=supplied),
    ]
