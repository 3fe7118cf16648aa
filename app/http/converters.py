"""`<ctid:ctid>` in addresses: whatever stands there is taken, and answered with a remedy if wrong.

A converter that refuses a text makes a bare 404. The text is let through here and read just before
the view, so that `CTIDError` can say what to write instead (upper case, a bare UUID).
"""

from typing import Any

from flask import Flask, request
from werkzeug.routing import BaseConverter

from ctdl.ctid import parse_ctid


class _Unread(str):
    """The text at the place of a CTID, not looked at yet."""


class CTIDConverter(BaseConverter):
    """Any text without a slash or a dot; a dot begins the suffix of a format."""

    regex = r"[^/.]+"

    def to_python(self, value: str) -> str:
        """The text, marked to be read as a CTID before the view is called."""
        return _Unread(value)


def setup(app: Flask) -> None:
    """Make `<ctid:name>` usable in the addresses of the application."""
    app.url_map.converters["ctid"] = CTIDConverter
    app.url_value_preprocessor(_read_ctids)


def _read_ctids(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if request.method == "OPTIONS":
        return  # what is allowed at an address does not hang on the record
    for name, value in (values or {}).items():
        if isinstance(value, _Unread):
            assert values is not None
            values[name] = parse_ctid(str(value))
