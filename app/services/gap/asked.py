"""What somebody says they hold, and what of it cannot be taken into account."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from app.services import reading
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.registry import Registry
from ctdl.concepts import ESCO, thesaurus
from ctdl.ctid import CTID, CTIDError, parse_ctid
from ctdl.errors import RegistryError
from ctdl.records import CredentialRecord

MOST_HELD: Final = 20
MOST_SKILLS: Final = 50
LONGEST_TEXT: Final = 200

Why = Literal["malformed", "unknown", "withdrawn", "another class", "no skill"]


class NotAnAim(RegistryError):
    """What was given to aim at is neither an occupation nor a credential."""


class SkillUnknown(RegistryError):
    """There is no skill with this id or of this name."""


class TooMuchHeld(RegistryError):
    """More credentials or skills were given than are looked at."""


@dataclass(frozen=True)
class Refusal:
    """Something said to be held that cannot be looked at, and why not."""

    text: str
    why: Why
    detail: str


def held_records(
    registry: Registry, texts: Iterable[str]
) -> tuple[tuple[CredentialRecord, ...], tuple[Refusal, ...]]:
    """The records of these CTIDs, each once, and those that are none; raises TooMuchHeld."""
    asked = _once(texts, MOST_HELD, "credentials that are held")
    found = [_record(registry, each) for each in asked]
    return (
        tuple(each for each in found if isinstance(each, CredentialRecord)),
        tuple(each for each in found if isinstance(each, Refusal)),
    )


def said_skills(texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """The ids of these skills, by id or by name, and those that are none; raises TooMuchHeld."""
    asked = _once(texts, MOST_SKILLS, "skills")
    found = [_skill(each) for each in asked]
    ids = dict.fromkeys(each for each in found if isinstance(each, str))
    return tuple(ids), tuple(each for each in found if isinstance(each, Refusal))


def _once(texts: Iterable[str], most: int, what: str) -> list[str]:
    given = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if len(given) > most:
        raise TooMuchHeld(f"At most {most} {what} are looked at, not {len(given)}.")
    return given


def _record(registry: Registry, text: str) -> CredentialRecord | Refusal:
    said = text[:LONGEST_TEXT]
    try:
        ctid: CTID = parse_ctid(text)
        record = reading.get_record(registry, ctid).record
    except CTIDError as error:
        return Refusal(said, "malformed", str(error))
    except RecordNotFound as error:
        return Refusal(said, "unknown", str(error))
    except RecordWithdrawn as error:
        return Refusal(said, "withdrawn", str(error))
    if isinstance(record, CredentialRecord):
        return record
    detail = f"{ctid} is of the class {record.type}, not a credential."
    return Refusal(said, "another class", detail)


def _skill(text: str) -> str | Refusal:
    """A skill by its id, or by a name that is all of the text."""
    concept = thesaurus().concept(text.removeprefix(ESCO))
    if concept is not None and concept.kind == "skill":
        return concept.id
    for each in thesaurus().named_in(text[:LONGEST_TEXT]):
        if each.concept.kind == "skill" and each.end - each.start >= len(text):
            return each.concept.id
    said = text[:LONGEST_TEXT]
    return Refusal(said, "no skill", f"There is no skill with the id or the name {said!r}.")
