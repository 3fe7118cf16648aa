"""The page of a credential, or of a course that counts towards one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from app.presenters import labels
from app.presenters.citation import Citation, citation
from app.presenters.connections import Stacking, entry_value, stacking
from app.presenters.credential_facts import CRITICAL, credential_facts, reference_value
from app.presenters.facts import Evidence, Fact, Sources, Value
from app.presenters.formats import day, instant, number
from app.presenters.levels_elsewhere import AS_STATED, LevelsShown
from app.presenters.links import Link, web_link
from app.presenters.quality_assurance import (
    FUTURE,
    PAST,
    QABadge,
    QALine,
    badge,
    qa_line,
    statement_value,
)
from app.presenters.revision_links import history_link, watch_link
from app.presenters.text import Text, content, framed, titled
from app.services.reading import OthersStatement, StoredEdge, StoredRecord
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord, QAStatement, Reference
from ctdl.records.quality import SHORT_FORMS

ACTIONS = "ceterms:relatedAction"

SHOWN_IN_ANSWER = 5
"""How many outcomes or skills the answer box names before it points to the full list."""
SHOWN_IN_ROW = 3
"""How many statements or steps one row names before it points to the section about them."""


@dataclass(frozen=True)
class RecordHistory:
    """Which revision is shown, when it was made and by whom it was published."""

    number: str
    changed: str
    changed_at: str
    first: str
    first_at: str
    publisher: Text | None
    citation: Citation
    more: Link
    """The list of all revisions."""
    watch: Link
    """The feed of its changes."""


@dataclass(frozen=True)
class CredentialPage:
    """Everything the page of a credential shows."""

    ctid: CTID
    document_ctid: CTID
    title: Text
    alternate_titles: tuple[Text, ...]
    type_label: str
    providers: tuple[Value, ...]
    webpage: Link | None
    badge: QABadge
    answer: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    statements: tuple[QALine, ...]
    statement_evidence: Evidence | None
    stacking: Stacking
    stacking_evidence: Evidence | None
    identifiers: tuple[Fact, ...]
    sources: tuple[Evidence, ...]
    collected: bool
    history: RecordHistory
    can_compare: bool

    @property
    def critical(self) -> tuple[Fact, ...]:
        """The critical information, in its fixed order."""
        return tuple(fact for fact in self.facts if fact.key in CRITICAL)

    @property
    def further(self) -> tuple[Fact, ...]:
        """All other facts."""
        return tuple(fact for fact in self.facts if fact.key not in CRITICAL)

    @property
    def not_stated(self) -> tuple[str, ...]:
        """The labels of the facts that nobody states."""
        return tuple(fact.label for fact in self.facts if not fact.is_stated)


def credential_page(
    stored: StoredRecord,
    record: CredentialRecord,
    names: Mapping[CTID, Named],
    incoming: Iterable[StoredEdge],
    today: date,
    others: Iterable[OthersStatement] = (),
    levels: LevelsShown = AS_STATED,
) -> CredentialPage:
    """The page of `record` as of today.

    `incoming` is what other records state towards it, `others` what they state about its quality
    assurance.
    """
    names = {**_publisher(stored), **names}
    own = _own_names(record, names)
    sources = Sources(stored.provenance, stored.publisher_name, own)
    others = tuple(others)
    statements = (
        *statement_lines(stored, record, sources, names, today),
        *(others_line(each, today) for each in others),
    )
    qa_evidence = _quality_evidence(stored, record, sources, others)
    stacks = stacking(record.connections, incoming, names)
    stacking_evidence = _stacking_evidence(record, sources)
    facts = credential_facts(
        record,
        sources,
        names,
        quality_fact(statements, qa_evidence),
        stackability_fact(stacks, stacking_evidence),
        levels,
    )
    return CredentialPage(
        ctid=record.ctid,
        document_ctid=stored.document_ctid,
        title=titled(record.name, record.ctid),
        alternate_titles=tuple(
            text for text in map(content, record.alternate_names) if text is not None
        ),
        type_label=labels.type_label(record.type),
        providers=_providers(record, names),
        webpage=web_link(record.webpage),
        badge=badge(statements),
        answer=answer_box(facts, statements, stacks, today),
        facts=facts,
        statements=statements,
        statement_evidence=qa_evidence if record.qa else None,
        stacking=stacks,
        stacking_evidence=stacking_evidence,
        identifiers=_identifiers(record, sources),
        sources=sources.listed(),
        collected=sources.collected,
        history=history(stored, (str(each.text) for each in _providers(record, names))),
        can_compare=True,
    )


def _own_names(record: CredentialRecord, names: Mapping[CTID, Named]) -> Iterator[str]:
    """What those who award or offer it are called, in every language."""
    for reference in (*record.owned_by, *record.offered_by):
        yield from named(reference, names).name.values()


def _publisher(stored: StoredRecord) -> dict[CTID, Named]:
    """Who published the record, by the name the registry knows, for want of a record of its own."""
    if not stored.publisher_name:
        return {}
    ctid = CTID(stored.change.publisher)
    return {ctid: Named(ctid, {"und": stored.publisher_name})}


def named(reference: Reference, names: Mapping[CTID, Named]) -> Named:
    """What a reference leads to, with the name it has now where the registry knows it."""
    known = names.get(reference.ctid) if reference.ctid else None
    return known or Named(reference.ctid, reference.name, iri=reference.iri)


def statement_lines(
    stored: StoredRecord,
    record: CredentialRecord,
    sources: Sources,
    names: Mapping[CTID, Named],
    today: date,
) -> tuple[QALine, ...]:
    """The record's quality-assurance statements, each with who states it."""
    return tuple(
        qa_line(
            each.kind,
            named(each.by, names),
            each.start,
            each.end,
            today,
            evidence=sources.of(_qa_path(stored, each)),
        )
        for each in record.qa
    )


def quality_fact(lines: Iterable[QALine], evidence: Evidence | None = None) -> Fact:
    """Who is stated to assure the quality, as one row of the fixed list."""
    values = tuple(map(statement_value, lines))
    return Fact(
        "qa", gettext("Quality assurance"), _cut(values, "#quality"), evidence if values else None
    )


def stackability_fact(stacks: Stacking, evidence: Evidence | None = None) -> Fact:
    """What it leads to and what counts towards it, as one row of the fixed list."""
    values = tuple(map(entry_value, (*stacks.leads_to, *stacks.built_from)))
    return Fact(
        "stackability",
        gettext("Stackability"),
        _cut(values, "#stacking"),
        evidence if values else None,
    )


def _cut(values: tuple[Value, ...], section: str) -> tuple[Value, ...]:
    more = len(values) - SHOWN_IN_ROW
    if more <= 0:
        return values
    words = ngettext("and %(num)s more, below", "and %(num)s more, below", more)
    return (*values[:SHOWN_IN_ROW], Value(framed(words), Link(url=section)))


def _quality_evidence(
    stored: StoredRecord,
    record: CredentialRecord,
    sources: Sources,
    others: tuple[OthersStatement, ...],
) -> Evidence | None:
    """Who states the first of the statements: this record, or the one that makes it."""
    if record.qa:
        return sources.of(_qa_path(stored, record.qa[0]))
    return sources.of_another(others[0].provenance, "ceterms:object") if others else None


def others_line(told: OthersStatement, today: date) -> QALine:
    """A statement that another record makes: who says so is told there."""
    each = told.statement
    evidence = Sources(told.provenance).of("ceterms:object")
    return qa_line(
        each.kind, each.by, each.start, each.end, today, stated_in=each.source, evidence=evidence
    )


def _qa_path(stored: StoredRecord, statement: QAStatement) -> str:
    """The property that makes the statement: the short form of its kind, or an action."""
    node = stored.document.node(stored.ctid) or {}
    is_bare = not (statement.start or statement.end or statement.name or statement.description)
    short = (name for name, kind in SHORT_FORMS.items() if kind == statement.kind and name in node)
    return next(short, ACTIONS) if is_bare else ACTIONS


def history(stored: StoredRecord, providers: Iterable[str] = ()) -> RecordHistory:
    """The revision shown, in words, and how it is cited, with whose credential it is about."""
    return RecordHistory(
        number=number(stored.number),
        changed=instant(stored.at),
        changed_at=stored.at,
        first=instant(stored.first_at),
        first_at=stored.first_at,
        publisher=Text(stored.publisher_name, "") if stored.publisher_name else None,
        citation=citation(stored, providers),
        more=history_link(stored.document_ctid, stored.change.resource_type),
        watch=watch_link(stored.document_ctid, stored.change.resource_type),
    )


def answer_box(
    facts: Iterable[Fact], statements: tuple[QALine, ...], stacks: Stacking, today: date
) -> tuple[Fact, ...]:
    """Five plain answers: what it gives, its size, its cost, who vouches, where it counts.

    Skills are tags, not what somebody can do: where they are stated they have a row of their own.
    """
    by_key = {fact.key: fact for fact in facts}
    return (
        _first(by_key["outcomes"], "after", gettext("What you can do afterwards")),
        *(
            [_first(by_key["skills"], "skills", gettext("Skills"))]
            if by_key["skills"].values
            else []
        ),
        _merged(
            "size",
            gettext("How much, at what level"),
            [by_key[key] for key in ("level", "credits", "hours", "duration")],
        ),
        Fact("cost", gettext("What it costs"), by_key["cost"].values, by_key["cost"].evidence),
        _vouchers(statements, today),
        _counts(stacks),
    )


def _first(chosen: Fact, key: str, label: str) -> Fact:
    more = len(chosen.values) - SHOWN_IN_ANSWER
    values = tuple(Value(value.text) for value in chosen.values[:SHOWN_IN_ANSWER])
    if more > 0:
        words = ngettext("and %(num)s more, below", "and %(num)s more, below", more)
        values = (*values, Value(framed(words), Link(url=f"#fact-{chosen.key}")))
    return Fact(key, label, values, chosen.evidence)


def _merged(key: str, label: str, facts: list[Fact]) -> Fact:
    values = tuple(value for fact in facts for value in fact.values)
    return Fact(key, label, values, next((fact.evidence for fact in facts if fact.evidence), None))


def _vouchers(statements: tuple[QALine, ...], today: date) -> Fact:
    label = gettext("Quality assurance and listings, on %(date)s", date=day(today))
    standing = [line for line in statements if line.state not in (PAST, FUTURE)]
    shown = (standing or list(statements))[:3]
    return Fact("vouchers", label, tuple(map(statement_value, shown)))


def _counts(stacks: Stacking) -> Fact:
    label = gettext("Where it counts")
    return Fact("counts", label, _cut(tuple(map(entry_value, stacks.leads_to)), "#stacking"))


def _providers(record: CredentialRecord, names: Mapping[CTID, Named]) -> tuple[Value, ...]:
    values = [reference_value(each, names) for each in (*record.owned_by, *record.offered_by)]
    distinct = {str(value.text): value for value in values if value is not None}
    return tuple(distinct.values())


def _stacking_evidence(record: CredentialRecord, sources: Sources) -> Evidence | None:
    if not record.connections:
        return None
    return sources.of(f"ceterms:{record.connections[0].relation.split(':')[-1]}")


def _identifiers(record: CredentialRecord, sources: Sources) -> tuple[Fact, ...]:
    own = tuple(
        Value(Text(each.value, ""), note=content(each.type_name)) for each in record.identifiers
    )
    same = tuple(Value(Text(iri, ""), web_link(iri)) for iri in record.same_as)
    return (
        Fact("ctid", "CTID", (Value(Text(record.ctid, "")),), _ctid_source(sources)),
        Fact("identifiers", gettext("Other identifiers"), own, _when(own, sources, "identifier")),
        Fact(
            "same_as",
            gettext("The same credential elsewhere"),
            same,
            _when(same, sources, "sameAs"),
        ),
    )


def _ctid_source(sources: Sources) -> Evidence:
    """Publishers state the CTID of a record; whoever collects facts has to give it one."""
    return sources.of_registry() if sources.collected else sources.of("ceterms:ctid")


def _when(values: tuple[Value, ...], sources: Sources, name: str) -> Evidence | None:
    return sources.of(f"ceterms:{name}") if values else None
