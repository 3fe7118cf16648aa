"""Gathers the texts of columns for translation: `[tool.babel]` in pyproject.toml names it."""

from collections.abc import Iterator
from typing import Any

from babel.messages.extract import extract_python

from app.presenters.column_texts import MOST_TRANSLATED
from ctdl.standards import STANDARDS
from ctdl.standards.texts import texts
from ctdl.tabular import TEMPLATES, Column
from ctdl.validation.policy import policies
from ctdl.validation.reasons import reasons
from ctdl.vocabulary import vocabulary
from tests.support.prerequisites import PROJECT

Message = tuple[int, Any, Any, Any]


def extract(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    """The texts of the file itself, and those of every column, which it shows."""
    yield from extract_python(file, keywords, comment_tags, options)
    for text in dict.fromkeys([*column_texts(), *policy_texts(), *messages(), *standard_texts()]):
        yield 1, "gettext", text, []


def policy_texts() -> Iterator[str]:
    """Why the policy asks for what it does, and the names of what no column states."""
    yield from reasons().values()
    for template in TEMPLATES.values():
        for name, policy in policies().items():
            if vocabulary().is_any(name, template.types):
                for group in (*policy.required, *policy.recommended):
                    if not any(map(template.column_of_property, group)):
                        yield from map(vocabulary().label, group)


def messages() -> Iterator[str]:
    """The sentences of findings, which are said with `ctdl.messages.say`."""
    told = ("tabular", "validation", "standards", "evaluation")
    folders = [PROJECT / "ctdl" / name for name in told]
    files = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    for path in [*files, *sorted((PROJECT / "app" / "services").rglob("*.py"))]:
        with path.open("rb") as code:
            found: Any
            for _, _, found, _ in extract_python(code, {"say": None}, [], {}):
                # With values the sentence comes first among the arguments.
                yield from filter(None, [found[0] if isinstance(found, tuple) else found])


def standard_texts() -> Iterator[str]:
    """What standards and their elements are called and mean, and why no shape fits."""
    for standard in STANDARDS.values():
        yield from (standard.name, standard.meaning, standard.jurisdiction)
        for element in standard.elements:
            yield from filter(None, (element.label, element.shacl.reason))
    yield from texts(STANDARDS)


def column_texts() -> Iterator[str]:
    """Labels, help and translated choices of all templates."""
    for template in TEMPLATES.values():
        yield template.label
        for column in template.columns:
            yield from filter(None, (column.label, column.help))
            yield from _choices(column)


def _choices(column: Column) -> Iterator[str]:
    if column.name != "type" and len(column.choices) <= MOST_TRANSLATED:
        yield from (choice.label for choice in column.choices)
