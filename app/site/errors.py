"""The page for what cannot be shown: what happened, and where to go from here."""

from typing import Any

from flask import render_template

from app.presenters.problem import problem_page


def error_page(status: int, title: str, detail: str, **facts: Any) -> str:
    """The page for a problem; `facts` are what programs get beside the title and the detail."""
    return render_template("errors/error.html", page=problem_page(status, detail, facts))
