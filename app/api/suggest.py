"""`/api/v1/suggest`: what somebody who has begun to type may be looking for."""

from typing import Any
from urllib.parse import urlencode

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import absolute, registry, resource_iri
from app.schemas.suggest import LANGUAGES, SuggestionsSchema, SuggestParameters
from app.services import suggesting
from app.services.suggesting import Suggestion
from ctdl.language import UNDETERMINED, best_text

blueprint = RegistryBlueprint(
    "suggest", __name__, url_prefix=PREFIX, description="Completing what is being typed"
)
tag_answers(blueprint)

_FILTERS = ("provider", "field")


@blueprint.get("/suggest")
@blueprint.arguments(SuggestParameters, location="query")
@blueprint.response(200, SuggestionsSchema, description="What may be meant")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
def suggest(asked: dict[str, str]) -> dict[str, Any]:
    """Complete what has been typed.

    Titles of credentials and courses, names of their providers, skills, occupations and fields of
    study, by the beginning of any of their words. Only what finds a record is offered.
    """
    found = suggesting.suggest(registry(), asked["q"], asked["lang"])
    return {
        "suggestions": [_suggestion(each, asked["lang"]) for each in found.items],
        "corrected": found.is_corrected,
    }


def _suggestion(each: Suggestion, language: str) -> dict[str, Any]:
    provider = best_text(each.provider.name, language)[0] if each.provider else ""
    return {
        "kind": each.kind,
        "label": each.label,
        "value": each.value,
        "label_language": None if each.language == UNDETERMINED else each.language,
        "named": each.named,
        "provider": provider or None,
        "count": each.count,
        "iri": each.iri or resource_iri(each.value),
        "page": _page(each, language),
    }


def _page(each: Suggestion, language: str) -> str:
    """Where choosing it leads, in the language of who reads."""
    prefix = "" if language == LANGUAGES[0] else f"{language}/"
    if each.kind == "credential":
        return absolute(f"{prefix}credentials/{each.value}")
    asked: dict[str, str] = {each.kind: each.value} if each.kind in _FILTERS else {"q": each.label}
    return absolute(f"{prefix}search?{urlencode(asked)}")
