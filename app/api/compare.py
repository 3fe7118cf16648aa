"""`/api/v1/compare`: up to four credentials side by side, in the rows of the page."""

from datetime import UTC, datetime
from typing import Any

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import registry
from app.presenters.compare import compare_page, levels_shown
from app.presenters.compare_files import comparison_answer
from app.schemas.compare import CompareParameters, ComparisonSchema
from app.services import comparing

blueprint = RegistryBlueprint(
    "compare", __name__, url_prefix=PREFIX, description="Credentials side by side"
)
tag_answers(blueprint)


@blueprint.get("/compare")
@blueprint.arguments(CompareParameters, location="query")
@blueprint.response(200, ComparisonSchema, description="The rows of the comparison")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
@blueprint.alt_response(410, response="GONE")
def compare(asked: dict[str, Any]) -> dict[str, Any]:
    """Compare up to four credentials or courses.

    The rows are those of the page, in the same order. Sizes are converted through hours, levels by
    documents that compare them: what is stated is in `values` and never replaced.
    """
    found = comparing.comparison(registry(), asked["id"])
    comparing.refuse(registry(), found)
    page = compare_page(
        found,
        datetime.now(UTC).date(),
        only_differences=asked["differences"],
        levels=levels_shown(found, asked.get("levels_in", ())),
    )
    return comparison_answer(page)
