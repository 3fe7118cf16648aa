"""Many records at once: a pasted or uploaded list, answered as a table or a CSV file."""

import csv
import io
from datetime import date
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.http import rate_limits
from app.http.current import registry
from app.http.media_types import CSV
from app.presenters.batch import batch_cells, problem_words, shown_rows
from app.services.assurance.batch import (
    MOST_IDS,
    BatchRefused,
    BatchRow,
    look_up_all,
    read_lines,
)
from app.site.reading import today

_LARGEST: Final = 512 * 1024


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule("/batch", "batch", batch, methods=["GET", "POST"])


def batch() -> ResponseReturnValue:
    """Where a list is pasted or chosen; when sent, its rows, or what is wrong with it."""
    if request.method == "GET":
        return _page([], today().isoformat())
    rate_limits.spend(rate_limits.VALIDATE)
    typed = request.form.get("asof", "").strip()
    text = ""
    try:
        text = _sent()
        rows = look_up_all(registry(), read_lines(text, _day(typed)), today())
    except BatchRefused as error:
        page = _page([], typed, text, refusal_words(error), error.code)
        return _forgotten(make_response(page, 400))
    if request.form.get("as") == "csv":
        return _forgotten(_file(rows))
    return _forgotten(make_response(_page(rows, typed or today().isoformat(), text)))


def refusal_words(error: BatchRefused) -> str:
    """What is wrong with a list, in the language of the page."""
    if error.code == "too-many":
        return gettext(
            "The list has more than %(most)s identifiers: send it in parts.", most=MOST_IDS
        )
    if error.code == "empty":
        return gettext("Write one identifier a line, or choose a file.")
    if error.line:
        return problem_words(error.code, error.line, error.text)
    if error.code == "no-day":
        return gettext("Write the date as year, month and day, such as 2023-05-01.")
    return gettext("The list cannot be read: save it as UTF-8 text or CSV.")


def _page(
    rows: list[BatchRow], asof: str, text: str = "", error: str | None = None, code: str = ""
) -> str:
    return render_template(
        "site/batch.html",
        rows=shown_rows(rows),
        asof=asof[:40],
        text=text,
        error=error,
        wrong="asof" if code == "no-day" and not rows and _is_no_day(asof) else "ids",
        most=MOST_IDS,
    )


def _sent() -> str:
    data = b""
    if (sent := request.files.get("file")) is not None:
        data = sent.stream.read(_LARGEST + 1)
        sent.close()
    if not data.strip():
        return request.form.get("ids", "")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BatchRefused("no-table") from error


def _day(typed: str) -> date:
    if _is_no_day(typed):
        raise BatchRefused("no-day", None, typed[:40])
    return date.fromisoformat(typed) if typed else today()


def _is_no_day(typed: str) -> bool:
    if not typed:
        return False
    try:
        date.fromisoformat(typed)
    except ValueError:
        return True
    return len(typed) != len("YYYY-MM-DD")


def _file(rows: list[BatchRow]) -> Response:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(batch_cells(rows))
    response = Response(written.getvalue(), content_type=CSV.content_type)
    response.headers["Content-Disposition"] = 'attachment; filename="batch.csv"'
    return response


def _forgotten(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
