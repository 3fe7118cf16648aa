"""From a document to what it says of quality assurance, in every form CTDL has for it.

The short forms of both sides (`accreditedBy`, `accredits`), the form with a jurisdiction
(`accreditedIn`, whose profile names who asserts it), and actions: records of their own, or held
inside a credential or an organisation. `revokedBy`, `renewedBy` and their kin are left out: they
say who takes an award back from holders, which is no word about its quality.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from ctdl.assurance.statements import Act, Claim, Party, Standing
from ctdl.documents import Document
from ctdl.language import LangText
from ctdl.records.quality import ACTIONS, SHORT_FORMS
from ctdl.records.reading import DESCRIPTIONS, NAMES, NodeView
from ctdl.records.values import QAKind, Reference

FROM_AGENCY: Final[dict[str, QAKind]] = {
    "ceterms:accredits": "accreditation",
    "ceterms:approves": "approval",
    "ceterms:recognizes": "recognition",
    "ceterms:regulates": "regulation",
}
WITH_PLACE: Final[dict[str, QAKind]] = {
    "ceterms:accreditedIn": "accreditation",
    "ceterms:approvedIn": "approval",
    "ceterms:recognizedIn": "recognition",
    "ceterms:regulatedIn": "regulation",
}
HELD_ACTIONS: Final = (
    "ceterms:relatedAction",
    "ceterms:objectOfAction",
    "ceterms:credentialingAction",
)
POINTS_AT_SUBJECT: Final = ("ceterms:object", "ceterms:credentialingAction", *FROM_AGENCY)
"""The relations by which another record speaks about a thing."""

_ACTS: Final[dict[str, Act]] = {
    "ceterms:RevokeAction": "revocation",
    "ceterms:RenewAction": "renewal",
}
MOST_CLAIMS: Final = 2_000
"""How much of what one document says is weighed; one more tells that there is more."""

_BY_STATUS: Final[dict[str, Standing]] = {
    "FailedActionStatus": "refused",
    "PotentialActionStatus": "planned",
}
_BY_AWARD: Final[dict[str, Standing]] = {
    "Probationary": "with conditions",
    "Suspended": "suspended",
}
# Only whole phrases count, and only in what the act itself is called or described as.
_WITH: Final = (
    r"\b(?:with|subject to|under|avec|sous)\s+(?:\w+\s+)?(?:conditions?|réserves?|restrictions?)\b"
)
_ACT_WORDS: Final = (
    r"accreditation|approval|recognition|regulation|registration"
    r"|accréditation|approbation|reconnaissance|agrément"
)
_NEGATED: Final = re.compile(
    r"\b(?:without|no|free of|lifted|removal of|sans|aucune?|levée?s? d\w*)\s+"
    r"(?:\w+\s+){0,2}(?:conditions?|restrictions?|probation|suspension|réserves?)\b"
)
_CONDITIONAL: Final = re.compile(
    rf"{_WITH}|\bconditional(?:ly)?\b|\bprovisional(?:ly)?\b|\bon probation\b|\bprobationary\b"
    r"|\bconditionnel\w*|\bprovisoire\w*|\bprobatoire\w*"
)
# A name holds the title of what is approved, which may well be about probation.
_CONDITIONAL_NAME: Final = re.compile(
    rf"{_WITH}|\b(?:conditional|provisional|probationary)\s+(?:{_ACT_WORDS})\b"
    rf"|\b(?:{_ACT_WORDS})\s+(?:conditionnelle|provisoire|probatoire)\b|\bon probation\b"
)
_SUSPENDED: Final = re.compile(r"\bsuspen(?:ded|sion|due?s?)\b")
_SUSPENDED_NAME: Final = re.compile(
    rf"\bsuspen(?:ded|sion|due?)\b.*\b(?:{_ACT_WORDS})\b|\b(?:{_ACT_WORDS})\b.*\bsuspen(?:ded|due?)\b"
)


def claims_in(document: Document) -> list[Claim]:
    """Everything the document says of quality assurance, in the order of the document.

    An action tells more than the short form of the same statement and takes its place. Of very
    many only the first, one more than MOST_CLAIMS.
    """
    acted: list[Claim] = []
    short: list[Claim] = []
    entered: set[int] = set()
    for node in document.by_ctid.values():
        view = NodeView(document, node)
        acted.extend(_of_actions(view, entered))
        short.extend(_short_forms(view))
    told = {_key(claim) for claim in acted if claim.act == "grant"}
    return [*acted, *(claim for claim in short if _key(claim) not in told)][: MOST_CLAIMS + 1]


def _key(claim: Claim) -> tuple[object, ...]:
    return (claim.kind, claim.subject.key, claim.by.key)


def _short_forms(view: NodeView) -> Iterator[Claim]:
    own = _own(view)
    for name, kind in SHORT_FORMS.items():
        for body in view.references(name):
            yield Claim("grant", kind, own, _party(body), name)
    for name, kind in FROM_AGENCY.items():
        for subject in view.references(name):
            yield Claim("grant", kind, _party(subject), own, name)
    for name, kind in WITH_PLACE.items():
        for profile in view.views(name):
            yield from _in_place(profile, own, name, kind)


def _in_place(profile: NodeView, own: Party, name: str, kind: QAKind) -> Iterator[Claim]:
    bodies = profile.references("ceterms:assertedBy") or (Reference(None, None),)
    for body in bodies:
        yield Claim(
            "grant",
            kind,
            own,
            _party(body),
            name,
            description=profile.text(*DESCRIPTIONS),
            jurisdiction=_place(profile),
        )


def _place(profile: NodeView) -> LangText:
    for place in profile.views("ceterms:mainJurisdiction"):
        found = place.text(*NAMES, "ceterms:addressRegion", "ceterms:addressCountry")
        if found:
            return found
    return {}


def _of_actions(view: NodeView, entered: set[int]) -> Iterator[Claim]:
    if _act(view) is not None:
        yield from _action(view, None, view.type, entered)
    for name in HELD_ACTIONS:
        for held in view.views(name):
            yield from _action(held, view, name, entered)


def _action(
    view: NodeView, holder: NodeView | None, name: str, entered: set[int]
) -> Iterator[Claim]:
    """What an action says; `holder` is the thing it is held in, if that is another."""
    act = _act(view)
    if act is None or id(view.node) in entered:
        return
    entered.add(id(view.node))
    is_of_agency = name == "ceterms:credentialingAction"
    objects = [_party(each) for each in view.references("ceterms:object")]
    agents = [_party(each) for each in view.references("ceterms:actingAgent")]
    if holder is not None:
        own = _own(holder)
        objects = objects or ([] if is_of_agency else [own])
        agents = agents or ([own] if is_of_agency else [Party(None)])
    path = name if holder is None else f"{name}/{view.type}"
    for subject in objects:
        for agent in agents or [Party(None)]:
            yield Claim(
                act=act,
                kind=_kind(view),
                subject=subject,
                by=agent,
                property=path,
                start=view.string("ceterms:startDate"),
                until=view.string("ceterms:endDate"),
                standing=_standing(view),
                name=view.text(*NAMES),
                description=view.text(*DESCRIPTIONS),
                evidence=view.iris("ceterms:evidenceOfAction"),
            )


def _act(view: NodeView) -> Act | None:
    for name in view.types:
        if name in _ACTS:
            return _ACTS[name]
    return "grant" if _kind(view) is not None else None


def _kind(view: NodeView) -> QAKind | None:
    return next((ACTIONS[name] for name in view.types if name in ACTIONS), None)


def _standing(view: NodeView) -> Standing:
    """What an action says of itself: its status, that of what was awarded, then its own words."""
    statuses = view.concepts("ceterms:actionStatusType")
    for status in statuses:
        if status.term in _BY_STATUS:
            return _BY_STATUS[status.term]
    for award in view.views("ceterms:instrument", "ceterms:resultingAward"):
        for concept in award.concepts("ceterms:credentialStatusType"):
            if concept.term in _BY_AWARD:
                return _BY_AWARD[concept.term]
    told = _words([status.name for status in statuses] + [view.text(*DESCRIPTIONS)])
    called = _words([view.text(*NAMES)])
    if _SUSPENDED.search(told) or _SUSPENDED_NAME.search(called):
        return "suspended"
    is_conditional = _CONDITIONAL.search(told) or _CONDITIONAL_NAME.search(called)
    return "with conditions" if is_conditional else "in force"


def _words(texts: list[LangText]) -> str:
    text = " . ".join(text for each in texts for text in each.values())
    return _NEGATED.sub(" ", text[:5_000].casefold())


def _own(view: NodeView) -> Party:
    iri: Any = view.node.get("@id")
    address = iri if isinstance(iri, str) and view.ctid is None else None
    return Party(view.ctid, view.text(*NAMES), address)


def _party(reference: Reference) -> Party:
    return Party(reference.ctid, reference.name, None if reference.ctid else reference.iri)
