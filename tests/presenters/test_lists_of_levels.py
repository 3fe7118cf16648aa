"""Lists of records: the stated level first, and what it is in chosen frameworks under it."""

from datetime import date

import pytest

from app.presenters.cards import card
from app.presenters.credential_facts import credential_facts
from app.presenters.facts import Sources
from app.presenters.levels_elsewhere import LevelsShown, level_reason
from app.presenters.pathway import pathway_page
from app.services.pathways import Pathway, Step
from app.services.summaries import LevelSummary, Named, Summary
from app.store.catalogue import EdgeRow
from ctdl.ctid import derive_ctid
from ctdl.records import CredentialRecord
from tests.presenters.records import CREDENTIAL, PARENT, a_stored_record
from tests.support.crosswalks import shipped_crosswalk

TODAY = date(2026, 11, 22)
SHOWN = LevelsShown(shipped_crosswalk(), ("eqf", "nfq-ie"))

pytestmark = pytest.mark.usefixtures("in_english")


def a_summary(*levels: str | None) -> Summary:
    """A record in a list that states these levels."""
    stated = tuple(LevelSummary(each, {"en": f"Level {each}"}, {}) for each in levels)
    return Summary(CREDENTIAL, "ceterms:MicroCredential", {"en": "Data"}, levels=stated)


def test_a_card_keeps_the_stated_level_and_adds_the_chosen_ones() -> None:
    [level, *_] = card(a_summary("nzqcf:7"), TODAY, levels=SHOWN).facts

    [value] = level.values
    assert str(value.text) == "Level nzqcf:7"
    assert [str(each.label) for each in value.elsewhere] == ["EQF 6", "NFQ (IE) 7–8"]


def test_a_card_with_nothing_chosen_is_as_stated() -> None:
    [level, *_] = card(a_summary("nzqcf:7"), TODAY).facts

    assert level.values[0].elsewhere == ()


def test_a_card_of_an_unknown_framework_or_of_no_level_adds_nothing() -> None:
    [unknown, *_] = card(a_summary(None), TODAY, levels=SHOWN).facts
    [none, *_] = card(a_summary(), TODAY, levels=SHOWN).facts

    assert [value.elsewhere for value in unknown.values] == [()]
    assert none.values == ()


def test_a_record_of_two_frameworks_is_not_compared_with_its_own_other_level() -> None:
    [level, *_] = card(a_summary("nfq-ie:7", "eqf:6"), TODAY, levels=SHOWN).facts

    assert [value.elsewhere for value in level.values] == [(), ()]


def test_a_card_says_why_its_level_was_found() -> None:
    row = shipped_crosswalk().also("eqf:6")["nzqcf:7"]

    shown = card(a_summary("nzqcf:7"), TODAY, reasons=[level_reason(row)])

    [reason] = shown.reasons
    assert reason.sentence == (
        "NZQCF Level 7 is comparable to EQF Level 6 (comparison report, 2016)"
    )


def test_the_facts_of_a_credential_show_the_chosen_levels() -> None:
    level = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": f"resources/{derive_ctid('level:nzqcf:8')}",
    }
    stored = a_stored_record(atLevel=[level])
    record = stored.record
    assert isinstance(record, CredentialRecord)

    facts = credential_facts(record, Sources(stored.provenance), {}, levels=SHOWN)

    [value] = next(fact for fact in facts if fact.key == "level").values
    assert [(each.framework, each.has_none) for each in value.elsewhere] == [
        ("eqf", True),
        ("nfq-ie", True),
    ]


def test_the_list_of_a_pathway_shows_the_chosen_levels() -> None:
    kind = "ceterms:MicroCredential"
    larger = Summary(PARENT, kind, {"en": "Diploma"})
    pathway = Pathway(
        ctid=PARENT,
        things={
            CREDENTIAL: Named(CREDENTIAL, {"en": "Data"}, kind),
            PARENT: Named(PARENT, {"en": "Diploma"}, kind),
        },
        summaries={CREDENTIAL: a_summary("nzqcf:7"), PARENT: larger},
        steps=(
            Step(
                CREDENTIAL,
                PARENT,
                "ceterms:isPartOf",
                (EdgeRow(CREDENTIAL, CREDENTIAL, "ceterms:isPartOf", PARENT, None),),
            ),
        ),
        is_cut=False,
    )

    page = pathway_page(pathway, (), {}, lambda link: "/", SHOWN)

    [part] = page.parts
    assert part.thing.level == "Level nzqcf:7"
    assert [str(each.label) for each in part.thing.elsewhere] == ["EQF 6", "NFQ (IE) 7–8"]
