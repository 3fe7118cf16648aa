"""The whole check: what was presented, its proof, its status, and the records it is about."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from app.services.registry import Registry
from app.services.verifying import credentials, data_integrity, open_badges_2, status
from app.services.verifying.answers import (
    Dates,
    Issuer,
    Note,
    Proof,
    ProofUnsupported,
    ProofWrong,
    Told,
    Verified,
)
from app.services.verifying.carriers import read_carrier
from app.services.verifying.enclosed import Presented, Signed, read_presented
from app.services.verifying.issuers import after_proof
from app.services.verifying.keys import (
    KeyRing,
    RegisteredKey,
    carried_keys,
    of_dids,
    registered_keys,
)
from app.services.verifying.matching import match
from app.services.verifying.tokens import Token, verify_token
from app.services.verifying.values import (
    Node,
    identifier,
    nodes,
    numeric_instant,
    unreadable,
    visible,
)
from ctdl.messages import Said, say


@dataclass(frozen=True)
class ProofChecker:
    """Checks proofs with the keys that publishers registered here, at one instant."""

    registered: tuple[RegisteredKey, ...]
    now: datetime

    def proof(self, signed: Signed) -> Proof:
        """Whether the signature of a credential or assertion holds."""
        try:
            if signed.token is not None:
                return self._of_token(signed.document, signed.token)
            if open_badges_2.is_hosted(signed.document):
                return Proof("absent", "hosted", _HOSTED)
            if not signed.document.get("proof"):
                return Proof("absent", None, _UNSIGNED)
            return self._of_document(signed.document)
        except ProofWrong as error:
            return Proof("invalid", _kind(signed), error.said)
        except ProofUnsupported as error:
            return Proof("unsupported", _kind(signed), error.said)

    def _of_token(self, document: Node, token: Token) -> Proof:
        if open_badges_2.is_assertion(document):
            issuer, kind = open_badges_2.told(document).issuer.id, "jws"
            carried = carried_keys(open_badges_2.enclosed_keys(document), token.header.get("jwk"))
        else:
            issuer, kind = identifier(document.get("issuer")), "vc-jwt"
            carried = carried_keys(credentials.enclosed_methods(document), token.header.get("jwk"))
        carried += of_dids([token.key_id])
        ring = KeyRing(carried, self.registered).of_issuer(issuer)
        key = verify_token(token, ring)
        _require_agreement(document, token, issuer)
        return Proof("valid", kind, None, ring.used(key, token.algorithm, issuer))

    def _of_document(self, document: Node) -> Proof:
        issuer = identifier(document.get("issuer"))
        kind, used = "", None
        for proof in data_integrity.proofs_of(document):
            method = proof.options.get("verificationMethod")
            enclosed = [*credentials.enclosed_methods(document), *nodes(method)]
            carried = KeyRing(carried_keys(enclosed), self.registered)
            ring = carried.with_named(proof.method).of_issuer(issuer)
            key = data_integrity.verify_proof(document, proof, ring, self.now)
            found = ring.used(key, key.kind, issuer)
            if used is None or found.origin == "registry":
                kind, used = proof.suite, found
        return Proof("valid", kind, None, used)


def verify(registry: Registry, data: bytes, now: datetime | None = None) -> Verified:
    """What the badge in `data` is and whether it holds; raises PresentedRefused.

    Nothing outside `data` and the registry is read, and nothing is written.
    """
    now = now or datetime.now(UTC)
    carried = read_carrier(data)
    presented = read_presented(carried.text, is_token=carried.is_token)
    told = _readable(_told(presented.badge))
    matched = match(registry, told)
    checker = ProofChecker(registered_keys(registry, matched.signers), now)
    proof = checker.proof(presented.badge)
    matches = tuple(after_proof(each, proof) for each in matched.matches)
    revocation = _revocation(checker, presented, told, proof)
    notes = (
        *told.notes,
        *_proof_notes(proof, told.issuer, checker.registered),
        *_date_notes(told.dates, now),
        *revocation.notes,
        *([_PRESENTATION] if presented.in_presentation else []),
        *matched.notes,
        *([_DIFFERS] if any(each.issuer == "differs" for each in matches) else []),
    )
    return Verified(
        carried.carrier,
        told,
        proof,
        status.status_of(told.dates, revocation, is_proven=proof.result == "valid", now=now),
        matches,
        notes,
    )


def _told(badge: Signed) -> Told:
    """What the badge says of itself; of two ends in token and credential the earlier, of two
    beginnings the later."""
    if open_badges_2.is_assertion(badge.document):
        return open_badges_2.told(badge.document)
    told = credentials.told(badge.document)
    if badge.token is None:
        return told
    claims, dates = badge.token.payload, told.dates
    starts = [each for each in (dates.valid_from, numeric_instant(claims.get("nbf"))) if each]
    ends = [each for each in (dates.valid_until, numeric_instant(claims.get("exp"))) if each]
    start = max(starts, default=None)
    unread = (*dates.unreadable, *unreadable(("nbf", "exp"), claims, numeric_instant))
    return replace(
        told,
        issuer=replace(told.issuer, id=told.issuer.id or identifier(claims.get("iss"))),
        dates=Dates(dates.awarded or start, start, min(ends, default=None), unread),
        notes=(*told.notes, *([_INNER_PROOF] if badge.document.get("proof") else [])),
    )


def _readable(told: Told) -> Told:
    """The same without characters that hide in its texts; that there were some is noted."""
    about = told.achievement
    plain = replace(
        told,
        issuer=replace(told.issuer, name=visible(told.issuer.name)),
        achievement=replace(
            about, name=visible(about.name), description=visible(about.description)
        ),
    )
    return told if plain == told else replace(plain, notes=(*told.notes, _HIDDEN))


def _require_agreement(document: Node, token: Token, issuer: str | None) -> None:
    """What the token says in its header and its claims must be what the badge in it says."""
    issuers = {identifier(each.get("iss")) for each in (token.payload, token.header)}
    if len((issuers | {issuer}) - {None}) > 1:
        raise ProofWrong(
            say("The token and the badge in it name two different issuers (iss and issuer).")
        )
    subjects = [identifier(each) for each in nodes(document.get("credentialSubject"))]
    for claim, stated in (("jti", [identifier(document)]), ("sub", subjects)):
        claimed, said = identifier(token.payload.get(claim)), {*stated} - {None}
        if claimed and said and claimed not in said:
            raise ProofWrong(
                say(
                    "The token says something else (%(claim)s) than the badge in it, so that"
                    " programs would read two different badges.",
                    claim=claim,
                )
            )


def _revocation(
    checker: ProofChecker, presented: Presented, told: Told, proof: Proof
) -> status.Revocation:
    document = presented.badge.document
    if open_badges_2.is_assertion(document):
        return status.of_assertion(document)
    lists = (
        status.EnclosedList(
            each.document, _told(each).dates.valid_until, partial(_holds, checker, each, proof)
        )
        for each in presented.lists
    )
    return status.of_credential(document, lists, told.issuer.id, checker.now)


def _holds(checker: ProofChecker, signed: Signed, of_badge: Proof) -> bool:
    """Whether who signed the badge signed this: anybody can bring along a key for a list."""
    found = checker.proof(signed)
    if found.result != "valid" or found.key is None or of_badge.key is None:
        return False
    is_publisher = found.key.publisher is not None
    return found.key.id == of_badge.key.id or (
        is_publisher and found.key.publisher == of_badge.key.publisher
    )


def _kind(signed: Signed) -> str | None:
    if signed.token is not None:
        return "jws" if open_badges_2.is_assertion(signed.document) else "vc-jwt"
    for proof in nodes(signed.document.get("proof")):
        suite = data_integrity.IntegrityProof(proof).suite
        return suite if suite in data_integrity.SUITES else None
    return None


def _proof_notes(proof: Proof, issuer: Issuer, registered: tuple[RegisteredKey, ...]) -> list[Note]:
    if proof.key is None or proof.key.origin == "registry":
        return []
    taken_back = [each for each in registered if each.key.id == proof.key.id and not each.is_open]
    if taken_back:
        return [
            Note(
                "key-taken-back",
                say(
                    "The key that signed the badge was registered here by %(name)s, and taken back"
                    " since: it counts no more.",
                    name=taken_back[0].publisher_name,
                ),
            )
        ]
    if proof.key.origin == "did":
        return [Note("key-of-did", _OF_DID)]
    notes = [Note("key-of-badge", _OF_BADGE)]
    if any(each.is_open for each in registered):
        notes.append(Note("key-not-registered", _NOT_REGISTERED))
    return notes


def _date_notes(dates: Dates, now: datetime) -> list[Note]:
    notes = [
        Note(
            "date-unreadable",
            say("A date of the badge (%(name)s) is not written so that it can be read.", name=name),
        )
        for name in dates.unreadable
    ]
    if dates.awarded is None:
        notes.append(Note("no-award-date", say("The badge does not state when it was awarded.")))
    elif dates.awarded > now:
        notes.append(Note("awarded-later", say("The date of award lies in the future.")))
    if dates.valid_from is not None and dates.valid_from > now:
        notes.append(
            Note(
                "not-yet-valid",
                say("The badge holds only from %(day)s.", day=dates.valid_from.date().isoformat()),
            )
        )
    if dates.valid_from and dates.valid_until and dates.valid_until < dates.valid_from:
        notes.append(Note("ends-before-start", say("The badge ends before it begins to hold.")))
    return notes


_HOSTED: Said = say(
    "A hosted badge is not signed: it is proved by being at its address, on a page of its issuer."
    " This registry opens no addresses; open the one that the badge gives yourself and compare."
)
_UNSIGNED: Said = say(
    "The badge is not signed; anybody could have written it or changed it. Ask its issuer for a"
    " signed one."
)
_OF_DID: Said = say(
    "The key is that of the issuer's own identifier (a DID). Nothing was altered since whoever has"
    " that identifier signed it; who that is, is not known here."
)
_OF_BADGE: Said = say(
    "The key came with the badge itself. It shows that nothing was altered since it was signed, but"
    " not who signed it: whoever made the badge could have made the key as well."
)
_NOT_REGISTERED: Said = say(
    "The provider has registered keys here, and this badge was not signed with one of them."
)
_DIFFERS: Note = Note(
    "issuer-differs",
    say(
        "Who issued the badge is not, as far as can be compared, the provider of a record that it"
        " names. Anybody can write the address of a record into a badge."
    ),
)
_HIDDEN: Note = Note(
    "hidden-characters",
    say(
        "Names or texts of the badge hold characters that are not seen or turn the direction of"
        " reading. They are left out here; they can make one name look like another."
    ),
)
_INNER_PROOF: Note = Note(
    "inner-proof",
    say("The badge in the token has a proof of its own too, which was not checked."),
)
_PRESENTATION: Note = Note(
    "presentation",
    say(
        "The badge came in a presentation. Whether its holder made that presentation was not"
        " checked, nor who the holder is."
    ),
)
