"""Samples that the registry refuses as they stand, mended to be read; each mend has a name.

Nothing is added that a sample does not say: a CTID is taken out of the address it stands in, a
class out of what the resource is used for.
"""

import copy
import json
from collections.abc import Callable
from typing import Any

from ctdl.ctid import ctid_in
from ctdl.documents import Document, DocumentError, parse_document
from tests.support.documents import CONTEXT

Content = dict[str, Any]
Mend = Callable[[Content], None]


def a_context(content: Content) -> None:
    """The samples without a context are CTDL all the same."""
    content.setdefault("@context", CONTEXT)


def prefixed_classes(content: Content) -> None:
    """A class without its prefix is one of CTDL."""
    for node in content["@graph"]:
        for value in node.values():
            if isinstance(value, dict) and ":" not in value.get("@type", ":"):
                value["@type"] = f"ceterms:{value['@type']}"


def ctids_from_addresses(content: Content) -> None:
    """A resource whose address ends in a CTID gets it as its CTID, also where it was misspelt."""
    for node in content["@graph"]:
        ctid = ctid_in(node.get("@id", "").replace("res:", "resources/"))
        if ctid:
            node["ceterms:ctid"] = ctid


MENDS: tuple[Mend, ...] = (a_context, prefixed_classes, ctids_from_addresses)


def mended(text: str) -> tuple[Document, tuple[str, ...]]:
    """The document of a sample, and the names of the mends that it needed, in order."""
    content = json.loads(text)
    used: list[str] = []
    for mend in MENDS:
        try:
            return parse_document(content), tuple(used)
        except DocumentError:
            before = copy.deepcopy(content)
            mend(content)
            if before != content:
                used.append(mend.__name__)
    return parse_document(content), tuple(used)


def with_components(document: Document) -> Document:
    """A pathway of 2020 in the terms of today, so that it can be published.

    Components were typed as the credentials they stand for, named the pathway with a property of
    frameworks, and said to be a destination with a property that CTDL does not have.
    """
    content = copy.deepcopy(document.body)
    for node in content["@graph"][1:]:
        if node["@type"] == "ceterms:Certification":
            node["ceterms:credentialType"] = [node["@type"]]
            node["@type"] = "ceterms:CredentialComponent"
        for old, new in (
            ("ceasn:isPartOf", "ceterms:isPartOf"),
            ("ceterms:isDestinationComponentFor", "ceterms:isDestinationComponentOf"),
        ):
            if old in node:
                node[new] = node.pop(old)
    return parse_document(content)


def taken_apart(document: Document) -> list[Content]:
    """A document for each resource of a sample that bundles several, local ones with each."""
    local = [node for node in document.nodes if "ceterms:ctid" not in node]
    return [
        {
            "@context": document.body["@context"],
            "@id": f"graph/{node['ceterms:ctid']}",
            "@graph": [node, *local],
        }
        for node in document.nodes
        if "ceterms:ctid" in node
    ]
