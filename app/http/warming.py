"""The first questions, asked by the worker itself, so that no reader waits for what they load.

The encoder, the thesaurus, the indexes, the names and the templates are read when they are first
needed, which keeps commands quick. A server needs them all, and has time for it as soon as the
first reader has a page and looks at it.
"""

import logging
import threading
import time
from typing import Any, Final

from flask import Flask, request_finished

_QUESTIONS: Final = ("/search?q=home+care", "/fr/search?q=soins", "/api/v1/suggest?q=psycholgy")
"""By words and meaning, in each language, and with a letter wrong."""
_PATIENCE_SECONDS: Final = 5.0
"""How long the first page is waited for, with which this would compete for the processor."""
_PAUSE_SECONDS: Final = 0.3
"""What belongs to that page is asked for right after it."""
logger = logging.getLogger(__name__)


def warm_up_soon(app: Flask) -> threading.Thread:
    """Have the first questions asked in the background; the thread that will do so."""
    is_answered = threading.Event()

    def note(_app: Flask, **_response: Any) -> None:
        is_answered.set()

    def wait_and_warm_up() -> None:
        is_answered.wait(_PATIENCE_SECONDS)
        request_finished.disconnect(note, app)
        time.sleep(_PAUSE_SECONDS)
        warm_up(app)

    request_finished.connect(note, app, weak=False)
    thread = threading.Thread(target=wait_and_warm_up, name="warm-up", daemon=True)
    thread.start()
    return thread


def warm_up(app: Flask) -> None:
    """Ask the first questions; what goes wrong is logged and goes wrong again for who asks it."""
    client = app.test_client()
    for question in _QUESTIONS:
        try:
            client.get(question)
        except Exception:
            logger.exception("The worker could not ask itself %s.", question)
