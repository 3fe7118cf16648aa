"""The home page."""

from flask import Blueprint, render_template

from app.http.current import registry
from app.presenters.facet_labels import field_ctid
from app.presenters.home import broad_fields, home_page
from app.services import families, reading, searching


def register(blueprint: Blueprint) -> None:
    """Put the home page at the root."""
    blueprint.add_url_rule("/", "home", show_home)


def show_home() -> str:
    """What the registry holds, and ways into it."""
    found = searching.search(registry(), searching.SearchRequest(size=1), ("field",))
    names = reading.named(registry(), [field_ctid(code) for code in broad_fields(found)])
    counts = reading.counts(registry())
    countries = len(reading.country_counts(registry(), families.ORGANIZATION))
    return render_template("site/home.html", page=home_page(counts, countries, found, names))
