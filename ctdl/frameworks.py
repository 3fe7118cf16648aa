"""Qualifications frameworks and their levels, from the shipped tables of facts."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from ctdl.ctid import CTID, derive_ctid

_SHIPPED: Final = Path(__file__).parents[1] / "registry_data" / "facts" / "frameworks"
_WHOLE: Final = "levels.csv"
#: Levels met in records; the levels of these frameworks that no record states are not in it.
_AS_STATED: Final = "levels_additional.csv"


@dataclass(frozen=True)
class FrameworkLevel:
    """A level of a framework; `order` grows with the level."""

    id: str
    framework: str
    notation: str
    order: int
    label: str
    typical_types: str
    credit_unit: str | None
    hours_per_credit: str | None
    source: str

    @property
    def ctid(self) -> CTID:
        """The CTID of the level's record."""
        return derive_ctid(f"level:{self.id}")


@dataclass(frozen=True)
class Framework:
    """A framework and its levels, lowest first.

    `is_partial` says that only those levels are known that records state: how many there are, and
    which is the highest, is not.
    """

    id: str
    name: str
    jurisdiction: str
    url: str | None
    levels: tuple[FrameworkLevel, ...]
    is_partial: bool = False

    @property
    def ctid(self) -> CTID:
        """The CTID of the framework's record."""
        return derive_ctid(f"framework:{self.id}")

    @property
    def progression_model_ctid(self) -> CTID:
        """The CTID of the record that lists the levels."""
        return derive_ctid(f"progression-model:{self.id}")


class FrameworkTable:
    """The frameworks in the tables of a folder; read when first asked, empty without tables."""

    def __init__(self, folder: Path = _SHIPPED) -> None:
        self._folder = folder

    @cached_property
    def frameworks(self) -> Mapping[str, Framework]:
        """Every framework by id, in the order of the tables."""
        rows: dict[str, list[dict[str, str]]] = {}
        for name in (_WHOLE, _AS_STATED):
            for row in _rows(self._folder / name):
                rows.setdefault(row["framework_id"], []).append(row)
        partial = {row["framework_id"] for row in _rows(self._folder / _AS_STATED)}
        return {each: _framework(members, each in partial) for each, members in rows.items()}

    @cached_property
    def levels(self) -> Mapping[str, FrameworkLevel]:
        """Every level by id ("nfq-ie:7")."""
        return {
            level.id: level for framework in self.frameworks.values() for level in framework.levels
        }

    def framework(self, identifier: str) -> Framework | None:
        """The framework called `identifier`, if it is known."""
        return self.frameworks.get(identifier)

    def level(self, identifier: str) -> FrameworkLevel | None:
        """The level called `identifier` ("eqf:5"), if it is known."""
        return self.levels.get(identifier)

    def level_of_ctid(self, ctid: CTID) -> FrameworkLevel | None:
        """The level whose record has `ctid`."""
        return self._by_ctid.get(ctid)

    def framework_of_ctid(self, ctid: CTID) -> Framework | None:
        """The framework whose record, or list of levels, has `ctid`."""
        return self._frameworks_by_ctid.get(ctid)

    @cached_property
    def _by_ctid(self) -> Mapping[CTID, FrameworkLevel]:
        return {level.ctid: level for level in self.levels.values()}

    @cached_property
    def _frameworks_by_ctid(self) -> Mapping[CTID, Framework]:
        known = self.frameworks.values()
        return {framework.ctid: framework for framework in known} | {
            framework.progression_model_ctid: framework for framework in known
        }


FRAMEWORKS: Final = FrameworkTable()


@cache
def frameworks_in(folder: Path) -> FrameworkTable:
    """The frameworks of the tables in another `folder`."""
    return FrameworkTable(folder)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _framework(rows: list[dict[str, str]], is_partial: bool) -> Framework:
    first = rows[0]
    levels = sorted((_level(row) for row in rows), key=lambda level: level.order)
    return Framework(
        first["framework_id"],
        first["framework_name"],
        first["jurisdiction"],
        first["framework_url"] or None,
        tuple(levels),
        is_partial,
    )


def _level(row: dict[str, str]) -> FrameworkLevel:
    framework, notation = row["framework_id"], row["level_notation"]
    return FrameworkLevel(
        f"{framework}:{notation}",
        framework,
        notation,
        int(row["level_order"]),
        row["level_label"],
        row["typical_qualification_types"],
        row["credit_unit"] or None,
        row["hours_per_credit"] or None,
        row["source"],
    )
