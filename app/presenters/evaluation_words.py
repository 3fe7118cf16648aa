"""An evaluation in words of the page's language: answers, gates, who says what, and faults."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext, ngettext

from app.presenters import formats
from app.presenters.facet_labels import level_label
from app.presenters.finding_texts import told
from app.presenters.labels import type_label
from app.presenters.text import Text, framed
from ctdl.evaluation import LONGEST_REASON, Aspect, By, FaultyOverride, Figures, Says
from ctdl.evaluation.milestones import Gate
from ctdl.messages import InLanguages, Said

ANSWER_ICONS: Final[Mapping[str, str]] = {
    "yes": "met",
    "no": "not-met",
    "unknown": "unstated",
    "expired": "past",
    "stated": "met",
    "not stated": "unstated",
    "no substantial difference found": "met",
    "difference": "differs",
    "cannot be told": "unstated",
}
"""The drawing beside each answer; the word says the same."""


WEIGHT_ICONS: Final[Mapping[Says, str]] = {
    "yes": "met",
    "no": "not-met",
    "expired": "past",
    "aside": "aside",
}
"""The drawing beside each piece of evidence; the word says the same."""


def weight_words(says: Says) -> str:
    """What a piece of evidence means for the question."""
    return {
        "yes": gettext("Speaks for it"),
        "no": gettext("Speaks against it"),
        "expired": gettext("No longer holds"),
        "aside": gettext("Decides nothing"),
    }[says]


def answer_words(answer: str) -> str:
    """An answer, a state of a criterion or a finding."""
    words: dict[str, str] = {
        "yes": gettext("Yes"),
        "no": gettext("No"),
        "unknown": gettext("Unknown"),
        "expired": gettext("Expired"),
        "stated": gettext("Stated"),
        "not stated": gettext("Not stated"),
        "no substantial difference found": gettext("No substantial difference found"),
        "difference": gettext("Difference"),
        "cannot be told": gettext("Cannot be told"),
    }
    return words.get(answer, answer)


def gate_words(gate: Gate) -> str:
    """What a gate is about, in a word or two."""
    return {
        "provider": gettext("Provider"),
        "issuer": gettext("Issuer"),
        "channel": gettext("Channel"),
        "learning": gettext("Learning"),
        "quality": gettext("Quality"),
        "level": gettext("Level"),
        "size": gettext("Size"),
        "outcomes": gettext("Outcomes"),
        "assessment": gettext("Assessment"),
        "currency": gettext("Being current"),
        "duplication": gettext("Duplication"),
        "admissibility": gettext("Admissibility"),
        "comparability": gettext("Comparability"),
        "value": gettext("Value"),
        "purpose": gettext("Purpose"),
        "other route": gettext("Other route"),
    }[gate]


def by_words(by: By) -> str:
    """Who speaks, seen from the credential."""
    return {
        "issuer": gettext("the issuer about itself"),
        "third party": gettext("a third party"),
        "receiver": gettext("the receiver"),
        "registry": gettext("this registry"),
        "not known": gettext("nobody is named"),
    }[by]


def fault_words(fault: FaultyOverride) -> str:
    """What is wrong with an answer that an officer typed."""
    return {
        "unknown": gettext(
            "There is nothing called “%(name)s” to answer; use the fields of this page.",
            name=fault.name[:40],
        ),
        "no such answer": gettext("Choose one of the answers of the list."),
        "no reason": gettext("Give the reason for your answer."),
        "no answer": gettext("Choose the answer that this reason is for."),
        "too long": gettext(
            "Write the reason in at most %(most)s characters.", most=LONGEST_REASON
        ),
        "twice": gettext("Give one answer only."),
    }[fault.fault]


def said(words: str) -> Text:
    """A sentence of the site in the page's language; a text of a record as it is."""
    is_known = isinstance(words, Said | InLanguages)
    return told(words) if is_known else Text(words, "", None, True)


def figure_texts(aspect: Aspect, figures: Figures) -> tuple[Text, ...]:
    """What stands on one side of an aspect."""
    if aspect.id == "level":
        return tuple(level_label(each) for each in figures.words)
    if aspect.id == "kind":
        return tuple(framed(str(type_label(each))) for each in figures.words)
    size = _size(figures)
    stated = tuple(said(each) for each in figures.words)
    return (*stated, framed(size)) if size else stated


def _size(figures: Figures) -> str | None:
    low, high, unit = figures.minimum, figures.maximum, figures.unit
    if unit == "hours":
        return formats.hours(low, high)
    amount = formats.number_range(low, high)
    if amount is None:
        return None
    if unit == "contact hours":
        return gettext("%(amount)s hours of instruction", amount=amount)
    if unit == "outcomes":
        many = formats.plural_of(high or 0)
        return ngettext("%(amount)s outcome", "%(amount)s outcomes", many, amount=amount)
    return formats.credits(low, high, unit)
