"""Whose quality assurance counts for a thing: its programme, provider, their parents and names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.services.assurance.documents import Reader
from app.services.families import LEARNING, ORGANIZATION, family_of
from ctdl.assurance import Role
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord, OrganizationRecord, Record
from ctdl.vocabulary import vocabulary

_MOST_STEPS = 3
_MOST_PROGRAMMES = 50


@dataclass(frozen=True)
class Surroundings:
    """Each thing whose quality assurance counts, and what it is to the thing asked about."""

    roles: dict[CTID, Role]
    providers: tuple[CTID, ...] = ()
    unidentified: bool = False
    """Whether a provider is named that has no record here."""
    owners: dict[CTID, frozenset[CTID]] = field(default_factory=dict)
    """Who owns or offers a thing: its word about it is a word about itself."""
    ties: dict[CTID, CTID] = field(default_factory=dict)
    """Through which provider a parent, a former or a later organisation counts."""
    stated: dict[tuple[CTID, CTID], tuple[CTID, str]] = field(default_factory=dict)
    """In which record, and by which property, two things are stated to belong together."""


def providers_of(record: Record) -> tuple[CTID, ...]:
    """Who owns or offers a credential or a programme, as far as they have records."""
    if not isinstance(record, CredentialRecord):
        return ()
    named = (*record.owned_by, *record.offered_by)
    return tuple(dict.fromkeys(each.ctid for each in named if each.ctid is not None))


def surroundings(reader: Reader, ctid: CTID, record: Record) -> Surroundings:
    """What counts for this record."""
    if isinstance(record, OrganizationRecord):
        return _around_providers(reader, {ctid: "provider"}, (ctid,))
    if not isinstance(record, CredentialRecord):
        return Surroundings({ctid: "credential"})
    providers = providers_of(record)
    reader.read_edges((ctid, *providers))
    roles: dict[CTID, Role] = {
        ctid: "programme" if record.is_learning_opportunity else "credential"
    }
    stated = {(ctid, each): (ctid, _names_provider(record, each)) for each in providers}
    programmes = _programmes(reader, ctid, stated)
    for each in programmes:
        roles.setdefault(each, "programme")
    for each in providers:
        roles.setdefault(each, "provider")
    found = _around_providers(reader, roles, providers)
    stated |= found.stated
    owners = {thing: frozenset(providers) for thing in (ctid, *programmes)}
    is_unidentified = bool(record.owned_by or record.offered_by) and not providers
    return Surroundings(found.roles, providers, is_unidentified, owners, found.ties, stated)


def _names_provider(record: CredentialRecord, provider: CTID) -> str:
    is_owner = any(each.ctid == provider for each in record.owned_by)
    return "ceterms:ownedBy" if is_owner else "ceterms:offeredBy"


def _programmes(
    reader: Reader, ctid: CTID, stated: dict[tuple[CTID, CTID], tuple[CTID, str]]
) -> list[CTID]:
    """The programmes that lead to a credential: those it requires, and those that result in it.

    A course that it requires is a part, and a part does not speak for the whole.
    """
    required_by = reader.edges_from([ctid], "ceterms:requires")
    resulting_in = reader.edges_to([ctid], "ceterms:resultsInCredential")
    for edge in (*required_by, *resulting_in):
        other = edge.target if edge.subject == ctid else edge.subject
        if other is not None:
            stated.setdefault((ctid, other), (edge.record, edge.predicate))
    required = [each.target for each in required_by]
    resulting = [each.subject for each in resulting_in]
    things = [each for each in (*required, *resulting) if each is not None][:_MOST_PROGRAMMES]
    known = reader.names(things)
    return [
        each
        for each in dict.fromkeys(things)
        if each in known
        and not known[each].withdrawn
        and (
            vocabulary().is_a(known[each].type, "ceterms:LearningProgram")
            or (each in resulting and family_of(known[each].type) == LEARNING)
        )
    ]


def _around_providers(
    reader: Reader, roles: dict[CTID, Role], providers: Sequence[CTID]
) -> Surroundings:
    found = Surroundings(roles, tuple(providers))
    _walk(reader, providers, "parent", found)
    _walk(reader, providers, "former name", found)
    _walk(reader, providers, "successor", found)
    return found


_TIES: dict[Role, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "parent": (
        ("ceterms:parentOrganization",),
        ("ceterms:subOrganization", "ceterms:department"),
    ),
    "former name": (("ceterms:supersedes",), ("ceterms:supersededBy",)),
    "successor": (("ceterms:supersededBy",), ("ceterms:supersedes",)),
}
"""The relations that lead from a provider to another organisation: its own, and the other's."""


def _walk(reader: Reader, providers: Sequence[CTID], role: Role, found: Surroundings) -> None:
    """Add the organisations that this kind of relation leads to, a few steps far."""
    here = list(providers)
    for _ in range(_MOST_STEPS):
        if not here:
            return
        outward, inward = _TIES[role]
        out = [(row.subject, row.target, row) for row in reader.edges_from(here, *outward)]
        back = [(row.target, row.subject, row) for row in reader.edges_to(here, *inward)]
        steps = [(start, end, row) for start, end, row in (*out, *back) if start and end]
        organizations = _organizations(reader, (end for _, end, _ in steps))
        here = []
        for start, end, row in steps:
            if end in organizations and end not in found.roles:
                found.roles[end], found.ties[end] = role, start
                found.stated[start, end] = (row.record, row.predicate)
                here.append(end)


def _organizations(reader: Reader, ctids: Iterable[CTID]) -> set[CTID]:
    known = reader.names(ctids)
    return {ctid for ctid, each in known.items() if family_of(each.type) == ORGANIZATION}
