"""`/api/v1/levels`: frameworks, their levels, and what a level is compared with elsewhere."""

from typing import Any

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import absolute, registry, resource_iri
from app.schemas.levels import (
    ElsewhereSchema,
    FrameworkSchema,
    FrameworksSchema,
    LevelEverywhereSchema,
    LevelMapParameters,
    hours_per_credit,
)
from app.schemas.records import NoParameters
from app.services import frameworks
from app.services.levels import crosswalk
from ctdl.crosswalk import Comparison, Crosswalk, Elsewhere, Route
from ctdl.frameworks import FRAMEWORKS, Framework, FrameworkLevel

blueprint = RegistryBlueprint(
    "levels", __name__, url_prefix=PREFIX, description="Frameworks, levels and comparisons"
)
tag_answers(blueprint)


@blueprint.get("/levels")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, FrameworksSchema, description="All frameworks with their levels")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
def list_levels(_asked: dict[str, Any]) -> dict[str, Any]:
    """List all frameworks with their levels."""
    found = crosswalk(registry())
    known = frameworks.known_frameworks(registry())
    return {"frameworks": [_framework(each, found) for each in known]}


@blueprint.get("/levels/map")
@blueprint.arguments(LevelMapParameters, location="query")
@blueprint.response(200, ElsewhereSchema, description="What the level is in that framework")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
def map_level(asked: dict[str, Any]) -> dict[str, Any]:
    """Find what a level is compared with in another framework.

    Each counterpart is one row of one document, read from the level asked about; more than one is
    a range. `by_way_of` has pairs of rows through the EQF where nothing compares the two directly.
    """
    level = frameworks.known_level(registry(), asked["level"])
    other = frameworks.known_framework(registry(), asked["to"])
    found = crosswalk(registry())
    return _elsewhere(found.elsewhere(level.id, other.id), found)


@blueprint.get("/levels/<framework>")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, FrameworkSchema, description="The framework with its levels")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
def show_framework(_asked: dict[str, Any], framework: str) -> dict[str, Any]:
    """Show one framework with its levels."""
    known = frameworks.known_framework(registry(), framework)
    return _framework(known, crosswalk(registry()))


@blueprint.get("/levels/<framework>/<notation>")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, LevelEverywhereSchema, description="The level, and what it is elsewhere")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
def show_level(_asked: dict[str, Any], framework: str, notation: str) -> dict[str, Any]:
    """Show one level with everything that it is compared with."""
    level = frameworks.known_level(registry(), f"{framework}:{notation}")
    found = crosswalk(registry())
    everywhere = frameworks.elsewhere(registry(), level.id)
    known = [each for each in everywhere if each.direct or each.missing or each.routes]
    unknown = [each.framework for each in everywhere if each not in known]
    return {
        **_level(level),
        "framework": level.framework,
        "elsewhere": [_elsewhere(each, found) for each in known],
        "not_compared_with": unknown,
    }


def _framework(framework: Framework, found: Crosswalk) -> dict[str, Any]:
    return {
        "id": framework.id,
        "ctid": framework.ctid,
        "iri": resource_iri(framework.ctid),
        "page": absolute(f"frameworks/{framework.id}"),
        "name": framework.name,
        "jurisdiction": framework.jurisdiction or None,
        "website": framework.url,
        "compared_with": list(found.partners(framework.id)),
        "levels_complete": not framework.is_partial,
        "levels": [_level(level) for level in framework.levels],
    }


def _level(level: FrameworkLevel) -> dict[str, Any]:
    return {
        "id": level.id,
        "ctid": level.ctid,
        "iri": resource_iri(level.ctid),
        "page": absolute(f"frameworks/{level.framework}/levels/{level.notation}"),
        "notation": level.notation,
        "order": level.order,
        "label": level.label,
        "typical_qualifications": level.typical_types or None,
        "credit_unit": level.credit_unit,
        "hours_per_credit": hours_per_credit(level.hours_per_credit),
        "source": level.source or None,
    }


def _elsewhere(known: Elsewhere, found: Crosswalk) -> dict[str, Any]:
    # Documents that disagree are both told: a counterpart does not hide that another denies it.
    missing = next(iter(known.missing), None)
    return {
        "level": known.level,
        "to": known.framework,
        "counterparts": [_counterpart(each, found) for each in known.direct],
        "no_counterpart": _evidence(missing, found) if missing else None,
        "by_way_of": [_route(each, found) for each in known.routes],
    }


def _route(route: Route, found: Crosswalk) -> dict[str, Any]:
    rows = (route.first, route.second)
    return {
        "through": route.first.other,
        "level": route.second.other,
        "indicative": True,
        "rows": [{"from": row.level, **_counterpart(row, found)} for row in rows],
    }


def _counterpart(row: Comparison, found: Crosswalk) -> dict[str, Any]:
    level = FRAMEWORKS.levels[str(row.other)]
    return {
        "level": level.id,
        "label": level.label,
        "iri": resource_iri(level.ctid),
        "relation": row.relation,
        "derived": row.derived,
        **_evidence(row, found),
    }


def _evidence(row: Comparison, found: Crosswalk) -> dict[str, Any]:
    pair = found.pair_of(row.map_ctid)
    page = absolute(f"crosswalks/{pair[0]}/{pair[1]}/{row.key}") if pair and row.key else None
    return {
        "basis": row.basis,
        "source": row.source,
        "year": _year(row.year),
        "indicative": row.is_indicative,
        "row": f"{resource_iri(row.map_ctid)}#{row.key}" if row.key else None,
        "page": page,
    }


def _year(text: str | None) -> int | None:
    start = (text or "")[:4]
    return int(start) if len(start) == 4 and start.isdecimal() else None
