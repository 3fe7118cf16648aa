"""`/dumps/…`: the files of dumps, whole or in ranges; the list of them is a page of the site."""

from typing import Final

from flask import Blueprint, Response

from app.http.caching import FOR_EVER, REVALIDATE, Validators, etag_of, instant, representation
from app.http.current import absolute, registry
from app.http.media_types import GZIP, MediaType
from app.linked_data.files import file_answer
from app.services import dumps
from app.services.dumps import LATEST
from app.store.dumps import Dump

blueprint = Blueprint("dumps", __name__)
_CHECKSUMS: Final = "sha256"
_PLAIN: Final = MediaType("txt", "text/plain", "Text")


@blueprint.get("/dumps/<file>")
def show_file(file: str) -> Response:
    """A file of a dump, or `<dump>.sha256`: what `sha256sum --check` reads."""
    name, _, suffix = file.partition(".")
    if suffix == _CHECKSUMS:
        return _checksums(name, dumps.get_dump(registry(), name))
    dump, found, path = dumps.get_file(registry(), name, suffix)
    response = file_answer(dump, found, path, GZIP, name=file, cache_control=_how_long(name))
    response.headers["Content-Location"] = absolute(f"dumps/{dump.name}.{suffix}")
    return response


def _checksums(name: str, dump: Dump) -> Response:
    lines = "".join(f"{each.sha256}  {name}.{each.suffix}\n" for each in dump.files)
    validators = Validators(etag_of("checksums", lines), instant(dump.at))
    return representation(_PLAIN, validators, lambda: lines.encode(), cache_control=_how_long(name))


def _how_long(name: str) -> str:
    return REVALIDATE if name == LATEST else FOR_EVER
