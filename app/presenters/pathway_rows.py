"""The rows of a pathway's drawing: levels of one framework, the highest at the top."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from flask_babel import gettext

from app.presenters.facet_labels import level_label
from app.presenters.levels_elsewhere import LevelsShown
from app.services.diagrams import Row
from ctdl.crosswalk import Crosswalk
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel

UNPLACED: Final = "-"
"""The row of the things whose level is not stated, or not known in the framework of the rows."""


def level_rows(
    stated: Mapping[str, Sequence[str]], levels: LevelsShown
) -> tuple[tuple[Row, ...], dict[str, str]]:
    """The rows, and the row of each thing; `stated` are the ids of its levels.

    The framework is the first that the reader chose, else the one most things state a level in.
    A level of another framework stands where the lowest level compares with it that a document
    names; two comparisons are never joined, except where they are by way of the EQF.
    """
    framework = next(iter(levels.frameworks), None) or _commonest(stated.values())
    if framework is None:
        return (), {}
    found = {id_: _place(ids, framework, levels.crosswalk) for id_, ids in stated.items()}
    used = sorted({each for each in found.values() if each}, key=_order, reverse=True)
    rows = [Row(each.id, str(level_label(each.id))) for each in used]
    places = {id_: each.id if each else UNPLACED for id_, each in found.items()}
    return (*rows, Row(UNPLACED, gettext("Level not stated"))), places


def _commonest(stated: Iterable[Sequence[str]]) -> str | None:
    counts = Counter(
        framework for ids in stated for framework in {each.partition(":")[0] for each in ids}
    )
    known = (each for each in sorted(counts) if FRAMEWORKS.framework(each) is not None)
    return max(known, key=lambda each: counts[each], default=None)


def _place(ids: Sequence[str], framework: str, crosswalk: Crosswalk) -> FrameworkLevel | None:
    own = [
        level
        for each in ids
        if (level := FRAMEWORKS.level(each)) is not None and level.framework == framework
    ]
    if own:
        return max(own, key=_order)
    compared = (level for each in ids for level in crosswalk.elsewhere(each, framework).levels)
    return min(compared, key=_order, default=None)


def _order(level: FrameworkLevel) -> int:
    return level.order
