"""What somebody aims at: an occupation by its name or id, or a credential by its CTID."""

from dataclasses import dataclass
from typing import Final, Literal

from app.services import reading
from app.services.concept_names import concept_names
from app.services.gap.asked import LONGEST_TEXT, NotAnAim
from app.services.reading import RecordNotFound
from app.services.record_concepts import told_concepts
from app.services.registry import Registry
from ctdl.concepts import ESCO, thesaurus
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.language import LangText
from ctdl.records import CredentialRecord
from search_index.completion import Wanted

_OFFERED: Final = 8
_WHOLE: Final = "ceterms:isPartOf"
_PARTS: Final = "ceterms:hasPart"


@dataclass(frozen=True)
class Target:
    """What is aimed at, and the skills it asks for, the most important first; none where unknown.

    An occupation is told by the id of its concept, a credential by its CTID and class. `group` is
    the group of occupations whose skills stand for those of the occupation, where only these are
    known. `left_out` is not to be proposed: the credential itself and what it is part of.
    """

    kind: Literal["occupation", "credential"]
    id: str
    name: LangText
    skills: tuple[str, ...]
    type: str = ""
    group: str | None = None
    left_out: frozenset[CTID] = frozenset()


@dataclass(frozen=True)
class Choice:
    """Words that do not name one occupation: the ids of those they may mean, perhaps none."""

    text: str
    occupations: tuple[str, ...] = ()


def find_target(registry: Registry, text: str, language: str) -> Target | Choice:
    """What these words, this id or this CTID stand for.

    Raises RecordNotFound or RecordWithdrawn for a CTID, NotAnAim for another concept.
    """
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise NotAnAim(f"An aim has at most {LONGEST_TEXT} characters; this one has {len(text)}.")
    if found := CTID_PATTERN.search(text):
        return _credential(registry, CTID(found.group()))
    id_ = text.removeprefix(ESCO)
    if id_ in thesaurus():
        return _occupation(id_)
    if id_.startswith(("occupation/", "skill/", "isco/", "isced-f/")):
        raise NotAnAim(f"There is no occupation with the id {id_!r}.")
    return _by_name(registry, text, language)


def _credential(registry: Registry, ctid: CTID) -> Target:
    stored = reading.get_record(registry, ctid)
    record = stored.record
    if not isinstance(record, CredentialRecord):
        raise RecordNotFound(f"{ctid} is of the class {record.type}, not a credential.")
    wholes = (each.target for each in record.connections if each.relation == _WHOLE)
    stated = {each.ctid for each in wholes if each is not None}
    others = {each.subject for each in reading.incoming(registry, ctid, (_PARTS,))}
    return Target(
        "credential",
        ctid,
        record.name,
        tuple(each.id for each in told_concepts(record) if _is_skill(each.id)),
        type=record.type,
        left_out=frozenset({ctid, *(each for each in stated if each), *others}),
    )


def _occupation(id_: str) -> Target:
    concept = thesaurus().concept(id_)
    is_group = concept is not None and concept.kind == "group" and id_.startswith("isco/")
    if concept is None or not (is_group or concept.kind == "occupation"):
        raise NotAnAim(f"{id_!r} is no occupation; an aim is an occupation or a credential.")
    skills = thesaurus().skills_of(id_)
    groups = [each for each in concept.broader if thesaurus().skills_of(each)]
    only = next((each for each in groups if set(thesaurus().skills_of(each)) == set(skills)), None)
    return Target("occupation", id_, concept.labels, skills, group=None if is_group else only)


def _by_name(registry: Registry, text: str, language: str) -> Target | Choice:
    named = [each for each in thesaurus().named_in(text) if each.concept.kind == "occupation"]
    whole = {each.concept.id for each in named if each.end - each.start >= len(text)}
    if len(whole) == 1:
        return _occupation(whole.pop())
    found = dict.fromkeys(each.concept.id for each in named)
    names = concept_names(registry)
    for corrected in (False, True):
        if not found:
            wanted = Wanted("occupation", _OFFERED, language, corrected=corrected)
            found |= dict.fromkeys(each.key for each in names.complete(text, wanted))
    known_first = sorted(found, key=lambda each: not thesaurus().skills_of(each))
    return Choice(text, tuple(known_first[:_OFFERED]))


def _is_skill(id_: str) -> bool:
    concept = thesaurus().concept(id_)
    return concept is not None and concept.kind == "skill"
