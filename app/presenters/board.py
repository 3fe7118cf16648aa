"""The operator's board: what each list is called and means, and its entries in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.links import Link, record_link, web_link
from app.presenters.quality_assurance import link_to, period_words
from app.presenters.text import Text, content, framed, titled
from app.services.board import (
    BoardPage,
    ChangeItem,
    ConflictItem,
    Item,
    LinkItem,
    RecordItem,
)
from app.services.summaries import Named, Summary
from app.store.link_checks import CheckRow
from ctdl.ctid import CTID
from ctdl.vocabulary import vocabulary

_NEIGHBOURS = 1
"""How many page numbers are shown on either side of the current one."""


@dataclass(frozen=True)
class ListRow:
    """One list of the board with what it counts."""

    name: str
    label: str
    note: str
    count: str
    is_empty: bool
    link: Link


@dataclass(frozen=True)
class ListGroup:
    """Lists that belong together."""

    anchor: str
    title: str
    rows: tuple[ListRow, ...]


@dataclass(frozen=True)
class Part:
    """A piece of what is said of an entry: words, or what can be followed."""

    text: Text
    link: Link | None = None


@dataclass(frozen=True)
class Entry:
    """An entry of a list: what it is about, what is known of it, and what is the matter."""

    title: Text
    link: Link
    about: tuple[Part, ...]
    said: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True)
class CheckedLink:
    """What the page of a record says of the last check of its web page."""

    words: str
    is_dead: bool


@dataclass(frozen=True)
class Choice:
    """A value that a filter can take."""

    value: str
    words: str
    selected: bool


@dataclass(frozen=True)
class ListView:
    """Everything the page of one list shows."""

    name: str
    label: str
    note: str
    total: int
    total_words: str
    order_words: str
    entries: tuple[Entry, ...]
    provider: str
    provider_name: Text | None
    countries: tuple[Choice, ...]
    types: tuple[Choice, ...]
    publishers: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    is_narrowed: bool
    page: int
    pages: int
    numbers: tuple[int | None, ...]
    state: Mapping[str, str]


def board_groups(counts: Mapping[str, int]) -> tuple[ListGroup, ...]:
    """The lists of the board in groups, each with its count."""
    groups = (
        (
            "open",
            gettext("What records leave open"),
            (
                "no-level",
                "no-outcomes",
                "no-assessment",
                "no-size",
                "no-quality-assurance",
                "required-missing",
            ),
        ),
        ("passed", gettext("Dates that have passed"), ("review-due", "quality-assurance-ended")),
        ("wrong", gettext("What may be wrong"), ("conflicts", "dead-links")),
        ("recent", gettext("What has happened"), ("recent",)),
    )
    return tuple(
        ListGroup(anchor, title, tuple(_row(name, counts[name]) for name in names))
        for anchor, title, names in groups
    )


def list_label(name: str) -> str:
    """What a list of the board is called."""
    return {
        "no-level": gettext("No level stated"),
        "no-outcomes": gettext("No learning outcomes stated"),
        "no-assessment": gettext("No assessment stated"),
        "no-size": gettext("Neither credits nor hours stated"),
        "no-quality-assurance": gettext("No quality assurance stated"),
        "required-missing": gettext("Required facts missing"),
        "review-due": gettext("Past the date for review"),
        "quality-assurance-ended": gettext("Quality assurance ended"),
        "conflicts": gettext("Statements that do not agree"),
        "dead-links": gettext("Dead links"),
        "recent": gettext("Recent changes"),
    }[name]


def list_view(found: BoardPage, provider: Named | None) -> ListView:
    """The page of one list; `provider` is the organization it is narrowed to by CTID."""
    filters = found.filters
    return ListView(
        name=found.list,
        label=list_label(found.list),
        note=_note(found.list),
        total=found.total,
        total_words=_total_words(found),
        order_words=_order_words(found.list),
        entries=tuple(_entry(item, found.list) for item in found.items),
        provider=filters.provider,
        provider_name=titled(provider.name, filters.provider) if provider else None,
        countries=_choices(
            {code: labels.country_label(code) or code for code in found.countries}, filters.country
        ),
        types=_choices({each: labels.type_label(each) for each in found.types}, filters.type),
        publishers=_choices(found.publishers, filters.publisher),
        kinds=_choices({each: _kind_label(found.list, each) for each in found.kinds}, filters.kind),
        is_narrowed=bool(filters.stated()),
        page=found.page,
        pages=found.pages,
        numbers=_numbers(found.page, found.pages),
        state=filters.stated(),
    )


def checked_link(check: CheckRow | None) -> CheckedLink | None:
    """What the last check of a web page found, with its date; None where there was none."""
    if check is None:
        return None
    day = formats.day(check.checked_at[:10])
    if check.dead:
        words = gettext("This link did not work when it was last checked, on %(day)s.", day=day)
    elif check.outcome == "ok":
        words = gettext("Link last checked on %(day)s: it works.", day=day)
    else:
        words = gettext("Link last checked on %(day)s, without a clear answer.", day=day)
    return CheckedLink(words, check.dead)


def _row(name: str, count: int) -> ListRow:
    return ListRow(
        name=name,
        label=list_label(name),
        note=_note(name),
        count=formats.number(count),
        is_empty=count == 0,
        link=Link("board_list", {"name": name}),
    )


def _note(name: str) -> str:
    return {
        "no-level": gettext("Credentials and courses placed at no level of any framework."),
        "no-outcomes": gettext("Credentials and courses that state neither outcomes nor skills."),
        "no-assessment": gettext(
            "Credentials and courses that do not say how learning is assessed; examinations are"
            " assessments themselves and are not listed."
        ),
        "no-size": gettext("Credentials and courses whose workload is not stated in any unit."),
        "no-quality-assurance": gettext(
            "Credentials and courses about which nobody states an accreditation, approval,"
            " recognition or regulation. An entry in a register is not counted as one."
        ),
        "required-missing": gettext(
            "Records that lack something the minimum data policy of CTDL requires. In facts"
            " collected from others nothing is invented to fill the gap."
        ),
        "review-due": gettext(
            "Records whose own expiry date, or whose entry in a register, has a stated last day"
            " that has passed. Records marked as ended are not listed."
        ),
        "quality-assurance-ended": gettext(
            "Records whose every stated accreditation, approval, recognition or regulation has an"
            " end date, all of them passed. What was read before its end is not listed: whether it"
            " was renewed is not known here."
        ),
        "conflicts": gettext(
            "Statements of different records that cannot both be right: dates, revocations, claims"
            " that the body named does not confirm, parts and wholes, two records of one thing."
        ),
        "dead-links": gettext(
            "Web pages that answered “not found”, or failed on at least three different days."
        ),
        "recent": gettext("The newest 1,000 publications, changes and withdrawals."),
    }[name]


def _total_words(found: BoardPage) -> str:
    words = ngettext(
        "%(amount)s entry", "%(amount)s entries", found.total, amount=formats.number(found.total)
    )
    if found.pages <= 1:
        return words
    return gettext(
        "%(results)s, page %(page)s of %(pages)s",
        results=words,
        page=formats.number(found.page),
        pages=formats.number(found.pages),
    )


def _order_words(name: str) -> str:
    if name == "recent":
        return gettext("The newest first.")
    if name in ("review-due", "quality-assurance-ended"):
        return gettext("The date longest past first.")
    return gettext("In alphabetical order.")


def _choices(named: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    # What the address asks for stays chosen even where nothing on the list has it.
    known = {**named, **({} if not chosen or chosen in named else {chosen: chosen})}
    ordered = sorted(known.items(), key=lambda pair: pair[1].casefold())
    return tuple(Choice(value, words, value == chosen) for value, words in ordered)


def _numbers(page: int, pages: int) -> tuple[int | None, ...]:
    """The page numbers to show; None stands for those between."""
    if pages <= 1:
        return ()
    near = range(page - _NEIGHBOURS, page + _NEIGHBOURS + 1)
    wanted = sorted({1, pages, *near} & set(range(1, pages + 1)))
    shown: list[int | None] = []
    for each in wanted:
        if shown and each != (shown[-1] or 0) + 1:
            shown.append(None)
        shown.append(each)
    return tuple(shown)


def _entry(item: Item, name: str) -> Entry:
    if isinstance(item, ConflictItem):
        return conflict_entry(item)
    if isinstance(item, ChangeItem):
        return _change(item)
    if isinstance(item, LinkItem):
        return _of_summary(item.summary, name, item.publisher, tuple(_link_said(item)))
    return _of_summary(item.summary, name, item.publisher, tuple(_record_said(item, name)))


def _of_summary(
    summary: Summary, name: str, publisher: str, said: tuple[tuple[Part, ...], ...]
) -> Entry:
    about = [Part(framed(labels.type_label(summary.type)))]
    provider = summary.provider
    if provider is not None:
        narrowed = {"name": name, "provider": provider.ctid}
        link = Link("board_list", narrowed) if provider.ctid else None
        about.append(Part(titled(provider.name, provider.iri or gettext("Not named")), link))
    about.append(Part(framed(gettext("published by %(name)s", name=publisher))))
    return Entry(
        title=titled(summary.name, summary.ctid),
        link=record_link(summary.ctid, summary.type),
        about=tuple(about),
        said=said,
    )


def _record_said(item: RecordItem, name: str) -> Iterator[tuple[Part, ...]]:
    if item.day and name == "review-due":
        yield _words(gettext("Review was due by %(day)s.", day=formats.day(item.day)))
    elif item.day:
        yield _words(gettext("The last statement ended on %(day)s.", day=formats.day(item.day)))
    elif name == "required-missing":
        # The vocabulary names its properties in English only.
        terms = ", ".join(vocabulary().label(each) for each in item.missing)
        yield (*_words(gettext("Missing:")), Part(Text(terms, "en")))


def _link_said(item: LinkItem) -> Iterator[tuple[Part, ...]]:
    link = item.link
    yield (Part(Text(link.url), web_link(link.url)),)
    answered = gettext("answered %(status)s", status=link.status) if link.status else link.note
    days = ngettext(
        "failed on %(amount)s day",
        "failed on %(amount)s days",
        link.failed_days,
        amount=formats.number(link.failed_days),
    )
    checked = gettext("last checked on %(day)s", day=formats.day(link.checked_at[:10]))
    yield _words("; ".join(each for each in (answered, days, checked) if each))


def _change(item: ChangeItem) -> Entry:
    change, named = item.change, item.record
    return Entry(
        title=titled(named.name, change.ctid),
        link=record_link(CTID(change.ctid), change.type),
        about=(
            Part(framed(_change_label(change.kind))),
            Part(framed(labels.type_label(change.type))),
            Part(framed(item.publisher)),
        ),
        said=(_words(formats.instant(change.at)),),
    )


def _kind_label(name: str, kind: str) -> str:
    return conflict_label(kind) if name == "conflicts" else _change_label(kind)


def _change_label(kind: str) -> str:
    return {
        "published": gettext("Published"),
        "updated": gettext("Changed"),
        "withdrawn": gettext("Withdrawn"),
        "restored": gettext("Restored"),
    }.get(kind, kind)


def conflict_entry(item: ConflictItem) -> Entry:
    """Both statements of a conflict, each with the record that makes it."""
    return Entry(
        title=titled(item.subject.name, item.subject.ctid or ""),
        link=_page_of(item.subject),
        about=(
            Part(framed(conflict_label(item.kind))),
            Part(framed(gettext("published by %(name)s", name=item.publisher))),
        ),
        said=tuple(_sides(item)),
    )


def conflict_label(kind: str) -> str:
    """What does not agree."""
    return {
        "dates": gettext("Two end dates for one statement"),
        "revoked": gettext("Stated, and stated to be revoked"),
        "ended": gettext("Claimed beyond the end that the body states"),
        "not-held": gettext("Claimed, but not among the statements of the body"),
        "circle": gettext("Each is said to be part of the other"),
        "left-out": gettext("Part and whole do not agree"),
        "same-thing": gettext("Two records of one thing differ"),
    }[kind]


def _sides(item: ConflictItem) -> Iterator[tuple[Part, ...]]:
    """Both statements, each with the record that makes it."""
    if item.kind in ("circle", "left-out"):
        yield from _parts_said(item)
    elif item.kind == "same-thing":
        yield _side(item.record, "; ".join(_facts(item.detail["differs"], "one")))
        yield _side(item.other, "; ".join(_facts(item.detail["differs"], "other")))
    else:
        yield _side(item.record, _statement_words(item.detail["one"]), item.agent)
        if "other" in item.detail:
            yield _side(item.other, _statement_words(item.detail["other"]), item.agent)
        else:
            yield (*_linked(item.agent), *_words(gettext("publishes no such statement here.")))


def _parts_said(item: ConflictItem) -> Iterator[tuple[Part, ...]]:
    relation = labels.relation_label(item.detail["relation"])
    yield (*_linked(item.record), *_words(f"– {relation} –"), *_linked(item.other))
    if item.kind == "circle":
        yield (*_linked(item.other), *_words(f"– {relation} –"), *_linked(item.record))
    elif item.detail["relation"].endswith("isPartOf"):
        yield (*_linked(item.other), *_words(gettext("lists other parts, not this one.")))
    else:
        yield (*_linked(item.other), *_words(gettext("names other wholes, not this one.")))


def _side(record: Named | None, words: str, agent: Named | None = None) -> tuple[Part, ...]:
    by = (*_words(gettext("by")), *_linked(agent)) if agent else ()
    return (*_linked(record), *_words(f"– {words}"), *by)


def _statement_words(facts: Mapping[str, str | None]) -> str:
    kind, start, end = facts["kind"] or "", facts.get("start"), facts.get("end")
    if kind == "revocation":
        day = formats.day(start)
        return gettext("revoked on %(day)s", day=day) if day else gettext("revoked, no date stated")
    return f"{labels.quality_assurance_label(kind)}, {period_words(start, end)}"


def _facts(differing: Iterable[Mapping[str, str]], side: str) -> Iterator[str]:
    names = {
        "level": gettext("level"),
        "credits": gettext("credits"),
        "hours": gettext("hours"),
    }
    for each in differing:
        yield f"{names[each['fact']]}: {each[side]}"


def _linked(named: Named | None) -> tuple[Part, ...]:
    if named is None:
        return ()
    return (Part(content(named.name) or Text(named.ctid or ""), link_to(named)),)


def _words(words: str) -> tuple[Part, ...]:
    return (Part(framed(words)),)


def _page_of(named: Named) -> Link:
    return link_to(named) or Link("record", {"ctid": named.ctid})
