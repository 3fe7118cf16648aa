"""Pages for people, one file per page family; the same pages stand under `/` and under `/fr`."""

from typing import cast

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from app.site import (
    about,
    batch,
    board,
    compare,
    corrections,
    credentials,
    crosswalks,
    data_of_pages,
    developers,
    evaluation,
    frameworks,
    gap,
    history,
    home,
    log,
    open_data,
    organizations,
    pathways,
    plan,
    precedents,
    publishing,
    records,
    search,
    sparql,
    standards,
    verify,
    watch,
)
from app.site.errors import error_page
from app.site.frame import BLUEPRINTS, install_frame, language_of_request

__all__ = ["BLUEPRINTS", "language_of_request", "site_blueprint"]

_FAMILIES = (
    home,
    search,
    credentials,
    evaluation,
    organizations,
    frameworks,
    crosswalks,
    standards,
    compare,
    gap,
    plan,
    pathways,
    verify,
    batch,
    records,
    history,
    watch,
    corrections,
    precedents,
    board,
    log,
    open_data,
    about,
    developers,
    sparql,
    publishing,
)


def site_blueprint(name: str, language: str) -> Blueprint:
    """All pages in one language of the frame; English has no prefix."""
    prefix = None if language == "en" else f"/{language}"
    blueprint = Blueprint(name, __name__, url_prefix=prefix)
    for family in _FAMILIES:
        family.register(blueprint)
    data_of_pages.install(blueprint)
    blueprint.record(_set_up)
    return blueprint


def _set_up(state: BlueprintSetupState) -> None:
    install_frame(cast(Flask, state.app))
    state.app.extensions["error_page"] = error_page
