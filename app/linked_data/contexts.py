"""The JSON-LD contexts, served from here so that every client can fetch what our documents name.

The log keeps the address under which CTDL publishes a context. On the way out it becomes
`/contexts/<name>/<version>.json`: our own copy, which never changes under its version and can be
read by scripts of other sites, so a document means the same tomorrow as today.
"""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from app.http.caching import FOR_EVER, Validators, etag_of, representation
from app.http.current import registry
from app.http.media_types import JSON_LD
from ctdl.contexts import KNOWN_CONTEXTS, SERVED_PATHS, served

blueprint = Blueprint("contexts", __name__)


@dataclass(frozen=True)
class ServedContext:
    """A context as it is served: where it comes from and its path on this site.

    The path holds the day its file was taken over. A file that changes needs a new path beside
    the old one, which documents in other people's stores go on naming.
    """

    published_at: str
    path: str

    def write(self) -> bytes:
        """The context document."""
        content = {"@context": KNOWN_CONTEXTS[self.published_at]}
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


SERVED = tuple(ServedContext(url, path) for url, path in SERVED_PATHS.items())


def served_context(stated: str | list[str]) -> Any:
    """The `@context` of a document with the addresses under which we serve it."""
    return served(stated, registry().base)


@blueprint.get("/contexts/<name>/<version>.json")
def show_context(name: str, version: str) -> Response:
    """A context as `application/ld+json`, to be kept for ever."""
    for context in SERVED:
        if context.path == f"contexts/{name}/{version}.json":
            validators = Validators(etag_of("context", context.path))
            return representation(JSON_LD, validators, context.write, cache_control=FOR_EVER)
    known = ", ".join(f"/{context.path}" for context in SERVED)
    raise NotFound(f"There is no such context here; there are {known}.")
