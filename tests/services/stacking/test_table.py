"""The examples in the documents are what the service finds among the shipped records."""

from app.services.registry import Registry
from tests.support.stacking_table import EXAMPLES, PAGE, table, with_table


def test_the_table_of_examples_is_true(loaded_registry: Registry) -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert with_table(page, table(loaded_registry)) == page, (
        "The examples have changed: python -m tests.support.stacking_table"
    )


def test_every_kind_has_an_example_of_each_basis() -> None:
    shown = {(kind, basis) for kind, basis, _, _ in EXAMPLES}

    assert shown >= {
        (kind, basis)
        for kind in ("vertical", "horizontal", "complementary")
        for basis in ("stated", "suggested")
    }
