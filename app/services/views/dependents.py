"""Which records have to be looked at again when others change, because they rest on them."""

from collections.abc import Iterable, Iterator, Sequence

from app.services import families
from app.services.families import SEARCHED, family_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.surroundings import PROVIDES, provider_facts
from app.store import catalogue, conformance, log
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.records import ActionRecord, CredentialRecord
from ctdl.records.quality import ACTIONS

LEADS_TO = (
    "ceterms:isPartOf",
    "ceterms:isAdvancedStandingFor",
    "ceterms:isRequiredFor",
    "ceterms:isPreparationFor",
    "ceterms:isRecommendedFor",
    "ceterms:providesTransferValueFor",
    "ceterms:resultsInCredential",
)
"""The relations to records whose class and levels count for what leads to them."""


def resting_on(registry: Registry, changes: Sequence[LoggedChange]) -> set[CTID]:
    """The records whose results against standards rest on what these changes say or replace.

    They rest on the country, the class and the quality of the provider, on what others state of
    the record's own quality, on the class and the levels of what it leads to, and, for its own
    levels, on the comparisons of levels.
    """
    judged = judged_in(registry, changes)
    providers = judged | set(_altered_providers(registry, changes))
    with registry.database.reading() as connection:
        found = judged | catalogue.referring_records(connection, sorted(providers), PROVIDES)
        targets = sorted(_altered_targets(registry, changes))
        found |= catalogue.referring_records(connection, targets, LEADS_TO)
        if any(family_of(each.resource_type) == families.ALIGNMENT_MAP for each in changes):
            found |= conformance.records_with_levels(connection)
    return found


def judged_in(registry: Registry, changes: Sequence[LoggedChange]) -> set[CTID]:
    """What these changes, or what they replace, state the quality assurance of."""
    actions = [each for each in changes if each.resource_type in ACTIONS]
    records = [Revision(each).record for each in (*actions, *_replaced(registry, actions))]
    return {
        subject.ctid
        for record in records
        if isinstance(record, ActionRecord)
        for subject in record.objects
        if subject.ctid is not None
    }


def newest_with(
    registry: Registry, changes: Sequence[LoggedChange], others: Iterable[CTID]
) -> list[LoggedChange]:
    """The last change of each record among these changes, and the newest of `others`.

    A change of another that is still to come is left out: it is looked at when its turn comes.
    """
    newest = {change.ctid: change for change in changes}
    wanted = set(others) - newest.keys()
    return [*newest.values(), *newest_up_to(registry, wanted, changes[-1].number)]


def newest_up_to(registry: Registry, ctids: Iterable[CTID], number: int) -> list[LoggedChange]:
    """The newest changes of these records, but those that come after `number`."""
    found = log.newest_of(registry.database, ctids)
    return [change for change in found if change.number <= number]


def _altered_providers(registry: Registry, changes: Sequence[LoggedChange]) -> Iterator[CTID]:
    """The organisations among them of which something changed that counts for their records."""
    others = [each for each in changes if family_of(each.resource_type) not in SEARCHED]
    for before, after in _first_and_last(registry, others):
        if provider_facts(before) != provider_facts(after):
            yield after.ctid


def _altered_targets(registry: Registry, changes: Sequence[LoggedChange]) -> Iterator[CTID]:
    """The credentials and courses among them of which class or levels changed."""
    own = [each for each in changes if family_of(each.resource_type) in SEARCHED]
    for before, after in _first_and_last(registry, own):
        if _standing(before) != _standing(after):
            yield after.ctid


def _standing(change: LoggedChange | None) -> tuple[str, frozenset[str]] | None:
    if change is None or change.is_withdrawal:
        return None
    record = Revision(change).record
    levels = record.levels if isinstance(record, CredentialRecord) else ()
    return change.resource_type, frozenset(each.id for each in levels if each.id)


def _first_and_last(
    registry: Registry, changes: Sequence[LoggedChange]
) -> Iterator[tuple[LoggedChange | None, LoggedChange]]:
    """What each record was before these changes, and what it is after them."""
    firsts: dict[CTID, LoggedChange] = {}
    for change in changes:
        firsts.setdefault(change.ctid, change)
    before = {each.ctid: each for each in _replaced(registry, firsts.values())}
    for ctid, last in {change.ctid: change for change in changes}.items():
        yield before.get(ctid), last


def _replaced(registry: Registry, changes: Iterable[LoggedChange]) -> list[LoggedChange]:
    with registry.database.reading() as connection:
        found = [log.change(connection, each.previous) for each in changes if each.previous]
    return [each for each in found if each is not None]
