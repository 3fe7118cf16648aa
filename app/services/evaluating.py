"""Evaluating: how well searches answer judged queries, in figures that can be compared.

Three measures, each a mean over queries: nDCG@10 (are the best records first?), recall@20 (is
what is good among the first twenty?) and the mean reciprocal rank (how far down does the first
good one stand?). They are computed for every way of searching, for each kind of query and each
part of the queries, so that what was used to choose parameters is told from what was not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean
from typing import Literal, get_args

from app.services.judged_queries import (
    EXACT,
    GOOD,
    KINDS,
    JudgedQuery,
    Kind,
    Part,
)
from app.services.registry import Registry
from app.services.searching import SearchRequest, search
from ctdl.ctid import CTID

Way = Literal["words", "only", "fused"]
WAYS: tuple[Way, ...] = get_args(Way)
"""The ways of searching compared: by words alone, by meaning only, and by all together."""

OVERALL: Literal["overall"] = "overall"
FIRST_PAGE = 10
DEEPEST = 20

Answer = Sequence[CTID]
Searcher = Callable[[str], Answer]
"""Gives at least the first `DEEPEST` records that a text finds, the best first."""


@dataclass(frozen=True)
class Measures:
    """The measures of one query, or their means over several."""

    ndcg: float
    recall: float
    mrr: float


@dataclass(frozen=True)
class Answered:
    """A judged query and what one way of searching found for it."""

    query: JudgedQuery
    found: Answer
    measures: Measures

    @property
    def unjudged(self) -> int:
        """How many of the first ten nobody has read: worth nothing here, perhaps wrongly."""
        return sum(not self.query.is_judged(ctid) for ctid in self.found[:FIRST_PAGE])


@dataclass(frozen=True)
class Group:
    """The means over the queries of one kind, or over all, in one part or in all."""

    part: Part | Literal["all"]
    kind: Kind | Literal["overall"]
    queries: int
    measures: Mapping[Way, Measures]
    unjudged: Mapping[Way, int]


@dataclass(frozen=True)
class Evaluation:
    """What every way of searching found for every query."""

    answers: Mapping[Way, tuple[Answered, ...]]

    def groups(self, part: Part | Literal["all"] = "all") -> tuple[Group, ...]:
        """The means by kind and overall, of one part or of all; kinds without queries miss."""
        chosen = {
            way: [each for each in answers if part in ("all", each.query.part)]
            for way, answers in self.answers.items()
        }
        groups = []
        for kind in (*KINDS, OVERALL):
            of_kind = {
                way: [each for each in answers if kind in (OVERALL, each.query.kind)]
                for way, answers in chosen.items()
            }
            queries = max((len(answers) for answers in of_kind.values()), default=0)
            if queries:
                groups.append(_group(part, kind, queries, of_kind))
        return tuple(groups)

    def worst(
        self, way: Way, number: int, part: Part | Literal["all"] = "all"
    ) -> Iterator[Answered]:
        """Of each kind the queries of the part that this way answers worst, by nDCG@10."""
        for kind in KINDS:
            answers = [
                each
                for each in self.answers[way]
                if each.query.kind == kind and part in ("all", each.query.part)
            ]
            answers.sort(key=lambda each: (each.measures.ndcg, each.query.id))
            yield from answers[:number]


def evaluate(queries: Iterable[JudgedQuery], searchers: Mapping[Way, Searcher]) -> Evaluation:
    """What each of these ways of searching finds for the queries, and how good that is."""
    queries = tuple(queries)
    return Evaluation(
        {
            way: tuple(_answered(query, searcher(query.text)) for query in queries)
            for way, searcher in searchers.items()
        }
    )


def searchers(registry: Registry, ways: Iterable[Way] = WAYS) -> dict[Way, Searcher]:
    """The registry's own searches, as readers meet them: filters in plain words are understood."""
    return {way: _searcher(registry, way) for way in ways}


def of_part(queries: Iterable[JudgedQuery], part: Part | Literal["all"]) -> tuple[JudgedQuery, ...]:
    """The queries of this part, or all of them."""
    return tuple(each for each in queries if part in ("all", each.part))


def measures(query: JudgedQuery, found: Answer) -> Measures:
    """The measures of one answer; an item that is known is found only by finding itself."""
    sought = EXACT if query.kind == "known-item" else GOOD
    return Measures(
        ndcg=ndcg(found, query.grades),
        recall=recall(found, query.grades),
        mrr=reciprocal_rank(found, query.grades, sought),
    )


def ndcg(found: Answer, grades: Mapping[CTID, int], depth: int = FIRST_PAGE) -> float:
    """The gains of the first records, of which lower ones count less, as a share of the best.

    A record of grade g gains 2^g - 1, divided by log2(1 + its place). The best order there could
    be is that of all judged records by grade (Järvelin and Kekäläinen 2002).
    """
    best = _discounted(sorted(grades.values(), reverse=True)[:depth])
    return _discounted(grades.get(ctid, 0) for ctid in found[:depth]) / best if best else 0.0


def recall(
    found: Answer, grades: Mapping[CTID, int], depth: int = DEEPEST, least: int = GOOD
) -> float:
    """The share of the good records that is among the first `depth`.

    Where there are more good ones than fit, finding as many as fit is all there is to reach.
    """
    good = {ctid for ctid, grade in grades.items() if grade >= least}
    reachable = min(len(good), depth)
    return len(good.intersection(found[:depth])) / reachable if reachable else 0.0


def reciprocal_rank(
    found: Answer, grades: Mapping[CTID, int], least: int = GOOD, depth: int = DEEPEST
) -> float:
    """One over the place of the first record of at least this grade; 0 if there is none."""
    for place, ctid in enumerate(found[:depth], start=1):
        if grades.get(ctid, 0) >= least:
            return 1 / place
    return 0.0


def _discounted(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / log2(1 + place) for place, grade in enumerate(grades, start=1))


def _answered(query: JudgedQuery, found: Answer) -> Answered:
    return Answered(query, found, measures(query, found))


def _group(
    part: Part | Literal["all"],
    kind: Kind | Literal["overall"],
    queries: int,
    answers: Mapping[Way, Sequence[Answered]],
) -> Group:
    return Group(
        part=part,
        kind=kind,
        queries=queries,
        measures={
            way: _mean([each.measures for each in of_way]) for way, of_way in answers.items()
        },
        unjudged={way: sum(each.unjudged for each in of_way) for way, of_way in answers.items()},
    )


def _mean(several: Sequence[Measures]) -> Measures:
    return Measures(
        ndcg=fmean(each.ndcg for each in several),
        recall=fmean(each.recall for each in several),
        mrr=fmean(each.mrr for each in several),
    )


def _searcher(registry: Registry, way: Way) -> Searcher:
    def found(text: str) -> Answer:
        page = search(registry, SearchRequest(q=text, size=DEEPEST, meaning=way), facets=())
        return tuple(hit.summary.ctid for hit in page.hits)

    return found
