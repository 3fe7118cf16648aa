"""Qualifications frameworks, and their levels with counterparts elsewhere."""

from flask import Blueprint, render_template

from app.http.current import registry
from app.presenters.framework import framework_list, framework_page, level_page
from app.services import frameworks, searching


def register(blueprint: Blueprint) -> None:
    """Put the list, the frameworks and the levels at their addresses."""
    blueprint.add_url_rule("/frameworks", "frameworks", list_frameworks)
    blueprint.add_url_rule("/frameworks/<framework>", "framework", show_framework)
    blueprint.add_url_rule("/frameworks/<framework>/levels/<notation>", "level", show_level)


def list_frameworks() -> str:
    """All frameworks the registry knows."""
    listed = framework_list(frameworks.list_frameworks(registry()))
    return render_template("site/frameworks.html", frameworks=listed)


def show_framework(framework: str) -> str:
    """One framework with its levels."""
    view = frameworks.get_framework(registry(), framework)
    return render_template("site/framework.html", page=framework_page(view))


def show_level(framework: str, notation: str) -> str:
    """One level: its counterparts in other frameworks, and the records at it."""
    view = frameworks.get_level(registry(), framework, notation)
    asked = searching.SearchRequest(filters={"level": (f"{framework}:{notation}",)}, size=1)
    found = searching.search(registry(), asked, ())
    return render_template("site/level.html", page=level_page(view, found.total))
