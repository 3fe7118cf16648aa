"""From a record to the facts of an evaluation: what its document states, each with its origin.

What only other records state (recognition, transfer, the level beside a programme's) is gathered
elsewhere and joined to these.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ctdl.evaluation.currency import in_effect
from ctdl.evaluation.evidence import (
    MOST_OF_A_FACT,
    Evidence,
    Origin,
    Says,
    Teller,
    origin_of_comparison,
)
from ctdl.evaluation.identity import identity
from ctdl.messages import Said, say
from ctdl.messages import name as label
from ctdl.records.credentials import CredentialRecord
from ctdl.records.values import Reference
from ctdl.standards.fact_table import FACTS
from ctdl.standards.facts import (
    TARGETS,
    anything,
    conditions,
    in_words,
    shortened,
    stated,
    worded,
)
from ctdl.standards.facts_quality import named
from ctdl.standards.known import Known
from ctdl.vocabulary import vocabulary

_VERIFIED_BY: Final = "ceterms:usesVerificationService"
_OPEN_BADGE: Final = "ceterms:OpenBadge"
_EXAMINATION: Final = "ceterms:AssessmentProfile"
_MADE_OF: Final = ("ceterms:hasPart", "ceterms:requires")
_REQUIRES: Final = say("Requires: %(name)s")
_RELATIONS: Final[Mapping[str, Said]] = {
    "ceterms:hasPart": say("Has as a part: %(name)s"),
    "ceterms:requires": _REQUIRES,
    "ceterms:supersededBy": say("Is replaced by: %(name)s"),
    "ceterms:nextVersion": say("Is followed by: %(name)s"),
}
_ONLY_OFFERER: Final = say("Only who offers it is stated, not who issues it.")
_ONLY_OWNER: Final = say("Who owns it; nobody else is stated to offer it.")
_NOT_THE_ISSUER: Final = say("Not in the issuer's own words.")
_NOT_BY_ITSELF: Final = say("Whether it can be taken by itself is not stated.")
_BADGE: Final = say("An Open Badge, which is made to be verified")
_NO_FRAMEWORK: Final = say("This level is not one of a framework that is known here.")

_AS_STATED: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("description", ("description",)),
    ("assessment", ("assessment", "assessment-type")),
    ("success", ("scoring", "assessment-criteria")),
    ("size", ("workload",)),
    ("outcomes", ("learning-outcomes",)),
)
"""Facts of an evaluation that facts of the standards state; what those doubt settles nothing."""

_BESIDE: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("provider-kind", ("provider-kind", "provider-sector")),
    ("form", ("proof",)),
    ("learning-kind", ("class", "delivery-mode")),
    ("offering", ("offerings", "availability")),
    ("own-quality", ("own-qa",)),
    ("standards-used", ("process-standards",)),
    ("audience", ("audience-level",)),
    ("level-elsewhere", ("level-as-eqf",)),
    ("duration", ("duration",)),
    ("assessment-use", ("assessment-use", "assessment-place")),
    ("version", ("version",)),
    ("review", ("review-months", "review-process")),
    ("field", ("field-of-study", "isced-f")),
    ("purpose", ("occupation", "industry", "industry-support")),
)
"""Facts that go with an answer and decide none."""


def facts_of_record(known: Known, told: Teller, day: date) -> dict[str, tuple[Evidence, ...]]:
    """What the record itself states, by the names that milestones and criteria ask for."""
    found = {
        name: _most(read)
        for name, read in (
            *((name, _as_stated(known, told, facts)) for name, facts in _AS_STATED),
            *((name, _beside(known, told, facts)) for name, facts in _BESIDE),
            ("provider", _provider(known, told)),
            ("issuer", _issuer(known, told)),
            ("relation", _relation(known, told)),
            ("skills", _skills(known, told)),
            ("criteria", _requirements(known, told)),
            ("verification", _verification(known, told)),
            ("revocation", _revocation(known, told)),
            ("structure", _structure(known, told)),
            ("level", _level(known, told)),
            ("credit-bearing", _credit_bearing(known, told)),
            ("supervision", _supervision(known, told)),
            ("identity", identity(known, told)),
            ("in-effect", iter(in_effect(known.record, told, day))),
            ("prior-learning", _examination(known, told)),
        )
    }
    superseded = _connected(known, told, ("ceterms:supersededBy", "ceterms:nextVersion"))
    found["version"] = (*found["version"], *_most(superseded))
    return {name: each for name, each in found.items() if each}


def _most(read: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """So many as are shown: what decides before what is only shown beside."""
    return tuple(sorted(read, key=lambda each: each.says == "aside")[:MOST_OF_A_FACT])


def _as_stated(known: Known, told: Teller, facts: Iterable[str]) -> Iterator[Evidence]:
    for name in facts:
        fact = FACTS[name]
        origin = told(fact.properties)
        for each in stated(known, fact):
            if each.text:
                says: Says = "expired" if each.is_over else "aside" if each.doubt else "yes"
                origins = list(map(origin_of_comparison, each.rows)) or [origin]
                # A code is called what the vocabulary calls it, which pages translate.
                is_label = fact.kind == "code" and type(each.text) is str
                value = label(each.text) if is_label else each.text
                for told_by in dict.fromkeys(origins):
                    yield Evidence(value, says, told_by, each.doubt)


def _beside(known: Known, told: Teller, facts: Iterable[str]) -> Iterator[Evidence]:
    for each in _as_stated(known, told, facts):
        yield replace(each, says="aside")


def _provider(known: Known, told: Teller) -> Iterator[Evidence]:
    """Who offers it; the owner stands in where nobody else is stated to."""
    record = known.record
    if record.offered_by:
        yield from _bodies(known, record.offered_by, told(("ceterms:offeredBy",)))
        return
    for each in _bodies(known, record.owned_by, told(("ceterms:ownedBy",))):
        yield replace(each, doubt=_ONLY_OWNER)


def _issuer(known: Known, told: Teller) -> Iterator[Evidence]:
    """Who owns it: that somebody offers it does not say that they issue it."""
    record = known.record
    if record.owned_by:
        yield from _bodies(known, record.owned_by, told(("ceterms:ownedBy",)))
        return
    for each in _bodies(known, record.offered_by, told(("ceterms:offeredBy",))):
        yield replace(each, says="aside", doubt=_ONLY_OFFERER)


def _bodies(known: Known, references: Iterable[Reference], origin: Origin) -> Iterator[Evidence]:
    for reference in references:
        if said := named(known, reference):
            yield Evidence(shortened(said), "yes", origin)


def _relation(known: Known, told: Teller) -> Iterator[Evidence]:
    owners = {each.ctid or each.iri for each in known.record.owned_by}
    offerers = {each.ctid or each.iri for each in known.record.offered_by}
    if owners and offerers:
        same = bool(owners & offerers)
        said = say("The same body") if same else say("Another body offers it than owns it")
        yield Evidence(said, "aside", told(("ceterms:ownedBy",)))


def _verification(known: Known, told: Teller) -> Iterator[Evidence]:
    origin = told((_VERIFIED_BY,))
    for found in anything(known.view, _VERIFIED_BY):
        yield Evidence(found.text, "yes", origin)
    if vocabulary().is_a(known.record.type, _OPEN_BADGE):
        yield Evidence(_BADGE, "yes", told(("@type",)))


def _revocation(known: Known, told: Teller) -> Iterator[Evidence]:
    for found in anything(known.view, "ceterms:revocation"):
        yield Evidence(found.text, "aside", told(("ceterms:revocation",)))


def _structure(known: Known, told: Teller) -> Iterator[Evidence]:
    yield from _as_stated(known, told, ("learning-outcomes",))
    yield from (replace(each, says="yes") for each in _connected(known, told, _MADE_OF))
    for condition in known.view.views("ceterms:requires"):
        for reference in condition.references(*TARGETS):
            # What has an address is a connection; this is only described, in the record itself.
            if reference.iri is None:
                said = say(_REQUIRES.pattern, name=worded(reference.name))
                yield Evidence(said, "yes", told(("ceterms:requires",)))


def _connected(known: Known, told: Teller, relations: Sequence[str]) -> Iterator[Evidence]:
    for each in known.record.connections:
        if each.relation not in relations:
            continue
        name = named(known, each.target) if each.target else ""
        if name := name or worded(each.description):
            pattern = _RELATIONS[each.relation].pattern
            said = say(pattern, name=shortened(name))
            yield Evidence(said, "aside", told((each.relation,)))


def _skills(known: Known, told: Teller) -> Iterator[Evidence]:
    """Names of skills, which tell less than outcomes do."""
    for found in in_words(each.name for each in known.record.skills):
        yield Evidence(found.text, "aside", told(("ceterms:requires", "ceterms:teaches")))


def _requirements(known: Known, told: Teller) -> Iterator[Evidence]:
    for found in in_words(known.record.requirements):
        yield Evidence(found.text, "aside", told(("ceterms:requires",)))


def _level(known: Known, told: Teller) -> Iterator[Evidence]:
    origin = told(("ceterms:atLevel",))
    for each in stated(known, FACTS["level"]):
        is_known = bool(each.code)
        yield Evidence(
            each.text,
            "yes" if is_known else "aside",
            origin,
            "" if is_known else _NO_FRAMEWORK,
        )


def _credit_bearing(known: Known, told: Teller) -> Iterator[Evidence]:
    """Only that it is stated to be without credit speaks against it."""
    origin = told(("ceterms:isNonCredit", "ceterms:creditValue", "ceterms:requires"))
    for each in stated(known, FACTS["credit-bearing"]):
        yield Evidence(each.text, "no" if each.code == "non-credit" else "yes", origin)


def _supervision(known: Known, told: Teller) -> Iterator[Evidence]:
    """Whether it is supervised is stated either way; identity is another question."""
    origin = told(FACTS["supervision"].properties)
    for each in stated(known, FACTS["supervision"]):
        yield Evidence(each.text, "yes", origin)


def _examination(known: Known, told: Teller) -> Iterator[Evidence]:
    """An examination with a record of its own, which may be taken without the course.

    One that only this record describes is shown; only the issuer's own word counts for either.
    """
    if known.record.type == _EXAMINATION:
        yield _own_word(say("It is an examination itself"), told(("@type",)))
    origin = told(("ceterms:requires", "ceterms:targetAssessment"))
    for carrier in (known.view, *conditions(known)):
        for value in carrier.values("ceterms:targetAssessment"):
            reference = carrier.reference(value)
            name = named(known, reference) if reference else ""
            said = shortened(name) if name else say("an examination")
            if reference and reference.ctid and known.around.others.get(reference.ctid):
                yield _own_word(said, origin)
            else:
                yield Evidence(said, "aside", origin, _NOT_BY_ITSELF)


def _own_word(value: str, origin: Origin) -> Evidence:
    if origin.by == "issuer":
        return Evidence(value, "yes", origin)
    return Evidence(value, "aside", origin, _NOT_THE_ISSUER)


def providers_of(record: CredentialRecord) -> tuple[Reference, ...]:
    """Who gives the learning: who offers it, else who owns it."""
    return record.offered_by or record.owned_by
