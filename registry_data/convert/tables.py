"""Reading the fact tables and the small hand-made tables the conversion is steered by."""

import csv
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
FACTS = HOME / "facts"
RULES = HOME / "tables"

Row = dict[str, str]


@cache
def facts(name: str) -> tuple[Row, ...]:
    """The rows of `facts/<name>.csv`, every cell stripped of the spaces around it."""
    return _rows(FACTS / f"{name}.csv")


@cache
def rules(name: str) -> tuple[Row, ...]:
    """The rows of `tables/<name>.csv`, the decisions of ours that steer the conversion."""
    return _rows(RULES / f"{name}.csv")


def _rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            {column: (cell or "").strip() for column, cell in row.items()}
            for row in csv.DictReader(lines)
        )
