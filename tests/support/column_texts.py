"""Gathers the texts of columns for translation: `[tool.babel]` in pyproject.toml names it."""

from collections.abc import Iterator
from typing import Any

from babel.messages.extract import extract_python

from app.presenters.column_texts import MOST_TRANSLATED
from ctdl.tabular import TEMPLATES, Column

Message = tuple[int, Any, Any, Any]


def extract(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    """The texts of the file itself, and those of every column, which it shows."""
    yield from extract_python(file, keywords, comment_tags, options)
    for text in dict.fromkeys(column_texts()):
        yield 1, "gettext", text, []


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
