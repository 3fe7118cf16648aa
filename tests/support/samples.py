"""Shipped records that stand for a kind of page, found by what they hold rather than by name."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from ctdl.ctid import ctid_in
from tests.support.awkward import AWKWARD, AWKWARD_ORGANIZATION, WITHDRAWN
from tests.support.prerequisites import PROJECT

Node = dict[str, Any]
RECORDS = PROJECT / "registry_data"

_COURSES = {"ceterms:Course", "ceterms:LearningOpportunityProfile", "ceterms:LearningProgram"}
_CREDENTIAL_KINDS: dict[str, Callable[[Node], int]] = {
    "parent": lambda node: len(node.get("ceterms:hasPart", ())),
    "component": lambda node: len(node.get("ceterms:isPartOf", ())),
    "levelled": lambda node: bool(node.get("ceterms:atLevel")) * len(node),
    "certification": lambda node: (node["@type"] == "ceterms:Certification") * len(node),
    "course": lambda node: (node["@type"] in _COURSES) * len(node),
}


def find_samples() -> dict[str, str]:
    """The CTID of the record that shows most of each kind, and of the awkward ones."""
    credentials = list(_main_nodes("credentials"))
    samples = {
        kind: str(max(credentials, key=richness)["ceterms:ctid"])
        for kind, richness in _CREDENTIAL_KINDS.items()
    }
    owners = Counter(owner for node in credentials for owner in node.get("ceterms:ownedBy", ()))
    organization = ctid_in(owners.most_common(1)[0][0])
    bodies = (node["ceterms:ctid"] for node in _main_nodes("") if "QACredential" in node["@type"])
    return {
        **samples,
        "organization": str(organization),
        "qa_body": next(bodies),
        "awkward": AWKWARD,
        "awkward_organization": AWKWARD_ORGANIZATION,
        "withdrawn": WITHDRAWN,
    }


def _main_nodes(folder: str) -> Iterator[Node]:
    for file in sorted((RECORDS / folder).rglob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                node: Node = json.loads(line)["document"]["@graph"][0]
                yield node
