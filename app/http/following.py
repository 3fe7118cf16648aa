"""After a write: bringing the views up to the log."""

import logging
import threading

from app.http.current import registry
from app.services import views
from app.services.registry import Registry

SOON = 100
"""More changes than this would keep the writer waiting: the views follow them in the background."""
logger = logging.getLogger(__name__)


def follow_log() -> None:
    """Let readers see what was just written, as far as that can be done at once.

    Whatever goes wrong here goes wrong after the commit: the change is in the log, the client is
    told so, and the next catch-up shows it.
    """
    _follow(registry())


def follow_many(changes: int) -> None:
    """The same after many changes, without letting the client wait for the views."""
    if changes <= SOON:
        _follow(registry())
        return
    # The process may end before it is done: the next catch-up goes on where it stopped.
    thread = threading.Thread(target=_follow, args=(registry(),), name="catch-up", daemon=True)
    thread.start()


def _follow(opened: Registry) -> None:
    try:
        views.catch_up(opened, wait=False)
    except Exception:
        logger.exception("The views could not follow the log.")
