"""The home page."""

from flask import Blueprint, render_template

from app.http.current import absolute, registry
from app.presenters.citation import REGISTRY
from app.presenters.facet_labels import field_ctid
from app.presenters.home import broad_fields, home_page
from app.presenters.schema_org import as_script, site_node
from app.services import families, reading, searching
from app.site.frame import page_url


def register(blueprint: Blueprint) -> None:
    """Put the home page at the root."""
    blueprint.add_url_rule("/", "home", show_home)


def show_home() -> str:
    """What the registry holds, and ways into it."""
    found = searching.search(registry(), searching.SearchRequest(size=1), ("field",))
    names = reading.named(registry(), [field_ctid(code) for code in broad_fields(found)])
    counts = reading.counts(registry())
    countries = len(reading.country_counts(registry(), families.ORGANIZATION))
    node = site_node(REGISTRY, registry().base, absolute(page_url("search")))
    return render_template(
        "site/home.html",
        schema_org=as_script(node),
        page=home_page(counts, countries, found, names),
    )
