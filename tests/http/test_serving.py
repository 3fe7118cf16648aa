"""What gunicorn answers by itself."""

import json
import logging
import socket

from flask.testing import FlaskClient
from gunicorn.http.errors import LimitRequestLine

from app.http.limits import LONGEST_LINE, LONGEST_QUERY
from app.http.serving import Worker
from tests.linked_data.small_registry import json_of


def test_a_line_too_long_to_be_read_is_refused_like_a_query_that_is_too_long(
    client: FlaskClient,
) -> None:
    ours, theirs = socket.socketpair()
    worker = Worker.__new__(Worker)
    worker.log = logging.getLogger("test")

    with ours, theirs:
        worker.handle_error(None, ours, None, LimitRequestLine(9000, LONGEST_LINE))
        ours.shutdown(socket.SHUT_WR)
        head, _, body = theirs.makefile("rb").read().partition(b"\r\n\r\n")

    by_the_application = client.get("/api/v1/search?q=" + "a" * LONGEST_QUERY)
    problem, ours_alike = json.loads(body), json_of(by_the_application)
    assert head.startswith(b"HTTP/1.1 414 ")
    assert b"Content-Type: application/problem+json" in head
    assert str(LONGEST_LINE) in problem["detail"]
    assert {**problem, "detail": None} == {**ours_alike, "detail": None}
