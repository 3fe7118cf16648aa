"""The page about the log: what it proves, its newest head, and how anybody can check it."""

from flask import Blueprint, Response, json, make_response, render_template, request

from app.http.caching import REVALIDATE, Validators, etag_of, representation
from app.http.current import registry
from app.http.media_types import HTML, JSON
from app.http.negotiation import choose
from app.presenters.log import log_json
from app.services import transparency


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/log", "log", show_log)


def show_log() -> Response:
    """The page, or for programs that ask for JSON the newest head and where all else is."""
    head = transparency.newest_head(registry())
    if choose(request.headers.get("Accept"), (HTML, JSON)) is JSON:
        validators = Validators(etag_of("log", head.signature if head else "empty"))
        response = representation(JSON, validators, lambda: _bytes(log_json(head, registry().base)))
    else:
        response = make_response(render_template("site/log.html", head=head))
        response.headers["Cache-Control"] = REVALIDATE
    response.vary.add("Accept")
    return response


def _bytes(content: dict[str, object]) -> bytes:
    return f"{json.dumps(content, indent=2)}\n".encode()
