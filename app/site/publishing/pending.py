"""Imports of several records: what is not published yet waits while one record is completed."""

import io
from dataclasses import dataclass

from app.http.current import registry
from app.presenters.text import Text, titled
from app.services import importing, reading, uploads
from app.services.importing import Converted
from app.services.keys import SignedIn
from app.services.uploads import UploadGone
from ctdl.findings import DocumentError
from ctdl.records import read_record

FIELD = "import"
"""The name of the field, and of the part of an address, that says which import goes on."""


@dataclass(frozen=True)
class Rest:
    """What is left of an import: how many records are here, of how many, and the next one."""

    token: str
    done: int
    total: int
    next_title: Text


def keep(who: SignedIn, text: str, format: str) -> str:
    """The token under which the text of an import waits, for an hour."""
    return uploads.keep(registry(), who.key_id, io.BytesIO(f"{format}\n{text}".encode()))


def kept_text(who: SignedIn, token: str) -> tuple[str, str]:
    """Text and format of a waiting import; raises UploadGone."""
    with uploads.kept(registry(), who.key_id, token) as stream:
        format, _, text = stream.read().decode().partition("\n")
    return text, format


def rest_of(who: SignedIn, token: str) -> Rest | None:
    """What is left of the import; None when nothing is, or it waits no longer."""
    try:
        text, format = kept_text(who, token)
        made = importing.convert(registry(), text, who.publisher, format=format or None)
    except (UploadGone, DocumentError):
        return None
    left = [each for each in made.documents if each.ctid not in published(made)]
    total = len(made.documents) + len(made.kept)
    if not left:
        return None
    title = titled(read_record(left[0]).name, left[0].ctid)
    return Rest(token, total - len(left), total, title)


def published(made: Converted) -> set[str]:
    """The CTIDs among the records of an import that are in the registry."""
    names = reading.named(registry(), [each.ctid for each in made.documents])
    return {ctid for ctid, found in names.items() if not found.withdrawn}
