"""The registry that the current application serves, and the addresses it has outside."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from flask import current_app

from app.services.registry import Registry
from ctdl.ctid import CTID
from ctdl.findings import Finding

_HOST: Final = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def registry() -> Registry:
    """The open registry of the current application."""
    opened: Registry = current_app.extensions["registry"]
    return opened


def absolute(path: str) -> str:
    """The public address of a path of this registry."""
    return registry().base + path.lstrip("/")


def resource_iri(ctid: CTID | str) -> str:
    """The IRI of the thing that `ctid` identifies."""
    return absolute(f"resources/{ctid}")


def is_community(name: str) -> bool:
    """Whether this registry answers to the name; in addresses it has hyphens for underscores."""
    return name.lower().replace("-", "_") in registry().settings.community_names


def contact_email() -> str:
    """The stated address, else the one that every mail domain has (RFC 5321, section 4.5.1)."""
    stated = registry().settings.contact_email
    host = urlsplit(registry().base).hostname or ""
    return stated or f"postmaster@{host if _HOST.fullmatch(host) else '[127.0.0.1]'}"


def finding_json(found: Finding) -> dict[str, Any]:
    """The finding for programs; the registry's own rules are at an address of the registry."""
    written = found.to_json()
    if not found.source.startswith(("https://", "http://")):
        written["source"] = absolute(f"findings#{found.code}")
    return written


def graph_iri(ctid: CTID | str) -> str:
    """The IRI of the document that describes it."""
    return absolute(f"graph/{ctid}")
