"""`/api/v1/search`: the same results as the search page, for programs."""

from typing import Any

from flask import request

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.api.search_answer import search_answer
from app.http.current import registry
from app.schemas.search import SearchAnswerSchema, SearchParameters
from app.services import searching
from app.services.searching import SearchRequest

blueprint = RegistryBlueprint(
    "search", __name__, url_prefix=PREFIX, description="Finding credentials"
)
tag_answers(blueprint)


@blueprint.get("/search")
@blueprint.arguments(SearchParameters, location="query")
@blueprint.response(200, SearchAnswerSchema, description="A page of results")
@blueprint.alt_response(404, response="NOT_FOUND")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
def search(asked: SearchRequest) -> dict[str, Any]:
    """Search credentials and courses.

    Values of one filter are alternatives, different filters must all hold. A facet's count is the
    number of results there would be if that value alone were ticked in its filter. `excluded` says
    what each filter in force keeps away. Records are found by words, by the concepts the words name
    and by meaning; `why` says which, and `explain=1` adds the numbers.
    """
    found = searching.search(registry(), asked)
    found.require_page()
    pairs = list(request.args.items(multi=True))
    return search_answer(found, request.path, pairs, explain=request.args.get("explain") == "1")
