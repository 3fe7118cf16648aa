"""A revision of a record as it was: what its document stated then, and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.presenters import labels
from app.presenters.citation import Citation, citation
from app.presenters.connections import Stacking
from app.presenters.credential import credential_page, named
from app.presenters.facts import Evidence, Fact, Sources
from app.presenters.formats import day, instant
from app.presenters.history import changed_fields, revision_remark
from app.presenters.links import Link, record_link
from app.presenters.organization import organization_facts
from app.presenters.publishing import HistoryLine, ShownDifference, history_lines
from app.presenters.quality_assurance import QALine, qa_line
from app.presenters.record import record_page
from app.presenters.revision_links import history_link, revision_link
from app.presenters.text import Text, titled
from app.services.history import PinnedRevision, Told
from app.services.reading import StoredRecord
from app.services.revision_changes import qa_of
from app.services.summaries import Named
from app.store.history import RevisionRow
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord, OrganizationRecord


@dataclass(frozen=True)
class Content:
    """What the document stated: facts in groups, statements, ties, and where all of it is from."""

    groups: tuple[tuple[str, tuple[Fact, ...]], ...]
    statements: tuple[QALine, ...]
    statement_evidence: Evidence | None
    stacking: Stacking | None
    sources: tuple[Evidence, ...]
    collected: bool
    providers: tuple[str, ...] = ()
    hidden: int = 0


@dataclass(frozen=True)
class RevisionView:
    """Everything the page of a revision shows."""

    ctid: CTID
    number: int
    title: Text
    type_label: str
    content: Content
    line: HistoryLine
    keeper: Text | None
    made: str
    made_on: str
    place: int
    total: int
    is_newest: bool
    is_record_withdrawn: bool
    newest_words: str
    record: Link
    history: Link
    newest: Link
    previous: Link | None
    following: Link | None
    replaced_by: Link | None
    fields: tuple[ShownDifference, ...]
    remark: str
    citation: Citation


def revision_view(
    found: PinnedRevision, names: Mapping[CTID, Named], changed: Mapping[CTID, Named]
) -> RevisionView:
    """The page of a revision; `names` are those of its own time, `changed` of what it changed."""
    stored, around = found.stored, found.around
    change = stored.change
    content = _content(stored, names)
    newest = around.newest
    told = Told(stored.revision, found.changes, bool(found.changes) or around.previous is None)
    fields = changed_fields(found.changes, changed, found.names) if found.changes else ()
    is_for_another = change.published_by not in (None, change.publisher)
    replacement = CTID(change.replaced_by) if change.replaced_by else None
    return RevisionView(
        ctid=stored.ctid,
        number=stored.number,
        title=titled(stored.record.name, stored.ctid),
        type_label=labels.type_label(change.resource_type),
        content=content,
        line=history_lines([change], found.names)[0],
        keeper=Text(found.names[change.publisher], "") if is_for_another else None,
        made=instant(stored.at),
        made_on=day(stored.at[:10]) or "",
        place=around.place,
        total=around.total,
        is_newest=found.is_newest,
        is_record_withdrawn=newest.kind == "withdrawn",
        newest_words=gettext(
            "revision %(number)s of %(date)s", number=newest.number, date=day(newest.at[:10])
        ),
        record=record_link(stored.ctid, newest.resource_type),
        history=history_link(stored.ctid, newest.resource_type),
        newest=_link(stored.ctid, newest),
        previous=_link(stored.ctid, around.previous) if around.previous else None,
        following=_link(stored.ctid, around.following) if around.following else None,
        replaced_by=Link("record", {"ctid": replacement}) if replacement else None,
        fields=fields,
        remark="" if fields else revision_remark(told),
        citation=citation(stored, content.providers),
    )


def _link(ctid: CTID, row: RevisionRow) -> Link:
    return revision_link(ctid, row.resource_type, row.number)


def _content(stored: StoredRecord, names: Mapping[CTID, Named]) -> Content:
    """What the revision's own document states; what others state of it is not part of it."""
    record = stored.record
    made_on = date.fromisoformat(stored.at[:10])
    if isinstance(record, CredentialRecord):
        page = credential_page(stored, record, names, (), made_on)
        return Content(
            groups=(
                (gettext("Critical information"), page.critical),
                (gettext("Further facts"), (*page.further, *page.identifiers)),
            ),
            statements=page.statements,
            statement_evidence=page.statement_evidence,
            stacking=page.stacking,
            sources=page.sources,
            collected=page.collected,
            providers=tuple(str(each.text) for each in page.providers),
        )
    if isinstance(record, OrganizationRecord):
        sources = Sources(stored.provenance, stored.publisher_name)
        facts = organization_facts(record, sources)
        evidence = sources.of("ceterms:relatedAction")
        lines = _statements(stored, names, evidence, made_on)
        return Content(
            groups=((gettext("The facts"), facts),),
            statements=lines,
            statement_evidence=evidence if lines else None,
            stacking=None,
            sources=sources.listed(),
            collected=sources.collected,
        )
    shown = record_page(stored, names)
    groups = ((gettext("What is stated"), shown.statement), (gettext("The facts"), shown.facts))
    return Content(
        groups=tuple(group for group in groups if group[1]),
        statements=(),
        statement_evidence=None,
        stacking=None,
        sources=shown.sources,
        collected=shown.collected,
        hidden=shown.hidden,
    )


def _statements(
    stored: StoredRecord, names: Mapping[CTID, Named], evidence: Evidence, on: date
) -> tuple[QALine, ...]:
    return tuple(
        qa_line(
            each.kind,
            named(each.by, names),
            each.start,
            each.end,
            on,
            evidence=evidence,
        )
        for each in qa_of(stored.revision)
    )
