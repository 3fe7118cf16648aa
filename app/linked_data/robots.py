"""`/robots.txt`: everything here is for everybody, machines included."""

from flask import Blueprint, Response

from app.http.current import absolute

blueprint = Blueprint("robots", __name__)

ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"


@blueprint.get("/robots.txt")
def show_robots() -> Response:
    """Permission to read every address, and where they are listed."""
    response = Response(
        ROBOTS.format(sitemap=absolute("sitemap.xml")), content_type="text/plain; charset=utf-8"
    )
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
