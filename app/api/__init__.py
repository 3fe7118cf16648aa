"""The JSON API, version 1, described in OpenAPI 3.1 at `/api/v1/openapi.json`."""

from flask import Flask

from app.api import (
    board_files,
    bulk,
    changes,
    credentials,
    documented,
    importing,
    operations,
    records,
    search,
    search_files,
)


def register(app: Flask) -> None:
    """Add the API, the files of search results and the addresses for operators."""
    api = documented.api_of(app)
    for module in (search, credentials, bulk, records, importing, changes):
        api.register_blueprint(module.blueprint)
    app.register_blueprint(search_files.blueprint)
    app.register_blueprint(board_files.blueprint)
    app.register_blueprint(operations.blueprint)
