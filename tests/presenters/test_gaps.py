"""What is not stated, field by field, and the letter that asks for it."""

import pytest

from app.presenters.facts import Fact, Value
from app.presenters.gaps import gaps
from app.presenters.text import framed

pytestmark = pytest.mark.usefixtures("in_english")

FACTS = (
    Fact("name", "Title", (Value(framed("First aid")),)),
    Fact("level", "Level"),
    Fact("cost", "Cost"),
)
ADDRESS = "https://registry.test/credentials/ce-1"


def test_every_gap_is_counted_named_and_asked_for() -> None:
    found = gaps(FACTS, "First aid", ADDRESS)

    assert (found.stated, found.total, found.percent) == (1, 3, 33)
    assert found.words == "1 of 3 facts are stated."
    assert [fact.key for fact in found.missing] == ["level", "cost"]
    for said in ("First aid", "- Level", "- Cost", ADDRESS):
        assert said in found.letter
    assert "- Title" not in found.letter


def test_letter_opens_as_a_message_to_a_stated_address_only() -> None:
    written = gaps(FACTS, "First aid", ADDRESS, ["office@college.example"])
    hostile = gaps(FACTS, "First aid", ADDRESS, ["x@y.example?bcc=all@z.example"])

    assert written.mail is not None
    assert (written.mail.url or "").startswith("mailto:office@college.example?subject=")
    assert "%0D%0A-%20Cost" in (written.mail.url or "")
    assert hostile.mail is None
    assert gaps(FACTS, "First aid", ADDRESS).mail is None


def test_nothing_missing_is_whole() -> None:
    found = gaps(FACTS[:1], "First aid", ADDRESS)

    assert (found.missing, found.percent) == ((), 100)
