"""flask-smorest as this API uses it: our problems, our query parser, no page that loads a CDN."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

import flask
from flask import Flask, Response
from flask_smorest import Api, Blueprint

from app.api.document_bodies import EXAMPLE_CTID
from app.api.problem_answers import described
from app.http.converters import CTIDConverter
from app.http.openapi import openapi_document
from app.schemas.query import parser
from ctdl.ctid import CTID_PATTERN

PREFIX = "/api/v1"
VERSION = "1.0.0"
KEY = "publisherKey"
ALWAYS = (414, 503)
"""What any address may answer, whatever is asked of it."""

_DESCRIPTION = (
    "Open to read without a key. Times are UTC (ISO 8601, `Z`), levels are"
    " `<framework>:<notation>`. A fact that nobody states is null, which is not 'no'. Errors are"
    " `application/problem+json`."
)
_KEY_DESCRIPTION = (
    "A publisher's key, which the registry's operator makes: `Authorization: Bearer cr_...`. It is"
    " good for some of publish, withdraw and bulk, can be revoked, and may have a last day."
)

View = TypeVar("View", bound=Callable[..., Any])


class RegistryBlueprint(Blueprint):  # type: ignore[misc]
    """A family of addresses; what is wrong with a query string is a 400."""

    ARGUMENTS_PARSER = parser

    def problems(self, *statuses: int) -> Callable[[View], View]:
        """Document the error answers that an address may give beside those of every address."""

        def document(view: View) -> View:
            for status in sorted(statuses, reverse=True):
                view = self.alt_response(status, response=HTTPStatus(status).name)(view)
            return view

        return document

    @staticmethod
    def header_parameters(*parameters: dict[str, Any]) -> Callable[[View], View]:
        """Document headers that an address reads itself; to stand above its `arguments`."""

        def document(view: View) -> View:
            described: dict[str, Any] = view._apidoc  # type: ignore[attr-defined]
            known = described["arguments"]["parameters"]
            known += [{**each, "in": "header"} for each in parameters]
            return view

        return document

    @staticmethod
    def _prepare_response_doc(doc: Any, doc_info: Any, **options: Any) -> Any:
        responses = doc_info.setdefault("response", {}).setdefault("responses", {})
        for status in ALWAYS:
            responses.setdefault(status, []).append(HTTPStatus(status).name)
        return Blueprint._prepare_response_doc(doc, doc_info, **options)


class RegistryAPI(Api):  # type: ignore[misc]
    """The document about the API; errors are left to `app.http.problems`."""

    # An answer "by default" would make every status a documented one.
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """None: there is one table of problems for the whole application."""

    def _register_responses(self) -> None:
        """Describe each error once, in the form in which it is really sent."""
        for status in HTTPStatus:
            if status >= 400:
                self.spec.components.response(status.name, described(status), lazy=True)

    def _openapi_json(self) -> Response:
        """The document with the address that this registry has outside."""
        return flask.jsonify(openapi_document())


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
    scheme = {"type": "http", "scheme": "bearer", "description": _KEY_DESCRIPTION}
    api.spec.components.security_scheme(KEY, scheme)
    return api


def _ctid_schema(_converter: CTIDConverter) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{CTID_PATTERN.pattern}$", "examples": [EXAMPLE_CTID]}
