"""The operator's board: counts of what records leave open, and the lists behind them."""

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext

from app.http.current import registry
from app.presenters.board import board_groups, list_view
from app.services import board, reading
from app.services.board import FILTERS, BoardFilters
from app.services.summaries import Named
from app.site.reading import page_number, require_page, today
from ctdl.ctid import CTID


def register(blueprint: Blueprint) -> None:
    """Put the board and its lists at their addresses."""
    blueprint.add_url_rule("/board", "board", show_board)
    blueprint.add_url_rule("/board/<name>", "board_list", show_list)


def show_board() -> str:
    """Every list with its count."""
    groups = board_groups(board.counts(registry(), today()))
    return render_template("site/board.html", groups=groups)


def show_list(name: str) -> str:
    """One list, a page at a time, narrowed as the address asks."""
    if name not in board.LISTS:
        abort(404, description=gettext("The board has no such list."))
    filters = BoardFilters(**{each: _stated(each) for each in FILTERS})
    found = board.page(registry(), name, today(), filters, page_number())
    require_page(found.page, found.pages)
    return render_template("site/board_list.html", page=list_view(found, _provider(filters)))


def _stated(name: str) -> str:
    return request.args.get(name, "").strip()


def _provider(filters: BoardFilters) -> Named | None:
    found = reading.named(registry(), [CTID(filters.provider)])
    return found.get(CTID(filters.provider))
