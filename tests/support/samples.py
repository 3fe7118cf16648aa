"""Shipped records that stand for a kind of page, found by what they hold rather than by name."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import urlopen

from ctdl.ctid import ctid_in
from tests.support.awkward import AWKWARD, AWKWARD_ORGANIZATION, WITHDRAWN
from tests.support.prerequisites import PROJECT
from tests.support.servers import LiveServer

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


_OTHER_KINDS = {
    "qa_body": "ceterms:QACredentialOrganization",
    "transfer_value": "ceterms:TransferValueProfile",
    "recognition": "ceterms:RecognizeAction",
    "concept_scheme": "skos:ConceptScheme",
    "progression_model": "asn:ProgressionModel",
}


def find_samples() -> dict[str, str]:
    """The CTID of the record that shows most of each kind, and of the awkward ones."""
    nodes = list(_main_nodes())
    credentials = [node for node in nodes if "ceterms:ownedBy" in node]
    richest = {kind: max(credentials, key=richness) for kind, richness in _CREDENTIAL_KINDS.items()}
    first = {
        kind: next(node for node in nodes if node["@type"] == type_name)
        for kind, type_name in _OTHER_KINDS.items()
    }
    owners = Counter(owner for node in credentials for owner in node["ceterms:ownedBy"])
    organization = ctid_in(owners.most_common(1)[0][0])
    return {
        **{kind: str(node["ceterms:ctid"]) for kind, node in (richest | first).items()},
        "organization": str(organization),
        "awkward": AWKWARD,
        "awkward_organization": AWKWARD_ORGANIZATION,
        "withdrawn": WITHDRAWN,
    }


def revision_numbers(server: LiveServer, samples: dict[str, str]) -> dict[str, str]:
    """The newest entry of the log about some of them, `awkward_number` and so on."""
    wanted = ("levelled", "organization", "transfer_value", "awkward", "withdrawn")
    return {f"{name}_number": _newest(server.address, samples[name]) for name in wanted}


def _newest(address: str, ctid: str) -> str:
    envelope = f"{address}/envelopes/{ctid}?include_deleted=true&metadata_only=true"
    with urlopen(envelope, timeout=30) as answer:
        return str(json.load(answer)["number"])


def _main_nodes() -> Iterator[Node]:
    for file in sorted(RECORDS.rglob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                node: Node = json.loads(line)["document"]["@graph"][0]
                yield node
