"""Crosswalks between frameworks as AlignmentMaps; relation, basis, source and year on each row."""

from collections.abc import Iterator
from itertools import groupby

from registry_data.convert import keys
from registry_data.convert.json_ld import Node, document, node, record, reference, references, text
from registry_data.convert.levels import level
from registry_data.convert.outputs import Shipped
from registry_data.convert.statements import COMPILED, Statement, provenance
from registry_data.convert.tables import Row, facts

MATCHES = {
    "exact": "alignment:ExactMatch",
    "close": "alignment:CloseMatch",
    "broad": "alignment:BroadMatch",
    "narrow": "alignment:NarrowMatch",
    "none": "alignment:NoMatch",
}


def alignment_maps() -> Iterator[Shipped]:
    """One document for each pair of frameworks, levels without a counterpart included."""
    for (source, target), rows in groupby(_rows(), key=_pair):
        listed = list(rows)
        compared = _map(source, target, listed)
        yield Shipped(compared, provenance(compared, _statement(listed)))


def _rows() -> list[Row]:
    compared = list(facts("frameworks/crosswalk"))
    unmatched = [
        {**row, "to_level": "", "relation": "none"} for row in facts("frameworks/crosswalk-nomatch")
    ]
    order = {pair: place for place, pair in enumerate(dict.fromkeys(map(_pair, compared)))}
    # A level nobody compares is often stated from the other side: EQF 1 has none in New Zealand.
    return sorted(compared + unmatched, key=lambda row: order.get(_pair(row), len(order)))


def _pair(row: Row) -> tuple[str, str]:
    return row["from_framework"], row["to_framework"]


def _statement(rows: list[Row]) -> Statement:
    years = sorted(row["year"] for row in rows if row["year"])
    return Statement(
        source="; ".join(dict.fromkeys(row["source"] for row in rows)),
        asserted_by=COMPILED,
        seen=years[-1] if years else "",
        licence="facts only",
        note="Each row keeps its own basis, source and year. A comparison is not an equivalence.",
    )


def _map(source: str, target: str, rows: list[Row]) -> Node:
    first, second = _framework_name(source), _framework_name(target)
    bases = ", ".join(dict.fromkeys(row["basis"] for row in rows))
    ctid = keys.alignment_map(source, target)
    return document(
        record(
            "ceterms:AlignmentMap",
            ctid,
            ceterms__name=text(f"{first} compared with {second}"),
            ceterms__description=text(
                f"How the levels of the {first} compare with those of the {second} "
                f"({len(rows)} rows; basis: {bases}). Comparability, not equivalence."
            ),
            ceterms__codedNotation=f"{source}:{target}",
            ceterms__inLanguage=["en"],
            ceterms__compares=references(
                keys.progression_model(source), keys.progression_model(target)
            ),
            ceterms__hasPart=[_alignment(row, reference(ctid)) for row in rows],
        )
    )


def _alignment(row: Row, address: str) -> Node:
    source, target = row["from_framework"], row["to_framework"]
    compared = row["to_level"]
    aligned = node(
        "ceterms:AlignmentObject",
        ceterms__sourceNode=reference(keys.level(source, row["from_level"])),
        ceterms__sourceNodeName=text(level(source, row["from_level"]).label),
        ceterms__targetNode=reference(keys.level(target, compared)) if compared else None,
        ceterms__targetNodeName=text(level(target, compared).label) if compared else None,
        ceterms__alignmentType=MATCHES[row["relation"]],
        dct__source=row["source"],
        dct__date=row["year"],
        dct__type=row["basis"],
    )
    return {"@id": f"{address}#{row['from_level']}-{compared or 'none'}", **aligned}


def _framework_name(framework_id: str) -> str:
    rows = facts("frameworks/levels")
    return next(row["framework_name"] for row in rows if row["framework_id"] == framework_id)
