"""From an identifier that somebody pasted to the records that have exactly it, never to guesses."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from app.services import reading, searching
from app.services.board_rows import LONGEST_ADDRESS, web_address
from app.services.known_organizations import home_page
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.registry import Registry
from app.services.searching import SearchRequest
from app.services.summaries import Named
from app.services.understanding import FIELDS
from app.store import look_up as store
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.records import CredentialRecord, OrganizationRecord
from search_index.completion import Wanted

Kind = Literal["ctid", "address", "number"]

LONGEST: Final = LONGEST_ADDRESS
"""A text of more characters is no identifier."""

_UUID: Final = CTID_PATTERN.pattern.removeprefix("ce-")
_WHOLE_CTID: Final = re.compile(rf"(?:urn:(?:uuid|ctid):)?(?:ce-)?({_UUID})", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
#: A number that a register gave, such as 603/1234/5: one word of letters, digits and marks.
_NUMBER: Final = re.compile(r"(?=(?:\D*\d){3})[A-Za-z0-9][A-Za-z0-9._/:-]{2,39}")
_LOOKED_THROUGH: Final = 20
_PROVIDER: Final = "provider"
"""What the index of names calls an organisation."""


@dataclass(frozen=True)
class LookUp:
    """What was asked for, read as an identifier of a kind, and the records that have it."""

    text: str
    kind: Kind
    found: tuple[Named, ...]


def look_up(registry: Registry, text: str) -> LookUp | None:
    """The records with exactly this identifier; None where the text is to be searched for as words.

    A CTID (with or without its prefix), an address of a record here or elsewhere, the web page of
    a record or its identifier in a register are known. A number that no record has may be a word.
    """
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if whole := _WHOLE_CTID.fullmatch(text):
        return LookUp(text, "ctid", _known(registry, CTID(f"ce-{whole[1].lower()}")))
    if _ADDRESS.fullmatch(text):
        return _of_address(registry, text)
    if inside := CTID_PATTERN.search(text):
        found = _known(registry, CTID(inside.group()))
        return LookUp(text, "ctid", found) if found else None
    if _NUMBER.fullmatch(text):
        found = _numbered(registry, text)
        return LookUp(text, "number", found) if found else None
    return None


def _of_address(registry: Registry, text: str) -> LookUp:
    inside = CTID_PATTERN.search(text.lower())
    if inside and (found := _known(registry, CTID(inside.group()))):
        return LookUp(text, "address", found)
    spellings = _spellings(text)
    keys = [hashlib.sha256(f"iri {each}".encode()).hexdigest() for each in {*spellings, text}]
    with registry.database.reading() as connection:
        ctids = store.at_page(connection, spellings, keys)
    names = reading.named(registry, ctids)
    return LookUp(text, "address", tuple(names[each] for each in ctids if each in names))


def _spellings(text: str) -> list[str]:
    """The ways in which a record may have written the same address."""
    address = web_address(text if "://" in text[:8] else f"https://{text}")
    page = home_page(address) if address else None
    if address is None or page is None or not _has_port(address):
        return []
    path, mark, query = page.partition("?")
    port = urlsplit(address).port
    if port:
        host, slash, rest = path.partition("/")
        path = f"{host}:{port}{slash}{rest}"
    return [
        f"{scheme}://{www}{path}{end}{mark}{query}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for end in ("", "/")
    ]


def _has_port(address: str) -> bool:
    """Whether its port, where it names one, is one that there can be."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _known(registry: Registry, ctid: CTID) -> tuple[Named, ...]:
    """The record or the thing inside one, withdrawn ones too: their page says what became of it."""
    if found := reading.named(registry, [ctid]).get(ctid):
        return (found,)
    try:
        stored = reading.get_record(registry, ctid)
    except RecordWithdrawn as error:
        return (Named(ctid, error.tombstone.name, error.tombstone.type, True),)
    except RecordNotFound:
        return ()
    return (Named(ctid, stored.record.name, stored.record.type),)


def _numbered(registry: Registry, text: str) -> tuple[Named, ...]:
    """The records that state this very identifier, among those that a search for it finds."""
    asked = SearchRequest(q=text, plain=FIELDS, size=_LOOKED_THROUGH, meaning="words")
    found = []
    for hit in searching.search(registry, asked, ()).hits:
        record = reading.get_record(registry, hit.summary.ctid).record
        if isinstance(record, CredentialRecord) and any(
            each.value.strip().casefold() == text.casefold() for each in record.identifiers
        ):
            found.append(Named(record.ctid, record.name, record.type))
    return (*found, *_organizations_numbered(registry, text))


def _organizations_numbered(registry: Registry, text: str) -> Iterator[Named]:
    """The organisations that state this very number of a register."""
    wanted = Wanted(_PROVIDER, _LOOKED_THROUGH, "en")
    for each in registry.record_names.complete(text, wanted):
        try:
            record = reading.get_record(registry, CTID(each.key)).record
        except (RecordNotFound, RecordWithdrawn):
            continue
        if isinstance(record, OrganizationRecord) and any(
            one.value.strip().casefold() == text.casefold() for one in record.identifiers
        ):
            yield Named(record.ctid, record.name, record.type)
