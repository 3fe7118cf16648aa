"""The registry that the current application serves, and the addresses it has outside."""

from flask import current_app

from app.services.registry import Registry
from ctdl.ctid import CTID


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


def graph_iri(ctid: CTID | str) -> str:
    """The IRI of the document that describes it."""
    return absolute(f"graph/{ctid}")
