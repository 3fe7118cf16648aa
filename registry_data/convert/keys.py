"""The stable keys CTIDs are derived from: a record keeps its CTID as long as its key stays."""

import re

from ctdl.ctid import CTID, derive_ctid


def organization(name: str, country: str) -> CTID:
    """The CTID of the organisation called `name` in `country`; an unknown country is `xx`."""
    return derive_ctid(f"organization:{country or 'xx'}:{folded(name)}")


def credential(table: str, *parts: str) -> CTID:
    """The CTID of a credential stated in the fact table `table`."""
    return derive_ctid(":".join(["credential", table, *map(folded, parts)]))


def course(provider: str, title: str, address: str) -> CTID:
    """The CTID of a course that is a component of larger credentials."""
    return derive_ctid(f"course:{folded(provider)}:{folded(title)}:{address}")


def framework(framework_id: str) -> CTID:
    """The CTID of a qualifications framework."""
    return derive_ctid(f"framework:{framework_id}")


def progression_model(framework_id: str) -> CTID:
    """The CTID of the ladder of levels in a framework."""
    return derive_ctid(f"progression-model:{framework_id}")


def level(framework_id: str, notation: str) -> CTID:
    """The CTID of one level of a framework."""
    return derive_ctid(f"level:{framework_id}:{notation}")


def alignment_map(source: str, target: str) -> CTID:
    """The CTID of the crosswalk from one framework to another."""
    return derive_ctid(f"alignment-map:{source}:{target}")


def concept_scheme(scheme: str) -> CTID:
    """The CTID of a list of values."""
    return derive_ctid(f"concept-scheme:{scheme}")


def concept(scheme: str, code: str) -> CTID:
    """The CTID of one value in a list."""
    return derive_ctid(f"concept:{scheme}:{code}")


def pathway(credential_: CTID) -> CTID:
    """The CTID of the pathway that states what counts towards a credential."""
    return derive_ctid(f"pathway:{credential_}")


def pathway_exit(pathway_: CTID, title: str) -> CTID:
    """The CTID of the component for an award that can be left with on the way."""
    return derive_ctid(f"pathway-exit:{pathway_}:{folded(title)}")


def statement(kind: str, *parts: str) -> CTID:
    """The CTID of a statement with a life of its own, such as an institution's accreditation."""
    return derive_ctid(":".join([kind, *map(folded, parts)]))


def folded(text: str) -> str:
    """`text` in one case and with single spaces: spelling accidents must not split a record."""
    return re.sub(r"\s+", " ", text).strip().casefold()
