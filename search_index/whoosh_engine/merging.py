"""When segments are merged: seldom enough to write fast, often enough to read fast."""

import math
from collections.abc import Iterator
from typing import Any

from whoosh.reading import SegmentReader

_SEGMENTS_A_TIER = 8
_TIER_FACTOR = 8
_SMALLEST_TIER = 16
# Rewriting a thousand documents takes a third of a second, for which publishers wait. What is more
# is left to `tidy`, unless nobody has called it for so long that searches would become slow.
_MOST_IN_PASSING = 2_000
_OVERDUE_SEGMENTS = 32
# Only `optimize` rewrites segments that are larger than this.
_LARGEST_MERGED = 20_000
_TOO_MANY_DELETED = 0.5


def merge_in_passing(writer: Any, segments: list[Any]) -> list[Any]:
    """The segments left after merging full tiers of small ones into the one being written."""
    return _merge(writer, segments, list(_full_tiers(segments, _MOST_IN_PASSING)))


def merge_tiers(writer: Any, segments: list[Any]) -> list[Any]:
    """The segments left after merging every full tier of like size into the one being written."""
    return _merge(writer, segments, list(_full_tiers(segments)))


def is_untidy(segments: list[Any]) -> bool:
    """Whether there is anything that `merge_tiers` would merge."""
    return any(True for _ in _full_tiers(segments))


def _merge(writer: Any, segments: list[Any], merged: list[Any]) -> list[Any]:
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged]


def _full_tiers(segments: list[Any], most: float = math.inf) -> Iterator[Any]:
    """The segments of full tiers, and those mostly deleted, of up to `most` documents each."""
    tiers: dict[int, list[Any]] = {}
    for segment in segments:
        if segment.doc_count() <= _LARGEST_MERGED:
            if _is_hollow(segment) and segment.doc_count() <= most:
                yield segment
            else:
                tiers.setdefault(_tier(segment.doc_count()), []).append(segment)
    for tier in tiers.values():
        is_small = sum(segment.doc_count() for segment in tier) <= most
        if len(tier) >= (_SEGMENTS_A_TIER if is_small else _OVERDUE_SEGMENTS):
            yield from tier


def _tier(count: int) -> int:
    tier, limit = 0, _SMALLEST_TIER
    while count > limit:
        tier, limit = tier + 1, limit * _TIER_FACTOR
    return tier


def _is_hollow(segment: Any) -> bool:
    return bool(segment.deleted_count() > _TOO_MANY_DELETED * segment.doc_count_all())
