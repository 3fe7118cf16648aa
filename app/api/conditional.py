"""Tags for answers made of many records: from the bytes, since no one revision stands for them."""

from flask import Blueprint, Response, request

from app.http.caching import REVALIDATE


def tag_answers(blueprint: Blueprint) -> None:
    """Let clients of these addresses ask whether anything has changed."""
    blueprint.after_request(_tag)


def _tag(response: Response) -> Response:
    is_read = request.method in ("GET", "HEAD")
    if is_read and response.status_code == 200 and not response.is_streamed:
        response.headers.setdefault("Cache-Control", REVALIDATE)
        response.add_etag()
        response.make_conditional(request)
    return response
