"""The table of the documentation is what the shipped records and standards give today."""

from ctdl.standards import RESULTS, STANDARDS
from tests.support.shipped_standards import shipped
from tests.support.standards_table import PAGE, counted, table, with_table


def test_the_table_is_up_to_date_and_adds_up() -> None:
    number, counts = counted(shipped().known())
    page = PAGE.read_text("utf-8")

    assert number > 5000
    for identifier, found in counts.items():
        elements = len(STANDARDS[identifier].elements)
        assert sum(found[result] for result in RESULTS) == number * elements
        assert found["meets"] <= number
    assert with_table(page, table(number, counts)) == page, (
        "python -m tests.support.standards_table"
    )


def test_no_record_meets_a_definition() -> None:
    _, counts = counted(shipped().known(every=40))

    for identifier, standard in STANDARDS.items():
        if standard.kind == "definition":
            assert counts[identifier]["meets"] == 0
            assert set(counts[identifier]) - {"meets"} <= set(RESULTS)
