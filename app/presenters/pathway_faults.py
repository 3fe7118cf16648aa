"""What does not hold together in what records state, in words: for pathways and for plans."""

from collections.abc import Iterable

from flask_babel import gettext

from app.presenters.plan_words import PlanWords
from ctdl.pathways.reading import Fault


def fault_words(faults: Iterable[Fault], words: PlanWords) -> tuple[str, ...]:
    """Each of them in a sentence, once."""
    return tuple(dict.fromkeys(_fault_words(each, words) for each in faults))


def _fault_words(fault: Fault, words: PlanWords) -> str:
    """What does not hold together in a record, in a sentence."""
    things = words.named(fault.ids)
    return {
        "cycle": gettext("These lead back to themselves: %(things)s", things=things),
        "requires-itself": gettext("This requires itself: %(things)s", things=things),
        "contradiction": gettext("Rules that exclude each other: %(things)s", things=things),
        "component-missing": gettext("Named, but not described: %(things)s", things=things),
        "not-a-component": gettext("Not of a class of components: %(things)s", things=things),
        "ctid-malformed": gettext("With a malformed CTID: %(things)s", things=things),
        "no-destination": gettext("The record names no destination."),
        "number-not-stated": gettext(
            "How many are needed is not stated: %(things)s", things=things
        ),
        "number-out-of-reach": gettext("More are needed than are named: %(things)s", things=things),
        "number-not-usable": gettext("A number that cannot be used: %(things)s", things=things),
        "condition-empty": gettext("A condition that names nothing: %(things)s", things=things),
        "operator-unknown": gettext("An unknown logical operator: %(things)s", things=things),
        "constraint-not-read": gettext(
            "A constraint only people can read: %(things)s", things=things
        ),
        "too-deep": gettext("Nested deeper than is read: %(things)s", things=things),
        "too-many": gettext("More than is read: %(things)s", things=things),
    }[fault.code]
