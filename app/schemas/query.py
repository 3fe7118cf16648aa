"""Reading query strings strictly: what is unknown or malformed is refused with the remedy."""

from typing import Any

import marshmallow as ma
from flask import Request
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict

NO_MORE_THAN = 1_000_000_000
"""No number in a query is larger; it keeps sums with it exact."""


class QuerySchema(ma.Schema):
    """The parameters of one address; a wrong name is answered with the right ones."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        known = ", ".join(self.fields)
        self.error_messages["unknown"] = f"Unknown parameter; the parameters are {known}."


class QueryParser(FlaskParser):
    """Reads the query string into a schema, or answers 400.

    A parameter without a value, as forms send them, counts as left out.
    """

    DEFAULT_VALIDATION_STATUS = 400
    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
    }

    def load_querystring(self, req: Request, schema: ma.Schema) -> MultiDictProxy:
        """The parameters that have a value."""
        given = ((name, value.strip()) for name, value in req.args.items(multi=True))
        return MultiDictProxy(MultiDict((name, value) for name, value in given if value), schema)


parser = QueryParser()
