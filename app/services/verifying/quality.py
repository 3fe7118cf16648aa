"""The quality assurance of what was awarded, on the day it was awarded."""

from dataclasses import dataclass
from datetime import date

from app.services.assurance import AssuranceAnswer, assurance_on
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.registry import Registry
from app.services.verifying.answers import Verified
from ctdl.messages import Said, say


@dataclass(frozen=True)
class QualityOnAward:
    """The answer for the one record and the day, or why there is none."""

    answer: AssuranceAnswer | None = None
    why_not: Said | None = None


def quality_on_award(registry: Registry, found: Verified, today: date) -> QualityOnAward:
    """What is known of the quality of the record on the day that the badge states.

    Asked only where there is no doubt which record and which day: it would lend a badge that does
    not hold the good name of somebody else.
    """
    awarded = found.told.dates.awarded
    if found.proof.result == "invalid":
        return QualityOnAward(
            why_not=say("The badge does not hold, so nothing is said of its quality assurance.")
        )
    if not found.matches:
        return QualityOnAward(
            why_not=say("No record of this registry was found for it, so nothing is known.")
        )
    if len(found.matches) > 1:
        return QualityOnAward(
            why_not=say("Several records fit. Open one to see its quality assurance on a date.")
        )
    if found.matches[0].issuer == "differs":
        return QualityOnAward(
            why_not=say(
                "What is known of the issuer does not fit the provider of the record, so the"
                " record's quality assurance says nothing of this badge."
            )
        )
    if awarded is None:
        return QualityOnAward(
            why_not=say("The badge states no date of award, so there is no day to look at.")
        )
    if awarded.date() > today:
        return QualityOnAward(
            why_not=say("The date of award lies in the future; nobody knows what holds then.")
        )
    try:
        answer = assurance_on(registry, found.matches[0].ctid, awarded.date(), today=today)
    except (RecordNotFound, RecordWithdrawn):
        return QualityOnAward(why_not=say("The record was withdrawn a moment ago."))
    return QualityOnAward(answer)
