"""Words of standards and results, in the language of the page where it has them."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext, ngettext

from app.presenters import formats
from app.presenters.finding_texts import told
from app.presenters.language import page_language
from app.presenters.text import Text, framed
from ctdl.standards import Conformance, Element, Kind, Obligation, Result, Standard

ICONS: Final[Mapping[Result, str]] = {
    "met": "met",
    "not met": "not-met",
    "not stated": "unstated",
    "not applicable": "aside",
}
"""The drawing beside each result; the word says the same."""


def fixed(text: str) -> Text:
    """A text of the standards' files; marked as English where the page's language lacks it."""
    if page_language() == "en":
        return framed(text)
    words = gettext(text)
    return Text(text, "en") if words == text else framed(words)


def result_words(result: Result) -> str:
    """The result of one element."""
    return {
        "met": gettext("Met"),
        "not met": gettext("Not met"),
        "not stated": gettext("Not stated"),
        "not applicable": gettext("Not applicable"),
    }[result]


def count_words(result: Result, count: int) -> str:
    """How many elements have a result: "14 met"."""
    amount = formats.number(count)
    return {
        "met": ngettext("%(amount)s met", "%(amount)s met", count, amount=amount),
        "not met": ngettext("%(amount)s not met", "%(amount)s not met", count, amount=amount),
        "not stated": ngettext(
            "%(amount)s not stated", "%(amount)s not stated", count, amount=amount
        ),
        "not applicable": ngettext(
            "%(amount)s not applicable", "%(amount)s not applicable", count, amount=amount
        ),
    }[result]


def obligation_words(obligation: Obligation) -> str:
    """How an element is asked for."""
    return {
        "mandatory": gettext("Mandatory"),
        "conditional": gettext("Mandatory under a condition"),
        "recommended": gettext("Recommended"),
        "optional": gettext("Optional"),
    }[obligation]


def kind_words(kind: Kind) -> str:
    """What sort of a list of elements it is."""
    return {
        "standard": gettext("Standard"),
        "guideline": gettext("List of recommended elements"),
        "definition": gettext("Definition"),
    }[kind]


def kind_group(kind: Kind) -> str:
    """The heading over those of one sort."""
    return {
        "standard": gettext("Standards"),
        "guideline": gettext("Lists of recommended elements"),
        "definition": gettext("Definitions"),
    }[kind]


def verdict_words(found: Conformance) -> str:
    """Whether a record meets the elements that bind, in a sentence that is no judgement."""
    if found.standard.kind == "definition":
        return gettext("A definition: shown, neither passed nor failed")
    if found.meets:
        return (
            gettext("Meets its mandatory elements")
            if _demands(found.standard)
            else gettext("Meets all that it recommends")
        )
    if not found.missing:
        return _why_nothing_applies(found)
    many = len(found.missing)
    if _demands(found.standard):
        return ngettext(
            "%(num)s mandatory element is not met or not stated",
            "%(num)s mandatory elements are not met or not stated",
            many,
        )
    return ngettext(
        "%(num)s recommended element is not met or not stated",
        "%(num)s recommended elements are not met or not stated",
        many,
    )


def _why_nothing_applies(found: Conformance) -> str:
    """The one reason why nothing that binds applies; without one, what is common to all."""
    binding = [each for each in found.results if each.element.obligation in found.standard.binding]
    reasons = dict.fromkeys(each.reason for each in binding)
    reason = next(iter(reasons)) if len(reasons) == 1 else ""
    if reason:
        return told(reason).value
    return gettext("Nothing in it can be told of a record in a catalogue")


def meaning_of_meeting(standard: Standard) -> str:
    """What it takes for a record to be counted as meeting a standard's elements."""
    if standard.kind == "definition":
        return gettext("A definition says what something is: no record passes or fails it.")
    if _demands(standard):
        return gettext(
            "A record is counted when every mandatory element, and every conditional one whose"
            " condition holds, is met as far as a record in a catalogue can tell."
        )
    return gettext(
        "Nothing in it is mandatory. A record is counted when every recommended element is met."
    )


def how_checked(element: Element) -> Text:
    """Whether SHACL says the same as the check, and why not where it does not."""
    if element.shacl.fits:
        return framed(gettext("Checked by program; a SHACL shape says the same."))
    why = fixed(element.shacl.reason) if element.shacl.reason else None
    words = gettext("Checked by program only.")
    if why is None:
        return framed(words)
    return Text(f"{words} {why.value}", why.lang) if why.lang is None else why


def _demands(standard: Standard) -> bool:
    return "recommended" not in standard.binding
