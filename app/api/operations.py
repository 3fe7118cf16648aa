"""`/healthz` and `/readyz`: whether this process is alive, and whether it can serve readers."""

import logging
import os
from collections.abc import Callable
from typing import Any

import flask
from flask import Blueprint, Response

from app.http.current import registry
from app.services.registry import Registry
from app.services.views import CatalogueView, ConformanceView, HarvestView
from app.store.log import latest_number

blueprint = Blueprint("operations", __name__)
logger = logging.getLogger(__name__)

REACHED = """
SELECT ?number WHERE {
  GRAPH <urn:credential-registry:view> {
    <urn:credential-registry:view> <urn:credential-registry:reached> ?number
  }
}
"""


@blueprint.get("/healthz")
def show_health() -> Response:
    """200 as long as the process answers at all."""
    return _answer({"status": "alive"}, 200)


@blueprint.get("/readyz")
def show_readiness() -> Response:
    """200 when the log and all views can be read by this process, with how far each has come.

    A view that is behind is still served; one that is missing or broken makes it 503.
    """
    opened = registry()
    latest = _asked(lambda: latest_number(opened.database), "log")
    positions = {
        "catalogue": _asked(CatalogueView(opened).reached, "catalogue"),
        "conformance": _asked(ConformanceView(opened).reached, "conformance"),
        "harvest": _asked(HarvestView(opened).reached, "harvest"),
        "search": _asked(opened.search_index.number, "search"),
        "meaning": _asked(lambda: opened.vectors.number(), "meaning"),
        "suggest": _asked(opened.record_names.number, "suggest"),
        "rdf": _asked(lambda: _rdf_position(opened), "rdf"),
    }
    missing = [name for name, reached in positions.items() if _is_missing(reached, latest)]
    if latest is None:
        missing.insert(0, "log")
    return _answer(
        {
            "status": "not ready" if missing else "ready",
            "latest": latest,
            "views": positions,
            "missing": missing,
            "worker": os.getpid(),
        },
        503 if missing else 200,
    )


def _asked(ask: Callable[[], int], name: str) -> int | None:
    """The answer, or None when there is none, whatever the reason: that is what is being asked."""
    try:
        return ask()
    except Exception:
        logger.exception("The %s does not answer.", name)
        return None


def _rdf_position(opened: Registry) -> int:
    """The number in the newest generation of the RDF store, by a query like any reader's.

    It is 0 for a store whose addresses begin with another base, as after a move of the registry.
    """
    if opened.rdf.base() != opened.base:
        return 0
    store = opened.rdf.store()
    solutions: Any = store.query(REACHED) if store is not None else ()
    return max((int(solution["number"].value) for solution in solutions), default=0)


def _is_missing(reached: int | None, latest: int | None) -> bool:
    return reached is None or (reached == 0 and bool(latest))


def _answer(body: dict[str, Any], status: int) -> Response:
    response = flask.jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response
