"""Conversions of skills, outcomes and other alignments, with the address of what they point at."""

from typing import Any, Final

from ctdl.mapping.classifications import (
    first_target,
    stated_field,
    stated_level,
)
from ctdl.mapping.identity import is_iri, is_page, is_part, lasting
from ctdl.mapping.known import (
    ISCED_F,
    field_alignment,
    field_code,
    level_address,
    level_alignment,
    level_of,
)
from ctdl.mapping.reading import Reading
from ctdl.mapping.table import Conversion, Node
from ctdl.mapping.texts import text_of
from ctdl.mapping.writing import Writing, language_texts

ESCO_OCCUPATION: Final = "http://data.europa.eu/esco/occupation/"
ESCO_SKILL: Final = "http://data.europa.eu/esco/skill/"
_OUTCOME: Final = "outcome"
_SKILL: Final = "skill"
_ESCO_SKILLS: Final = "http://data.europa.eu/esco/concept-scheme/skills"
_COMPETENCIES: Final = (None, "ceasn:Competency", "CFItem")
_CREDENTIALS: Final = ("ceterms:Credential", "CTDL")
ALIGNMENT_TERMS: Final = frozenset(
    {
        "targetName",
        "targetUrl",
        "targetDescription",
        "targetFramework",
        "targetCode",
        "targetType",
        # Open Badges 2.0 readers also meet the older names.
        "url",
        "name",
        "description",
    }
)


def alignment(
    *,
    name: Any = None,
    description: Any = None,
    target: Any = None,
    framework: Any = None,
    framework_name: Any = None,
    code: Any = None,
) -> Node:
    """An alignment object with what is stated of it."""
    parts: Node = {
        "ceterms:framework": framework
        if isinstance(framework, str) and is_page(framework)
        else None,
        "ceterms:frameworkName": framework_name,
        "ceterms:targetNode": target if isinstance(target, str) and is_iri(target) else None,
        "ceterms:targetNodeName": name,
        "ceterms:targetNodeDescription": description,
        "ceterms:codedNotation": code if isinstance(code, str) else None,
    }
    stated = {key: value for key, value in parts.items() if value}
    return {"@type": "ceterms:CredentialAlignmentObject", **stated} if stated else {}


def _badge_alignment(reading: Reading, value: dict[str, Any]) -> Node:
    framework = value.get("targetFramework")
    is_address = is_page(framework)
    name = text_of(reading, [value.get("targetName", value.get("name", ""))])
    if is_part(_target(value)):
        # Exports name outcomes so; the name is the whole of an outcome that is only a text.
        is_outcome = f"#{_OUTCOME}-" in _target(value)
        return alignment(
            name=None if is_outcome else name, description=name if is_outcome else None
        )
    return alignment(
        name=name,
        description=text_of(
            reading, [value.get("targetDescription", value.get("description", ""))]
        ),
        target=value.get("targetUrl", value.get("url")),
        framework=framework if is_address else None,
        framework_name=None if is_address else text_of(reading, [framework] if framework else []),
        code=value.get("targetCode"),
    )


def _target(value: Any) -> str:
    found = value.get("targetUrl", value.get("url")) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _type(value: Any) -> Any:
    stated = value.get("targetType") if isinstance(value, dict) else None
    return stated if isinstance(stated, str | None) else str(stated)


def alignment_goal(value: Any) -> str:
    """Which property an alignment of a badge belongs to, by its target and its stated type."""
    if level_of(value):
        return "level"
    if field_code(value):
        return "field"
    if _target(value).startswith(ESCO_OCCUPATION):
        return "occupation"
    if _type(value) in _CREDENTIALS:
        return "credential"
    return "competency" if _type(value) in _COMPETENCIES else "other"


def _read_alignments(goal: str, words: str, write: Any) -> Conversion:
    def read(reading: Reading, values: list[Any]) -> list[Any]:
        made: list[Any] = []
        for value in values:
            if alignment_goal(value) != goal:
                if goal == "competency" and alignment_goal(value) == "other":
                    reading.unread(_type(value), "CTDL has no place for a target of this type")
                continue
            made.append(_read_alignment(reading, goal, value))
        return [node for node in made if node]

    return Conversion(words, read, write, ALIGNMENT_TERMS)


def _read_alignment(reading: Reading, goal: str, value: Any) -> Any:
    level = level_of(value)
    code = field_code(value)
    if level:
        return level_alignment(level)
    if code:
        return field_alignment(code)
    if not isinstance(value, dict):
        reading.unread(value, "an alignment is an object with a targetName or a targetUrl")
        return None
    if goal == "credential":
        if not lasting(_target(value)):
            reading.unread(_target(value), "its targetUrl is not the address of a resource")
            return None
        return _target(value)
    return _badge_alignment(reading, value)


def _write_alignment(target_type: str | None) -> Any:
    def write(writing: Writing, values: list[Any]) -> list[Any]:
        made = (
            _alignment_of(writing, value, target_type, number)
            for number, value in enumerate(values, start=1)
        )
        return [each for each in made if each]

    return write


def _alignment_of(
    writing: Writing, value: Any, target_type: str | None, number: int
) -> Node | None:
    node = writing.node(value)
    if node is None:
        return None
    name = writing.text(node.get("ceterms:targetNodeName") or node.get("ceasn:competencyText"))
    text = writing.text(node.get("ceterms:targetNodeDescription"))
    target = first_target(node)
    if not (name or text):
        return None
    # A badge must name its target and say where it is; what is nowhere else is a part of this.
    where = (
        writing.address(target) if target else writing.part(_SKILL if name else _OUTCOME, number)
    )
    framework = node.get("ceterms:framework")
    is_address = isinstance(framework, str) and is_page(framework)
    made = {
        "type": ["Alignment"],
        "targetName": name or text,
        "targetUrl": where,
        "targetDescription": text if name else None,
        "targetFramework": framework
        if is_address
        else writing.text(node.get("ceterms:frameworkName")),
        "targetCode": node.get("ceterms:codedNotation"),
        "targetType": target_type,
    }
    return {key: each for key, each in made.items() if each}


def _write_levels(writing: Writing, values: list[Any]) -> list[Any]:
    levels = (stated_level(writing, value) for value in values)
    return [
        {
            "type": ["Alignment"],
            "targetName": level.label,
            "targetUrl": level_address(level, writing.base),
            "targetCode": level.id,
        }
        for level in levels
        if level
    ]


def _write_fields(writing: Writing, values: list[Any]) -> list[Any]:
    fields = (stated_field(writing, value) for value in values)
    return [
        {
            "type": ["Alignment"],
            "targetName": found[1],
            "targetUrl": f"{ISCED_F}{found[0]}",
            "targetCode": found[0],
            "targetFramework": "ISCED-F 2013",
        }
        for found in fields
        if found
    ]


def _write_nothing(_writing: Writing, _values: list[Any]) -> list[Any]:
    return []


def read_outcomes(reading: Reading, values: list[Any]) -> list[Node]:
    """Learning outcomes of the European Learning Model, and the skills they are related to."""
    made: list[Node] = []
    for value in values:
        node = reading.source.node(value)
        if node is None:
            reading.unread(value, "a learning outcome was expected")
            continue
        titles = text_of(reading, [node["title"]] if node.get("title") else [])
        skills = [
            *_related(reading, node.get("relatedESCOSkill"), _ESCO_SKILLS),
            *_related(reading, node.get("relatedSkill"), None),
        ]
        # A skill that had to be wrapped in an outcome of the same title says the same twice.
        same = any(titles == skill.get("ceterms:targetNodeName") for skill in skills)
        if titles and not same:
            made.append(alignment(description=titles, target=_own_address(node)))
        made.extend(skills)
    return made


def _related(reading: Reading, value: Any, scheme: str | None) -> list[Node]:
    made = []
    for member in value if isinstance(value, list) else [value]:
        node = reading.source.node(member) if member else None
        if not node:
            continue
        listed = node.get("inScheme")
        framework = scheme or (listed.get("id") if isinstance(listed, dict) else listed)
        made.append(
            alignment(
                name=text_of(reading, [node["prefLabel"]] if node.get("prefLabel") else []),
                target=node.get("id") if lasting(node.get("id")) else None,
                framework=framework,
            )
        )
    return [node for node in made if node]


def _own_address(node: Node) -> str | None:
    return node.get("id") if lasting(node.get("id")) else None


def write_outcomes(writing: Writing, values: list[Any]) -> list[Any]:
    """Learning outcomes as the European Learning Model writes them, each with a title."""
    made = []
    for value in values:
        node = writing.node(value) or {}
        name = language_texts(node.get("ceterms:targetNodeName"))
        title = language_texts(node.get("ceterms:targetNodeDescription")) or name
        target = first_target(node)
        if not title:
            continue
        outcome: Node = {"type": "LearningOutcome", "title": title}
        if name:
            term = (
                "relatedESCOSkill" if target and target.startswith(ESCO_SKILL) else "relatedSkill"
            )
            skill: Node = {"type": "Concept", "prefLabel": name}
            if target:
                skill["id"] = writing.address(target)
            outcome["title"] = name
            outcome[term] = skill
        elif target:
            outcome["id"] = writing.address(target)
        made.append(outcome)
    return made


def read_competencies(reading: Reading, values: list[Any]) -> list[Node]:
    """Competencies of schema.org: texts, defined terms, alignments or addresses."""
    made: list[Node] = []
    for value in values:
        if isinstance(value, str) and is_page(value):
            made.append(alignment(target=value))
        elif isinstance(value, str) or (isinstance(value, dict) and "@value" in value):
            made.append(alignment(name=text_of(reading, [value])))
        elif isinstance(value, dict) and value.keys() & {"targetName", "targetUrl"}:
            made.append(_badge_alignment(reading, value))
        else:
            made.append(_defined_term(reading, reading.source.node(value) or {}))
    return [node for node in made if node]


def _defined_term(reading: Reading, node: Node) -> Node:
    scheme = node.get("inDefinedTermSet")
    named = scheme.get("name") if isinstance(scheme, dict) else scheme
    listed = scheme.get("id") if isinstance(scheme, dict) else scheme
    is_address = is_page(listed)
    target = next((each for each in (node.get("id"), node.get("url")) if lasting(each)), None)
    made = alignment(
        name=text_of(reading, [node["name"]] if node.get("name") else []),
        description=text_of(reading, [node["description"]] if node.get("description") else []),
        target=target,
        framework=listed if is_address else None,
        framework_name=text_of(reading, [named] if named and not is_address else []),
        code=node.get("termCode"),
    )
    if not made:
        reading.unread(node, "a competency needs a name or an address")
    return made


def write_competencies(writing: Writing, values: list[Any]) -> list[Any]:
    """Competencies as schema.org's defined terms; a bare outcome is a text."""
    made: list[Any] = []
    for value in values:
        node = writing.node(value) or {}
        name = writing.text(node.get("ceterms:targetNodeName"))
        text = writing.text(node.get("ceterms:targetNodeDescription"))
        target = first_target(node)
        term = {
            "type": "DefinedTerm",
            "id": writing.address(target) if target else None,
            "name": name,
            "description": text,
            "termCode": node.get("ceterms:codedNotation"),
            "inDefinedTermSet": node.get("ceterms:framework")
            if is_page(node.get("ceterms:framework"))
            else writing.text(node.get("ceterms:frameworkName")),
        }
        stated = {key: each for key, each in term.items() if each}
        made.append(stated if len(stated) > 1 else None)
    return made


COMPETENCIES: Final = _read_alignments(
    "competency",
    "alignments to competencies and to anything untyped",
    _write_alignment("ceasn:Competency"),
)
OCCUPATIONS: Final = _read_alignments(
    "occupation", "alignments to ESCO occupations", _write_alignment(None)
)
LEVELS: Final = _read_alignments(
    "level", "alignments to a level we know by address or notation", _write_levels
)
FIELDS: Final = _read_alignments("field", "alignments to ISCED-F 2013", _write_fields)
CREDENTIALS: Final = _read_alignments(
    "credential", "alignments to credentials: the address", _write_nothing
)
OUTCOMES_EU: Final = Conversion(
    "each outcome as a text, and each related skill by name and address",
    read_outcomes,
    write_outcomes,
    frozenset({"title", "relatedESCOSkill", "relatedSkill"}),
)
COMPETENCY_TERMS: Final = Conversion(
    "texts, defined terms and alignments",
    read_competencies,
    write_competencies,
    ALIGNMENT_TERMS | {"termCode", "inDefinedTermSet"},
)
