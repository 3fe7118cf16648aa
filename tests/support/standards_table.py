"""The table of `docs/standards.md`: `python -m tests.support.standards_table` writes it again."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from ctdl.standards import RESULTS, STANDARDS, Known, check_all
from tests.support.prerequisites import PROJECT
from tests.support.shipped_standards import shipped

PAGE = PROJECT / "docs" / "standards.md"
BEGIN = "<!-- The table: python -m tests.support.standards_table -->\n"
END = "<!-- End of the table -->\n"


def counted(records: Iterable[Known]) -> tuple[int, dict[str, Counter[str]]]:
    """How many records there are, and for each standard how many meet it and each result."""
    number = 0
    counts: dict[str, Counter[str]] = {identifier: Counter() for identifier in STANDARDS}
    for record in records:
        number += 1
        for conformance in check_all(record):
            found = counts[conformance.standard.id]
            found["meets"] += conformance.meets
            found.update(conformance.counts)
    return number, counts


def table(number: int, counts: dict[str, Counter[str]]) -> str:
    """The table as Markdown."""
    return "".join(_lines(number, counts))


def _lines(number: int, counts: dict[str, Counter[str]]) -> Iterator[str]:
    yield f"{number:,} records; the results count elements of records.\n\n"
    yield "| standard | kind | elements | records that meet it | " + " | ".join(RESULTS) + " |\n"
    yield "| --- | --- | ---: | ---: |" + " ---: |" * len(RESULTS) + "\n"
    for identifier, standard in STANDARDS.items():
        found = counts[identifier]
        meets = "-" if standard.kind == "definition" else f"{found['meets']:,}"
        results = " | ".join(f"{found[result]:,}" for result in RESULTS)
        elements = len(standard.elements)
        yield f"| `{identifier}` | {standard.kind} | {elements} | {meets} | {results} |\n"


def with_table(page: str, made: str) -> str:
    """The page with the table in its place."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{made}{END}{after}"


def main() -> int:
    """Write the page."""
    made = table(*counted(shipped().known()))
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), made), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
