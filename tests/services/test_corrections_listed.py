"""Lists of corrections: what is counted, what comes first, and how often the database is asked."""

from dataclasses import replace
from time import sleep

from app.services import correction_answers, corrections
from app.services.correction_answers import Answering
from app.services.publishing import OPERATOR
from app.services.registry import Registry
from ctdl.ctid import CTID
from tests.services.test_corrections import ASKED, COLLEGE, FIRST_AID, publish, send
from tests.support.documents import PROVIDER
from tests.support.queries import queries


def test_lists_are_newest_first_and_in_pages(registry: Registry) -> None:
    publish(registry)
    for place in range(corrections.PAGE + 1):
        send(registry, replace(ASKED, problem=f"Wrong {place}."))

    first, second = (corrections.about(registry, FIRST_AID, page) for page in (1, 2))

    assert [each.number for each in (*first.found, *second.found)] == list(range(21, 0, -1))
    assert (first.pages, first.total) == (2, 21)
    assert first.counts == {"open": 21, "accepted": 0, "declined": 0, "withdrawn": 0}
    assert [each.number for each in corrections.newest(registry, PROVIDER, 2)] == [21, 20]
    assert corrections.newest(registry, CTID(OPERATOR.ctid), 2) == ()


def test_what_is_hidden_waits_for_nobody_and_is_counted_by_itself(registry: Registry) -> None:
    publish(registry)
    for place in range(3):
        send(registry, replace(ASKED, problem=f"Wrong {place}."))
    correction_answers.answer(registry, 1, COLLEGE.ctid, Answering("declined", "No."))
    correction_answers.hide(registry, 1, "Insults a person.")
    correction_answers.hide(registry, 2, "Insults a person.")

    about = corrections.about(registry, FIRST_AID)
    waiting = corrections.waiting(registry, FIRST_AID, 3)
    operator = corrections.everywhere(registry, "open")

    assert about.counts == {"open": 1, "accepted": 0, "declined": 0, "withdrawn": 0}
    assert (about.hidden, about.total, len(about.found)) == (2, 3, 3)
    for page in (waiting, operator, corrections.kept_by(registry, [PROVIDER], "open")):
        assert ([each.number for each in page.found], page.total, page.pages) == ([3], 1, 1)
        assert page.counts["open"] == 1
    assert corrections.everywhere(registry, None).total == 3
    assert corrections.kept_by(registry, [PROVIDER]).total == 1


def test_what_changed_last_is_newest_whenever_it_was_asked(registry: Registry) -> None:
    publish(registry)
    for place in range(4):
        send(registry, replace(ASKED, problem=f"Wrong {place}."))
        _wait()
    correction_answers.answer(registry, 2, COLLEGE.ctid, Answering("declined", "No."))
    _wait()
    correction_answers.hide(registry, 1, "Insults a person.")

    assert [each.number for each in corrections.newest(registry, None, 3)] == [1, 2, 4]
    assert [each.number for each in corrections.newest(registry, PROVIDER, 2)] == [1, 2]


def _wait() -> None:
    """Let the next instant that is written be another one."""
    now = corrections.written_now()
    while corrections.written_now() == now:
        sleep(0.001)


def test_a_list_is_read_with_as_many_queries_however_long_it_is(registry: Registry) -> None:
    publish(registry)
    counted = []
    for place in range(3):
        send(registry, replace(ASKED, problem=f"Wrong {place}."))
        with queries() as sent:
            corrections.about(registry, FIRST_AID)
            corrections.waiting(registry, FIRST_AID, 3)
            corrections.newest(registry, PROVIDER, 50)
        counted.append(len([each for each in sent if each.startswith("SELECT")]))

    assert counted == [5, 5, 5]


def test_the_names_of_those_who_answered_are_read_at_once(registry: Registry) -> None:
    publish(registry)
    for place, by in enumerate((COLLEGE.ctid, OPERATOR.ctid)):
        send(registry, replace(ASKED, problem=f"Wrong {place}."))
        correction_answers.answer(registry, place + 1, by, Answering("declined", "No."))

    with queries() as sent:
        found = corrections.newest(registry, None, 50)

    assert {each.answer.by_name for each in found if each.answer} == {
        "Example College",
        OPERATOR.name,
    }
    assert len([each for each in sent if each.startswith("SELECT")]) == 2
