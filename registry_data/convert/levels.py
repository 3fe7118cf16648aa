"""The levels of the qualifications frameworks: looking them up and pointing at them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from registry_data.convert import keys
from registry_data.convert.errors import FactError
from registry_data.convert.json_ld import Node, alignment, reference, text
from registry_data.convert.tables import Row, facts

SHORT_NAMES = {
    "eqf": "EQF",
    "nzqcf": "NZQCF",
    "aqf": "AQF",
    "oqf": "OQF",
    "cdqf": "CDQF",
    "scqf": "SCQF",
    "rqf": "RQF",
    "fheq": "FHEQ",
    "cqfw": "CQFW",
    "nfq-ie": "NFQ",
    "qf-ehea": "QF-EHEA",
    "hkqf": "HKQF",
    "mqf": "MQF (Malaysia)",
    "nqf-za": "NQF (South Africa)",
    "nqf-dk": "NQF (Denmark)",
    "bcf": "BCF",
    "aqrf": "AQRF",
    "isced-2011": "ISCED 2011",
    "nsqf-in": "NSQF",
    "mqf-mt": "MQF (Malta)",
    "ssg-tsc": "SkillsFuture TSC",
}

# How the first collection of facts spells frameworks that levels.csv knows by another id.
_OTHER_SPELLINGS = {"NZQF": "nzqcf", "NFQ (Ireland)": "nfq-ie"}


@dataclass(frozen=True)
class Level:
    """One level as a row of the level tables states it."""

    framework: str
    notation: str
    label: str
    framework_name: str

    @property
    def phrase(self) -> str:
        """The level inside a sentence: "NFQ level 6", "RQF Entry Level 1"."""
        short = SHORT_NAMES[self.framework]
        numbered = self.notation[0].isdigit()
        return f"{short} level {self.notation}" if numbered else f"{short} {self.label}"


def level_rows() -> tuple[Row, ...]:
    """Every level of every framework, those met only in rows last."""
    return facts("frameworks/levels") + facts("frameworks/levels_additional")


def framework_id(stated: str) -> str:
    """The id of the framework a row names."""
    return _OTHER_SPELLINGS.get(stated, stated)


def parse_levels(framework: str, stated: str) -> tuple[Level, ...]:
    """The levels in a cell such as `7`, `E1` or `1-2`; two levels when the cell names two.

    `7-12` in the facts means any level from 7 to 12, so a span gives every level in it.
    """
    known = framework_id(framework)
    if not known or not stated:
        return ()
    return tuple(level(known, notation) for notation in _notations(known, stated))


def level(framework: str, notation: str) -> Level:
    """The level with this notation, or a FactError that names the cell."""
    found = _by_notation().get((framework, notation))
    if found is None:
        raise FactError(f"Level {notation!r} of {framework!r} is in no level table.")
    return found


def level_alignment(stated: Level) -> Node:
    """How a credential points at its level."""
    return alignment(
        ceterms__framework=reference(keys.progression_model(stated.framework)),
        ceterms__frameworkName=text(stated.framework_name),
        ceterms__targetNode=reference(keys.level(stated.framework, stated.notation)),
        ceterms__targetNodeName=text(stated.label),
        ceterms__codedNotation=f"{stated.framework}:{stated.notation}",
    )


def _notations(framework: str, stated: str) -> Iterator[str]:
    first, dash, last = stated.partition("-")
    if not dash:
        yield stated
        return
    yield from (str(number) for number in range(int(first), int(last) + 1))


@cache
def _by_notation() -> dict[tuple[str, str], Level]:
    return {
        (row["framework_id"], row["level_notation"]): Level(
            row["framework_id"], row["level_notation"], row["level_label"], row["framework_name"]
        )
        for row in level_rows()
    }
