"""`/dumps/…`: the files of dumps, whole or in ranges; the list of them is a page of the site."""

import base64
from typing import Final

from flask import Blueprint, Response, request, send_file

from app.http.caching import FOR_EVER, REVALIDATE, Validators, etag_of, instant, representation
from app.http.current import absolute, registry
from app.http.media_types import GZIP, MediaType
from app.linked_data.links import Relation
from app.services import dumps
from app.services.dumps import LATEST
from app.store.dumps import Dump, DumpFile

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
    if not _asks_for_one_range():
        # What cannot be answered in parts is answered whole (RFC 9110, section 14.2).
        request.environ.pop("HTTP_RANGE", None)
    response = send_file(
        path,
        mimetype=GZIP.name,
        download_name=file,
        etag=found.sha256,
        last_modified=instant(dump.at),
        conditional=True,
    )
    response.headers["Cache-Control"] = _how_long(name)
    if response.status_code != 304:
        response.headers["Repr-Digest"] = _digest(found)
    response.headers["Content-Location"] = absolute(f"dumps/{dump.name}.{suffix}")
    response.headers["Link"] = str(Relation(absolute("catalog"), "describedby"))
    return response


def _checksums(name: str, dump: Dump) -> Response:
    lines = "".join(f"{each.sha256}  {name}.{each.suffix}\n" for each in dump.files)
    validators = Validators(etag_of("checksums", lines), instant(dump.at))
    return representation(_PLAIN, validators, lambda: lines.encode(), cache_control=_how_long(name))


def _how_long(name: str) -> str:
    return REVALIDATE if name == LATEST else FOR_EVER


def _asks_for_one_range() -> bool:
    asked = request.range
    return asked is not None and asked.units == "bytes" and len(asked.ranges) == 1


def _digest(file: DumpFile) -> str:
    """The checksum as a header of its own (RFC 9530), for who asks with HEAD."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
