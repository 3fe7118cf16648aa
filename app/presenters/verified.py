"""A verified badge: as a page shows it, and as programs get it. Nothing of its holder is here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.http.current import resource_iri
from app.presenters import formats
from app.presenters.assurance import ShownAssurance, assurance_json, shown_assurance
from app.presenters.finding_texts import told
from app.presenters.labels import type_label
from app.presenters.links import Link, record_link
from app.presenters.text import Text, content, titled
from app.services.verifying import QualityOnAward, Verified
from app.services.verifying.answers import KeyUsed, Match, Note
from ctdl.language import best_text

_FORMATS: Final = {
    "open-badges-2": _l("Open Badges 2.0"),
    "open-badges-3": _l("Open Badges 3.0"),
    "verifiable-credential": _l("W3C Verifiable Credential"),
}
_CARRIERS: Final = {
    "json": _l("JSON"),
    "jwt": _l("a signed token"),
    "png": _l("a PNG picture"),
    "svg": _l("an SVG picture"),
}
_STATUSES: Final = {
    "active": _l("In force"),
    "revoked": _l("Taken back by its issuer"),
    "expired": _l("Expired"),
    "unknown": _l("Not known"),
}
_MATCHED_BY: Final = {
    "identifier": _l("an identifier in the badge"),
    "url": _l("the address of a page in the badge"),
    "name+issuer": _l("the exact name, and the issuer"),
}
_AGREEMENTS: Final = {
    "proven": _l("Proven: its provider signed the badge."),
    "consistent": _l(
        "Not proven, but consistent: the issuer that the badge names fits its provider. Anybody can"
        " write an address into a badge."
    ),
    "named": _l("Not proven: only the name of the issuer is that of its provider."),
    "differs": _l("Differs: who issued the badge does not fit its provider."),
    "unknown": _l("Cannot be compared: whether the issuer is its provider is not known."),
}


@dataclass(frozen=True)
class Verdict:
    """The first words of the page; `state` is how its box looks: good, doubtful or bad."""

    state: str
    title: str
    words: tuple[Text, ...]


@dataclass(frozen=True)
class ShownMatch:
    """A record that the badge may be about."""

    title: Text
    link: Link
    kind: str
    provider: Text | None
    by: str
    issuer: str
    grounds: tuple[Text, ...]
    is_proven: bool


@dataclass(frozen=True)
class ShownVerified:
    """The whole answer on a page."""

    verdict: Verdict
    kind: str
    name: Text | None
    description: Text | None
    issuer: Text | None
    issuer_id: Text | None
    hosted_at: Text | None
    pages: tuple[Text, ...]
    dates: tuple[tuple[str, str], ...]
    status: str
    signed: str
    key: str | None
    key_id: str | None
    notes: tuple[Text, ...]
    matches: tuple[ShownMatch, ...]
    quality: ShownAssurance | None
    why_no_quality: Text | None
    is_confirmed: bool
    """Whether it is known who signed the badge."""


def shown_verified(found: Verified, quality: QualityOnAward, today: date) -> ShownVerified:
    """The answer in the language of the page."""
    about, issuer = found.told.achievement, found.told.issuer
    kind = gettext(
        "%(format)s, in %(carrier)s",
        format=_FORMATS[found.told.format],
        carrier=_CARRIERS[found.carrier],
    )
    return ShownVerified(
        verdict=_verdict(found),
        kind=kind,
        name=content(about.name),
        description=content(about.description),
        issuer=content(issuer.name),
        issuer_id=content(issuer.id),
        hosted_at=content(found.told.hosted_at),
        pages=tuple(Text(each, "") for each in dict.fromkeys(found.told.addresses())),
        dates=tuple(_dates(found)),
        status=_status(found),
        signed=_signed(found),
        key=_whose(found.proof.key) if found.proof.key else None,
        key_id=found.proof.key.id if found.proof.key else None,
        notes=tuple(told(note.said) for note in found.notes),
        matches=tuple(_match(each) for each in found.matches),
        quality=shown_assurance(quality.answer, today) if quality.answer else None,
        why_no_quality=told(quality.why_not) if quality.why_not else None,
        is_confirmed=_is_confirmed(found),
    )


def verified_json(found: Verified, quality: QualityOnAward) -> dict[str, Any]:
    """The answer as the API gives it."""
    about, issuer, dates = found.told.achievement, found.told.issuer, found.told.dates
    return {
        "format": found.told.format,
        "carrier": found.carrier,
        "proof": found.proof.result,
        "proof_kind": found.proof.kind,
        "proof_reason": str(told(found.proof.why)) if found.proof.why else None,
        "key": _key_json(found.proof.key) if found.proof.key else None,
        "status": found.status,
        "hosted_at": found.told.hosted_at,
        "issuer": {"id": issuer.id, "name": issuer.name, "url": issuer.url},
        "achievement": {
            "id": about.id,
            "name": about.name,
            "description": about.description,
            "type": about.kind,
            "pages": list(about.pages),
        },
        "awarded": _stamp(dates.awarded),
        "valid_from": _stamp(dates.valid_from),
        "valid_until": _stamp(dates.valid_until),
        "matches": [_match_json(each) for each in found.matches],
        "qa": assurance_json(quality.answer) if quality.answer else None,
        "qa_reason": str(told(quality.why_not)) if quality.why_not else None,
        "notes": [_note_json(each) for each in found.notes],
    }


def _verdict(found: Verified) -> Verdict:
    why = (told(found.proof.why),) if found.proof.why else ()
    if found.proof.result == "invalid":
        return Verdict(
            "bad", gettext("Do not rely on this badge: its signature does not hold"), why
        )
    if found.status == "revoked":
        return Verdict("bad", gettext("This badge was taken back"), why)
    if found.proof.result == "absent":
        return Verdict("doubtful", gettext("This badge is not signed"), why)
    if found.proof.result == "unsupported":
        return Verdict("doubtful", gettext("The signature could not be checked here"), why)
    return _signed_verdict(found)


def _signed_verdict(found: Verified) -> Verdict:
    key = found.proof.key
    if key is None or key.origin != "registry":
        title = gettext("Unaltered since it was signed; who signed it is not confirmed")
        return Verdict("doubtful", title, ())
    name = Text(key.publisher_name or "", "", None, True)
    if found.status == "expired":
        return Verdict("doubtful", gettext("Signed by %(name)s, and expired", name=name), ())
    if _is_later(found):
        title = gettext("Signed by %(name)s, but not for today: it begins later", name=name)
        return Verdict("doubtful", title, ())
    if found.status == "unknown":
        title = gettext("Signed by %(name)s; whether it still holds is not known", name=name)
        return Verdict("doubtful", title, ())
    return Verdict("good", gettext("Signed by %(name)s, and in force", name=name), ())


def _dates(found: Verified) -> list[tuple[str, str]]:
    dates = found.told.dates
    stated = (
        (gettext("Awarded"), dates.awarded),
        (gettext("Holds from"), dates.valid_from if dates.valid_from != dates.awarded else None),
        (gettext("Holds until"), dates.valid_until),
    )
    return [(label, formats.instant(value.isoformat())) for label, value in stated if value]


def _signed(found: Verified) -> str:
    kinds: Mapping[str, str] = {
        "hosted": gettext("Not signed: a hosted badge"),
        "jws": gettext("As a signed assertion (JWS)"),
        "vc-jwt": gettext("As a signed token (VC-JWT)"),
    }
    kind = found.proof.kind
    if kind is None:
        is_absent = found.proof.result == "absent"
        return gettext("Not signed") if is_absent else gettext("In a way that is not known here")
    return kinds.get(kind) or gettext("With a Data Integrity proof (%(suite)s)", suite=kind)


def _status(found: Verified) -> str:
    """In force is said without reserve only where it is known who says so."""
    if found.status == "unknown" and _is_later(found):
        return gettext("Not in force yet")
    if found.status == "active" and not _is_confirmed(found):
        return gettext("In force, as far as the badge itself says")
    return str(_STATUSES[found.status])


def _is_later(found: Verified) -> bool:
    return bool({each.code for each in found.notes} & {"not-yet-valid", "awarded-later"})


def _is_confirmed(found: Verified) -> bool:
    key = found.proof.key
    return found.proof.result == "valid" and key is not None and key.origin == "registry"


def _whose(key: KeyUsed) -> str:
    if key.origin == "registry":
        return gettext("A key that %(name)s registered here", name=key.publisher_name)
    if key.origin == "did":
        return gettext("The key of the issuer's own identifier (a DID)")
    return gettext("A key that came with the badge")


def _match(match: Match) -> ShownMatch:
    summary = match.summary
    provider = summary.provider
    return ShownMatch(
        title=titled(summary.name, summary.ctid),
        link=record_link(summary.ctid, summary.type),
        kind=type_label(summary.type),
        provider=content(provider.name) if provider else None,
        by=gettext("Found by %(way)s.", way=_MATCHED_BY[match.by]),
        issuer=str(_AGREEMENTS[match.issuer]),
        grounds=tuple(told(each.said) for each in match.grounds),
        is_proven=match.issuer == "proven",
    )


def _match_json(match: Match) -> dict[str, Any]:
    return {
        "ctid": match.ctid,
        "iri": resource_iri(match.ctid),
        "name": best_text(match.summary.name, "en")[0] or None,
        "by": match.by,
        "issuer": match.issuer,
        "issuer_grounds": [_note_json(each) for each in match.grounds],
    }


def _note_json(note: Note) -> dict[str, str]:
    return {"code": note.code, "message": str(told(note.said))}


def _key_json(key: KeyUsed) -> dict[str, Any]:
    publisher = {"ctid": key.publisher, "name": key.publisher_name} if key.publisher else None
    return {
        "from": key.origin,
        "id": key.id,
        "algorithm": key.algorithm,
        "publisher": publisher,
    }


def _stamp(moment: datetime | None) -> str | None:
    """The instant as the registry writes instants."""
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
