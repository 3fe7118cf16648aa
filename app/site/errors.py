"""The page for what cannot be shown: what happened, and where to go from here."""

from typing import Any

from flask import render_template, request

from app.presenters.problem import problem_page
from app.services.keys import SignedIn
from app.site.publishing.access import who_is_signed_in


def error_page(status: int, title: str, detail: str, **facts: Any) -> str:
    """The page for a problem; `facts` are what programs get beside the title and the detail."""
    page = problem_page(status, detail, facts)
    return render_template("errors/error.html", page=page, who=_publisher(status))


def _publisher(status: int) -> SignedIn | None:
    """Who is signed in, where one of the publishers' pages refuses something; else None."""
    fronts = ("/publish/", "/fr/publish/")
    if status >= 500 or not f"{request.path}/".startswith(fronts):
        return None
    return who_is_signed_in()
