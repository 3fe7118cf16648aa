"""The JSON API, version 1, described in OpenAPI 3.1 at `/api/v1/openapi.json`."""

from flask import Flask

from app.api import (
    alternatives,
    assurance,
    batch,
    board_files,
    bulk,
    changes,
    compare,
    conformance,
    corrections,
    credentials,
    documented,
    evaluation,
    gap,
    importing,
    levels,
    operations,
    plan,
    precedents,
    records,
    search,
    search_files,
    similar,
    stacks,
    suggest,
    verify,
)


def register(app: Flask) -> None:
    """Add the API, the files of search results and the addresses for operators."""
    api = documented.api_of(app)
    for module in (
        search,
        suggest,
        credentials,
        alternatives,
        similar,
        stacks,
        gap,
        plan,
        compare,
        conformance,
        assurance,
        evaluation,
        precedents,
        corrections,
        batch,
        levels,
        bulk,
        records,
        importing,
        verify,
        changes,
    ):
        api.register_blueprint(module.blueprint)
    app.register_blueprint(search_files.blueprint)
    app.register_blueprint(board_files.blueprint)
    app.register_blueprint(operations.blueprint)
