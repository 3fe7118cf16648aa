"""The words of columns, as a form shows them: labels, help and choices in the page's language.

The texts are in `ctdl.tabular`; they are gathered for translation from there
(tests/support/column_texts.py), because nothing below the site knows languages of pages.
"""

from collections.abc import Iterable

from flask_babel import gettext

from app.presenters.labels import type_label
from app.presenters.language import page_language
from app.presenters.text import Text, framed, language_name
from ctdl.tabular import Choice, Column, Template
from ctdl.vocabulary import vocabulary

MOST_TRANSLATED = 30
"""A longer list (levels, fields of education) is made of names, which stay as they are."""


def column_label(column: Column, tag: str = "") -> str:
    """What a column is called; one for texts in another language says which."""
    label = gettext(column.label)
    return f"{label} ({language_name(tag)})" if tag else label


def column_help(column: Column) -> str:
    """What belongs into a column."""
    return gettext(column.help) if column.help else ""


def form_hint(column: Column) -> str:
    """What belongs into the field of a column; a form needs other words than a table's header."""
    hints = {
        "id": gettext("Your own code or number for it, if you have one. It never changes."),
        "text_language": gettext(
            "The language you write the texts in, such as en or fr. Fields for further languages"
            " can be added at the end of the form."
        ),
        "languages": gettext("What it is taught and assessed in, as tags such as en, fr or mi."),
        "level": gettext("Its levels in qualifications frameworks."),
        "subjects": gettext("What it is about."),
        "outcomes": gettext("What a learner can do afterwards."),
        "skills": gettext("Skills by their names."),
        "prerequisites": gettext("What one needs to begin."),
        "owned_by": gettext(
            "Who is responsible for it: exact name, CTID or address. Left empty in a new record:"
            " you."
        ),
        "offered_by": gettext("Who offers it: exact name, CTID or address."),
        "parent": gettext("The organization it belongs to: exact name, CTID or address."),
        "object": gettext(
            "What the statement is about: the address of its page in this registry, its CTID, or"
            " its exact name."
        ),
        "from": gettext("The first day it holds."),
        "until": gettext("The last day it holds. Left empty: no end is stated."),
        "valid_from": gettext("The first day it is on offer."),
        "valid_until": gettext("The last day it is on offer."),
    }
    return hints.get(column.name, column_help(column))


def template_label(template: Template) -> str:
    """What a kind of record is called."""
    return gettext(template.label)


def new_label(template: Template) -> str:
    """The words for making one record of a kind."""
    words = {
        "credentials": gettext("New credential or course"),
        "organizations": gettext("New organization"),
        "quality-assurance": gettext("New quality assurance statement"),
    }
    return words.get(template.id, gettext("New record"))


def choice_label(column: Column, choice: Choice) -> Text:
    """What a value of a list is called, marked when that is not in the page's language."""
    if column.name == "type":
        return framed(type_label(f"ceterms:{choice.value}"))
    if len(column.choices) <= MOST_TRANSLATED:
        return framed(gettext(choice.label))
    return Text(choice.label, None if page_language() == "en" else "en")


def property_labels(properties: Iterable[str]) -> str:
    """What a group of properties is called, any of which would do."""
    return gettext(" or ").join(gettext(vocabulary().label(name)) for name in properties)


def section_title(section: str) -> str:
    """The heading over the columns of a section."""
    titles = {
        "identity": gettext("What it is"),
        "content": gettext("Level, size and subject"),
        "learning": gettext("What one learns"),
        "assessment": gettext("How it is assessed"),
        "terms": gettext("Cost, dates and enrolment"),
        "links": gettext("Identifiers and relations"),
        "place": gettext("Address"),
    }
    return titles.get(section, gettext("Further facts"))
