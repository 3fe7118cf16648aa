"""Forms made from the columns of a template: fields with their labels, help, values and errors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.presenters.column_texts import choice_label, column_label, form_hint, section_title
from app.presenters.finding_texts import told
from app.presenters.language import page_language
from app.presenters.text import Text
from ctdl.findings import Finding
from ctdl.tabular import Column, Template, on_column
from ctdl.tabular.entries import join_entries, split_entries

INPUT_PREFIX = "c-"
MOST_BOXES = 30
"""Up to so many values are shown as boxes to tick; of more, one is chosen at a time."""
_SPARE_SELECTS = 2
_HIDDEN = ("ctid",)


@dataclass(frozen=True)
class Option:
    """One value of a list."""

    value: str
    label: Text
    is_chosen: bool = False


@dataclass(frozen=True)
class Field:
    """One input, or a group of them, for one column."""

    name: str
    id: str
    label: str
    help: str
    widget: str
    is_required: bool = False
    value: str = ""
    rows: int = 1
    lang: str = ""
    input_mode: str = ""
    options: tuple[Option, ...] = ()
    selects: tuple[str, ...] = ()
    errors: tuple[Text, ...] = ()


@dataclass(frozen=True)
class FieldSet:
    """The fields of one section."""

    id: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Remark:
    """A finding as people read it: what, about which field, and where that is (`anchor`)."""

    severity: str
    message: Text
    label: str = ""
    anchor: str = ""
    rule: Text | None = None
    row: int | None = None
    column: str = ""


def field_sets(
    template: Template, cells: Mapping[str, str], findings: Iterable[Finding] = ()
) -> tuple[FieldSet, ...]:
    """The form of a template, filled in with `cells`; errors stand at their fields."""
    errors: dict[str, list[Text]] = {}
    for found in findings:
        said = on_column(found, template)
        if said.severity == "error" and said.column:
            errors.setdefault(said.column, []).append(told(said.message))
    sections: dict[str, list[Field]] = {}
    for column in template.columns:
        if column.name not in _HIDDEN:
            fields = sections.setdefault(column.section, [])
            fields.extend(_fields(column, cells, errors))
    return tuple(
        FieldSet(f"section-{name or 'other'}", section_title(name), tuple(fields))
        for name, fields in sections.items()
    )


def remarks(findings: Iterable[Finding], template: Template | None = None) -> tuple[Remark, ...]:
    """The findings, errors first; those about a column lead to its field."""
    order = {"error": 0, "warning": 1}
    ordered = sorted(findings, key=lambda each: order.get(each.severity, 2))
    return tuple(_remark(each, template) for each in ordered)


def cells_from(template: Template, sent: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The cells that a sent form states; what was not in the form is not among them."""
    cells: dict[str, str] = {}
    for name, values in sent.items():
        column_name = name.removeprefix(INPUT_PREFIX)
        column = template.column(column_name) if name.startswith(INPUT_PREFIX) else None
        if column is None:
            continue
        if column.choices and column.repeatable:
            # A list that was kept comes back as one value, boxes as one each, and an empty one.
            cells[column_name] = join_entries(
                entry for value in values for entry in split_entries(value)
            )
        else:
            cells[column_name] = values[0].replace("\r\n", "\n")
    return cells


def field_id(name: str) -> str:
    """The id of the field of a column, for links that lead to it."""
    return f"field-{name.replace('@', '-')}"


def shown_cell(column: Column | None, text: str) -> tuple[str, ...]:
    """A cell as its entries, values of lists by their names."""
    if column is None:
        return (text,) if text else ()
    entries = split_entries(text) if column.repeatable else [text]
    known = {choice.value: choice for choice in column.choices}
    return tuple(
        str(choice_label(column, known[each])) if each in known else each
        for each in entries
        if each
    )


def _fields(
    column: Column, cells: Mapping[str, str], errors: Mapping[str, Sequence[Text]]
) -> Iterator[Field]:
    yield _field(column, "", cells, errors)
    if column.translatable:
        tags = [name.partition("@")[2] for name in cells if name.startswith(f"{column.name}@")]
        for tag in tags:
            yield _field(column, tag, cells, errors)


def _field(
    column: Column, tag: str, cells: Mapping[str, str], errors: Mapping[str, Sequence[Text]]
) -> Field:
    name = f"{column.name}@{tag}" if tag else column.name
    text = cells.get(name, "")
    lines = _as_lines(text) if column.repeatable and not column.choices else text
    return Field(
        name=INPUT_PREFIX + name,
        id=field_id(name),
        label=column_label(column, tag),
        help="" if tag else form_hint(column),
        widget=_widget(column),
        is_required=column.required and not tag,
        value=lines,
        rows=_rows(column, lines),
        lang=tag or (cells.get("text_language", "") if column.translatable else ""),
        input_mode={"url": "url", "email": "email", "number": "decimal"}.get(column.kind, ""),
        options=_options(column, text),
        selects=_selects(column, text),
        errors=tuple(errors.get(name, ())),
    )


def _widget(column: Column) -> str:
    if column.choices:
        if not column.repeatable:
            return "select"
        return "boxes" if len(column.choices) <= MOST_BOXES else "selects"
    if column.repeatable or column.kind == "paragraph":
        return "area"
    return "input"


def _as_lines(text: str) -> str:
    """The entries of a cell, one a line; a bar that belongs to a text stays marked."""
    return "\n".join(join_entries([entry]) for entry in split_entries(text))


def _rows(column: Column, text: str) -> int:
    least = {"paragraph": 5, "lines": 3}.get(column.kind, 2)
    return min(max(least, text.count("\n") + 2), 14)


def _chosen(column: Column, text: str) -> list[str]:
    entries = split_entries(text) if column.repeatable else [text]
    found = (column.choice(each) for each in entries if each.strip())
    return [choice.value for choice in found if choice]


def _options(column: Column, text: str) -> tuple[Option, ...]:
    chosen = _chosen(column, text)
    return tuple(
        Option(choice.value, choice_label(column, choice), choice.value in chosen)
        for choice in column.choices
    )


def _selects(column: Column, text: str) -> tuple[str, ...]:
    if _widget(column) != "selects":
        return ()
    return (*_chosen(column, text), *[""] * _SPARE_SELECTS)


def _remark(found: Finding, template: Template | None) -> Remark:
    said = on_column(found, template) if template is not None else found
    name = said.column
    column = template.column(name) if template and name else None
    tag = name.partition("@")[2] if name else ""
    english = None if page_language() == "en" else "en"
    return Remark(
        severity=found.severity,
        message=told(said.message),
        label=column_label(column, tag) if column else (name or ""),
        anchor=field_id(name) if column and name else "",
        rule=Text(found.rule, english),
        row=found.row,
        column=name or "",
    )
