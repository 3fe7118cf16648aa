"""Asking for the decisions of an institution by its name: found whole, offered in part."""

import pytest

from app.services.precedents import precedents
from app.services.registry import Registry
from ctdl.ctid import derive_ctid
from tests.services.decisions import BADGE, COLLEGE, DAY, FROM, known, owned_by
from tests.services.stacking.credentials import a_transfer, towards
from tests.support.documents import (
    an_organization,
    ctid_of,
)


def test_an_institution_is_found_by_its_whole_name_and_never_guessed(registry: Registry) -> None:
    dated = {"startDate": "2020-01-01", "endDate": "2099-12-31"}
    known(registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), **dated))
    ctid = ctid_of(BADGE)

    verdicts = {
        text: asked.verdict
        for text in ("receiving  COLLEGE", "Receiving", f"https://x.test/{COLLEGE}", "x" * 5_000)
        if (asked := precedents(registry, ctid, DAY, text).asked)
    }

    assert verdicts["receiving  COLLEGE"] == "accepted"
    assert verdicts["x" * 5_000] == "not assessed"


@pytest.mark.parametrize("text", ["Receiving", "college receiv", "Recieving College", "RECEIVING"])
def test_a_part_of_a_name_or_one_mistyped_is_asked_about(registry: Registry, text: str) -> None:
    known(registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE)))

    asked = precedents(registry, ctid_of(BADGE), DAY, text).asked

    assert asked is not None
    assert asked.verdict == "unclear"
    assert COLLEGE in [each.ctid for each in asked.meant.candidates]


def test_a_name_that_two_have_is_answered_for_neither(registry: Registry) -> None:
    twin = derive_ctid("test:receiving college two")
    known(registry, an_organization("Receiving College", twin))
    known(registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE)))

    asked = precedents(registry, ctid_of(BADGE), DAY, "Receiving College").asked

    assert asked is not None
    assert (asked.verdict, asked.meant.is_name_of_several) == ("unclear", True)
    assert {each.ctid for each in asked.meant.candidates} == {COLLEGE, twin}


@pytest.mark.parametrize("text", [str(derive_ctid("test:nobody")), "https://nobody.example/"])
def test_an_identifier_of_nobody_is_not_answered_for_somebody(
    registry: Registry, text: str
) -> None:
    known(registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE)))

    asked = precedents(registry, ctid_of(BADGE), DAY, text).asked

    assert asked is not None
    assert (asked.verdict, asked.meant.candidates) == ("unclear", ())
