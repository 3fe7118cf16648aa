"""The command that measures the search by judged queries."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import click

from app.cli.common import JSON, Command, print_json, with_registry
from app.services import evaluating
from app.services.evaluating import Answered, Evaluation, Group, Measures, Way
from app.services.judged_queries import GOOD, PARTS, Part, judged_queries
from app.services.reading import summaries
from app.services.registry import Registry
from ctdl.ctid import CTID
from ctdl.language import best_text

QUERIES = Path(__file__).resolve().parents[2] / "tests" / "relevance"
"""The judged queries of a checkout; an installed package has none."""

_NAMES = {"words": "words only", "only": "meaning only", "fused": "fused"}
_HEADS = ("nDCG@10", "recall@20", "MRR")
Parts = Part | Literal["all"]


@click.command("evaluate", cls=Command)
@click.option(
    "--part",
    type=click.Choice((*PARTS, "all")),
    help="Only this part: `fit` was used to choose parameters, `aside` never. Left out: both, and"
    " then all together.",
)
@click.option(
    "--worst",
    type=click.IntRange(min=1),
    metavar="N",
    help="Of each kind also show the N queries answered worst, and what was found instead: those"
    " of the part `fit`, unless --part asks for others. Who tunes the search by the part `aside`"
    " has none left that was kept aside.",
)
@JSON
@click.argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=QUERIES,
    required=False,
)
@with_registry
def evaluate(
    registry: Registry, part: Parts | None, worst: int | None, as_json: bool, folder: Path
) -> None:
    """Measure how well the search answers the judged queries in FOLDER.

    For each kind of query and overall: nDCG@10, recall@20 and the mean reciprocal rank (MRR) of
    searching by words only, by meaning only and by both. `unjudged` counts the records among the
    first ten of the last that nobody has read, so that holes in the judgements are seen.
    Without FOLDER the queries of this checkout are taken, from tests/relevance.
    """
    queries = evaluating.of_part(judged_queries(folder), part or "all")
    evaluation = evaluating.evaluate(queries, evaluating.searchers(registry))
    parts: tuple[Parts, ...] = (part,) if part else (*PARTS, "all")
    shown = _last_way(evaluation)
    poor = tuple(evaluation.worst(shown, worst, part or "fit")) if worst else ()
    if as_json:
        print_json(_as_data(evaluation, parts, shown, poor))
        return
    for each in parts:
        _print_table(each, evaluation.groups(each), shown)
    if poor:
        _print_worst(registry, poor, shown)


def _last_way(evaluation: Evaluation) -> Way:
    return tuple(evaluation.answers)[-1]


def _print_table(part: Parts, groups: Iterable[Group], shown: Way) -> None:
    groups = tuple(groups)
    if not groups:
        return
    ways = tuple(groups[0].measures)
    click.echo(f"part: {part}")
    click.echo(f"{'':<12}{'':>8}" + "".join(f"  {_NAMES[way]:<24}" for way in ways).rstrip())
    heads = "".join(f"  {_HEADS[0]:>7} {_HEADS[1]:>9} {_HEADS[2]:>6}" for _ in ways)
    click.echo(f"{'kind':<12}{'queries':>8}{heads}  unjudged")
    for group in groups:
        figures = "".join(_figures(group.measures[way]) for way in ways)
        click.echo(f"{group.kind:<12}{group.queries:>8}{figures}  {group.unjudged[shown]:>8}")
    click.echo()


def _figures(means: Measures) -> str:
    return f"  {means.ndcg:>7.3f} {means.recall:>9.3f} {means.mrr:>6.3f}"


def _print_worst(registry: Registry, poor: Iterable[Answered], way: Way) -> None:
    for each in poor:
        query = each.query
        first = each.found[: evaluating.FIRST_PAGE]
        missing = tuple(_missing(each))[: evaluating.FIRST_PAGE]
        names = _names(registry, (*first, *missing))
        click.echo(
            f"{query.id} ({query.part}) {query.text!r}: nDCG@10 {each.measures.ndcg:.3f}"
            f" by {_NAMES[way]}"
        )
        for place, ctid in enumerate(first, start=1):
            grade = query.grades.get(ctid, "0" if query.is_judged(ctid) else "?")
            click.echo(f"  {place:>2}. {grade}  {ctid}  {names.get(ctid, '')}")
        for ctid in missing:
            click.echo(f"   -  {query.grades[ctid]}  {ctid}  {names.get(ctid, '')}  (missing)")
        click.echo()


def _missing(each: Answered) -> Iterator[CTID]:
    """The good records that are not among the first twenty, the best first."""
    grades = each.query.grades
    found = set(each.found)
    for ctid in sorted(grades, key=lambda ctid: (-grades[ctid], ctid)):
        if grades[ctid] >= GOOD and ctid not in found:
            yield ctid


def _names(registry: Registry, ctids: Iterable[CTID]) -> dict[CTID, str]:
    known = summaries(registry, ctids)
    return {ctid: best_text(summary.name, "en")[0] for ctid, summary in known.items()}


def _as_data(
    evaluation: Evaluation, parts: Iterable[Parts], way: Way, poor: Iterable[Answered]
) -> dict[str, Any]:
    return {
        "parts": {
            part: {
                group.kind: {
                    "queries": group.queries,
                    "unjudged": dict(group.unjudged),
                    "measures": {way: asdict(each) for way, each in group.measures.items()},
                }
                for group in evaluation.groups(part)
            }
            for part in parts
        },
        "worst": [_worst_as_data(each, way) for each in poor],
    }


def _worst_as_data(each: Answered, way: Way) -> dict[str, Any]:
    query = each.query
    return {
        "id": query.id,
        "kind": query.kind,
        "part": query.part,
        "text": query.text,
        "way": way,
        "measures": asdict(each.measures),
        "found": [
            {"ctid": ctid, "grade": query.grades.get(ctid, 0 if query.is_judged(ctid) else None)}
            for ctid in each.found[: evaluating.FIRST_PAGE]
        ],
        "missing": list(_missing(each)),
    }


COMMANDS = (evaluate,)
