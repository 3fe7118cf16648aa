"""Publishers' pages: private, behind a key, and complete without JavaScript."""

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from app.http import sessions
from app.presenters.text import Text
from app.site.publishing import (
    access,
    bulk,
    corrections,
    dashboard,
    history,
    importing,
    keys,
    records,
    standards,
)


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    for pages in (
        access,
        dashboard,
        records,
        corrections,
        standards,
        history,
        bulk,
        importing,
        keys,
    ):
        pages.register(blueprint)
    blueprint.record(_set_up)


def _set_up(state: BlueprintSetupState) -> None:
    app: Flask = state.app  # type: ignore[assignment]
    app.jinja_env.globals.update(
        form_token=sessions.form_token, form_token_field=sessions.TOKEN_FIELD
    )
    app.jinja_env.filters["content_text"] = lambda text: Text(text).value
