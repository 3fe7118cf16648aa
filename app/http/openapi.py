"""The OpenAPI document of the current application, for programs and for the page about it."""

from typing import Any

from flask import current_app

from app.http.current import registry


def openapi_document() -> dict[str, Any]:
    """The document, with the address that this registry has outside and statuses in order."""
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    document: dict[str, Any] = api.spec.to_dict()
    for operations in document["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict):
                operation["responses"] = dict(sorted(operation["responses"].items()))
    return {**document, "servers": [{"url": registry().settings.base_url}]}
