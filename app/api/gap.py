"""`/api/v1/gap`: the skills an aim asks for, which are held, and what would teach the rest."""

from typing import Any

from app.api.brief import brief_record
from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import registry, resource_iri
from app.schemas.gap import GapParameters, SkillGapSchema
from app.services import gap as gaps
from app.services.gap import Analysis, Gap, NotAnAim, Target
from app.services.record_concepts import RecordConcept
from ctdl.concepts import thesaurus
from ctdl.language import best_text

blueprint = RegistryBlueprint(
    "gap", __name__, url_prefix=PREFIX, description="From what is held to what is aimed at"
)
tag_answers(blueprint)


@blueprint.get("/gap")
@blueprint.arguments(GapParameters, location="query")
@blueprint.response(
    200, SkillGapSchema, description="What is covered, what is missing, what would help"
)
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.problems(404, 410)
def show_gap(asked: dict[str, Any]) -> dict[str, Any]:
    """Compare what is held with what an occupation or a credential asks for.

    A record covers a skill when its own words name the skill or a narrower one, or it points to
    it. The fewest records that cover as many of the missing skills as eight can are proposed.
    """
    language = asked["lang"]
    found = gaps.analyse(registry(), asked["target"], asked["held"], asked["skill"], language)
    gaps.refuse(registry(), found)
    if found.gap is None:
        raise NotAnAim(_not_one(found, language))
    return _answer(found, found.gap, language)


def _not_one(found: Analysis, language: str) -> str:
    text = found.choice.text if found.choice else ""
    meant = found.choice.occupations if found.choice else ()
    if not meant:
        return f"No occupation called {text!r} is known; /api/v1/suggest completes names."
    named = ", ".join(f"{_label(each, language)!r} ({each})" for each in meant)
    return f"{text!r} is not the name of one occupation; it may be {named}."


def _answer(found: Analysis, gap: Gap, language: str) -> dict[str, Any]:
    return {
        "target": _aim(gap.target, language),
        "held": [brief_record(each.summary, language) for each in found.held],
        "covered": [
            {
                **_skill(each.skill, language),
                "by": [
                    {"ctid": one.ctid, "through": _through(one.through, language)}
                    for one in each.by
                ],
                "said": [_skill(one, language) for one in each.said],
            }
            for each in gap.covered
        ],
        "missing": [_skill(each, language) for each in gap.missing],
        "proposed": [
            {
                **brief_record(each.summary, language),
                "covers": [
                    {**_skill(skill, language), "through": _through(through, language)}
                    for skill, through in each.covers
                ],
            }
            for each in gap.proposed
        ],
        "smallest": gap.is_smallest,
        "looked_at": gap.looked_at,
        "not_reached": [
            {**_skill(skill, language), "records": count}
            for skill, count in gap.not_reached.items()
        ],
        "not_taught": [_skill(each, language) for each in gap.not_taught],
    }


def _aim(target: Target, language: str) -> dict[str, Any]:
    concept = thesaurus().concept(target.id)
    return {
        "kind": target.kind,
        "id": target.id,
        "iri": concept.uri if concept else resource_iri(target.id),
        "label": best_text(target.name, language)[0] or target.id,
        "group": _skill(target.group, language) if target.group else None,
        "skills": len(target.skills),
    }


def _skill(id_: str, language: str) -> dict[str, str]:
    concept = thesaurus().concept(id_)
    return {"id": id_, "iri": concept.uri if concept else "", "label": _label(id_, language)}


def _through(through: RecordConcept, language: str) -> dict[str, Any]:
    return {
        "id": through.id,
        "label": _label(through.id, language),
        "words": through.words,
        "stated": through.is_stated,
    }


def _label(id_: str, language: str) -> str:
    return thesaurus().label(id_, language) or id_
