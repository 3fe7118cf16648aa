"""Pages that explain: about, help, accessibility, privacy."""

from flask import Blueprint, render_template

from app.http.current import registry
from app.presenters.sizes import system_rows
from app.services import families, reading


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    blueprint.add_url_rule("/about", "about", show_about)
    blueprint.add_url_rule("/help", "help", show_help)
    blueprint.add_url_rule("/accessibility", "accessibility", show_accessibility)
    blueprint.add_url_rule("/privacy", "privacy", show_privacy)


def show_about() -> str:
    """What this registry is, where its facts come from, and what it does not say."""
    counts = reading.counts(registry())
    found = sum(counts.get(family, 0) for family in families.SEARCHED)
    return render_template("site/about.html", records=found)


def show_help() -> str:
    """How to search, compare and read a record, and what the words mean."""
    return render_template("site/help.html", systems=system_rows())


def show_accessibility() -> str:
    """The accessibility statement."""
    return render_template("site/accessibility.html")


def show_privacy() -> str:
    """What is and is not kept about readers."""
    return render_template("site/privacy.html")
