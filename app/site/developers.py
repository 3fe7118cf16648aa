"""The page for developers: how to publish by program, and every address of the JSON API."""

from flask import Blueprint, render_template

from app.http.openapi import openapi_document
from app.presenters.api_reference import reference_of


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/developers", "developers", show_developers)


def show_developers() -> str:
    """How to begin, and the reference made of the OpenAPI document."""
    return render_template("site/developers.html", api=reference_of(openapi_document()))
