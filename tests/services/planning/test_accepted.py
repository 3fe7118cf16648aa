"""What is accepted elsewhere, and counts in a plan."""

from dataclasses import replace

from app.services.planning import plan
from ctdl.pathways.things import Acceptance
from tests.services.planning.problems import SAID, a_problem, a_thing, credits, needs
from tests.services.planning.test_planner import added


def test_what_does_not_say_whether_it_is_accepted_counts_for_nothing() -> None:
    stated = Acceptance("transfer", frozenset("h"), SAID, "course", credits=(credits(10),))
    silent = replace(stated, state="not stated")
    things = [a_thing("h"), a_thing("course", 10)]

    answers = [
        plan(a_problem(needs("course"), things, held="h", acceptances=(each,)))
        for each in (stated, silent)
    ]

    assert [added(each)[0] for each in answers] == [(), ("course",)]
