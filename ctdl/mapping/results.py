"""Conversions of results and assessments: what is measured, and the levels it is measured by."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ctdl.mapping.reading import Reading
from ctdl.mapping.table import Conversion, Node, each_value
from ctdl.mapping.texts import text_of
from ctdl.mapping.writing import Writing

_MAX_LEVELS: Final = 100
_ANY_RESULT: Final = "Result"
_RESULT_TYPES: Final = frozenset(
    {
        "GradePointAverage",
        "LetterGrade",
        "Percent",
        "PerformanceLevel",
        "PredictedScore",
        "RawScore",
        "RubricCriterion",
        "RubricCriterionLevel",
        "RubricScore",
        "ScaledScore",
        "Status",
    }
)
_RESULT_TERMS: Final = frozenset({"name", "rubricCriterionLevel", "resultType"})


def _read_results(reading: Reading, values: list[Any]) -> list[str]:
    made = []
    for value in values:
        node = reading.source.node(value) if isinstance(value, dict) else None
        name = text_of(reading, [node["name"]] if node and node.get("name") else [])
        if node is None or not name:
            reading.unread(value, "a result needs a name")
            continue
        assessment: Node = {"@type": "ceterms:AssessmentProfile", "ceterms:name": name}
        kind = node.get("resultType")
        if isinstance(kind, str) and kind != _ANY_RESULT:
            assessment["ceterms:scoringMethodDescription"] = {"en": kind}
        levels = list(_read_levels(reading, node.get("rubricCriterionLevel")))
        if levels:
            assessment["ceterms:hasRubric"] = [_rubric(reading, name, levels)]
        made.append(reading.local("assessment", assessment))
    return made


def _read_levels(reading: Reading, value: Any) -> Iterator[Node]:
    for member in list(each_value(value))[:_MAX_LEVELS]:
        node = reading.source.node(member) if isinstance(member, dict) else None
        name = node.get("name") or node.get("level") if node else None
        label = text_of(reading, [name] if name else [])
        if node is None or not label:
            reading.unread(member, "a level of a rubric needs a name")
            continue
        made: Node = {"@type": "ceasn:RubricLevel", "ceasn:name": label}
        text = text_of(reading, [node["description"]] if node.get("description") else [])
        if text:
            made["ceasn:description"] = text
        yield made


def _rubric(reading: Reading, name: Node, levels: list[Node]) -> str:
    places = [reading.local("rubriclevel", level) for level in levels]
    rubric = {"@type": "ceasn:Rubric", "ceasn:name": name, "ceasn:hasRubricLevel": places}
    return reading.local("scoring", rubric)


def _write_results(writing: Writing, values: list[Any]) -> list[Any]:
    made = (_result(writing, value, number) for number, value in enumerate(values, start=1))
    return [each for each in made if each]


def _result(writing: Writing, value: Any, number: int) -> Node | None:
    node = writing.node(value) or {}
    name = writing.text(node.get("ceterms:name"))
    if not name:
        return None
    stated = (
        level
        for rubric in each_value(node.get("ceterms:hasRubric"))
        for level in each_value((writing.node(rubric) or {}).get("ceasn:hasRubricLevel"))
    )
    levels = [
        made
        for place, level in enumerate(stated, start=1)
        if (made := _rubric_level(writing, writing.node(level) or {}, f"result-{number}", place))
    ]
    kind = writing.text(node.get("ceterms:scoringMethodDescription"))
    return {
        "id": writing.part("result", number),
        "type": ["ResultDescription"],
        "name": name,
        "resultType": kind if kind in _RESULT_TYPES else _ANY_RESULT,
        **({"rubricCriterionLevel": levels} if levels else {}),
    }


def _rubric_level(
    writing: Writing, node: Mapping[str, Any], result: str, place: int
) -> Node | None:
    name = writing.text(node.get("ceasn:name"))
    text = writing.text(node.get("ceasn:description"))
    made = {
        "id": writing.part(f"{result}-level", place),
        "type": ["RubricCriterionLevel"],
        "name": name,
        "description": text,
    }
    return {key: value for key, value in made.items() if value} if name else None


def _read_assessments(reading: Reading, values: list[Any]) -> list[str]:
    made = []
    for value in values:
        node = reading.source.node(value)
        name = text_of(reading, [node["title"]] if node and node.get("title") else [])
        if node is None or not name:
            reading.unread(value, "an assessment needs a title")
            continue
        assessment: Node = {"@type": "ceterms:AssessmentProfile", "ceterms:name": name}
        text = text_of(reading, [node["description"]] if node.get("description") else [])
        if text:
            assessment["ceterms:description"] = text
        made.append(reading.local("assessment", assessment))
    return made


def _write_assessments(writing: Writing, values: list[Any]) -> list[Any]:
    made = []
    for value in values:
        node = writing.node(value) or {}
        title = writing.text(node.get("ceterms:name"))
        text = writing.text(
            node.get("ceterms:description") or node.get("ceterms:assessmentMethodDescription")
        )
        if title or text:
            stated = {"title": title or text, "description": text if title else None}
            made.append(
                {
                    "type": "LearningAssessmentSpecification",
                    **{key: each for key, each in stated.items() if each},
                }
            )
    return made


RESULTS: Final = Conversion(
    "each result as an assessment, its kind as the scoring method, its levels as a rubric",
    _read_results,
    _write_results,
    _RESULT_TERMS,
)
ASSESSMENTS_EU: Final = Conversion(
    "each assessment by title and description",
    _read_assessments,
    _write_assessments,
    frozenset({"title", "description"}),
)
