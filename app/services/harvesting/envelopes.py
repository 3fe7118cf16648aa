"""Following a Credential Registry by its list of envelopes, the one that changed last first.

In this order a record that changes meanwhile moves to the front, which the next run reads, and all
others move back: a page may say again what was read, and leaves nothing out. So a run that was cut
off goes on with the page it was at. Where a registry sorts otherwise, it begins again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from app.services.board_rows import web_address
from app.services.harvesting.items import (
    Aside,
    Batch,
    Item,
    SourceFailed,
    instant,
    provenance_in,
    written,
)
from app.services.polite_web import PoliteWeb
from ctdl.ctid import CTID, CTID_PATTERN, ctid_in
from ctdl.documents import parse_document
from ctdl.findings import DocumentError
from ctdl.mapping.notes import Notes
from ctdl.mapping.registry_pages import documents_of

PAGE: Final = 100
MOST_PAGES: Final = 1_000_000
SETTLING: Final = timedelta(seconds=10)
"""A registry may show an envelope some moments after the instant that it bears."""
_NAMES: Final = frozenset({"envelope_id", "envelope_ceterms_ctid"})
_ASKED: Final = {
    "include_deleted": "true",
    "provisional": "exclude",
    "sort_by": "updated_at",
    "sort_order": "desc",
}


@dataclass(frozen=True)
class _Envelope:
    name: str
    ctid: CTID | None
    at: str
    is_deleted: bool
    content: Mapping[str, Any]

    @property
    def address(self) -> str | None:
        """What its document calls the record."""
        document = self.content.get("decoded_resource")
        graph = document.get("@graph") if isinstance(document, dict) else None
        nodes = [document, *(graph if isinstance(graph, list) else [])]
        for node in nodes:
            if isinstance(node, dict) and _lower(node.get("ceterms:ctid")) == self.ctid:
                found = node.get("@id")
                return found if isinstance(found, str) else None
        return None


@dataclass
class EnvelopesSource:
    """The list of envelopes at `url`."""

    url: str
    web: PoliteWeb
    kind: str = field(default="registry", init=False)

    def batches(self, cursor: Mapping[str, Any]) -> Iterator[Batch]:
        """The envelopes changed since the last run, page by page."""
        since = str(cursor.get("since", ""))
        newest = str(cursor.get("newest", ""))
        size, oldest, before, is_ordered = 0, "", None, True
        for page in range(int(cursor.get("page", 1)), MOST_PAGES):
            found = self._read(since, page)
            if found and found == before:
                raise SourceFailed(f"{self.url} gives the same page again, whatever is asked for.")
            stamps = [each.at for each in found]
            is_ordered = is_ordered and stamps == sorted(stamps, reverse=True)
            is_ordered = is_ordered and (not oldest or not stamps or stamps[0] <= oldest)
            # Where the newest is not first, the first page bounds what the next run must read.
            newest = newest or max(stamps, default="")
            oldest = min(stamps, default=oldest)
            size, before = size or len(found), found
            is_last = len(found) < size or not found or (is_ordered and oldest < since)
            items, asides = self._items(each for each in found if each.at >= since)
            yield Batch(items, _cursor(since, newest, page + 1, is_last, is_ordered), asides)
            if is_last:
                return
        raise SourceFailed(f"{self.url} has more than {MOST_PAGES:,} pages: it may not end.")

    def _read(self, since: str, page: int) -> list[_Envelope]:
        asked = {"page": str(page), "per_page": str(PAGE), **_ASKED}
        asked |= {"from": f"{since[:23]}Z"} if since else {}
        parts = urlsplit(self.url)
        query = urlencode({**dict(parse_qsl(parts.query)), **asked})
        answer = self.web.fetch(parts._replace(query=query).geturl(), "application/json")
        try:
            content = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise SourceFailed(
                f"{answer.url} answers with {answer.content_type} that is no JSON:"
                f" {str(error)[:200]}"
            ) from error
        if not is_envelopes(content):
            raise SourceFailed(
                f"{answer.url} is no list of envelopes: give the address of the list, such as"
                " .../ce-registry/envelopes."
            )
        return [_envelope(each) for each in content]

    def _items(self, envelopes: Iterable[_Envelope]) -> tuple[tuple[Item, ...], tuple[Aside, ...]]:
        items: list[Item] = []
        asides: list[Aside] = []
        for each in envelopes:
            if each.ctid is None:
                message = "The envelope has no CTID in envelope_ceterms_ctid."
                asides.append(Aside(each.name, message, each.at))
                continue
            address = web_address(each.address or "")
            if address is None or ctid_in(address) != each.ctid:
                address = urljoin(self.url, f"/resources/{each.ctid}")
            if each.is_deleted:
                items.append(Item(address, each.at))
                continue
            try:
                items.extend(_documents(each, each.ctid, address))
            except DocumentError as error:
                asides.append(Aside(address, str(error), each.at))
        return tuple(items), tuple(asides)


def is_envelopes(content: Any) -> bool:
    """Whether it is what a Credential Registry answers: a list of envelopes, perhaps of none."""
    return isinstance(content, list) and all(
        isinstance(each, dict) and not _NAMES.isdisjoint(each) for each in content
    )


def _envelope(content: Mapping[str, Any]) -> _Envelope:
    headers = content.get("node_headers")
    headers = headers if isinstance(headers, dict) else {}
    stamp = content.get("updated_at") or headers.get("updated_at")
    name = str(content.get("envelope_id") or content.get("envelope_ceterms_ctid"))[:200]
    if not isinstance(stamp, str):
        raise SourceFailed(f"The envelope {name} has no instant in updated_at.")
    ctid = _lower(content.get("envelope_ceterms_ctid"))
    return _Envelope(
        name,
        CTID(ctid) if CTID_PATTERN.fullmatch(ctid) else None,
        instant(stamp),
        bool(content.get("deleted_at") or headers.get("deleted_at")),
        content,
    )


def _documents(envelope: _Envelope, ctid: CTID, address: str) -> Iterator[Item]:
    """The record in the envelope as it stands there, or as old forms of CTDL are read."""
    document = envelope.content.get("decoded_resource")
    if isinstance(document, dict):
        try:
            parse_document(document)
        except DocumentError:
            pass
        else:
            told = provenance_in(envelope.content.get("provenance"))
            yield Item(address, envelope.at, document, ctid=ctid, provenance=told)
            return
    for made in documents_of([dict(envelope.content)], Notes()):
        found = CTID(made["@graph"][0]["ceterms:ctid"])
        where = address if found == ctid else urljoin(address, f"/resources/{found}")
        yield Item(where, envelope.at, made, ctid=found)


def _cursor(
    since: str, newest: str, page: int, is_last: bool, is_ordered: bool
) -> Mapping[str, Any]:
    if not is_last:
        kept = {"since": since, "newest": newest, "page": page}
        return kept if is_ordered else {"since": since}
    if not newest:
        return {"since": since}
    # This bounds a source whose clock is wrong too, or we were deaf to what it says until then.
    settled = written(datetime.now(UTC) - SETTLING)
    return {"since": max(since, min(newest, settled))}


def _lower(stated: Any) -> str:
    return stated.lower() if isinstance(stated, str) else ""
