"""`/robots.txt`: everything here is for everybody, machines included."""

from flask import Blueprint, Response

blueprint = Blueprint("robots", __name__)

ROBOTS = "User-agent: *\nAllow: /\n"


@blueprint.get("/robots.txt")
def show_robots() -> Response:
    """Permission to read every address."""
    response = Response(ROBOTS, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
