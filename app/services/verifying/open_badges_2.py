"""Open Badges 2.0: what an assertion says of itself, and the keys it encloses.

https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html; of the recipient
nothing is read.
"""

from collections.abc import Iterator
from typing import Any

from app.services.verifying.answers import Achievement, Dates, Identifier, Issuer, Note, Told
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


def is_assertion(document: Any) -> bool:
    """Whether this is an award as Open Badges 2.0 has it."""
    if not isinstance(document, dict) or "badge" not in document:
        return False
    stated = types(document)
    return "Assertion" in stated or (not stated and "verification" in document)


def is_hosted(document: Any) -> bool:
    """Whether this is an award that is proved by being at its address, as most are."""
    if not is_assertion(document):
        return False
    verification = document.get("verification")
    kinds = types(verification) if isinstance(verification, dict) else frozenset()
    return not {"signedbadge", "signed"}.intersection(each.lower() for each in kinds)


def is_first_version(document: Any) -> bool:
    """Whether this is an award as Open Badges 1.0 and 1.1 had it."""
    return isinstance(document, dict) and "badge" in document and "verify" in document


def told(assertion: Node) -> Told:
    """What the assertion says of itself, except of its recipient."""
    badge = assertion.get("badge")
    badge_class: Node = badge if isinstance(badge, dict) else {}
    issuer = badge_class.get("issuer")
    profile: Node = issuer if isinstance(issuer, dict) else {}
    awarded = instant(assertion.get("issuedOn"))
    return Told(
        "open-badges-2",
        Issuer(identifier(issuer), shown_text(profile.get("name")), identifier(profile.get("url"))),
        _achievement(badge, badge_class),
        Dates(
            awarded,
            awarded,
            instant(assertion.get("expires")),
            tuple(unreadable(("issuedOn", "expires"), assertion, instant)),
        ),
        tuple(_notes(badge, issuer)),
        identifier(assertion) if is_hosted(assertion) else None,
    )


def enclosed_keys(assertion: Node) -> Iterator[Node]:
    """Each CryptographicKey that is written into the assertion, with the address of its owner."""
    verification = assertion.get("verification")
    creator = verification.get("creator") if isinstance(verification, dict) else None
    badge = assertion.get("badge")
    issuer = badge.get("issuer") if isinstance(badge, dict) else None
    key = issuer.get("publicKey") if isinstance(issuer, dict) else None
    yield from nodes(creator)
    yield from nodes(key)


def named_key(assertion: Node) -> str | None:
    """The address of the key that the assertion says it was signed with."""
    verification = assertion.get("verification")
    return identifier(verification.get("creator")) if isinstance(verification, dict) else None


def _achievement(badge: Any, badge_class: Node) -> Achievement:
    criteria = badge_class.get("criteria")
    pages = [identifier(criteria), identifier(badge_class.get("url"))]
    codes = [each for each in items(badge_class.get("identifier")) if isinstance(each, str)]
    return Achievement(
        identifier(badge),
        shown_text(badge_class.get("name")),
        shown_text(badge_class.get("description")),
        None,
        tuple(dict.fromkeys(page for page in pages if page)),
        tuple(Identifier(code) for code in codes[:MOST_IDENTIFIERS]),
    )


def _notes(badge: Any, issuer: Any) -> Iterator[Note]:
    if isinstance(badge, str):
        yield Note(
            "badge-not-enclosed",
            say(
                "The badge only gives the address of what was awarded, and this registry opens no"
                " addresses: name and issuer are not known from it."
            ),
        )
    elif isinstance(issuer, str):
        yield Note(
            "issuer-not-enclosed",
            say(
                "The badge only gives the address of its issuer, and this registry opens no"
                " addresses: the issuer's name is not known from it."
            ),
        )
