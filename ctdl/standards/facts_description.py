"""Facts about what a credential is called, what it is about, and where it is described."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from ctdl.code_lists import unregistered_subtag
from ctdl.countries import country_name
from ctdl.ctid import CTID_PATTERN
from ctdl.language import UNDETERMINED, is_language_tag, primary_language
from ctdl.messages import say
from ctdl.records.credentials import ISCED_F
from ctdl.standards.facts import (
    Fact,
    bodies,
    in_words,
    plain,
    shortened,
    simple,
)
from ctdl.standards.found import Found
from ctdl.standards.known import Known
from ctdl.vocabulary import vocabulary

_AWARDS: Final = (
    "ceterms:Degree",
    "ceterms:Diploma",
    "ceterms:SecondarySchoolDiploma",
    "ceterms:SecondaryEducationCertificate",
    "ceterms:GeneralEducationDevelopment",
    "ceterms:PostBaccalaureateCertificate",
    "ceterms:PostMasterCertificate",
)
_NOT_AWARDS: Final = (
    "ceterms:MicroCredential",
    "ceterms:Badge",
    "ceterms:CertificateOfCompletion",
    "ceterms:CertificateOfParticipation",
    "ceterms:Certification",
    "ceterms:License",
    "ceterms:LearningOpportunityProfile",
    "ceterms:AssessmentProfile",
)
_SCHEMES: Final = {
    "nzsced": re.compile(r"nzsced|new zealand standard classification of education", re.IGNORECASE),
    "cip": re.compile(r"\bcip\b|classification of instructional programs", re.IGNORECASE),
    "noc": re.compile(r"\bnoc\b|national occupational classification", re.IGNORECASE),
}
_SIX_DIGITS: Final = re.compile(r"[0-9]{6}")
_ONLY_OFFERED: Final = say("Only who offers it is stated, not who awards it.")
_NO_TAX: Final = say("Whether the price includes tax is not stated.")
_TAX: Final = re.compile(r"\b(?:tax(?:es|ed)?|gst|vat|hst|mwst|tva|iva)\b", re.IGNORECASE)
_TIMING: Final = (
    "ceterms:learningMethodType",
    "ceterms:learningDeliveryDescription",
    "ceterms:learningMethodDescription",
)
_MENTIONS_TIMING: Final = re.compile(r"a?synchron|self-?paced|own pace", re.IGNORECASE)


def _language(known: Known) -> Iterator[Found]:
    for tag in known.record.languages:
        is_code = is_language_tag(tag) and unregistered_subtag(tag) is None
        yield Found(
            shortened(tag), doubt="" if is_code else say("This is no registered language code.")
        )


def _english_title(known: Known) -> Iterator[Found]:
    titles = [known.record.name, *known.record.alternate_names]
    for tag, title in (item for texts in titles for item in texts.items()):
        is_english = tag == UNDETERMINED or primary_language(tag) == "en"
        yield Found(
            shortened(title), doubt="" if is_english else say("The title is not given in English.")
        )


def _award_kind(known: Known) -> Iterator[Found]:
    label = vocabulary().label(known.record.type) or known.record.type
    if vocabulary().is_any(known.record.type, _AWARDS):
        yield Found(label, "award")
    elif vocabulary().is_any(known.record.type, _NOT_AWARDS):
        yield Found(label, "not an award")
    elif known.record.type:
        yield Found(label, doubt=say("The class of the record leaves open whether it is an award."))


def _class(known: Known) -> Iterator[Found]:
    kinds = ("ceterms:Credential", "ceterms:LearningOpportunityProfile")
    name = known.record.type
    if vocabulary().is_any(name, (*kinds, "ceterms:AssessmentProfile")):
        is_abstract = name in ("ceterms:Credential", "ceterms:Degree")
        doubt = say("The class is not a concrete one.") if is_abstract else ""
        yield Found(vocabulary().label(name), name.rpartition(":")[2], doubt=doubt)


def _credential_class(known: Known) -> Iterator[Found]:
    name = known.record.type
    is_credential = vocabulary().is_a(name, "ceterms:Credential")
    code = "credential" if is_credential else "not a credential"
    for found in _class(known):
        yield Found(found.text, code, doubt=found.doubt)


def _ctid(known: Known) -> Iterator[Found]:
    if CTID_PATTERN.fullmatch(known.record.ctid):
        yield Found(known.record.ctid)


def _isced(known: Known) -> Iterator[Found]:
    for field in known.record.fields:
        if field.scheme == ISCED_F and (field.code or field.name):
            yield Found(shortened(" ".join(filter(None, (field.code, *field.name.values())))))


def _code_of(scheme: str) -> Callable[[Known], Iterator[Found]]:
    def read(known: Known) -> Iterator[Found]:
        names = ("ceterms:instructionalProgramType", "ceterms:occupationType", "ceterms:subject")
        for concept in known.view.concepts(*names):
            told = " ".join([*concept.framework_name.values(), concept.framework or ""])
            code = concept.notation or ""
            if not _SCHEMES[scheme].search(told) or not code:
                continue
            is_whole = scheme != "nzsced" or _SIX_DIGITS.fullmatch(code)
            yield Found(
                shortened(code), doubt="" if is_whole else say("The code has not six digits.")
            )

    return read


def _field(known: Known) -> Iterator[Found]:
    yield from in_words(field.name for field in known.record.fields)
    yield from in_words(known.record.subjects)


def _timing(known: Known) -> Iterator[Found]:
    """Self-paced, or words that say whether learning is synchronous."""
    if known.record.is_self_paced:
        yield Found(say("self-paced"), "self-paced")
    said = known.view.texts(
        "ceterms:learningDeliveryDescription",
        "ceterms:deliveryTypeDescription",
        "ceterms:learningMethodDescription",
    )
    for text in said:
        yield from (
            Found(shortened(words)) for words in text.values() if _MENTIONS_TIMING.search(words)
        )


def _awarding_body(known: Known) -> Iterator[Found]:
    """Who owns it; who only offers it may award it or not."""
    yield from bodies(known, known.record.owned_by)
    for found in bodies(known, known.record.offered_by):
        yield replace(found, doubt=_ONLY_OFFERED)


def _provider(known: Known) -> Iterator[Found]:
    return bodies(known, (*known.record.owned_by, *known.record.offered_by))


def _developer(known: Known) -> Iterator[Found]:
    yield from bodies(known, known.record.owned_by)
    yield from bodies(known, known.view.references("ceterms:copyrightHolder"))
    for process in known.view.views("ceterms:developmentProcess"):
        yield from bodies(known, process.references("ceterms:processingAgent"))


def _country(known: Known) -> Iterator[Found]:
    code = known.around.provider_country
    if code:
        yield Found(country_name(code) or code, code)


def _expiry(known: Known) -> Iterator[Found]:
    yield from plain((known.record.expiration_date, known.record.renewal))
    yield from plain(known.view.strings("ceterms:approximateExpirationDate"))


def _price(known: Known) -> Iterator[Found]:
    for cost in known.record.costs:
        if cost.price is not None and cost.price >= 0:
            yield Found(shortened(f"{cost.price:f} {cost.currency or ''}".strip()))


def _price_with_tax(known: Known) -> Iterator[Found]:
    """Prices beside which a word of tax stands; nothing is added to what costs nothing."""
    for cost in known.record.costs:
        if cost.price is not None and cost.price >= 0:
            said = shortened(f"{cost.price:f} {cost.currency or ''}".strip())
            is_told = not cost.price or any(_TAX.search(t) for t in cost.description.values())
            yield Found(said, doubt="" if is_told else _NO_TAX)


DESCRIPTION: Final[tuple[Fact, ...]] = (
    Fact("ctid", "CTID", "text", ("ceterms:ctid",), _ctid),
    Fact("class", "class of the record", "code", ("@type",), _class),
    Fact(
        "credential-class",
        "class of credential",
        "code",
        ("@type",),
        _credential_class,
        codes=("credential", "not a credential"),
    ),
    Fact(
        "award-kind",
        "whether it is an award qualification",
        "code",
        ("@type",),
        _award_kind,
        codes=("award", "not an award"),
    ),
    Fact("title", "title", "text", ("ceterms:name",), lambda k: in_words([k.record.name])),
    Fact(
        "title-in-english",
        "title in English",
        "text",
        ("ceterms:name", "ceterms:alternateName"),
        _english_title,
    ),
    Fact(
        "description",
        "description",
        "text",
        ("ceterms:description",),
        lambda k: in_words([k.record.description]),
    ),
    Fact(
        "webpage",
        "web page",
        "text",
        ("ceterms:subjectWebpage",),
        lambda k: plain((k.record.webpage,)),
    ),
    Fact("language", "language", "text", ("ceterms:inLanguage",), _language),
    Fact(
        "status",
        "status",
        "code",
        ("ceterms:credentialStatusType", "ceterms:lifeCycleStatusType"),
        lambda k: plain((k.record.status,)),
    ),
    Fact(
        "awarding-body",
        "awarding body",
        "text",
        ("ceterms:ownedBy",),
        _awarding_body,
    ),
    Fact(
        "provider",
        "awarding body or provider",
        "text",
        ("ceterms:ownedBy", "ceterms:offeredBy"),
        _provider,
    ),
    Fact(
        "developer",
        "developer",
        "text",
        (
            "ceterms:ownedBy",
            "ceterms:copyrightHolder",
            "ceterms:developmentProcess/ceterms:processingAgent",
        ),
        _developer,
    ),
    Fact(
        "issuer-country",
        "country of the issuer",
        "code",
        ("ceterms:ownedBy/ceterms:address/ceterms:addressCountry",),
        _country,
        beyond="other records",
    ),
    Fact("isced-f", "ISCED-F code", "text", ("ceterms:instructionalProgramType",), _isced),
    Fact(
        "nzsced",
        "NZSCED code",
        "text",
        ("ceterms:instructionalProgramType",),
        _code_of("nzsced"),
        beyond="words",
    ),
    Fact(
        "cip", "CIP code", "text", ("ceterms:instructionalProgramType",), _code_of("cip"), "words"
    ),
    Fact("noc", "NOC code", "text", ("ceterms:occupationType",), _code_of("noc"), "words"),
    Fact(
        "field-of-study",
        "field of study",
        "text",
        ("ceterms:instructionalProgramType", "ceterms:subject"),
        _field,
    ),
    simple("specialization", "specialization", "ceterms:specialistSubject"),
    simple("process-standards", "standards used", "ceterms:processStandards"),
    simple("requires", "requirements", "ceterms:requires"),
    simple("keyword", "keywords", "ceterms:keyword"),
    simple("audience-level", "audience level", "ceterms:audienceLevelType"),
    simple("industry", "industry", "ceterms:industryType", "ceterms:naics", "ceterms:isicV4"),
    simple("occupation", "occupation", "ceterms:occupationType"),
    simple("jurisdiction", "jurisdiction", "ceterms:jurisdiction"),
    simple(
        "place-of-use",
        "where it is used",
        "ceterms:jurisdiction",
        "ceterms:offeredIn",
        "ceterms:recognizedIn",
        "ceterms:approvedIn",
    ),
    simple(
        "availability",
        "where it is available",
        "ceterms:availableAt",
        "ceterms:availabilityListing",
        "ceterms:availableOnlineAt",
    ),
    simple("location", "location", "ceterms:availableAt"),
    simple(
        "effective-date",
        "date it takes effect",
        "ceterms:dateEffective",
        "ceterms:approximateDateEffective",
    ),
    Fact(
        "expiry",
        "expiry or period of validity",
        "text",
        (
            "ceterms:expirationDate",
            "ceterms:renewalFrequency",
            "ceterms:approximateExpirationDate",
        ),
        _expiry,
    ),
    simple("image", "image", "ceterms:image"),
    simple("version", "version", "ceterms:versionCode", "ceterms:versionIdentifier"),
    simple("human-code", "code for people", "ceterms:codedNotation", "ceterms:credentialId"),
    Fact(
        "other-identifier",
        "other identifiers",
        "text",
        ("ceterms:identifier", "ceterms:sameAs"),
        lambda k: plain([*(found.value for found in k.record.identifiers), *k.record.same_as]),
    ),
    Fact("timing", "self-paced, synchronous or asynchronous", "code", _TIMING, _timing, "words"),
    Fact("price", "price", "text", ("ceterms:estimatedCost/ceterms:price",), _price),
    Fact(
        "price-with-tax",
        "price with tax",
        "text",
        ("ceterms:estimatedCost/ceterms:price", "ceterms:estimatedCost/ceterms:description"),
        _price_with_tax,
        "words",
    ),
    simple(
        "further-information",
        "further information",
        "ceterms:subjectWebpage",
        "ceterms:description",
        "ceterms:availabilityListing",
    ),
)
