"""Where the revisions of a record have their pages, and their permanent addresses."""

from typing import Final

from app.http.current import absolute
from app.presenters.links import Link, record_link
from ctdl.ctid import CTID

FOLDERS: Final = {"credential": "credentials", "organization": "organizations", "record": "records"}
"""The pages whose records have a history there, and the folder of each in addresses."""


def history_family(ctid: CTID, resource_type: str) -> str:
    """The page under which a record of this class has its history; most have the general one."""
    page = record_link(ctid, resource_type).page
    return page if page in FOLDERS else "record"


def history_link(ctid: CTID, resource_type: str, **values: object) -> Link:
    """The list of a record's revisions."""
    return Link(f"{history_family(ctid, resource_type)}_history", {"ctid": ctid, **values})


def watch_link(ctid: CTID, resource_type: str) -> Link:
    """The feed of a record's changes."""
    return Link(f"{history_family(ctid, resource_type)}_watch", {"ctid": ctid})


def revision_link(ctid: CTID, resource_type: str, number: int) -> Link:
    """One revision of a record, as it was."""
    page = f"{history_family(ctid, resource_type)}_revision"
    return Link(page, {"ctid": ctid, "number": number})


def revision_address(ctid: CTID, resource_type: str, number: int) -> str:
    """The permanent address of a revision, the same in every language of the frame."""
    folder = FOLDERS[history_family(ctid, resource_type)]
    return absolute(f"{folder}/{ctid}/v/{number}")
