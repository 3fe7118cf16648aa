"""Maps between two frameworks, row by row, and each row on a page of its own."""

from flask import Blueprint, abort, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.http.current import registry
from app.presenters.crosswalks import MapPage, map_page, row_page
from app.services import frameworks
from app.services.frameworks import MapView
from app.services.levels import crosswalk
from app.site.frame import page_url
from app.site.signposting import signpost


def register(blueprint: Blueprint) -> None:
    """Put the maps and their rows at their addresses."""
    blueprint.add_url_rule("/crosswalks/<first>/<second>", "crosswalk", show_map)
    blueprint.add_url_rule("/crosswalks/<first>/<second>/<row>", "crosswalk_row", show_row)


def show_map(first: str, second: str) -> str | Response:
    """Every row of one map; where only the other direction is stated, on to that."""
    if not frameworks.has_map(registry(), first, second) and frameworks.has_map(
        registry(), second, first
    ):
        return redirect(page_url("crosswalk", first=second, second=first), 301)
    view, page = _map(first, second)
    signpost(view.stored)
    return render_template("site/crosswalk.html", page=page)


def show_row(first: str, second: str, row: str) -> str | Response:
    """One row of a map, with what it rests on; read from its other end, on to where it is."""
    turned = frameworks.turned_row(registry(), first, second, row)
    if turned is not None:
        return redirect(page_url("crosswalk_row", first=second, second=first, row=turned), 301)
    view, drawn = _map(first, second)
    page = row_page(drawn, row, view)
    if page is None:
        known = ", ".join(each.key for each in drawn.rows if each.key)
        abort(
            404,
            gettext("This map has no row %(row)s; its rows are %(known)s.", row=row, known=known),
        )
    return render_template("site/crosswalk_row.html", page=page)


def _map(first: str, second: str) -> tuple[MapView, MapPage]:
    view = frameworks.get_map(registry(), first, second)
    return view, map_page(view, crosswalk(registry()))
