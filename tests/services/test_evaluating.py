"""The measures of searches, held against examples worked by hand, and judged queries as files."""

import json
from collections.abc import Mapping
from dataclasses import replace
from math import log2
from pathlib import Path
from typing import Any

import pytest

from app.services.evaluating import Searcher, evaluate, ndcg, of_part, recall, reciprocal_rank
from app.services.judged_queries import (
    EXACT,
    KINDS,
    PARTS,
    BadJudgements,
    JudgedQuery,
    Kind,
    Part,
    judged_queries,
)
from ctdl.ctid import CTID, derive_ctid
from tests.support.prerequisites import PROJECT

RELEVANCE = PROJECT / "tests" / "relevance"
BEST, GOOD, NEAR, ELSE = (derive_ctid(name) for name in ("best", "good", "near", "else"))
GRADES = {BEST: 3, GOOD: 2, NEAR: 1}


def a_query(
    id: str = "one",
    kind: Kind = "lexical",
    part: Part = "fit",
    grades: Mapping[CTID, int] = GRADES,
) -> JudgedQuery:
    return JudgedQuery(id, kind, f"text of {id}", "en", "The need.", part, grades)


def finding(*found: CTID) -> Searcher:
    return lambda text: found


def test_the_best_order_has_the_whole_gain() -> None:
    assert ndcg([BEST, GOOD, NEAR], GRADES) == 1.0


def test_what_stands_lower_gains_less() -> None:
    # Gains are 7, 3 and 1; the places 1, 2 and 3 divide by 1, log2(3) and 2.
    ideal = 7 + 3 / log2(3) + 1 / 2

    assert ndcg([GOOD, BEST], GRADES) == pytest.approx((3 + 7 / log2(3)) / ideal)
    assert ndcg([ELSE, ELSE, BEST], GRADES) == pytest.approx((7 / 2) / ideal)
    assert ndcg([NEAR], GRADES) == pytest.approx(1 / ideal)


def test_what_stands_below_the_depth_gains_nothing_and_is_not_asked_for() -> None:
    many = {derive_ctid(str(number)): 3 for number in range(30)}
    found = list(many)

    assert ndcg(found, many) == 1.0
    assert ndcg([ELSE] * 10 + found, many) == 0.0


def test_recall_is_the_share_of_good_records_and_related_ones_do_not_count() -> None:
    assert recall([BEST, NEAR], GRADES) == 0.5
    assert recall([ELSE, GOOD, BEST], GRADES) == 1.0
    assert recall([ELSE] * 20 + [BEST], GRADES) == 0.0


def test_recall_can_be_whole_where_more_is_good_than_fits() -> None:
    many = {derive_ctid(str(number)): 2 for number in range(40)}

    assert recall(list(many), many) == 1.0
    assert recall(list(many)[:5], many) == 5 / 20


def test_the_first_good_record_gives_the_reciprocal_rank() -> None:
    assert reciprocal_rank([NEAR, ELSE, GOOD, BEST], GRADES) == 1 / 3
    assert reciprocal_rank([NEAR, ELSE], GRADES) == 0.0


def test_an_item_that_is_known_is_found_only_by_finding_itself() -> None:
    known, other = a_query("known", "known-item"), a_query("other", "lexical")

    evaluation = evaluate([known, other], {"words": finding(GOOD, BEST)})

    assert [each.measures.mrr for each in evaluation.answers["words"]] == [1 / 2, 1.0]


def test_means_are_told_by_kind_and_part_and_way() -> None:
    queries = [
        a_query("a", "lexical", "fit"),
        a_query("b", "lexical", "aside"),
        a_query("c", "french", "fit"),
    ]

    evaluation = evaluate(queries, {"words": finding(ELSE), "fused": finding(BEST, GOOD, ELSE)})

    groups = {(group.part, group.kind): group for group in evaluation.groups("fit")}
    assert list(groups) == [("fit", "lexical"), ("fit", "french"), ("fit", "overall")]
    assert groups["fit", "overall"].queries == 2
    assert groups["fit", "lexical"].measures["words"].mrr == 0.0
    assert groups["fit", "lexical"].measures["fused"].recall == 1.0
    assert {group.kind: group.queries for group in evaluation.groups()}["overall"] == 3


def test_what_nobody_has_judged_among_the_first_ten_is_counted() -> None:
    found = [BEST, *(derive_ctid(str(number)) for number in range(15))]
    query = replace(a_query(), worthless=frozenset(found[3:5]))

    evaluation = evaluate([query], {"fused": finding(*found)})

    assert evaluation.groups()[0].unjudged == {"fused": 7}


def test_the_worst_of_each_kind_come_worst_first() -> None:
    answers = {"text of a": (BEST,), "text of b": (ELSE,), "text of c": (GOOD,)}
    queries = [a_query("a"), a_query("b"), a_query("c", "french")]

    evaluation = evaluate(queries, {"fused": answers.__getitem__})

    assert [each.query.id for each in evaluation.worst("fused", 5)] == ["b", "a", "c"]
    assert [each.query.id for each in evaluation.worst("fused", 1)] == ["b", "c"]


def test_a_part_is_taken_alone() -> None:
    queries = [a_query("a", part="fit"), a_query("b", part="aside")]

    assert [each.id for each in of_part(queries, "aside")] == ["b"]
    assert [each.id for each in of_part(queries, "all")] == ["a", "b"]


def a_stated_query(**changed: Any) -> dict[str, Any]:
    stated = {
        "id": "lex-01",
        "kind": "lexical",
        "text": "baking",
        "language": "en",
        "note": "Bread and cakes.",
        "part": "fit",
        "judgements": {BEST: 3},
    }
    return {**stated, **changed}


WRONG = {
    "no object": (["baking"], "an object"),
    "no kind": ([a_stated_query(kind="music")], "lexical, paraphrase"),
    "no part": ([a_stated_query(part="both")], "fit, aside"),
    "no text": ([a_stated_query(text=" ")], "`text` must be a text"),
    "no judgements": ([a_stated_query(judgements={})], "at least one record"),
    "a grade too high": ([a_stated_query(judgements={BEST: 4})], "grades are 1 to 3"),
    "a truth for a grade": ([a_stated_query(judgements={BEST: True})], "grades are 1 to 3"),
    "no CTID": ([a_stated_query(judgements={"ce-1": 3})], "not a CTID"),
    "a record twice": ([a_stated_query(worthless=[BEST])], "has a grade and is called worthless"),
    "no list": ([a_stated_query(worthless={})], "a list of CTIDs"),
    "an id twice": ([a_stated_query(), a_stated_query()], "given to two queries"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_query_that_cannot_be_used_is_named_with_the_remedy(name: str, tmp_path: Path) -> None:
    queries, expected = WRONG[name]
    file = tmp_path / "queries.json"
    file.write_text(json.dumps({"queries": queries}), encoding="utf-8")

    with pytest.raises(BadJudgements) as refused:
        judged_queries(tmp_path)

    assert expected in str(refused.value)
    assert str(file) in str(refused.value)


@pytest.mark.parametrize("text", ["[" * 100_000, "\0", '{"queries": {}}', "[]"])
def test_a_file_that_is_no_list_of_queries_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "queries.json").write_text(text, encoding="utf-8")

    with pytest.raises(BadJudgements, match=r"queries\.json"):
        judged_queries(tmp_path)


def test_a_folder_without_queries_says_where_they_are(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(BadJudgements, match="tests/relevance"):
            judged_queries(folder)


def test_the_judged_queries_of_the_project_are_balanced_and_name_shipped_records() -> None:
    queries = judged_queries(RELEVANCE)
    shipped = shipped_ctids()

    by_kind = {kind: [each for each in queries if each.kind == kind] for kind in KINDS}
    typed = [each.text.casefold() for each in queries]
    sizes = {kind: len(of_kind) for kind, of_kind in by_kind.items()}
    aside = {kind: sum(each.part == "aside" for each in by_kind[kind]) for kind in KINDS}
    assert len(typed) >= 150
    assert [text for text in typed if typed.count(text) > 1] == []
    assert [kind for kind in KINDS if sizes[kind] * len(KINDS) * 1.5 < len(typed)] == []
    assert [kind for kind in KINDS if not 0.25 <= aside[kind] / sizes[kind] <= 0.4] == []
    assert {each.part for each in queries} == set(PARTS)
    assert {ctid for each in queries for ctid in (*each.grades, *each.worthless)} <= shipped
    assert [each.id for each in queries if max(each.grades.values()) < EXACT] == []


def shipped_ctids() -> set[CTID]:
    """The CTIDs of all credentials and courses that ship, read from their files."""
    folder = PROJECT / "registry_data" / "credentials"
    return {
        json.loads(line)["document"]["@graph"][0]["ceterms:ctid"]
        for file in folder.glob("*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
