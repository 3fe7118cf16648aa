"""Rate limits: how often one key or one client address may ask for what costs work.

Counting is done by the library limits (a moving window). A store of counts that does not answer
stops nobody: limits protect the registry from load, and nothing else depends on them.
"""

import hmac
import ipaddress
import logging
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, parse_many
from limits.errors import ConfigurationError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import IN_HOME, SettingError, Settings
from app.http.current import registry
from app.store.request_counts import SharedCounts
from app.store.session_key import session_key
from ctdl.errors import RegistryError

PUBLISH = "publish"
VALIDATE = "validate"
SIGN_IN = "sign-in"
CORRECT = "correct"
HARVEST = "harvest"
_IPV6_PREFIX = 64
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """What is left of one limit, as the RateLimit header fields say it."""

    name: str
    limit: RateLimitItem
    remaining: int
    reset_seconds: int


class TooManyRequests(RegistryError):
    """The client has used up what a limit allows; `standing` says when it may ask again."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        limit, seconds = standing.limit, standing.reset_seconds
        super().__init__(
            f"The limit is {limit.amount} per {limit.GRANULARITY.name}. Ask again in {seconds}"
            f" second{'' if seconds == 1 else 's'}."
        )


@dataclass(frozen=True)
class RateLimits:
    """The limits of one application, and the counts against them."""

    counting: MovingWindowRateLimiter
    items: Mapping[str, Sequence[RateLimitItem]]

    def spend(self, name: str, who: str) -> Standing:
        """What `who` has left of the limit `name` after this request, or TooManyRequests."""
        for item in self.items[name]:
            if not self.counting.hit(item, name, who):
                raise TooManyRequests(self._standing(item, name, who))
        return self._standing(self.items[name][0], name, who)

    def require_left(self, name: str, who: str) -> None:
        """Raise TooManyRequests when `who` has nothing left; counts nothing."""
        for item in self.items[name]:
            if not self.counting.test(item, name, who):
                raise TooManyRequests(self._standing(item, name, who))

    def _standing(self, item: RateLimitItem, name: str, who: str) -> Standing:
        reset_at, remaining = self.counting.get_window_stats(item, name, who)
        return Standing(name, item, remaining, max(1, math.ceil(reset_at - time.time())))


def setup(app: Flask) -> None:
    """Give the application its limits, and the client's real address behind proxies."""
    settings: Settings = app.extensions["registry"].settings
    texts = {
        PUBLISH: settings.publish_limit,
        VALIDATE: settings.validate_limit,
        SIGN_IN: settings.sign_in_limit,
        CORRECT: settings.correction_limit,
        HARVEST: settings.harvest_limit,
    }
    items = {name: sorted(parse_many(text)) for name, text in texts.items()}
    app.extensions["rate_limits"] = RateLimits(open_counts(settings), items)
    app.after_request(_tell_standing)
    proxies = settings.trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]


def open_counts(settings: Settings) -> MovingWindowRateLimiter:
    """The store of counts that the settings name; raises SettingError when it cannot be used."""
    try:
        if settings.rate_limit_storage == IN_HOME:
            return MovingWindowRateLimiter(SharedCounts(settings.home))
        return MovingWindowRateLimiter(storage_from_string(settings.rate_limit_storage))
    except (ConfigurationError, RuntimeError, ValueError) as error:
        raise SettingError(f"RATE_LIMIT_STORAGE cannot be used: {error}") from error


def spend(name: str, who: str | None = None) -> None:
    """Count this request against a limit, for `who` or else for the client's address."""
    with _counting() as limits:
        g.rate_limit = limits.spend(name, who or client_address())


def require_left(name: str) -> None:
    """Raise TooManyRequests when the client's address has used up a limit."""
    with _counting() as limits:
        limits.require_left(name, client_address())


def client_address() -> str:
    """Who is asking, as far as the network knows: an IPv4 address, or a site's IPv6 network.

    One IPv6 subscriber has 2^64 addresses, so that counting single ones would count nothing.
    """
    text = request.remote_addr or "unknown"
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))


def nameless_client() -> str:
    """What stands for the client's address today: the same for one address, telling it to nobody.

    It cannot be turned back without the registry's secret, and tomorrow it is another.
    """
    today = datetime.now(UTC).date().isoformat()
    words = f"client {today} {client_address()}"
    return hmac.new(session_key(registry().keys_folder), words.encode(), sha256).hexdigest()[:32]


@contextmanager
def _counting() -> Iterator[RateLimits]:
    limits: RateLimits = current_app.extensions["rate_limits"]
    try:
        yield limits
    except TooManyRequests as error:
        g.rate_limit = error.standing
        raise
    except limits.counting.storage.base_exceptions:
        logger.exception("Requests cannot be counted; this one is let through.")


def _tell_standing(response: Response) -> Response:
    """Say what is left (draft-ietf-httpapi-ratelimit-headers, version 10)."""
    standing: Standing | None = g.pop("rate_limit", None)
    if standing is not None:
        name, limit = standing.name, standing.limit
        response.headers["RateLimit-Policy"] = f'"{name}";q={limit.amount};w={limit.get_expiry()}'
        response.headers["RateLimit"] = (
            f'"{name}";r={standing.remaining};t={standing.reset_seconds}'
        )
    return response
