"""flask-smorest as this API uses it: our problems, our query parser, no page that loads a CDN."""

import http
from typing import Any

import flask
from flask import Flask, Response
from flask_smorest import Api, Blueprint

from app.http.converters import CTIDConverter
from app.http.current import registry
from app.http.media_types import PROBLEM
from app.schemas.query import parser
from app.schemas.records import ProblemSchema
from ctdl.ctid import CTID_PATTERN

PREFIX = "/api/v1"
VERSION = "1.0.0"

_DESCRIPTION = (
    "Open to read without a key. Times are UTC (ISO 8601, `Z`), levels are"
    " `<framework>:<notation>`. A fact that nobody states is null, which is not 'no'. Errors are"
    " `application/problem+json`."
)


class RegistryBlueprint(Blueprint):  # type: ignore[misc]
    """A family of addresses; what is wrong with a query string is a 400."""

    ARGUMENTS_PARSER = parser


class RegistryAPI(Api):  # type: ignore[misc]
    """The document about the API; errors are left to `app.http.problems`."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """None: there is one table of problems for the whole application."""

    def _register_responses(self) -> None:
        """Describe each error once, in the form in which it is really sent."""
        content = {PROBLEM.name: {"schema": self.ERROR_SCHEMA}}
        for status in http.HTTPStatus:
            if status >= 400:
                described = {"description": status.phrase, "content": content}
                self.spec.components.response(status.name, described, lazy=True)
        default = {"description": "An error", "content": content}
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, default, lazy=True)

    def _openapi_json(self) -> Response:
        """The document with the address that this registry has outside."""
        document = {**self.spec.to_dict(), "servers": [{"url": registry().settings.base_url}]}
        return flask.jsonify(document)


def api_of(app: Flask) -> Any:
    """The API of this application, ready for its blueprints."""
    app.config.update(
        API_TITLE="Credential registry",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    api = RegistryAPI(app, spec_kwargs={"info": {"description": _DESCRIPTION}})
    api.register_converter(CTIDConverter, _ctid_schema)
    return api


def _ctid_schema(_converter: CTIDConverter) -> dict[str, str]:
    return {"type": "string", "pattern": f"^{CTID_PATTERN.pattern}$"}
