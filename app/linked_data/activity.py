"""`/activity`: every entry of the log as W3C Activity Streams 2.0, in pages, oldest first.

Clients begin at the last page and go back until they come to what they know, as IIIF's Change
Discovery API 1.0 describes it.
"""

from typing import Any, Final

from flask import Blueprint, Response

from app.http.caching import FOR_EVER, REVALIDATE, Validators, etag_of, instant, representation
from app.http.current import absolute, registry, resource_iri
from app.http.media_types import MediaType
from app.linked_data.writing import json_bytes
from app.services import activity
from app.services.activity import PAGE, LogPage
from app.store.log import LoggedChange
from ctdl.contexts import CTDL_ASN_CONTEXT, CTDL_CONTEXT, prefixes_of

blueprint = Blueprint("activity", __name__)
ACTIVITY: Final = MediaType("json", "application/activity+json", "Activity Streams")
_CONTEXT: Final = "https://www.w3.org/ns/activitystreams"
_PREFIXES: Final = prefixes_of((CTDL_CONTEXT, CTDL_ASN_CONTEXT))
TYPES: Final = {
    "published": "Create",
    "updated": "Update",
    "withdrawn": "Delete",
    "restored": "Create",
}
"""What each kind of change is called in Activity Streams; what comes back is made anew."""


@blueprint.get("/activity")
def show_collection() -> Response:
    """How many changes there are, and where the first and the last page are."""
    entries = activity.newest(registry())
    validators = Validators(etag_of("activity", registry().base, str(entries)))
    return representation(ACTIVITY, validators, lambda: json_bytes(_collection(entries)))


@blueprint.get("/activity/pages/<int:number>")
def show_page(number: int) -> Response:
    """A page of changes; one that is followed by another never changes again."""
    found = activity.page(registry(), number)
    newest = found.entries[-1]
    state = "closed" if found.is_closed else str(newest.number)
    validators = Validators(
        etag_of("activity page", registry().base, str(number), state), instant(newest.at)
    )
    return representation(
        ACTIVITY,
        validators,
        lambda: json_bytes(_page(found)),
        cache_control=FOR_EVER if found.is_closed else REVALIDATE,
    )


def _collection(entries: int) -> dict[str, Any]:
    written: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": absolute("activity"),
        "type": "OrderedCollection",
        "summary": "Every change of a record of this registry, the oldest first.",
        "totalItems": entries,
    }
    if entries:
        written |= {"first": _link(1), "last": _link(activity.last_page(entries))}
    return written


def _page(found: LogPage) -> dict[str, Any]:
    written: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": _address(found.number),
        "type": "OrderedCollectionPage",
        "partOf": {"id": absolute("activity"), "type": "OrderedCollection"},
        "startIndex": (found.number - 1) * PAGE,
    }
    if found.number > 1:
        written["prev"] = _link(found.number - 1)
    if found.is_closed:
        written["next"] = _link(found.number + 1)
    return {**written, "orderedItems": [_activity(each) for each in found.entries]}


def _activity(change: LoggedChange) -> dict[str, Any]:
    """One change; of a withdrawal, what it was and why it went."""
    prefix, _, name = change.resource_type.partition(":")
    type_ = _PREFIXES[prefix] + name
    described: dict[str, Any] = {"id": resource_iri(change.ctid), "type": type_}
    if change.is_withdrawal:
        described |= {"type": "Tombstone", "formerType": type_, "deleted": change.at}
    written: dict[str, Any] = {
        "id": absolute(f"log/entries/{change.number}"),
        "type": TYPES[change.kind],
        "object": described,
        "actor": {"id": resource_iri(change.publisher), "type": "Organization"},
        "endTime": change.at,
    }
    if change.reason:
        written["summary"] = change.reason
    if change.replaced_by:
        written["result"] = {"id": resource_iri(change.replaced_by)}
    return written


def _link(number: int) -> dict[str, str]:
    return {"id": _address(number), "type": "OrderedCollectionPage"}


def _address(number: int) -> str:
    return absolute(f"activity/pages/{number}")
