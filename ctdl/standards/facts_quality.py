"""Facts about quality assurance, the provider, and the dates of approval."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from ctdl.assurance.dates import days_of
from ctdl.messages import Said, say
from ctdl.records.quality import SHORT_FORMS
from ctdl.records.values import QAKind, QAStatement, Reference
from ctdl.standards.facts import (
    Fact,
    anything,
    bodies,
    of_concepts,
    shortened,
    simple,
    worded,
)
from ctdl.standards.found import Found
from ctdl.standards.known import Known
from ctdl.vocabulary import vocabulary

_SHORT: Final = tuple(SHORT_FORMS)
_QA: Final = (*_SHORT, "ceterms:relatedAction")
_PROCESSES: Final = (
    "ceterms:administrationProcess",
    "ceterms:developmentProcess",
    "ceterms:maintenanceProcess",
    "ceterms:reviewProcess",
    "ceterms:processStandards",
    "ceterms:processStandardsDescription",
)
_KINDS: Final = ("accreditation", "approval", "recognition", "regulation")
_BY: Final[Mapping[QAKind, Said]] = {
    "accreditation": say("accreditation by %(body)s"),
    "approval": say("approval by %(body)s"),
    "recognition": say("recognition by %(body)s"),
    "regulation": say("regulation by %(body)s"),
    "registration": say("registration by %(body)s"),
}
_LISTING: Final = say("A listing in a register is no quality assurance.")
_ENDED: Final = say("The quality assurance that is stated has ended.")
_WHO: Final = say("A body recognises it; whether that is one of the industry is not stated.")
_NO_OWNER: Final = say("Whether that is a third party is not known: no owner is stated.")
_OF_PROVIDER: Final = say("This is stated of the provider, not of this credential.")
_PROVIDER_WORDS: Final = say("of the provider: %(what)s")
_NO_AWARDER: Final = say("Only who offers it is stated, not who awards it.")
_INDUSTRY_INPUT: Final = (
    "Associations",
    "Business",
    "BusinessAssociation",
    "Consumers",
    "Governments",
    "Practitioners",
    "Public",
)
_GOVERNANCE_INPUT: Final = ("Committee", "EducationAdministrators", "Educators", "Experts")

_NZ_AUTHORITY: Final = re.compile(
    r"\bNZQA\b|\bNew Zealand Qualifications Authority\b", re.IGNORECASE
)
_SECTORS: Final = ("Public", "PrivateForProfit", "PrivateNonProfit")
_PERIOD: Final = re.compile(
    r"every\s+(?P<count>\d{1,2}|one|two|three|four|five)?\s*(?P<unit>year|month)s?", re.IGNORECASE
)
_ISO_PERIOD: Final = re.compile(r"P(\d{1,2})([YM])", re.ASCII)
_ANNUAL: Final = re.compile(r"\b(?:annual(?:ly)?|yearly|once a year|each year)\b", re.IGNORECASE)
_COUNTS: Final[Mapping[str, int]] = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def statements(known: Known) -> Iterator[tuple[QAStatement, bool]]:
    """Every statement of quality assurance, and whether it is about the provider only."""
    for statement in (*known.record.qa, *known.around.qa_about_credential):
        yield statement, False
    for statement in known.around.qa_about_provider:
        yield statement, True


def is_of_provider_only(value: str) -> bool:
    """Whether a value that a check shows is stated of the provider, and not of the credential."""
    return isinstance(value, Said) and value.pattern == _PROVIDER_WORDS.pattern


def _qa(known: Known) -> Iterator[Found]:
    """What bodies state of the credential, or of its provider, which is then said in words."""
    for statement, is_about_provider in statements(known):
        found = judged(known, statement)
        yield _of_provider(found) if is_about_provider else found


def _any_qa(known: Known) -> Iterator[Found]:
    """What bodies state of the credential, and what is stated of the processes behind it."""
    yield from _credential_qa(known)
    yield from anything(known.view, *_PROCESSES)


def _credential_qa(known: Known) -> Iterator[Found]:
    """What bodies state of the credential; of the provider it is shown and settles nothing.

    Listings come last: they are not shown, and are the reason only where there is no better one.
    """
    listings = []
    for statement, is_about_provider in statements(known):
        found = judged(known, statement)
        if not found.text:
            listings.append(found)
        elif is_about_provider:
            yield replace(_of_provider(found), doubt=_OF_PROVIDER, is_over=False)
        else:
            yield found
    yield from listings


def _of_provider(found: Found) -> Found:
    """The same, saying that it is of the provider; a listing of a provider shows nothing."""
    return (
        replace(found, text=say(_PROVIDER_WORDS.pattern, what=found.text)) if found.text else found
    )


def _accreditation(known: Known) -> Iterator[Found]:
    return (found for found in _credential_qa(known) if found.code in ("accreditation", "approval"))


def judged(known: Known, statement: QAStatement) -> Found:
    """What a body states, in words; a listing has none, as it is no evidence of quality."""
    who = named(known, statement.by)
    said = shortened(say(_BY[statement.kind].pattern, body=who)) if who else statement.kind
    if statement.kind not in _KINDS:
        return Found("", statement.kind, doubt=_LISTING)
    is_over = _has_ended(known, statement)
    return Found(said, statement.kind, doubt=_ENDED if is_over else "", is_over=is_over)


def _has_ended(known: Known, statement: QAStatement) -> bool:
    ends = days_of(statement.end)
    return ends is not None and known.around.today is not None and ends.last < known.around.today


def named(known: Known, body: Reference) -> str:
    other = known.around.others.get(body.ctid) if body.ctid else None
    return worded(body.name) or (other.name if other else "") or body.ctid or body.iri or ""


def _stated_in_record(known: Known) -> Iterator[Found]:
    for name in _SHORT:
        yield from bodies(known, known.view.references(name))


def _third_party(known: Known) -> Iterator[Found]:
    """What bodies other than the owner say of it; unknown where no owner is stated."""
    own = {body.ctid for body in known.record.owned_by}
    for statement, is_of_provider in statements(known):
        if not is_of_provider and (statement.by.ctid is None or statement.by.ctid not in own):
            found = judged(known, statement)
            yield found if own or found.doubt else replace(found, doubt=_NO_OWNER)


def _by_issuer(known: Known) -> Iterator[Found]:
    own = {body.ctid for body in (*known.record.owned_by, *known.record.offered_by) if body.ctid}
    for statement, is_about_provider in statements(known):
        if statement.by.ctid in own and not is_about_provider:
            yield judged(known, statement)


def _review_months(known: Known) -> Iterator[Found]:
    """The time between reviews in months, where its words are plain enough to count."""
    for process in known.view.views("ceterms:reviewProcess"):
        for text in process.texts("ceterms:processFrequency"):
            for words in text.values():
                months = _months(words)
                doubt = "" if months else say("The period of review is stated in words only.")
                yield Found(shortened(words), "", months, months, doubt=doubt)


def _months(words: str) -> float | None:
    iso = _ISO_PERIOD.fullmatch(words.strip())
    if iso:
        return float(iso[1]) * (12 if iso[2] == "Y" else 1)
    found = _PERIOD.search(words)
    if found:
        count = found["count"] or "1"
        number = _COUNTS.get(count.lower()) or (int(count) if count.isdecimal() else 1)
        return float(number * (12 if found["unit"].lower() == "year" else 1))
    return 12.0 if _ANNUAL.search(words) else None


def _own_qa(known: Known) -> Iterator[Found]:
    """Quality assurance by the institution itself: its processes, or its own approval."""
    yield from anything(known.view, *_PROCESSES)
    yield from _by_issuer(known)


def _input(known: Known, wanted: tuple[str, ...]) -> Iterator[Found]:
    for process in known.view.views("ceterms:developmentProcess", "ceterms:reviewProcess"):
        for found in of_concepts(process.concepts("ceterms:externalInputType")):
            if found.code in wanted:
                yield found


def _approval_date(known: Known) -> Iterator[Found]:
    """When the New Zealand authority approved what a New Zealand provider offers.

    A listing is no approval, and neither is the date on which it takes effect.
    """
    if known.around.provider_country != "NZ":
        return
    for statement, is_about_provider in statements(known):
        days = days_of(statement.start)
        is_approval = statement.kind == "approval" and not is_about_provider
        if is_approval and days and _NZ_AUTHORITY.search(named(known, statement.by)):
            text = shortened(statement.start or "")
            first, last = days.first.toordinal(), days.last.toordinal()
            yield Found(text, "", float(first), float(last))


def _provider_kind(known: Known) -> Iterator[Found]:
    for name in known.around.provider_types:
        term = name.rpartition(":")[2]
        if not name.startswith("ceterms:") and term not in _SECTORS:
            yield Found(vocabulary().label(f"orgType:{term}") or term, term)


def _awarding_kind(known: Known) -> Iterator[Found]:
    """The kind of the awarding body; who only offers it may be of another kind."""
    is_owned = bool(known.record.owned_by)
    for found in _provider_kind(known):
        yield found if is_owned else replace(found, doubt=_NO_AWARDER)


def _provider_sector(known: Known) -> Iterator[Found]:
    for name in known.around.provider_types:
        term = name.rpartition(":")[2]
        if term in _SECTORS:
            yield Found(term, term)


def _industry_support(known: Known) -> Iterator[Found]:
    """Bodies that recognise or endorse it, and industries it is recognised for."""
    for statement, is_of_provider in statements(known):
        if statement.kind == "recognition" and not is_of_provider:
            found = judged(known, statement)
            yield found if found.doubt else replace(found, doubt=_WHO)
    yield from anything(known.view, "ceterms:recognizedForIndustry")


QUALITY: Final[tuple[Fact, ...]] = (
    Fact(
        "qa",
        "quality assurance of the credential or its provider",
        "code",
        _QA,
        _qa,
        "other records",
        _KINDS,
    ),
    Fact(
        "any-qa",
        "quality assurance of this credential",
        "code",
        (*_QA, *_PROCESSES),
        _any_qa,
        "other records",
    ),
    Fact(
        "credential-qa",
        "quality assurance of this credential",
        "code",
        _QA,
        _credential_qa,
        "other records",
        _KINDS,
    ),
    Fact(
        "accreditation",
        "accreditation or approval of this credential",
        "code",
        ("ceterms:accreditedBy", "ceterms:approvedBy", "ceterms:relatedAction"),
        _accreditation,
        "other records",
        ("accreditation", "approval"),
    ),
    Fact("external-qa", "external quality assurance", "text", _SHORT, _stated_in_record),
    Fact(
        "third-party-endorsement",
        "endorsement by others",
        "code",
        _QA,
        _third_party,
        "other records",
        _KINDS,
    ),
    Fact(
        "issuer-endorsement",
        "approval by the issuing institution",
        "code",
        _QA,
        _by_issuer,
        "other records",
        _KINDS,
    ),
    Fact(
        "own-qa",
        "quality assurance by the institution",
        "code",
        (*_PROCESSES, *_QA),
        _own_qa,
        "other records",
    ),
    simple("qa-process", "the provider's own quality assurance", *_PROCESSES),
    simple(
        "review-process",
        "process of review",
        "ceterms:reviewProcess",
        "ceterms:maintenanceProcess",
    ),
    Fact(
        "review-months",
        "months between reviews",
        "number",
        ("ceterms:reviewProcess/ceterms:processFrequency",),
        _review_months,
        "words",
    ),
    Fact(
        "external-input",
        "evidence from employers, industry or community",
        "code",
        ("ceterms:developmentProcess/ceterms:externalInputType",),
        lambda k: _input(k, _INDUSTRY_INPUT),
        codes=_INDUSTRY_INPUT,
    ),
    Fact(
        "governance",
        "development by academic governance",
        "code",
        ("ceterms:developmentProcess/ceterms:externalInputType",),
        lambda k: _input(k, _GOVERNANCE_INPUT),
        codes=_GOVERNANCE_INPUT,
    ),
    Fact(
        "nz-approval-date",
        "date of approval by the New Zealand authority",
        "number",
        ("ceterms:relatedAction/ceterms:startDate",),
        _approval_date,
        "other records",
    ),
    Fact(
        "provider-kind",
        "kind of provider",
        "code",
        ("ceterms:ownedBy/ceterms:agentType",),
        _provider_kind,
        "other records",
    ),
    Fact(
        "awarding-body-kind",
        "kind of awarding body",
        "code",
        ("ceterms:ownedBy/ceterms:agentType",),
        _awarding_kind,
        "other records",
    ),
    Fact(
        "provider-sector",
        "sector of the provider",
        "code",
        ("ceterms:ownedBy/ceterms:agentSectorType",),
        _provider_sector,
        "other records",
        _SECTORS,
    ),
    Fact(
        "industry-support",
        "support by industry or a professional body",
        "code",
        ("ceterms:recognizedBy", "ceterms:recognizedForIndustry"),
        _industry_support,
        "other records",
    ),
)
