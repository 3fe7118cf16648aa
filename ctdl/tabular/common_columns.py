"""Columns and lists of values that several tables share."""

from typing import Final

from ctdl.tabular.columns import Choice, Column
from ctdl.tabular.facts import CodeList, concepts
from ctdl.vocabulary import vocabulary

IDENTITY: Final = "identity"
CONTENT: Final = "content"
LEARNING: Final = "learning"
ASSESSMENT: Final = "assessment"
TERMS: Final = "terms"
PLACE: Final = "place"
LINKS: Final = "links"

CTID: Final = Column(
    "ctid",
    "CTID",
    "The permanent identifier, ce-…, when the record has one. Leave it empty to let the registry"
    " derive it from your own code in `id`.",
    "code",
    "ceterms:ctid",
    section=IDENTITY,
)
OWN_ID: Final = Column(
    "id",
    "Your code",
    "Your own code for the record, which never changes. Uploading a row with the same code again"
    " updates the record.",
    "code",
    example="MC-2026-014",
    section=IDENTITY,
    other_labels=("Votre code",),
)
TEXT_LANGUAGE: Final = Column(
    "text_language",
    "Language of the texts",
    "The language the texts of this row are written in (BCP 47). Left empty: that of the record;"
    " for a new one the language under `languages` when there is only one, else English. Texts in"
    " another language go into a column of their own, such as name@fr.",
    "code",
    example="en",
    section=IDENTITY,
    other_labels=("Langue des textes",),
)
NAME: Final = Column(
    "name",
    "Name",
    "The full name, as its owner writes it.",
    "text",
    "ceterms:name",
    required=True,
    translatable=True,
    section=IDENTITY,
    other_labels=("Nom", "Title", "Titre"),
)
ALTERNATE_NAMES: Final = Column(
    "alternate_names",
    "Other names",
    "Other names, short names and abbreviations.",
    "lines",
    "ceterms:alternateName",
    repeatable=True,
    translatable=True,
    section=IDENTITY,
    other_labels=("Autres noms",),
)
DESCRIPTION: Final = Column(
    "description",
    "Description",
    "What it is and whom it is for, in a few sentences.",
    "paragraph",
    "ceterms:description",
    required=True,
    translatable=True,
    section=IDENTITY,
)
WEBPAGE: Final = Column(
    "webpage",
    "Web page",
    "The page about it on your own site.",
    "url",
    "ceterms:subjectWebpage",
    required=True,
    section=IDENTITY,
    other_labels=("Page web", "URL"),
)
KEYWORDS: Final = Column(
    "keywords",
    "Keywords",
    "Words people may search for.",
    "lines",
    "ceterms:keyword",
    example="drones | crops",
    repeatable=True,
    translatable=True,
    section=CONTENT,
    other_labels=("Mots-clés",),
)
IDENTIFIERS: Final = Column(
    "identifiers",
    "Identifiers",
    "Codes in registers of others, each kind: value, such as NQF code: 12345.",
    "lines",
    "ceterms:identifier",
    repeatable=True,
    section=LINKS,
    other_labels=("Identifiants",),
)
LISTINGS: Final = Column(
    "listings",
    "Listed at",
    "Addresses of registers and catalogues that list it.",
    "lines",
    "ceterms:availabilityListing",
    repeatable=True,
    section=LINKS,
)
SAME_AS: Final = Column(
    "same_as",
    "Same as",
    "Addresses of the same thing in other registers.",
    "lines",
    "ceterms:sameAs",
    repeatable=True,
    section=LINKS,
)


def concept_choices(scheme: str) -> tuple[Choice, ...]:
    """The values of one of CTDL's lists."""
    return tuple(
        Choice(concept.name.partition(":")[2], concept.label)
        for concept in vocabulary().concepts(scheme)
    )


def concept_codes(scheme: str) -> CodeList:
    """How records point at the values of one of CTDL's lists."""
    known = vocabulary().concepts(scheme)
    return concepts({concept.name.partition(":")[2]: concept.name for concept in known})
