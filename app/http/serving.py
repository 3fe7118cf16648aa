"""How gunicorn answers what never reaches the application, as far as that is up to us."""

import json
import socket
from typing import Any

from gunicorn import util
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from app.http.limits import LONGEST_LINE
from app.http.media_types import PROBLEM


class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker that refuses an over-long address in the form of every other problem."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer what could not be read as a request."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.debug("Request from %s: %s", addr, exc)
        util.write_nonblock(client, _too_long())


def _too_long() -> bytes:
    problem = {
        "type": "urn:credential-registry:problem:request-uri-too-long",
        "title": "Request-URI Too Long",
        "status": 414,
        "detail": f"The first line of the request is longer than {LONGEST_LINE} bytes.",
    }
    body = f"{json.dumps(problem)}\n".encode()
    head = (
        "HTTP/1.1 414 Request-URI Too Long\r\nConnection: close\r\nCache-Control: no-cache\r\n"
        "Access-Control-Allow-Origin: *\r\n"
        f"Content-Type: {PROBLEM.content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body
