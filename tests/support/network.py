"""No test reaches the network: anything but this machine's loopback interface is refused.

The guard is an audit hook, so it also sees what libraries do, as long as they do it in Python.
"""

import ipaddress
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

_CONNECTING = ("socket.connect", "socket.sendto", "socket.sendmsg")


class NetworkRefused(RuntimeError):
    """A test tried to reach something it may not reach."""


@dataclass
class NetworkGuard:
    """What is refused now, and everything that was tried."""

    is_active: bool = False
    allows_loopback: bool = True
    attempts: list[str] = field(default_factory=list)

    def audit(self, event: str, arguments: tuple[object, ...]) -> None:
        """Refuse what the running test may not reach (see sys.addaudithook)."""
        if not self.is_active:
            return
        if event in _CONNECTING:
            self._judge(event, arguments[1])
        elif event == "socket.getaddrinfo":
            self._judge(event, arguments)

    def _judge(self, event: str, address: object) -> None:
        if not isinstance(address, tuple):
            return  # A Unix socket, or a datagram socket already connected.
        host = address[0].decode() if isinstance(address[0], bytes) else address[0]
        if self.allows_loopback and _is_loopback(host):
            return
        self.attempts.append(f"{event} {host}")
        raise NetworkRefused(f"{event}: a test tried to reach {host!r}.")


GUARD = NetworkGuard()
sys.addaudithook(GUARD.audit)


@pytest.fixture(autouse=True)
def only_loopback() -> Iterator[None]:
    """Refuse every address but loopback, in every test."""
    GUARD.is_active = True
    yield
    GUARD.is_active = False


@pytest.fixture
def no_network(only_loopback: None) -> Iterator[list[str]]:
    """Refuse loopback too; the list holds what was tried all the same, which must be nothing."""
    GUARD.allows_loopback = False
    GUARD.attempts.clear()
    yield GUARD.attempts
    GUARD.allows_loopback = True
    assert GUARD.attempts == []


def _is_loopback(host: object) -> bool:
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False
