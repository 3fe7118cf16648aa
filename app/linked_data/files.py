"""Large files that lie ready: whole or in one range, known by the SHA-256 that was written down."""

import base64
from pathlib import Path

from flask import Response, request, send_file

from app.http.caching import REVALIDATE, instant
from app.http.current import absolute, registry
from app.http.media_types import MediaType
from app.presenters.signposts import Relation
from app.store.dumps import Dump, DumpFile


def file_answer(
    dump: Dump,
    file: DumpFile,
    path: Path,
    media_type: MediaType,
    *,
    name: str,
    cache_control: str = REVALIDATE,
) -> Response:
    """The file, the part of it that was asked for, or 304; `name` is what it is saved as."""
    if not _asks_for_one_range():
        # What cannot be answered in one part is answered whole (RFC 9110, section 14.2).
        request.environ.pop("HTTP_RANGE", None)
    response = send_file(
        path,
        mimetype=media_type.name,
        download_name=name,
        etag=file.sha256,
        last_modified=instant(dump.at),
        conditional=True,
    )
    response.headers["Cache-Control"] = cache_control
    if response.status_code != 304:
        response.headers["Content-Type"] = media_type.content_type
        response.headers["Repr-Digest"] = _digest(file)
    relations = [Relation(absolute("catalog"), "describedby")]
    if licence := registry().settings.data_licence:
        relations.append(Relation(licence, "license"))
    response.headers["Link"] = ", ".join(str(each) for each in relations)
    return response


def _asks_for_one_range() -> bool:
    asked = request.range
    return asked is not None and asked.units == "bytes" and len(asked.ranges) == 1


def _digest(file: DumpFile) -> str:
    """The checksum as a header of its own (RFC 9530), for who asks with HEAD."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
