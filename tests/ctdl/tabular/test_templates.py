"""The templates as data: whole, unambiguous, and described in the documentation."""

import pytest

from ctdl.tabular import TEMPLATES, Column, Template
from ctdl.tabular.describing import templates_page
from ctdl.vocabulary import vocabulary
from tests.support.templates_page import PAGE

templates = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES.keys())
COLUMNS = {
    f"{template.id} {column.name}": column
    for template in TEMPLATES.values()
    for column in template.columns
}
columns = pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS.keys())


def test_the_page_on_the_templates_is_what_the_columns_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == templates_page(TEMPLATES.values()), (
        "run python -m tests.support.templates_page"
    )


@templates
def test_every_name_and_label_means_one_column(template: Template) -> None:
    names = [column.name for column in template.columns]

    assert len(set(names)) == len(names)
    for column in template.columns:
        for written in (column.name, column.label, *column.other_labels):
            assert template.name_of_header(written) == column.name


@columns
def test_a_column_explains_itself(column: Column) -> None:
    assert column.label
    assert column.help.endswith((".", "…"))
    assert column.section


@columns
def test_the_properties_of_a_column_are_terms_of_ctdl(column: Column) -> None:
    known = vocabulary().properties
    for property in (column.property, *column.also):
        assert property in ("", "@type") or property in known or property.startswith("schema:")


@columns
def test_every_value_of_a_list_is_found_by_its_code(column: Column) -> None:
    for choice in column.choices:
        assert column.choice(choice.value) == choice


@templates
def test_required_columns_have_an_example(template: Template) -> None:
    assert [c.name for c in template.columns if c.required and not c.example] == []
