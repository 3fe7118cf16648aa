"""`registry evaluate` as somebody meets it who tunes the search."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.services.registry import Registry
from tests.support.documents import a_credential, ctid_of
from tests.support.registries import environment_of

BREAD = a_credential("Bread baking")
CAKES = a_credential("Cakes and bread")
WELDING = a_credential("Welding")
Evaluate = Callable[..., Result]


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """A folder with one query of each part."""
    stated = [
        ("lex-01", "lexical", "bread", "fit", {ctid_of(BREAD): 3, ctid_of(CAKES): 2}),
        ("known-01", "known-item", "welding", "aside", {ctid_of(WELDING): 3}),
        ("par-01", "paraphrase", "zymurgy", "aside", {ctid_of(CAKES): 3}),
    ]
    names = ("id", "kind", "text", "part", "judgements")
    common = {"language": "en", "note": "What is needed."}
    content = {"queries": [dict(zip(names, each, strict=True)) | common for each in stated]}
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "all.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path / "queries"


@pytest.fixture
def evaluate(registry: Registry) -> Evaluate:
    """Runs the command over a registry that holds three credentials."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, env=environment_of(registry.settings))

    for document in (BREAD, CAKES, WELDING):
        published = CliRunner().invoke(
            main,
            ["publish", "-"],
            input=json.dumps(document),
            env=environment_of(registry.settings),
        )
        assert published.exit_code == 0, published.output
    return lambda *arguments: run("evaluate", *arguments)


def test_the_table_tells_each_part_and_then_all(evaluate: Evaluate, queries: Path) -> None:
    answer = evaluate(str(queries))

    assert answer.exit_code == 0, answer.output
    lines = [line.split() for line in answer.stdout.splitlines() if line]
    assert [line[1] for line in lines if line[0] == "part:"] == ["fit", "aside", "all"]
    assert [line[:2] for line in lines if line[0] == "overall"] == [
        ["overall", "1"],
        ["overall", "2"],
        ["overall", "3"],
    ]


def test_the_same_figures_come_as_json(evaluate: Evaluate, queries: Path) -> None:
    answer = json.loads(evaluate(str(queries), "--json", "--part", "aside").stdout)

    found = answer["parts"]["aside"]
    assert list(answer["parts"]) == ["aside"]
    assert found["known-item"]["measures"]["words"] == {"ndcg": 1.0, "recall": 1.0, "mrr": 1.0}
    assert found["paraphrase"]["measures"]["words"]["ndcg"] == 0.0
    assert found["overall"]["measures"]["words"]["mrr"] == 0.5


def test_the_worst_queries_are_shown_with_what_is_missing(
    evaluate: Evaluate, queries: Path
) -> None:
    arguments = (str(queries), "--worst", "1", "--part", "all")
    answer = json.loads(evaluate(*arguments, "--json").stdout)
    shown = evaluate(*arguments).stdout

    poor = {each["id"]: each for each in answer["worst"]}
    assert set(poor) == {"lex-01", "par-01", "known-01"}
    assert "par-01 (aside) 'zymurgy'" in shown
    assert "Welding" in shown


def test_the_worst_queries_kept_aside_are_shown_only_if_asked_for(
    evaluate: Evaluate, queries: Path
) -> None:
    answer = json.loads(evaluate(str(queries), "--worst", "1", "--json").stdout)

    assert [each["id"] for each in answer["worst"]] == ["lex-01"]


def test_a_folder_without_queries_is_refused_with_the_way_to_some(
    evaluate: Evaluate, tmp_path: Path
) -> None:
    answer = evaluate(str(tmp_path / "nowhere"))

    assert answer.exit_code == 1
    assert "tests/relevance" in answer.stderr
    assert str(tmp_path / "nowhere") in answer.stderr


def test_without_a_folder_those_of_the_checkout_are_taken(evaluate: Evaluate) -> None:
    answer = json.loads(evaluate("--json", "--part", "fit").stdout)

    assert answer["parts"]["fit"]["overall"]["queries"] > 100
