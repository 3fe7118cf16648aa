"""Quality assurance on a day as evidence: of the credential, its provider and its issuer."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from app.services.assurance import AssuranceAnswer
from ctdl.assurance import Judged, Party
from ctdl.concepts.model import EDITORS
from ctdl.ctid import CTID
from ctdl.evaluation import By, Evidence, Origin, Says
from ctdl.messages import Said, in_languages, say
from ctdl.records import Reference

MOST_STATEMENTS: Final = 6
_LONGEST_NAME: Final = 300
_NOBODY: Final = say("a body that is not named")

_ACTS: Final[Mapping[str | None, Said]] = {
    "accreditation": say("accreditation"),
    "approval": say("approval"),
    "recognition": say("recognition"),
    "regulation": say("regulation"),
    "registration": say("entry in a register"),
}
_OF: Final = say("%(kind)s of %(subject)s by %(body)s")
_FROM_UNTIL: Final = say("%(kind)s of %(subject)s by %(body)s, %(since)s to %(until)s")
_SINCE: Final = say("%(kind)s of %(subject)s by %(body)s, since %(since)s")
_UNTIL: Final = say("%(kind)s of %(subject)s by %(body)s, until %(until)s")
_NOT_CONFIRMED: Final = say("Not confirmed by the body that is said to vouch.")
_CONDITIONS: Final = say("With conditions, which have to be read.")
_NOT_FOR_WHAT: Final = say("That it is recognised does not say for what.")
_ONLY_ONE: Final = say("Nothing tells that each of these bodies is recognised itself.")
_BROKEN: Final = say("The chain of those who vouch for this body is broken.")
_DOUBTS: Final[Mapping[str, Said]] = {
    "undated": say("Says nothing of that day: no dates are stated."),
    "renewal unknown": say(
        "It was read before the end that it states; whether it was renewed is not known."
    ),
    "planned": say("Planned, not given."),
    "listing": say("An entry in a register is no judgement."),
    "own": say("Its own word about itself."),
    "nobody": say("Names nobody who vouches."),
    "reversed": say("It ends before it begins."),
    "renews nothing": say("It renews what is not stated."),
    "refused later": say("Later than the day."),
    "revokes": say("It takes back what was said before."),
    "contradicted": say("A source nearer to the agency outweighs it."),
    "dated elsewhere": say("Another source states its dates."),
    "not begun": say("It had not begun on that day."),
    "ended": say("It had ended on that day."),
    "revoked": say("It was revoked by that day."),
    "suspended": say("It was suspended on that day."),
    "refused": say("It was refused."),
}


def recognition(found: AssuranceAnswer) -> tuple[Evidence, ...]:
    """The statements that decide the answer for the day, and beside them those that do not."""
    says = _says(found)
    relied = found.answer.relied_on[:MOST_STATEMENTS]
    over = found.answer.no_longer[:MOST_STATEMENTS]
    told = {id(each) for each in (*relied, *over)}
    others = [each for each in found.statements if id(each) not in told]
    return (
        *(_evidence(each, _says_against(each), found, _doubt(each)) for each in over),
        *(_evidence(each, says, found, _doubt_of_relied(each, found)) for each in relied),
        *(_evidence(each, "aside", found, _doubt(each)) for each in others[:MOST_STATEMENTS]),
    )


def recognised_by(found: AssuranceAnswer, bodies: Collection[CTID]) -> tuple[Evidence, ...]:
    """What these bodies themselves state about the quality of it: no rule and no credit yet."""
    theirs = [
        each
        for each in found.statements
        if each.statement.claim.by.ctid in bodies and each.statement.role == "credential"
    ]
    return tuple(
        _evidence(each, "aside", found, _NOT_FOR_WHAT if each.covers else _doubt(each))
        for each in theirs[:MOST_STATEMENTS]
    )


def _says(found: AssuranceAnswer) -> Says:
    """What the answer is as evidence: what ran out is expired, what was taken back says no."""
    if found.status in ("assured", "assured with conditions"):
        return "yes"
    if found.status == "not assured" and found.answer.relied_on:
        return _says_against(found.answer.relied_on[0])
    return "aside"


def _says_against(one: Judged) -> Says:
    if not one.is_against:
        return "aside"
    return "expired" if one.outcome == "ended" else "no"


def _doubt_of_relied(one: Judged, found: AssuranceAnswer) -> str:
    if one.outcome == "covers with conditions":
        return _CONDITIONS
    if one.covers and found.chain.broken:
        return _BROKEN
    if one.covers and not one.statement.confirmed:
        return _NOT_CONFIRMED
    return "" if one.covers else _doubt(one)


def _doubt(one: Judged) -> str:
    return _DOUBTS.get(one.reason or one.outcome, "")


def _evidence(one: Judged, says: Says, found: AssuranceAnswer, doubt: str) -> Evidence:
    told = one.statement.told
    asserted_by = _name(told.asserted_by, found)
    seen = told.seen or (told.stated_at[:10] if told.stands else None)
    origin = Origin(
        source=told.source or told.record,
        source_url=told.source_url,
        asserted_by=asserted_by,
        date=seen,
        by=_by(one, asserted_by),
        record=told.record,
        stands=told.stands,
    )
    return Evidence(_words(one, found), says, origin, doubt)


def _by(one: Judged, asserted_by: str) -> By:
    if one.statement.told.side == "provider" or one.statement.is_own:
        return "issuer"
    return "registry" if asserted_by.startswith(EDITORS) else "third party"


def _words(one: Judged, found: AssuranceAnswer) -> Said:
    claim = one.statement.claim
    values: dict[str, object] = {
        "kind": _ACTS.get(claim.kind, say("quality assurance")),
        "subject": _name(claim.subject, found),
        "body": _name(claim.by, found),
    }
    if claim.start and claim.until:
        return say(_FROM_UNTIL.pattern, **values, since=claim.start, until=claim.until)
    if claim.start:
        return say(_SINCE.pattern, **values, since=claim.start)
    if claim.until:
        return say(_UNTIL.pattern, **values, until=claim.until)
    return say(_OF.pattern, **values)


def _name(party: Party, found: AssuranceAnswer) -> str:
    known = found.names.get(party.ctid) if party.ctid else None
    named = (known[0].name if known else {}, party.name)
    texts = next((each for each in named if any(each.values())), {})
    shortened = {tag: text[:_LONGEST_NAME] for tag, text in texts.items()}
    return in_languages(shortened, (party.iri or party.ctid or "")[:_LONGEST_NAME] or _NOBODY)


def joined(answers: Iterable[AssuranceAnswer], bodies: Iterable[Reference]) -> tuple[Evidence, ...]:
    """What is known of these bodies together: yes only where each of them is recognised itself.

    One that is recognised does not answer for another of which nothing is known.
    """
    found = [recognition(each) for each in answers]
    are_all = len(found) >= len({each.ctid or id(each) for each in bodies})
    if are_all and all(any(one.says == "yes" for one in some) for some in found):
        return tuple(one for some in found for one in some)
    return tuple(
        replace(one, says="aside", doubt=_ONLY_ONE) if one.says == "yes" else one
        for some in found
        for one in some
    )
