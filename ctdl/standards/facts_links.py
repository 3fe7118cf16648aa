"""Facts about what a credential leads to, what it counts for, and how it is shown to others."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ctdl.messages import say
from ctdl.standards.facts import Fact, anything, shortened, simple, worded
from ctdl.standards.facts_quality import judged, named, statements
from ctdl.standards.found import Found
from ctdl.standards.known import Known
from ctdl.vocabulary import vocabulary

_PART_OF: Final = ("ceterms:isPartOf",)
_STANDING: Final = ("ceterms:isAdvancedStandingFor", "ceterms:providesTransferValueFor")
_ADMITS: Final = ("ceterms:isRequiredFor", "ceterms:isPreparationFor")
_STACKS: Final = (*_PART_OF, *_STANDING, *_ADMITS, "ceterms:isRecommendedFor")
_LEADS: Final = (*_STACKS, "ceterms:targetPathway")
_CERTIFICATES: Final = (
    "ceterms:Certificate",
    "ceterms:Certification",
    "ceterms:Diploma",
    "ceterms:License",
    "ceterms:Degree",
)


def _recognition(known: Known) -> Iterator[Found]:
    """Credit, admission or another recognition that it leads to, with its kind as code."""
    kinds = (
        ("credit", (*_STANDING, *_PART_OF)),
        ("admission", _ADMITS),
        ("recommended", ("ceterms:isRecommendedFor",)),
    )
    for code, names in kinds:
        for said in _targets(known, *names):
            yield Found(said, code)
    for statement, is_of_provider in statements(known):
        if statement.kind == "recognition" and not is_of_provider:
            found = judged(known, statement)
            yield replace(found, code="recognition")


def _credit_recognition(known: Known) -> Iterator[Found]:
    return (found for found in _recognition(known) if found.code == "credit")


def _targets(known: Known, *names: str) -> Iterator[str]:
    """What the properties lead to; a profile in words counts as well."""
    for connection in known.record.connections:
        if connection.relation not in names:
            continue
        target = named(known, connection.target) if connection.target else ""
        said = target or worded(connection.description)
        if said:
            yield shortened(said)
    other = [name for name in names if name == "ceterms:providesTransferValueFor"]
    for found in anything(known.view, *other):
        yield found.text


def _stackability(known: Known) -> Iterator[Found]:
    for said in _targets(known, *_STACKS):
        yield Found(said, "stackable")
    for found in anything(known.view, "ceterms:targetPathway"):
        yield Found(found.text, "stackable")


def _component(known: Known) -> Iterator[Found]:
    for said in _targets(known, *_PART_OF):
        yield Found(said, "component")
    doubt = say("What it leads to is stated, but not which of the four relations that is.")
    for said in _targets(known, *_STANDING, *_ADMITS):
        yield Found(said, doubt=doubt)


def _degrees(known: Known) -> Iterator[Found]:
    """Degrees that it counts towards, where the registry knows the class of what it names."""
    for connection in known.record.connections:
        target = connection.target
        if connection.relation not in (*_PART_OF, *_STANDING, *_ADMITS) or target is None:
            continue
        other = known.around.others.get(target.ctid) if target.ctid else None
        if other and vocabulary().is_a(other.type, "ceterms:Degree"):
            yield Found(shortened(other.name or target.ctid or ""))
    for view in known.view.views(*_PART_OF, *_STANDING, *_ADMITS):
        if any(vocabulary().is_a(name, "ceterms:Degree") for name in view.types):
            yield Found(worded(view.text("ceterms:name")) or say("a degree"))


def _proof(known: Known) -> Iterator[Found]:
    """The form of the proof that a learner gets, as the class or the outcome says it."""
    label = vocabulary().label(known.record.type)
    if vocabulary().is_a(known.record.type, "ceterms:Badge"):
        yield Found(label, "badge")
    elif vocabulary().is_any(known.record.type, _CERTIFICATES):
        yield Found(label, "certificate")
    for said in _targets(known, "ceterms:resultsInCredential"):
        yield Found(said, "certificate")


def _outcome(known: Known) -> Iterator[Found]:
    """What a learner has in the end: admission, credit, or a certificate or badge."""
    yield from _proof(known)
    is_badge = vocabulary().is_a(known.record.type, "ceterms:Badge")
    if not is_badge and vocabulary().is_a(known.record.type, "ceterms:Credential"):
        yield Found(vocabulary().label(known.record.type), "certificate")
    yield from (found for found in _recognition(known) if found.code in ("admission", "credit"))
    for amount in known.record.credits:
        if amount.minimum and amount.minimum > 0:
            yield Found(say("credit"), "credit")


LINKS: Final[tuple[Fact, ...]] = (
    Fact(
        "recognition",
        "credit or other recognition",
        "code",
        (*_STACKS, "ceterms:recognizedBy"),
        _recognition,
        "other records",
        ("credit", "admission", "recommended", "recognition"),
    ),
    Fact(
        "credit-recognition",
        "recognition for credit",
        "code",
        (*_STANDING, *_PART_OF),
        _credit_recognition,
        codes=("credit",),
    ),
    Fact(
        "stackability",
        "stackability",
        "code",
        _LEADS,
        _stackability,
        codes=("stackable", "stand-alone"),
    ),
    Fact(
        "relation-to-awards",
        "relation to award qualifications",
        "code",
        _STACKS,
        _component,
        "words",
        ("additional", "alternate", "complementary", "component"),
    ),
    Fact(
        "degree",
        "degree that it counts towards",
        "text",
        (*_PART_OF, *_STANDING, *_ADMITS),
        _degrees,
        "other records",
    ),
    simple("verification", "way of verifying it", "ceterms:usesVerificationService"),
    Fact(
        "proof",
        "form of the proof issued",
        "code",
        ("@type", "ceterms:resultsInCredential"),
        _proof,
        codes=("badge", "certificate"),
    ),
    Fact(
        "outcome",
        "outcome for a successful learner",
        "code",
        ("@type", "ceterms:requires/ceterms:creditValue", *_STACKS),
        _outcome,
        codes=("admission", "credit", "certificate", "badge"),
    ),
)
