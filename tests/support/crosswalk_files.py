"""The rows of the fact files about levels, as they stand in them."""

import csv
from dataclasses import dataclass

from ctdl.crosswalk import INVERSE
from ctdl.records.frameworks import Relation
from tests.support.prerequisites import PROJECT

_FACTS = PROJECT / "registry_data" / "facts" / "frameworks"


@dataclass(frozen=True)
class FileRow:
    """A line of crosswalk.csv or crosswalk-nomatch.csv; `other` is None where there is no level."""

    level: str
    framework: str
    other: str | None
    relation: Relation
    basis: str
    source: str
    year: str

    @property
    def inverse(self) -> "FileRow | None":
        """The same line read from its other end."""
        if self.other is None:
            return None
        return FileRow(
            self.other,
            self.level.partition(":")[0],
            self.level,
            INVERSE[self.relation],
            self.basis,
            self.source,
            self.year,
        )


def compared_rows() -> list[FileRow]:
    """Every line of crosswalk.csv."""
    return [
        FileRow(
            f"{line['from_framework']}:{line['from_level']}",
            line["to_framework"],
            f"{line['to_framework']}:{line['to_level']}",
            line["relation"],  # type: ignore[arg-type]
            line["basis"],
            line["source"],
            line["year"],
        )
        for line in _lines("crosswalk.csv")
    ]


def unmatched_rows() -> list[FileRow]:
    """Every line of crosswalk-nomatch.csv."""
    return [
        FileRow(
            f"{line['from_framework']}:{line['from_level']}",
            line["to_framework"],
            None,
            "none",
            line["basis"],
            line["source"],
            line["year"],
        )
        for line in _lines("crosswalk-nomatch.csv")
    ]


def every_reading() -> set[FileRow]:
    """Every line from each end that it can be read from; nothing else may ever be stated."""
    rows = [*compared_rows(), *unmatched_rows()]
    return {*rows, *(row.inverse for row in rows if row.inverse is not None)}


def _lines(name: str) -> list[dict[str, str]]:
    with (_FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
