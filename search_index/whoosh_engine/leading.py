"""What a query finds besides the records that have its words, and the order of it all."""

from typing import NamedTuple

import numpy as np

from search_index.protocol import SearchQuery
from search_index.whoosh_engine.collection import Columns
from search_index.whoosh_engine.filtering import having
from search_index.whoosh_engine.segments import Ids, Weights

# Higher than any score of words: what leads comes first.
_LEADING = np.float32(1e6)


class Found(NamedTuple):
    """The documents found, ascending, and the numbers that put them in order, highest first."""

    ids: Ids
    scores: Weights


def found_besides(columns: Columns, query: SearchQuery, ids: Ids, scores: Weights) -> Found:
    """The documents with the words, `ids`, and those of `lead` and `about`, in one order."""
    leading = np.array(columns.places(query.lead), np.int32)
    about = _about(columns, query)
    if not len(leading) and not len(about):
        return Found(ids, scores)
    everything = np.union1d(np.union1d(ids, leading), about).astype(np.int32)
    ordered = np.zeros(len(everything), np.float32)
    ordered[np.searchsorted(everything, ids)] = scores
    places = np.arange(len(leading), dtype=np.float32)
    ordered[np.searchsorted(everything, leading)] = _LEADING - places
    return Found(everything, ordered)


def _about(columns: Columns, query: SearchQuery) -> Ids:
    mask = np.zeros(columns.count, np.bool_)
    for name, values in query.about.items():
        mask |= having(columns.facet(name), values, columns.count)
    return np.flatnonzero(mask & columns.live).astype(np.int32)
