"""After a write: bringing the views up to the log."""

import logging

from app.http.current import registry
from app.services import views

logger = logging.getLogger(__name__)


def follow_log() -> None:
    """Let readers see what was just written, as far as that can be done at once.

    Whatever goes wrong here goes wrong after the commit: the change is in the log, the client is
    told so, and the next catch-up shows it.
    """
    try:
        views.catch_up(registry(), wait=False)
    except Exception:
        logger.exception("The views could not follow the log.")
