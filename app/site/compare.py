"""The comparison of up to four records; the address holds which."""

from flask import Blueprint, render_template, request
from flask_babel import gettext

from app.http.current import registry
from app.presenters.compare import Refused, compare_page
from app.presenters.search_state import MOST_COMPARED
from app.services import reading
from app.services.reading import RecordNotFound, RecordWithdrawn, StoredRecord
from app.site.reading import referred, today
from ctdl.ctid import CTIDError, parse_ctid
from ctdl.records import CredentialRecord


def register(blueprint: Blueprint) -> None:
    """Put the comparison at its address."""
    blueprint.add_url_rule("/compare", "compare", show_comparison)


def show_comparison() -> tuple[str, int]:
    """The records side by side; a fifth one is refused with the first four still shown."""
    asked = list(dict.fromkeys(text.strip() for text in request.args.getlist("id") if text.strip()))
    stored: list[StoredRecord] = []
    refused: list[Refused] = []
    for text in asked[:MOST_COMPARED]:
        found = _comparable(text)
        (refused if isinstance(found, Refused) else stored).append(found)  # type: ignore[arg-type]
    wanted = {ctid for each in stored for ctid in referred(each)}
    page = compare_page(
        stored,
        reading.named(registry(), wanted),
        today(),
        only_differences=request.args.get("differences") == "1",
        refused=refused,
        too_many=len(asked) > MOST_COMPARED,
    )
    return render_template("site/compare.html", page=page), 400 if page.too_many else 200


def _comparable(text: str) -> StoredRecord | Refused:
    try:
        stored = reading.get_record(registry(), parse_ctid(text))
    except CTIDError as error:
        return Refused(text, str(error))
    except RecordNotFound:
        return Refused(text, gettext("There is no record with this identifier."))
    except RecordWithdrawn:
        return Refused(text, gettext("This record was withdrawn."))
    if not isinstance(stored.record, CredentialRecord):
        return Refused(text, gettext("Only credentials and courses can be compared."))
    return stored
