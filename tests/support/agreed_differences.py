"""Where this registry and ctdl-validate differ on purpose, and why."""

from dataclasses import dataclass
from typing import Final, Literal

from ctdl.vocabulary import ANYTHING, vocabulary

#: Every rule: for differences that are about whole documents.
ANY_CODE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Difference:
    """That only one `side` says one of `codes` (of any), where the patterns fit, for a `reason`."""

    side: Literal["ours", "theirs"]
    codes: frozenset[str]
    reason: str
    property: str = ".*"
    document: str = ".*"
    #: The rule by which we say something milder of the same place; it must have been said.
    instead: str | None = None
    #: Where it is known to occur: in `shipped` documents, `altered` ones, or collected `samples`.
    seen: Literal["shipped", "altered", "samples"] = "altered"


_CONCEPTS: Final = frozenset(
    name
    for name, term in vocabulary().properties.items()
    if {"skos:Concept", "ceterms:CredentialAlignmentObject"} & term.range
)

_OF_ANYTHING: Final = frozenset(
    name for name, term in vocabulary().properties.items() if ANYTHING in term.range | term.domain
)
_OF_LITERALS: Final = frozenset(
    name
    for name, term in vocabulary().properties.items()
    if term.range and all(each.startswith(("xsd:", "schema:Date")) for each in term.range)
)

REFUSED: Final = Difference(
    "theirs",
    ANY_CODE,
    "What cannot be read without guessing is refused at once with all that hinders reading; "
    "its facts are judged when it can be read.",
    document="refused/.*",
)
DIFFERENCES: Final[tuple[Difference, ...]] = (
    REFUSED,
    Difference(
        "theirs",
        frozenset({"RANGE_VIOLATION"}),
        "CTDL gives some of its lists the range skos:Concept and others the range alignment "
        "object, and published documents use both for both; here that is information "
        "(CONCEPT_RANGE_CONFLICT).",
        property="|".join(sorted(_CONCEPTS)),
        instead="CONCEPT_RANGE_CONFLICT",
        seen="shipped",
    ),
    Difference(
        "theirs",
        frozenset({"RANGE_VIOLATION"}),
        "A version is of the class of what it is a version of; the schema's range leaves out six "
        "of these classes.",
        instead="VERSION_RANGE_CONFLICT",
    ),
    Difference(
        "theirs",
        frozenset({"DOMAIN_VIOLATION", "RANGE_VIOLATION"}),
        "CTDL writes rdfs:Resource where anything will do; no class is below it in its schema.",
        property="|".join(sorted(_OF_ANYTHING)),
    ),
    Difference(
        "theirs",
        frozenset({"DOMAIN_VIOLATION"}),
        "Where a resource comes from can be said of every resource: the registry itself says it.",
        property="ceterms:sameAs",
    ),
    Difference(
        "theirs",
        frozenset({"INVERSE_MISMATCH"}),
        "A resource described in place without an address names nobody, so it contradicts nobody.",
        document="altered/(any_inline_target|inline_inverse)/.*",
    ),
    Difference(
        "ours",
        frozenset(
            {
                "RANGE_VIOLATION",
                "REF_BARE_CTID",
                "REF_BARE_UUID",
                "REF_NOT_IRI",
                "REF_UNRESOLVED_BNODE",
            }
        ),
        "The context reads every text there as an address, though the schema asks for a number "
        "or a date; what is no sound address would be lost or misread.",
        property="|".join(sorted(_OF_LITERALS)),
    ),
    Difference(
        "theirs",
        frozenset({"REF_OUTSIDE_PAYLOAD"}),
        "A concept of CTDL needs no confirming: the vocabulary is at hand, and whether it has "
        "the concept is checked (UNKNOWN_CONCEPT, CONCEPT_NOT_OF_SCHEME).",
        property="|".join(sorted(_CONCEPTS)),
    ),
    Difference(
        "theirs",
        frozenset({"REGISTRY_URI_MALFORMED"}),
        "A part of a resource, such as one alignment of a map, has the address of the resource "
        "and a fragment; what is before the fragment ends in a CTID.",
        document="shipped/crosswalks/.*|altered/.*",
        seen="shipped",
    ),
    Difference(
        "theirs",
        frozenset({"DOMAIN_VIOLATION", "RANGE_VIOLATION"}),
        "Of the vocabulary of outcomes only what CTDL repeats is known, to both of us; its own "
        "classes are in no list at hand, so the use of its properties is not judged here.",
        property="qdata:.*",
    ),
    Difference(
        "theirs",
        frozenset({"DOMAIN_VIOLATION"}),
        "The handbook's own examples give a progression model levels though the schema does not; "
        "here that is information (DOMAIN_DOCS_CONFLICT).",
        property="asn:hasProgressionLevel",
        instead="DOMAIN_DOCS_CONFLICT",
        seen="samples",
    ),
    Difference(
        "ours",
        frozenset({"UNKNOWN_PROPERTY"}),
        "The terms of asn and skos that CTDL uses are in its schema, so those it does not have "
        "are judged as well.",
        property="(asn|skos):.*",
        seen="samples",
    ),
    Difference(
        "ours",
        frozenset({"UNKNOWN_CLASS"}),
        "Classes of asn and skos are judged as those of CTDL, and the record itself has to be of "
        "a class of CTDL, whatever the prefix.",
        property="@type",
    ),
)

#: Rules that both have and weigh differently, with the reason.
SEVERITIES: Final = {
    "CTID_UPPERCASE": "Every look-up here is by the letters of a CTID, so one in capitals is "
    "refused before it makes a second record.",
    "REF_BARE_CTID": "A bare CTID is no address; a reader of the linked data would lose it.",
    "REF_NOT_IRI": "A text where an address belongs would become an address of this registry.",
    "REF_OUTSIDE_PAYLOAD": "Here findings are errors, warnings or information; what a document "
    "alone cannot answer is information.",
}
