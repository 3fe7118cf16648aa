"""The comparison of up to four records; the address holds which."""

import csv
import io

import flask
from flask import Blueprint, Response, render_template, request

from app.http.current import absolute, registry
from app.http.media_types import CSV
from app.presenters.compare import ComparePage, compare_page, levels_shown
from app.presenters.compare_files import comparison_answer, table_rows
from app.presenters.links import Link
from app.schemas.compare import CompareParameters
from app.schemas.query import parser
from app.services import comparing
from app.services.comparing import Comparison
from app.site.frame import page_url
from app.site.levels_in import chosen
from app.site.reading import today
from ctdl.tabular.guarding import guarded


def register(blueprint: Blueprint) -> None:
    """Put the comparison at its address."""
    blueprint.add_url_rule("/compare", "compare", show_comparison)
    blueprint.add_url_rule("/compare.csv", "compare_csv", comparison_csv)
    blueprint.add_url_rule("/compare.json", "compare_json", comparison_json)


def show_comparison() -> tuple[str, int]:
    """The records side by side; a fifth one is refused with the first four still shown."""
    page = _page(comparing.comparison(registry(), request.args.getlist("id")))
    return render_template("site/compare.html", page=page), 400 if page.too_many else 200


def comparison_csv() -> Response:
    """The table as it is on the screen, with what is in other units in columns of its own."""
    page = _whole_page()
    written = io.StringIO(newline="")
    csv.writer(written).writerows(
        [guarded(cell) for cell in row] for row in table_rows(page, _address)
    )
    response = Response(written.getvalue(), content_type=CSV.content_type)
    response.headers["Content-Disposition"] = 'attachment; filename="compare.csv"'
    return response


def comparison_json() -> Response:
    """The rows as they are on the screen, in the form of the API."""
    return flask.jsonify(comparison_answer(_whole_page()))


def _whole_page() -> ComparePage:
    """The page for a file, which has every record asked for or is refused as the API does."""
    asked = parser.parse(CompareParameters, request, location="query")
    found = comparing.comparison(registry(), asked["id"])
    comparing.refuse(registry(), found)
    return _page(found)


def _page(found: Comparison) -> ComparePage:
    return compare_page(
        found,
        today(),
        only_differences=request.args.get("differences") == "1",
        levels=levels_shown(found, chosen()),
        picked=(request.args.get("left", ""), request.args.get("right", "")),
    )


def _address(link: Link) -> str:
    """The address of a record, without what only its reader chose."""
    return absolute(page_url(link.page, **link.values, levels_in=()))
