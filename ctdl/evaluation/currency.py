"""Whether a record was in effect on a day, by its dates and the status it was seen to have.

What was seen to be active once says nothing of later days, unless its publisher keeps saying so;
what has ended stays ended.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ctdl.assurance.dates import Days, days_of, days_seen
from ctdl.evaluation.evidence import Evidence, Origin
from ctdl.messages import name, say
from ctdl.records.credentials import CredentialRecord
from ctdl.vocabulary import vocabulary

_STATUS: Final = ("ceterms:credentialStatusType", "ceterms:lifeCycleStatusType")
_CURRENT: Final = frozenset({"Active", "Ceasing"})
_ENDED: Final = frozenset({"Ceased", "Deprecated"})
_NOT_ON_OFFER: Final = say("It is still awarded, but no longer taken up.")
_NOT_YET: Final = say("It takes effect later; what was in effect before is not stated.")
_SEEN_LATER: Final = say("That was seen after the day asked about.")
_SEEN_ONCE: Final = say("That was seen before the day asked about, and may have changed since.")
_WHEN: Final = say("When that was seen is not stated.")


def in_effect(
    record: CredentialRecord, told: Callable[[Sequence[str]], Origin], day: date
) -> tuple[Evidence, ...]:
    """What is stated about being in effect; where anything says no, nothing says yes."""
    found = (*_by_dates(record, told, day), *_by_status(record, told, day))
    if any(each.says in ("no", "expired") for each in found):
        return tuple(replace(each, says="aside") if each.says == "yes" else each for each in found)
    return found


def _by_dates(
    record: CredentialRecord, told: Callable[[Sequence[str]], Origin], day: date
) -> Iterator[Evidence]:
    begins, ends = days_of(record.date_effective), days_of(record.expiration_date)
    if ends:
        said = say("Valid until %(date)s", date=record.expiration_date)
        origin = told(("ceterms:expirationDate",))
        is_over = day > ends.last
        # What runs until a day was in effect on that day; since when, only its start tells.
        holds = begins is None and day == ends.last
        yield Evidence(said, "expired" if is_over else "yes" if holds else "aside", origin)
    if begins:
        said = say("In effect since %(date)s", date=record.date_effective)
        origin = told(("ceterms:dateEffective",))
        doubt = _doubt_of_beginning(begins, ends, origin, day)
        yield Evidence(said, "aside" if doubt else "yes", origin, doubt)


def _doubt_of_beginning(begins: Days, ends: Days | None, origin: Origin, day: date) -> str:
    """Why a first day does not settle it: without an end it holds as far as it was seen to."""
    if day < begins.first:
        return _NOT_YET
    if ends or origin.stands:
        return ""
    seen = days_seen(origin.date)
    if seen is None:
        return _WHEN
    return _SEEN_ONCE if day > seen.last else ""


def _by_status(
    record: CredentialRecord, told: Callable[[Sequence[str]], Origin], day: date
) -> Iterator[Evidence]:
    status = record.status
    if not status:
        return
    origin = told(_STATUS)
    words = name(vocabulary().label(f"credentialStat:{status}"))
    said = say("Status: %(status)s", status=words)
    seen = days_seen(origin.date)
    if seen is None:
        yield Evidence(said, "aside", origin, _WHEN)
    elif day < seen.first:
        yield Evidence(said, "aside", origin, _SEEN_LATER)
    elif status in _ENDED:
        yield Evidence(said, "expired", origin)
    elif day > seen.last and not origin.stands:
        yield Evidence(said, "aside", origin, _SEEN_ONCE)
    elif status == "Suspended":
        yield Evidence(said, "no", origin)
    elif status in _CURRENT:
        yield Evidence(said, "yes", origin)
    else:
        yield Evidence(said, "aside", origin, _NOT_ON_OFFER if status == "TeachOut" else "")
