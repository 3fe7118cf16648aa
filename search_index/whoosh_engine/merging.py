"""When segments are merged: seldom enough to write fast, often enough to read fast."""

from typing import Any

from whoosh.reading import SegmentReader

_SEGMENTS_A_TIER = 8
_TIER_FACTOR = 8
_SMALLEST_TIER = 16
# Rewriting more than this in passing would hold up a publisher; `optimize` does it when asked.
_LARGEST_MERGED = 20_000
_TOO_MANY_DELETED = 0.5


def merge_tiers(writer: Any, segments: list[Any]) -> list[Any]:
    """The segments left after merging full tiers of like size into the one being written."""
    merged = _full_tiers(segments)
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged]


def _full_tiers(segments: list[Any]) -> list[Any]:
    tiers: dict[int, list[Any]] = {}
    for segment in segments:
        if segment.doc_count() <= _LARGEST_MERGED:
            tiers.setdefault(_tier(segment.doc_count()), []).append(segment)
    full = [s for tier in tiers.values() if len(tier) >= _SEGMENTS_A_TIER for s in tier]
    hollow = [s for s in segments if _is_hollow(s) and s not in full]
    return full + hollow


def _tier(count: int) -> int:
    tier, limit = 0, _SMALLEST_TIER
    while count > limit:
        tier, limit = tier + 1, limit * _TIER_FACTOR
    return tier


def _is_hollow(segment: Any) -> bool:
    deleted = segment.deleted_count()
    return bool(
        deleted > _TOO_MANY_DELETED * segment.doc_count_all()
        and segment.doc_count() <= _LARGEST_MERGED
    )
