"""The facts of a credential in one fixed order, with "not stated" where nothing is.

The critical information comes first, so that any two records can be read line by line.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from babel.numbers import get_currency_symbol
from flask_babel import gettext

from app.presenters import formats, labels, sizes
from app.presenters.durations import duration_words, span_words
from app.presenters.facts import Fact, Sources, Value
from app.presenters.language import page_language
from app.presenters.levels_elsewhere import AS_STATED, LevelElsewhere, LevelsShown
from app.presenters.links import Link, record_link, web_link
from app.presenters.text import Text, content, framed, language_name, titled
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.frameworks import FRAMEWORKS
from ctdl.language import LangText
from ctdl.records import CredentialRecord, Level, Reference

REQUIRES = "ceterms:requires"
_MOST_COMPARED = 10**12
_ONE_NUMBER = re.compile(r"\d(?:[\d.,'\s]*\d)?")


#: The rows of the critical information, in the order of the lists for micro-credentials (Orr 2020,
#: eCampusOntario; the Australian framework adds language, price and expiry). The level stands
#: with the credits: a number of credits without a level cannot be compared.
CRITICAL: Final = (
    "name",
    "owned_by",
    "offered_by",
    "dates",
    "description",
    "outcomes",
    "skills",
    "mode",
    "language",
    "level",
    "credits",
    "hours",
    "duration",
    "prerequisites",
    "resources",
    "assessment",
    "supervision",
    "qa",
    "receives",
    "stackability",
    "cost",
    "validity",
)


def credential_facts(
    record: CredentialRecord,
    sources: Sources,
    names: Mapping[CTID, Named],
    quality: Fact | None = None,
    stackability: Fact | None = None,
    levels: LevelsShown = AS_STATED,
) -> tuple[Fact, ...]:
    """Every fact of the fixed list, stated or not: the critical ones, then the others.

    `quality` and `stackability` are made by those who know what other records state as well.
    """
    builder = _Builder(record, sources, names)
    return (
        builder.texts("name", gettext("Title"), [record.name], "name"),
        builder.providers("owned_by", gettext("Awarded by"), record.owned_by, "ceterms:ownedBy"),
        builder.providers(
            "offered_by", gettext("Offered by"), record.offered_by, "ceterms:offeredBy"
        ),
        builder.dates(),
        builder.texts("description", gettext("Description"), [record.description], "description"),
        builder.texts("outcomes", gettext("Learning outcomes"), record.outcomes, "requires"),
        builder.skills(),
        builder.modes(),
        builder.languages(),
        builder.levels(levels),
        builder.credits(),
        builder.hours(),
        builder.durations(),
        builder.texts(
            "prerequisites", gettext("Entry requirements"), record.prerequisites, "requires"
        ),
        builder.resources(),
        builder.assessments(),
        builder.supervision(),
        quality or Fact("qa", gettext("Quality assurance")),
        builder.receives(),
        stackability or Fact("stackability", gettext("Stackability")),
        builder.costs(),
        builder.validity(),
        builder.status(),
        builder.audience(),
        builder.fields(),
        builder.texts("requirements", gettext("Requirements"), record.requirements, "requires"),
    )


class _Builder:
    """Makes one fact after the other from one record; each method is one line of the page."""

    def __init__(
        self, record: CredentialRecord, sources: Sources, names: Mapping[CTID, Named]
    ) -> None:
        self._record = record
        self._sources = sources
        self._names = names

    def _fact(self, key: str, label: str, values: Iterable[Value | None], path: str) -> Fact:
        stated = tuple(value for value in values if value is not None)
        return Fact(key, label, stated, self._sources.of(path) if stated else None)

    def _property(self, learning: str, credential: str) -> str:
        # A course states its credits and delivery itself, a credential through its requirements.
        return learning if self._record.is_learning_opportunity else credential

    def providers(self, key: str, label: str, references: Iterable[Reference], path: str) -> Fact:
        return self._fact(
            key, label, [reference_value(each, self._names) for each in references], path
        )

    def texts(self, key: str, label: str, texts: Iterable[LangText | None], name: str) -> Fact:
        shown = [content(text) for text in texts]
        return self._fact(key, label, [Value(text) for text in shown if text], f"ceterms:{name}")

    def status(self) -> Fact:
        status = self._record.status
        values = [Value(framed(labels.status_label(status)))] if status else []
        return self._fact("status", gettext("Status"), values, "ceterms:credentialStatusType")

    def dates(self) -> Fact:
        begins, ends = self._record.date_effective, self._record.expiration_date
        values = []
        if begins:
            values.append(Value(framed(gettext("from %(date)s", date=formats.day(begins)))))
        if ends:
            values.append(Value(framed(gettext("until %(date)s", date=formats.day(ends)))))
        path = "ceterms:dateEffective" if begins else "ceterms:expirationDate"
        if self._record.is_self_paced:
            values.append(Value(framed(gettext("at the learner's own pace"))))
            path = path if begins or ends else "ceterms:learningMethodType"
        return self._fact("dates", gettext("On offer"), values, path)

    def resources(self) -> Fact:
        shown = [content(text) for text in self._record.resources]
        label = gettext("Equipment and materials needed")
        path = self._property(
            "ceterms:targetLearningResource",
            f"{REQUIRES}/ceterms:targetLearningOpportunity/ceterms:targetLearningResource",
        )
        return self._fact("resources", label, [Value(text) for text in shown if text], path)

    def receives(self) -> Fact:
        """What the learner has in the end: an award of this class, or the credit of a course."""
        values = []
        if not self._record.is_learning_opportunity:
            values.append(Value(framed(labels.type_label(self._record.type))))
        if any(credit.maximum for credit in self._record.credits):
            words = gettext("credit, as stated above")
            values.append(Value(framed(words), Link(url="#fact-credits")))
        return self._fact("receives", gettext("What the learner receives"), values, "@type")

    def skills(self) -> Fact:
        values = []
        for skill in self._record.skills:
            text = content(skill.name)
            if text:
                values.append(Value(text, web_link(skill.iri)))
        path = f"{REQUIRES}/ceterms:targetCompetency"
        return self._fact(
            "skills", gettext("Skills"), values, self._property("ceterms:teaches", path)
        )

    def levels(self, shown: LevelsShown) -> Fact:
        stated = [level.id for level in self._record.levels]
        values = [level_value(each, shown.of(each.id, stated)) for each in self._record.levels]
        return self._fact("level", gettext("Level"), values, "ceterms:atLevel")

    def audience(self) -> Fact:
        note = framed(gettext("the provider's own scale, not a level of a framework"))
        values = []
        for each in self._record.audience_levels:
            known = labels.audience_level_label(each.code) if each.code else None
            values.append(Value(framed(known) if known else titled(each.name, ""), note=note))
        label = gettext("Difficulty")
        return self._fact("difficulty", label, values, "ceterms:audienceLevelType")

    def credits(self) -> Fact:
        values = []
        for amount in self._record.credits:
            unit_name = content(amount.unit_name)
            words = formats.credits(
                amount.minimum, amount.maximum, amount.unit, unit_name.value if unit_name else None
            )
            stated = content(amount.description)
            if words:
                lines = sizes.record_credit_lines(self._record, amount)
                values.append(Value(framed(words), note=stated, converted=lines))
            elif stated:
                values.append(Value(stated))
        path = self._property("ceterms:creditValue", f"{REQUIRES}/ceterms:creditValue")
        return self._fact("credits", gettext("Credits"), values, path)

    def hours(self) -> Fact:
        hours = self._record.hours
        words = formats.hours(hours.minimum, hours.maximum) if hours else None
        lines = sizes.workload_lines(self._record)
        note = sizes.hours_note(self._record)
        values = [Value(framed(words), note=note, converted=lines)] if words else []
        return self._fact("hours", gettext("Workload"), values, "ceterms:estimatedDuration")

    def durations(self) -> Fact:
        values = []
        for span in self._record.durations:
            words = span_words(span.minimum, span.maximum, page_language())
            stated = content(span.text)
            if words:
                values.append(Value(framed(words), converted=sizes.effort_lines(self._record)))
            elif stated:
                values.append(Value(stated))
        return self._fact("duration", gettext("Duration"), values, "ceterms:estimatedDuration")

    def modes(self) -> Fact:
        values = [Value(framed(labels.mode_label(mode))) for mode in self._record.modes]
        path = self._property("ceterms:deliveryType", "ceterms:learningDeliveryType")
        return self._fact("mode", labels.facet_legend("mode"), values, path)

    def languages(self) -> Fact:
        values = [Value(framed(language_name(code))) for code in self._record.languages]
        return self._fact("language", labels.facet_legend("language"), values, "ceterms:inLanguage")

    def fields(self) -> Fact:
        values = []
        for field in self._record.fields:
            name = titled(field.name, field.code or "")
            link = Link("search", {"field": field.code}) if field.code else None
            code = framed(gettext("ISCED-F %(code)s", code=field.code)) if field.code else None
            values.append(Value(name, link, code))
        known = {str(value.text).casefold() for value in values}
        subjects = [text for text in map(content, self._record.subjects) if text]
        values += [Value(text) for text in subjects if text.value.casefold() not in known]
        path = "ceterms:instructionalProgramType" if self._record.fields else "ceterms:subject"
        return self._fact("field", labels.facet_legend("field"), values, path)

    def assessments(self) -> Fact:
        values = []
        for each in self._record.assessments:
            text = content(each.description) or content(each.name)
            methods = ", ".join(labels.assessment_method_label(method) for method in each.methods)
            if text or methods:
                values.append(
                    Value(
                        text or framed(methods), note=framed(methods) if text and methods else None
                    )
                )
        path = f"{REQUIRES}/ceterms:targetAssessment"
        return self._fact("assessment", gettext("Assessment"), values, path)

    def supervision(self) -> Fact:
        values = []
        for each in self._record.assessments:
            if each.is_proctored is not None:
                words = gettext("Supervised") if each.is_proctored else gettext("Not supervised")
                values.append(Value(framed(words)))
        path = f"{REQUIRES}/ceterms:targetAssessment/ceterms:isProctored"
        label = gettext("Supervision and identity check")
        return self._fact("supervision", label, values, path)

    def costs(self) -> Fact:
        values = []
        seen = self._sources.of("ceterms:estimatedCost").seen
        for cost in self._record.costs:
            words = formats.money(cost.price, cost.currency)
            stated = content(cost.description)
            if words:
                note = framed(gettext("price seen %(date)s", date=seen)) if seen else None
                lines = sizes.price_lines(self._record)
                values.append(Value(framed(words), note=note, converted=lines))
            if stated and not _repeats_price(stated.value, cost.price, cost.currency):
                values.append(Value(stated))
        for aid in filter(None, map(content, self._record.financial_aid)):
            values.append(Value(aid, note=framed(gettext("financial help"))))
        return self._fact("cost", gettext("Cost"), values, "ceterms:estimatedCost")

    def validity(self) -> Fact:
        renewal = self._record.renewal
        values = []
        if renewal:
            words = duration_words(renewal, page_language())
            values.append(Value(framed(gettext("the award is valid for %(span)s", span=words))))
        return self._fact(
            "validity", gettext("Expiry of the award"), values, "ceterms:renewalFrequency"
        )


def _repeats_price(text: str, price: Decimal | None, currency: str | None) -> bool:
    """Whether the words of a cost say nothing but its price, such as "120 EUR" or "€1,200.00"."""
    if price is None or not currency or not 0 <= price < _MOST_COMPARED:
        return False
    plain = text.upper().replace(currency, " ").replace(get_currency_symbol(currency, "en"), " ")
    plain = plain.strip()
    has_cents = re.search(r"[.,]\d{2}$", plain) is not None
    if not _ONE_NUMBER.fullmatch(plain) or (price != int(price) and not has_cents):
        return False
    written = f"{price:.2f}" if has_cents else f"{price:.0f}"
    return re.sub(r"\D", "", plain) == re.sub(r"\D", "", written)


def reference_value(reference: Reference, names: Mapping[CTID, Named]) -> Value | None:
    """A provider or body by the name it has now, linked to its page."""
    known = names.get(reference.ctid) if reference.ctid else None
    text = content(known.name if known else reference.name)
    if known and known.ctid and known.type:
        return Value(text or Text(known.ctid), record_link(known.ctid, known.type))
    if known and text:
        return Value(text, None, framed(gettext("no record of it here")))
    address = web_link(reference.iri)
    if text is None and address is None and reference.ctid is not None:
        return Value(Text(reference.ctid), None, framed(gettext("no record of it here")))
    if text is None and address is None:
        return None
    return Value(text or Text(reference.iri or ""), address)


def level_value(level: Level, elsewhere: tuple[LevelElsewhere, ...] = ()) -> Value:
    """A stated level with its place in its own framework, linked to the page of the level."""
    text = titled(level.name, level.notation or "")
    note = content(level.framework_name)
    framework = FRAMEWORKS.framework(level.framework) if level.id and level.framework else None
    if framework is None or not level.notation:
        return Value(text, None, note, elsewhere=elsewhere)
    notations = [each.notation for each in framework.levels]
    place = notations.index(level.notation) if level.notation in notations else -1
    return Value(
        text=text,
        link=Link("level", {"framework": framework.id, "notation": level.notation}),
        note=note,
        # Where not all levels are known, neither is how high this one stands.
        steps=tuple(step <= place for step in range(len(notations)))
        if place >= 0 and not framework.is_partial
        else (),
        elsewhere=elsewhere,
    )
