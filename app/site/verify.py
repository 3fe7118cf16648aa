"""Verify: a presented badge is checked where it came in, and forgotten."""

from datetime import UTC, datetime

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.http import rate_limits
from app.http.current import registry
from app.presenters.finding_texts import told
from app.presenters.text import Text
from app.presenters.verified import ShownVerified, shown_verified
from app.services import verifying
from app.services.verifying import MAX_PRESENTED_BYTES, PresentedRefused


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/verify", "verify", verify, methods=["GET", "POST"])


def verify() -> ResponseReturnValue:
    """Where a badge is chosen or pasted; when sent, what it is, or why it cannot be read.

    What was sent is not on the page again: it names its holder.
    """
    if request.method == "GET":
        return _page()
    rate_limits.spend(rate_limits.VALIDATE)
    now = datetime.now(UTC)
    try:
        found = verifying.verify(registry(), _sent(), now)
    except PresentedRefused as error:
        response = make_response(_page(error=told(error.said)), 422)
    else:
        quality = verifying.quality_on_award(registry(), found, now.date())
        response = make_response(_page(shown_verified(found, quality, now.date())))
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(found: ShownVerified | None = None, error: Text | None = None) -> str:
    return render_template("site/verify.html", found=found, error=error)


def _sent() -> bytes:
    """The file that was sent, or else the text; the name of the file is never looked at."""
    data = b""
    if (sent := request.files.get("file")) is not None:
        data = sent.stream.read(MAX_PRESENTED_BYTES + 1)
        # A large one was in a file without a name, which is gone as soon as it is closed.
        sent.close()
    return data if data.strip() else request.form.get("text", "").encode()
