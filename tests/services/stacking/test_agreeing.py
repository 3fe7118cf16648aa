"""Stacks and reach give one and the same answer to whether the receiving side confirms."""

from datetime import date

from app.services import reading
from app.services.confirming import CONFIRMED, Confirmed
from app.services.families import SEARCHED, family_of
from app.services.pathways import STACKING
from app.services.plans.reach import reach
from app.services.registry import Registry
from app.services.stacking import KINDS, stacks
from app.store import catalogue
from ctdl.ctid import CTID
from tests.services.plans.shipped import ANALYTICS, SUPPLY_CHAIN

DAY = date(2026, 11, 22)
_EVERY = 9
"""Of the records with a relation, so many are gone on; all of them would take a minute."""


def test_both_say_the_same_of_every_stated_stack(loaded_registry: Registry) -> None:
    compared: dict[Confirmed, int] = {}
    for ctid in _stating(loaded_registry):
        in_reach = _of_reach(loaded_registry, ctid)
        for key, said in _of_stacks(loaded_registry, ctid).items():
            if key in in_reach:
                assert in_reach[key] == said, (ctid, key)
                compared[said] = compared.get(said, 0) + 1
    assert sum(compared.values()) > 60
    assert {CONFIRMED[each] for each in compared} == {True, None, False}


def test_an_article_about_a_university_is_not_its_word(loaded_registry: Registry) -> None:
    """Three transfers of this MicroMasters were called confirmed by universities that said none."""
    for ctid in (SUPPLY_CHAIN, ANALYTICS):
        found = reach(loaded_registry, [ctid], DAY).reached
        assert found
        assert not any(CONFIRMED[each.confirmed] for each in found)


def _stating(registry: Registry) -> list[CTID]:
    """Records that something is stated of, and those with a transfer value."""
    with registry.database.reading() as connection:
        rows = catalogue.edges_by_predicate(connection, STACKING)
        transfers = catalogue.edges_by_predicate(connection, ["ceterms:transferValueFrom"])
    ends = {row.subject for row in rows} | {row.target for row in transfers if row.target}
    known = reading.summaries(registry, ends)
    chosen = sorted(ctid for ctid, each in known.items() if family_of(each.type) in SEARCHED)
    return [SUPPLY_CHAIN, ANALYTICS, *chosen[::_EVERY]]


def _of_reach(registry: Registry, ctid: CTID) -> dict[tuple[str, str], Confirmed]:
    """By what is reached and the relation, or the transfer value; only of the record itself."""
    found: dict[tuple[str, str], Confirmed] = {}
    for each in reach(registry, [ctid], DAY).reached:
        if each.by != (ctid,):
            continue
        if each.acceptance is not None:
            end = each.acceptance.counts_as or each.acceptance.towards or ""
            found[end, each.acceptance.said.record] = each.confirmed
        elif each.summary is not None:
            found[each.summary.ctid, each.relation] = each.confirmed
    return found


def _of_stacks(registry: Registry, ctid: CTID) -> dict[tuple[str, str], Confirmed]:
    """The same; stacks that join several relations are left out."""
    answer = stacks(registry, ctid, DAY)
    stated = [*(each for kind in KINDS for each in answer.asserted.get(kind, ())), *answer.unsorted]
    return {
        (each.ctid or "", each.transfer or each.relations[0]): each.confirmed
        for each in stated
        if len(each.relations) == 1
    }
