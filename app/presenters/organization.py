"""The page of an organization and the list of all of them."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.cards import Card, card
from app.presenters.credential import RecordHistory, history
from app.presenters.facts import Evidence, Fact, Sources, Value
from app.presenters.levels_elsewhere import AS_STATED, LevelsShown
from app.presenters.links import Link, mail_link, record_link, web_link
from app.presenters.quality_assurance import QALine, qa_line
from app.presenters.text import Text, content, framed, titled
from app.services.reading import StoredRecord, StoredStatement
from app.services.searching import SearchPage
from app.services.summaries import Summary
from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.provenance import Provenance
from ctdl.records import OrganizationRecord

STATEMENTS_A_PAGE = 50
"""How many of an agency's statements are shown at once; Ofqual alone makes hundreds."""


_NOT_TOLD: Mapping[CTID, Provenance] = {}
LONGEST_WHOLE_LIST = 300
"""How many organizations one page lists; a longer list is shown a letter at a time."""


@dataclass(frozen=True)
class OrganizationPage:
    """Everything the page of an organization shows."""

    ctid: CTID
    document_ctid: CTID
    title: Text
    type_label: str
    webpage: Link | None
    facts: tuple[Fact, ...]
    about: tuple[QALine, ...]
    by: tuple[QALine, ...]
    by_words: str
    by_page: int
    by_pages: int
    credentials: tuple[Card, ...]
    credentials_words: str
    all_credentials: Link
    sources: tuple[Evidence, ...]
    collected: bool
    history: RecordHistory


@dataclass(frozen=True)
class ListedOrganization:
    """A line in the list of organizations."""

    title: Text
    link: Link
    country: str | None
    type_label: str


@dataclass(frozen=True)
class LetterLink:
    """An initial letter with the page it leads to; `link` is None where it is on this page."""

    letter: str
    anchor: str
    link: Link | None
    is_current: bool


@dataclass(frozen=True)
class OrganizationList:
    """The organizations by initial letter, and the countries one can choose from.

    A long list shows one letter at a time, a short one is whole.
    """

    letters: tuple[tuple[LetterLink, tuple[ListedOrganization, ...]], ...]
    index: tuple[LetterLink, ...]
    total_words: str
    countries: tuple[tuple[str, str, bool], ...]
    only_agencies: bool


def organization_page(
    stored: StoredRecord,
    record: OrganizationRecord,
    about: Iterable[StoredStatement],
    by: Sequence[StoredStatement],
    found: SearchPage,
    today: date,
    page: int,
    levels: LevelsShown = AS_STATED,
    told: Mapping[CTID, Provenance] = _NOT_TOLD,
) -> OrganizationPage:
    """The organization, who vouches for it, whom it vouches for, and what it offers.

    `told` is who stated the facts of the other records that make statements about it.
    """
    own = (text for each in (record.name, *record.alternate_names) for text in each.values())
    sources = Sources(stored.provenance, stored.publisher_name, own)
    facts = organization_facts(record, sources)
    first = (page - 1) * STATEMENTS_A_PAGE
    return OrganizationPage(
        ctid=record.ctid,
        document_ctid=stored.document_ctid,
        title=titled(record.name, record.ctid),
        type_label=labels.type_label(record.type),
        webpage=web_link(record.webpage),
        facts=facts,
        about=tuple(_line(each, today, _evidence(each, stored, told)) for each in about),
        by=tuple(_line(each, today) for each in by[first : first + STATEMENTS_A_PAGE]),
        by_words=ngettext(
            "%(amount)s statement", "%(amount)s statements", len(by), amount=formats.number(len(by))
        ),
        by_page=page,
        by_pages=-(-len(by) // STATEMENTS_A_PAGE),
        credentials=tuple(card(hit.summary, today, levels=levels) for hit in found.hits),
        credentials_words=ngettext(
            "See the %(amount)s record",
            "See all %(amount)s records",
            found.total,
            amount=formats.number(found.total),
        ),
        all_credentials=Link("search", {"provider": record.ctid}),
        sources=sources.listed(),
        collected=sources.collected,
        history=history(stored),
    )


def organization_list(
    listed: Iterable[Summary],
    countries: Mapping[str, int],
    country: str | None,
    *,
    only_agencies: bool,
    letter: str | None = None,
) -> OrganizationList:
    """Organizations in alphabetical order, whatever the accents of their names."""
    shown = sorted((_listed(each) for each in listed), key=lambda each: folded(each.title.value))
    grouped = groupby(shown, key=lambda each: _initial(each.title.value))
    groups = {initial: tuple(members) for initial, members in grouped}
    asked = {"country": country or "", "role": "qa" if only_agencies else ""}
    current = _current_letter(groups, letter, len(shown))
    index = tuple(_letter_link(initial, current, asked) for initial in groups)
    named = [(code, labels.country_label(code) or code, code == country) for code in countries]
    return OrganizationList(
        letters=tuple((each, groups[each.letter]) for each in index if each.link is None),
        index=index,
        total_words=ngettext(
            "%(amount)s organization",
            "%(amount)s organizations",
            len(shown),
            amount=formats.number(len(shown)),
        ),
        countries=tuple(sorted(named, key=lambda each: folded(each[1]))),
        only_agencies=only_agencies,
    )


def _current_letter(groups: Collection[str], asked: str | None, total: int) -> str | None:
    """The one letter to show, or None to show all."""
    if asked is not None and asked in groups:
        return asked
    if total <= LONGEST_WHOLE_LIST:
        return None
    return next((initial for initial in groups if initial != "#"), "#")


def _letter_link(initial: str, current: str | None, asked: Mapping[str, str]) -> LetterLink:
    is_here = current is None or initial == current
    stated = {name: value for name, value in asked.items() if value}
    return LetterLink(
        letter=initial,
        anchor=f"letter-{'other' if initial == '#' else initial}",
        link=None if is_here else Link("organizations", {**stated, "letter": initial}),
        is_current=initial == current,
    )


def folded(text: str) -> str:
    """The text for sorting: without accents and case, signs that open it left out."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum() or char == " ").strip()


def _initial(name: str) -> str:
    first = folded(name)[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def _listed(summary: Summary) -> ListedOrganization:
    return ListedOrganization(
        title=titled(summary.name, summary.ctid),
        link=record_link(summary.ctid, summary.type),
        country=labels.country_label(summary.country),
        type_label=labels.type_label(summary.type),
    )


def _evidence(
    each: StoredStatement, stored: StoredRecord, told: Mapping[CTID, Provenance]
) -> Evidence | None:
    """Who states it: the organization's own record, or the one that makes the statement."""
    if each.source != stored.document_ctid:
        return Sources(told[each.source]).of("ceterms:object") if each.source in told else None
    return Sources(stored.provenance, stored.publisher_name).of("ceterms:relatedAction")


def _line(each: StoredStatement, today: date, evidence: Evidence | None = None) -> QALine:
    return qa_line(
        each.kind,
        each.by,
        each.start,
        each.end,
        today,
        about=each.subject,
        stated_in=each.source,
        evidence=evidence,
    )


def organization_facts(record: OrganizationRecord, sources: Sources) -> tuple[Fact, ...]:
    """Every fact of the list, stated or not."""
    fact = _fact_maker(sources)
    country = labels.country_label(record.country)
    page = web_link(record.webpage)
    return (
        fact("type", gettext("Type"), [Value(framed(labels.type_label(record.type)))], "@type"),
        fact("kind", gettext("Kind of organization"), _concepts(record.agent_types), "agentType"),
        fact("sector", gettext("Sector"), _concepts(record.sectors), "agentSectorType"),
        fact(
            "alternate_names",
            gettext("Other names"),
            _texts(record.alternate_names),
            "alternateName",
        ),
        fact("description", gettext("Description"), _texts([record.description]), "description"),
        fact(
            "country",
            gettext("Country"),
            [Value(framed(country))] if country else _texts([record.country_name]),
            "address",
        ),
        fact("place", gettext("Town and region"), _texts(record.places), "address"),
        fact(
            "email",
            gettext("E-mail"),
            [Value(Text(each, ""), mail_link(each)) for each in record.emails],
            "email",
        ),
        fact(
            "webpage",
            gettext("Website"),
            [Value(Text(page.url or "", ""), page)] if page else [],
            "subjectWebpage",
        ),
        fact(
            "identifiers",
            gettext("Numbers in registers"),
            [
                Value(Text(each.value, ""), note=content(each.type_name))
                for each in record.identifiers
            ],
            "identifier",
        ),
        fact(
            "same_as",
            gettext("The same organization elsewhere"),
            [Value(Text(iri, ""), web_link(iri)) for iri in record.same_as],
            "sameAs",
        ),
    )


def _fact_maker(sources: Sources) -> Callable[[str, str, list[Value], str], Fact]:
    def make(key: str, label: str, values: list[Value], name: str) -> Fact:
        return Fact(key, label, tuple(values), sources.of(f"ceterms:{name}") if values else None)

    return make


def _concepts(names: Iterable[str]) -> list[Value]:
    return [Value(framed(labels.concept_label(each))) for each in names]


def _texts(texts: Iterable[LangText | None]) -> list[Value]:
    return [Value(text) for text in map(content, texts) if text is not None]
