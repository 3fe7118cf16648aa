"""Comparisons of levels to test with: the shipped ones, and small ones that state what matters."""

import json
from functools import cache

from ctdl.crosswalk import Crosswalk
from ctdl.ctid import derive_ctid
from ctdl.documents import parse_document
from ctdl.frameworks import FRAMEWORKS
from ctdl.records import AlignmentMapRecord, AlignmentRow, Reference, read_record
from ctdl.records.frameworks import Relation
from tests.support.prerequisites import PROJECT

_SHIPPED = PROJECT / "registry_data" / "crosswalks" / "framework-crosswalks.jsonl"


@cache
def shipped_crosswalk() -> Crosswalk:
    """Every comparison that ships, read without a registry."""
    with _SHIPPED.open(encoding="utf-8") as lines:
        read = [read_record(parse_document(json.loads(line)["document"])) for line in lines]
    return Crosswalk.of(record for record in read if isinstance(record, AlignmentMapRecord))


def a_row(
    source: str,
    target: str,
    relation: Relation = "close",
    *,
    basis: str | None = "comparison report",
    text: str | None = "A report",
    year: str | None = "2020",
) -> AlignmentMapRecord:
    """A map with one row; a target without a notation ("eqf:") says that there is no level."""
    framework, _, notation = target.partition(":")
    row = AlignmentRow(
        source=_level(source),
        target=_level(target) if notation else None,
        relation=relation if notation else "none",
        basis=basis,
        source_text=text,
        year=year,
    )
    compared = tuple(_framework(each) for each in (source.partition(":")[0], framework))
    ctid = derive_ctid(f"test map {source} {target} {text} {year}")
    return AlignmentMapRecord(ctid, "ceterms:AlignmentMap", {}, {}, compared, (row,))


def _level(identifier: str) -> Reference:
    level = FRAMEWORKS.level(identifier)
    assert level is not None, identifier
    return Reference(level.ctid, None)


def _framework(identifier: str) -> Reference:
    framework = FRAMEWORKS.framework(identifier)
    assert framework is not None, identifier
    return Reference(framework.ctid, None)
