"""The home page: what the registry holds, in figures from the data, and ways into it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from app.presenters import formats
from app.presenters.facet_labels import field_ctid, field_label
from app.presenters.links import Link
from app.presenters.text import Text
from app.services import families
from app.services.searching import SearchPage
from app.services.summaries import Named
from ctdl.ctid import CTID


@dataclass(frozen=True)
class Figure:
    """A number with what it counts and where the counted things are."""

    words: str
    amount: str
    link: Link


@dataclass(frozen=True)
class BrowseEntry:
    """A field of study and how many records it has."""

    label: Text
    link: Link
    amount: str


@dataclass(frozen=True)
class HomePage:
    """Everything the home page shows."""

    figures: tuple[Figure, ...]
    fields: tuple[BrowseEntry, ...]


def broad_fields(found: SearchPage) -> list[str]:
    """The codes of the broad fields of study that have records."""
    return sorted(each.value for each in found.facets.get("field", ()) if len(each.value) == 2)


def home_page(
    counts: Mapping[str, int], countries: int, found: SearchPage, names: Mapping[CTID, Named]
) -> HomePage:
    """The home page for these counts; `found` is a search for everything."""
    search = Link("search")
    organizations = Link("organizations")
    return HomePage(
        figures=(
            _figure(gettext("credentials and courses"), found.total, search),
            _figure(gettext("organizations"), counts.get(families.ORGANIZATION, 0), organizations),
            _figure(gettext("countries"), countries, organizations),
            _figure(
                gettext("qualifications frameworks"),
                counts.get(families.FRAMEWORK, 0),
                Link("frameworks"),
            ),
        ),
        fields=_fields(found, names),
    )


def _figure(words: str, amount: int, link: Link) -> Figure:
    return Figure(words, formats.number(amount), link)


def _fields(found: SearchPage, names: Mapping[CTID, Named]) -> tuple[BrowseEntry, ...]:
    counted = {each.value: each.count for each in found.facets.get("field", ())}
    entries = [
        BrowseEntry(
            field_label(code, names), Link("search", {"field": code}), formats.number(counted[code])
        )
        for code in broad_fields(found)
        if field_ctid(code) in names
    ]
    return tuple(sorted(entries, key=lambda entry: entry.label.value))
