"""Ports for the servers that tests start, and waiting until one answers."""

import http.client
import socket
import subprocess
import time
from threading import Event

STARTUP_SECONDS = 240


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until_ready(port: int, process: subprocess.Popen[bytes], path: str = "/readyz") -> None:
    """Return as soon as `path` answers 200; an AssertionError says why it never did."""
    deadline = time.monotonic() + STARTUP_SECONDS
    pause = Event()
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with status {process.returncode}"
        if _answers(port, path):
            return
        pause.wait(0.05)
    raise AssertionError(f"the server did not answer {path} within {STARTUP_SECONDS} s")


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
