"""The answer about a record for a date, and the chain of those who vouch behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final

from app.services import reading
from app.services.assurance.documents import FoundClaim, Reader
from app.services.assurance.surroundings import Surroundings, providers_of, surroundings
from app.services.assurance.telling import stating, telling, with_confirmed
from app.services.reading import StoredRecord
from app.services.registry import Registry
from ctdl.assurance import (
    OPEN,
    Answer,
    AssuranceStatement,
    Chain,
    ChainLink,
    Gap,
    Judged,
    Party,
    Role,
    Scope,
    Status,
    answer,
    climb,
    days_of,
    gaps_of_chain,
    link_of,
)
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord, Record

_BEFORE: Final[Role] = "former name"


@dataclass(frozen=True)
class AssuranceAnswer:
    """Whether a record's quality was assured on a day, and everything that the answer rests on."""

    ctid: CTID
    subject: Party
    type: str
    answer: Answer
    chain: Chain
    gaps: tuple[Gap, ...]
    names: Mapping[CTID, tuple[Party, str]]
    """What each organisation and thing named in the answer is called, and its class."""

    @property
    def day(self) -> date:
        """The day asked about."""
        return self.answer.day

    @property
    def status(self) -> Status:
        """Assured, with conditions, not assured, or unknown."""
        return self.answer.status

    @property
    def is_assured(self) -> bool:
        """Whether quality was assured on the day, with conditions or without."""
        return self.status in ("assured", "assured with conditions")

    @property
    def of(self) -> Scope | None:
        """Whether the credential, the programme or the provider is assured."""
        return self.answer.scope

    @property
    def statements(self) -> tuple[Judged, ...]:
        """Every statement that was considered, nearest first."""
        return self.answer.considered

    @property
    def no_longer(self) -> tuple[ChainLink, ...]:
        """The steps that would lead past what the answer rests on, if they still held."""
        return tuple(link_of(each, each.statement.claim.subject) for each in self.answer.no_longer)

    @property
    def is_confirmed(self) -> bool:
        """Whether an agency says so itself and no link of the chain behind it is broken."""
        return self.answer.is_confirmed and not self.chain.broken


def assurance_on(
    registry: Registry, ctid: CTID, day: date, *, today: date | None = None
) -> AssuranceAnswer:
    """Whether the quality of a live record was assured on `day`.

    Raises RecordNotFound and RecordWithdrawn as every reading does.
    """
    return assurance_of(registry, reading.get_record(registry, ctid), day, today=today)


def assurance_of(
    registry: Registry, stored: StoredRecord, day: date, *, today: date | None = None
) -> AssuranceAnswer:
    """The same for a record that was read already."""
    reader = Reader(registry)
    reader.known(stored.revision)
    asker = Asker(reader, today or datetime.now(UTC).date())
    return asker.ask(stored.ctid, stored.record, day)


@dataclass
class Asker:
    """Asks about one record or many, reading what they have in common once."""

    reader: Reader
    today: date
    _answers: dict[tuple[CTID, date], AssuranceAnswer] = field(default_factory=dict)
    _stated: dict[tuple[CTID, CTID], tuple[CTID, str]] = field(default_factory=dict)
    _bodies: dict[CTID, Sequence[AssuranceStatement]] = field(default_factory=dict)

    def read_ahead(self, records: Mapping[CTID, Record]) -> None:
        """Read all at once what is going to be asked about these records."""
        ctids = {*records, *(each for record in records.values() for each in providers_of(record))}
        self.reader.read_edges(ctids)
        self.reader.resources(ctids)

    def ask(self, ctid: CTID, record: Record, day: date) -> AssuranceAnswer:
        """Whether the quality of a record was assured on `day`; the same is worked out once."""
        if (ctid, day) not in self._answers:
            self._answers[ctid, day] = self._answer(ctid, record, day)
        return self._answers[ctid, day]

    def _answer(self, ctid: CTID, record: Record, day: date) -> AssuranceAnswer:
        reader = self.reader
        around = surroundings(reader, ctid, record)
        statements = _statements(reader, around.roles, around.owners)
        found = answer(statements, day, self.today, ctid)
        here = Party(ctid, record.name)
        self._stated |= around.stated
        chain = climb(_first_links(here, around, found), self._about, day)
        chain = replace(chain, links=tuple(map(self._with_source, chain.links)))
        gaps = (
            *_gaps_of_record(record, around, day),
            *found.gaps,
            *gaps_of_chain(chain, _main(found)),
        )
        if reader.cut.intersection(around.roles):
            gaps = (*gaps, Gap("too-many"))
        names = _names(reader, _mentioned(here, found, chain))
        return AssuranceAnswer(ctid, here, record.type, found, chain, gaps, names)

    def _about(self, body: Party) -> Sequence[AssuranceStatement]:
        if body.ctid is None:
            return ()
        if body.ctid not in self._bodies:
            self._bodies[body.ctid] = _statements(self.reader, self._names_of(body.ctid), {})
        return self._bodies[body.ctid]

    def _names_of(self, body: CTID) -> Mapping[CTID, Role]:
        """A body, and the organizations that it was before."""
        revision = self.reader.revisions([body]).get(body)
        if revision is None:
            return {body: "provider"}
        around = surroundings(self.reader, body, revision.record)
        self._stated |= around.stated
        return {
            ctid: role for ctid, role in around.roles.items() if ctid == body or role == _BEFORE
        }

    def _with_source(self, link: ChainLink) -> ChainLink:
        """The same step with the record that states it, where no statement of quality makes it."""
        if link.judged is not None or link.of.ctid is None or link.to.ctid is None:
            return link
        record, predicate = self._stated.get((link.of.ctid, link.to.ctid), (None, ""))
        if record is None:
            return link
        return replace(link, stated=stating(self.reader, record, predicate))


def _statements(
    reader: Reader, roles: Mapping[CTID, Role], owners: Mapping[CTID, frozenset[CTID]]
) -> list[AssuranceStatement]:
    """What is said of these things, each with who says it."""
    claims = reader.claims_about(list(roles))
    reader.revisions({each.claim.by.ctid for each in claims if each.claim.by.ctid is not None})
    return with_confirmed([_statement(reader, each, roles, owners) for each in claims])


def _statement(
    reader: Reader,
    found: FoundClaim,
    roles: Mapping[CTID, Role],
    owners: Mapping[CTID, frozenset[CTID]],
) -> AssuranceStatement:
    claim = found.claim
    assert claim.subject.ctid is not None, "claims are found by the CTID of their subject"
    own = owners.get(claim.subject.ctid, frozenset())
    return AssuranceStatement(
        claim=claim,
        told=telling(reader, found, own),
        role=roles[claim.subject.ctid],
        is_own=bool(claim.by.key) and (claim.by.key == claim.subject.key or claim.by.ctid in own),
    )


def _first_links(here: Party, around: Surroundings, found: Answer) -> list[ChainLink]:
    """The chain from the record over its provider to the first body that vouches."""
    links: list[ChainLink] = []
    provider = next((each for each in around.providers if each != here.ctid), None)
    main = _main(found)
    subject = main.statement.claim.subject if main else None
    role = main.statement.role if main else None
    if subject is not None and role == "provider" and subject.ctid in around.providers:
        provider = subject.ctid if subject.ctid != here.ctid else None
    if provider is not None:
        links.append(ChainLink(here, Party(provider), "provided by", "stated"))
    if main is not None and subject is not None:
        links += _ties(around, subject, role, here)
        links.append(link_of(main, subject))
    return links


def _ties(around: Surroundings, subject: Party, role: Role | None, here: Party) -> list[ChainLink]:
    """The steps from the provider to its parent or other name, or to the programme."""
    if role == "programme" and subject.key != here.key:
        return [ChainLink(here, subject, "programme", "stated")]
    kinds: dict[Role, str] = {
        "parent": "part of",
        "former name": "before",
        "successor": "since",
    }
    if role not in kinds:
        return []
    steps: list[ChainLink] = []
    end = subject.ctid
    while end is not None and end in around.ties and len(steps) < len(around.ties):
        start = around.ties[end]
        steps.insert(0, ChainLink(Party(start), Party(end), kinds[role], "stated"))
        end = start
    return steps


def _main(found: Answer) -> Judged | None:
    """The statement the chain goes through: one relied on, else one that does not decide."""
    if found.relied_on:
        return found.relied_on[0]
    undecided = [
        each for each in found.considered if each.reason in OPEN or each.outcome == "not begun"
    ]
    lapsed = [gap.about for gap in found.gaps if gap.code == "inherited-ended"]
    return next(iter([*undecided, *lapsed]), None)


def _gaps_of_record(record: Record, around: Surroundings, day: date) -> list[Gap]:
    if not isinstance(record, CredentialRecord):
        return []
    gaps = []
    if not around.providers:
        gaps.append(Gap("provider-unidentified" if around.unidentified else "no-provider"))
    begins, ends = days_of(record.date_effective), days_of(record.expiration_date)
    if begins and day < begins.first:
        gaps.append(Gap("before-record", facts={"date": record.date_effective or ""}))
    if ends and day > ends.last:
        gaps.append(Gap("after-record", facts={"date": record.expiration_date or ""}))
    return gaps


def _mentioned(here: Party, found: Answer, chain: Chain) -> set[CTID]:
    parties = [here]
    for each in found.considered:
        claim = each.statement.claim
        parties += [claim.subject, claim.by, each.statement.told.asserted_by]
    for link in chain.links:
        parties += [link.of, link.to]
    return {each.ctid for each in parties if each.ctid is not None}


def _names(reader: Reader, ctids: Iterable[CTID]) -> dict[CTID, tuple[Party, str]]:
    return {ctid: (Party(ctid, each.name), each.type) for ctid, each in reader.names(ctids).items()}
