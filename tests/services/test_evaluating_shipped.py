"""How well the shipped records are found: putting words, concepts and meaning together pays.

The figures themselves are recorded in docs/search.md; here stands what must not be lost.
"""

import pytest

from app.services.evaluating import Evaluation, Group, evaluate, searchers
from app.services.judged_queries import KINDS, PARTS, judged_queries
from app.services.registry import Registry
from tests.support.prerequisites import PROJECT


@pytest.fixture(scope="module")
def evaluation(loaded_registry: Registry) -> Evaluation:
    """What the judged queries find among all shipped records, in every way."""
    queries = judged_queries(PROJECT / "tests" / "relevance")
    return evaluate(queries, searchers(loaded_registry))


@pytest.fixture(scope="module")
def groups(evaluation: Evaluation) -> dict[str, Group]:
    """The means over all queries, by kind."""
    return {group.kind: group for group in evaluation.groups()}


@pytest.mark.parametrize("kind", [*KINDS, "overall"])
def test_all_together_find_better_than_words_or_meaning_alone(
    groups: dict[str, Group], kind: str
) -> None:
    by = groups[kind].measures

    assert by["fused"].ndcg > by["words"].ndcg
    assert by["fused"].ndcg > by["only"].ndcg


def test_a_title_a_code_and_an_acronym_lead_to_their_record(groups: dict[str, Group]) -> None:
    assert groups["known-item"].measures["fused"].mrr >= 0.95


def test_french_finds_english_records(groups: dict[str, Group]) -> None:
    assert groups["french"].measures["fused"].ndcg >= 0.6


def test_queries_never_used_to_choose_parameters_fare_about_as_well(evaluation: Evaluation) -> None:
    overall = {
        part: {group.kind: group for group in evaluation.groups(part)}["overall"] for part in PARTS
    }

    fit, aside = (overall[part].measures["fused"].ndcg for part in PARTS)
    assert aside > fit - 0.05


def test_nearly_all_that_is_shown_first_has_been_judged(groups: dict[str, Group]) -> None:
    shown = groups["overall"]

    assert shown.unjudged["fused"] < shown.queries
