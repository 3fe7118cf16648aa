"""Open Badges 3.0 and other W3C Verifiable Credentials: what one says of itself, and its keys.

https://www.imsglobal.org/spec/ob/v3p0, https://www.w3.org/TR/vc-data-model-2.0/ and 1.1; of the
subject only the achievement is read, never who it is.
"""

from collections.abc import Iterator
from typing import Any, Final

from app.services.verifying.answers import (
    Achievement,
    Dates,
    Format,
    Identifier,
    Issuer,
    Note,
    Told,
)
from app.services.verifying.limits import MOST_IDENTIFIERS
from app.services.verifying.values import (
    Node,
    identifier,
    instant,
    items,
    nodes,
    shown_text,
    types,
    unreadable,
)
from ctdl.messages import say

_BADGES: Final = frozenset({"OpenBadgeCredential", "AchievementCredential"})
_CTDL_TARGETS: Final = frozenset({"CTDL", "ceterms:Credential"})
_HUMAN_CODE: Final = "Human-readable code"
"""How the import of badges calls the kind of `humanCode` (ctdl.mapping.open_badges)."""
_DATES: Final = ("awardedDate", "validFrom", "issuanceDate", "validUntil", "expirationDate")
STATUS_LISTS: Final = frozenset({"BitstringStatusListCredential", "StatusList2021Credential"})


def is_credential(document: Any) -> bool:
    """Whether this is a verifiable credential, enclosed in no presentation."""
    return isinstance(document, dict) and "VerifiableCredential" in types(document)


def told(credential: Node) -> Told:
    """What the credential says of itself, except of its subject."""
    found = list(_achievements(credential))
    achievement = found[0] if found else {}
    issuer = credential.get("issuer")
    profile: Node = issuer if isinstance(issuer, dict) else {}
    valid_from = instant(credential.get("validFrom") or credential.get("issuanceDate"))
    return Told(
        _format(credential, bool(found)),
        Issuer(identifier(issuer), shown_text(profile.get("name")), identifier(profile.get("url"))),
        _achievement(achievement, credential),
        Dates(
            instant(credential.get("awardedDate")) or valid_from,
            valid_from,
            instant(credential.get("validUntil") or credential.get("expirationDate")),
            tuple(unreadable(_DATES, credential, instant)),
        ),
        tuple(_notes(len(found))),
    )


def enclosed_methods(credential: Node) -> Iterator[Node]:
    """Each verification method that is written into the profile of the issuer."""
    issuer = credential.get("issuer")
    if isinstance(issuer, dict):
        for name in ("verificationMethod", "assertionMethod", "publicKey"):
            yield from nodes(issuer.get(name))


def _format(credential: Node, has_achievement: bool) -> Format:
    is_badge = has_achievement or types(credential) & _BADGES
    return "open-badges-3" if is_badge else "verifiable-credential"


def _achievements(credential: Node) -> Iterator[Node]:
    for subject in nodes(credential.get("credentialSubject")):
        yield from nodes(subject.get("achievement"))


def _achievement(achievement: Node, credential: Node) -> Achievement:
    criteria = achievement.get("criteria")
    pages = [identifier(criteria) if isinstance(criteria, dict) else None]
    aligned = nodes(achievement.get("alignment"))
    targets = [
        identifier(each.get("targetUrl"))
        for each in aligned
        if _CTDL_TARGETS.intersection(_texts(each.get("targetType")))
    ]
    return Achievement(
        identifier(achievement),
        shown_text(achievement.get("name") or credential.get("name")),
        shown_text(achievement.get("description") or credential.get("description")),
        shown_text(achievement.get("achievementType")),
        tuple(dict.fromkeys(page for page in pages if page)),
        tuple(_identifiers(achievement))[:MOST_IDENTIFIERS],
        tuple(dict.fromkeys(each for each in targets if each))[:MOST_IDENTIFIERS],
    )


def _identifiers(achievement: Node) -> Iterator[Identifier]:
    for code in _texts(achievement.get("humanCode")):
        yield Identifier(code, _HUMAN_CODE)
    for each in nodes(achievement.get("otherIdentifier")):
        kind = each.get("identifierType")
        for code in _texts(each.get("identifier")):
            yield Identifier(code, kind.removeprefix("ext:") if isinstance(kind, str) else None)


def _texts(value: Any) -> list[str]:
    return [each.strip() for each in items(value) if isinstance(each, str) and each.strip()]


def _notes(achievements: int) -> Iterator[Note]:
    if achievements > 1:
        yield Note(
            "several-achievements",
            say(
                "The credential holds %(count)s achievements; only the first is looked at.",
                count=achievements,
            ),
        )
    elif not achievements:
        yield Note(
            "no-achievement",
            say(
                "This is a verifiable credential without an achievement as Open Badges have it:"
                " what was awarded is known from its name only."
            ),
        )
