"""Presentations: the one badge in it, and the status lists that came along."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.services.verifying import credentials, open_badges_2
from app.services.verifying.answers import PresentedRefused
from app.services.verifying.limits import MAX_ENCLOSED
from app.services.verifying.tokens import Token, read_token
from app.services.verifying.values import Node, items, nodes, read_document, types
from ctdl.mapping.tokens import is_token
from ctdl.messages import say

_ENVELOPED: Final = "EnvelopedVerifiableCredential"
_ENVELOPES: Final = ("data:application/vc+jwt,", "data:application/vc-ld+jwt,")


@dataclass(frozen=True)
class Signed:
    """A credential or assertion, with the token around it where there is one."""

    document: Node
    token: Token | None = None


@dataclass(frozen=True)
class Presented:
    """The badge, and the status lists that were presented with it."""

    badge: Signed
    lists: tuple[Signed, ...] = ()
    in_presentation: bool = False


def read_presented(text: str, *, is_token: bool) -> Presented:
    """What the text of a badge holds; raises PresentedRefused."""
    if is_token:
        token = read_token(text)
        _require_one(token)
        vp = token.payload.get("vp")
        return _sorted_out(Signed(vp if isinstance(vp, dict) else token.document, token))
    document = read_document(text)
    if isinstance(document, list):
        if len(document) != 1:
            raise PresentedRefused(
                "several-badges",
                say(
                    "The JSON is a list of %(count)s things; send one at a time.",
                    count=len(document),
                ),
            )
        document = document[0]
    if isinstance(document, dict) and _ENVELOPED in types(document):
        return _sorted_out(_enveloped(document))
    return _sorted_out(Signed(document if isinstance(document, dict) else {}))


def _require_one(token: Token) -> None:
    """A token holds its badge in one of three places: programs choose differently between two."""
    at_top = any(name in token.payload for name in ("credentialSubject", "badge"))
    inside = [name for name in ("vc", "vp") if isinstance(token.payload.get(name), dict)]
    if at_top + len(inside) > 1:
        raise PresentedRefused(
            "several-badges",
            say(
                "The token holds %(count)s badges, in different places. Ask its issuer for a token"
                " with one.",
                count=at_top + len(inside),
            ),
        )


def _sorted_out(signed: Signed) -> Presented:
    if "VerifiablePresentation" not in types(signed.document):
        _require_badge(signed.document)
        return Presented(signed, tuple(_in_entries(signed.document)))
    inner = items(signed.document.get("verifiableCredential"))
    if len(inner) > MAX_ENCLOSED:
        raise PresentedRefused(
            "several-badges",
            say("The presentation holds %(count)s things; send one at a time.", count=len(inner)),
        )
    found = [_one(each) for each in inner]
    lists = [each for each in found if types(each.document) & credentials.STATUS_LISTS]
    badges = [each for each in found if each not in lists]
    if len(badges) != 1:
        raise PresentedRefused(
            "several-badges",
            say(
                "The presentation holds %(count)s badges; send a presentation with one.",
                count=len(badges),
            ),
        )
    _require_badge(badges[0].document)
    entries = _in_entries(badges[0].document)
    return Presented(badges[0], (*lists, *entries), in_presentation=True)


def _in_entries(credential: Node) -> Iterator[Signed]:
    """Status lists that are written into the entries that point to them."""
    for entry in nodes(credential.get("credentialStatus")):
        if isinstance(entry.get("statusListCredential"), dict):
            yield Signed(entry["statusListCredential"])


def _one(value: Any) -> Signed:
    if isinstance(value, str) and is_token(value):
        token = read_token(value)
        return Signed(token.document, token)
    if isinstance(value, dict):
        return _enveloped(value) if _ENVELOPED in types(value) else Signed(value)
    raise PresentedRefused(
        "not-a-badge",
        say("The presentation holds something that is neither a credential nor a token."),
    )


def _enveloped(document: Node) -> Signed:
    """The credential in a `data:` address, which is all there: nothing is opened for it."""
    address = document.get("id")
    for start in _ENVELOPES:
        if isinstance(address, str) and address.startswith(start):
            token = read_token(address.removeprefix(start))
            return Signed(token.document, token)
    raise PresentedRefused(
        "not-a-badge",
        say(
            "The envelope of the credential holds no VC-JWT (data:application/vc+jwt,…). Send the"
            " credential itself."
        ),
    )


def _require_badge(document: Node) -> None:
    if open_badges_2.is_first_version(document) and not open_badges_2.is_assertion(document):
        raise PresentedRefused(
            "open-badges-1",
            say(
                "This is a badge of Open Badges 1, whose signatures are not checked here. Ask its"
                " issuer for one of version 2.0 or 3.0."
            ),
        )
    if types(document) & credentials.STATUS_LISTS:
        raise PresentedRefused(
            "not-an-award", say("This is a status list, not a badge. Send the badge itself.")
        )
    if open_badges_2.is_assertion(document) or credentials.is_credential(document):
        return
    if types(document) & {"BadgeClass", "Achievement", "Profile", "Issuer"}:
        raise PresentedRefused(
            "not-an-award",
            say(
                "This describes a badge or its issuer, but was awarded to nobody, so there is"
                " nothing to check. Publishers can import it instead."
            ),
        )
    raise PresentedRefused(
        "not-a-badge",
        say(
            "This is JSON, but no badge: its type is neither Assertion (Open Badges 2.0) nor"
            " VerifiableCredential (Open Badges 3.0). Send the file as its issuer made it."
        ),
    )
