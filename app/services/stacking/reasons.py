"""Why a stack is suggested: each reason with its facts and the points it is worth.

Points only order suggestions and show what each reason adds; they are no probability. A reason that
does not hold is absent, so that every point can be looked up.
"""

from dataclasses import dataclass

from app.services.stacking.kinds import Sorted
from app.services.summaries import Named
from ctdl.crosswalk import Comparison


@dataclass(frozen=True)
class SameField:
    """Both state this field of study, or fields within it: a detailed, narrow or broad one.

    `code` is that of ISCED-F 2013, of four, three or two digits.
    """

    code: str
    points: int


@dataclass(frozen=True)
class OtherField:
    """The two state fields of different broad areas, by their codes in ISCED-F 2013."""

    here: str
    there: str
    points: int


@dataclass(frozen=True)
class NextLevel:
    """The level there is the next one after the level here; `by` is the one row that says so."""

    here: str
    there: str
    by: Comparison | None
    points: int


@dataclass(frozen=True)
class SameLevel:
    """The level there is the one here; `by` is the one row that says so."""

    here: str
    there: str
    by: Comparison | None
    points: int


@dataclass(frozen=True)
class SkillsBuild:
    """Skills of this one that are taken up there again, and narrower ones that go deeper."""

    again: tuple[str, ...]
    deeper: tuple[str, ...]
    points: int


@dataclass(frozen=True)
class OutcomesAlike:
    """So many of this one's outcomes mean about the same as outcomes there."""

    shared: int
    of: int
    points: int


@dataclass(frozen=True)
class TitlesAlike:
    """The cosine of what the two titles are about, without the words for sorts of awards."""

    nearness: float
    points: int


@dataclass(frozen=True)
class SameAudience:
    """Both are stated for learners of this level (CTDL: audLevel), where no framework's is."""

    audience: str
    points: int


@dataclass(frozen=True)
class LevelsUnknown:
    """No level is stated of either, so that they are at one level is not known; no points."""

    points: int = 0


@dataclass(frozen=True)
class ThroughParts:
    """The parts, here and there, that name the skills of which the other reasons tell; no points.

    Who holds either holds its parts; its own record names these skills in no words of its own.
    """

    here: tuple[Named, ...]
    there: tuple[Named, ...]
    points: int = 0


@dataclass(frozen=True)
class OpensOccupation:
    """Of the skills an occupation asks for, those covered here and those that come with the other.

    `is_group` says that the skills are those of a group of occupations; of a group it is not known
    which are essential.
    """

    occupation: str
    is_group: bool
    covered: tuple[str, ...]
    added: tuple[str, ...]
    of: int
    points: int


@dataclass(frozen=True)
class Pair:
    """A skill here and one there, and the occupations that ask for both.

    `times` is how many times as many that are as would be by chance.
    """

    here: str
    there: str
    occupations: tuple[str, ...]
    times: float


@dataclass(frozen=True)
class AskedTogether:
    """Skills there that occupations ask for together with skills here, the closest pairs first."""

    pairs: tuple[Pair, ...]
    of: int
    points: int


@dataclass(frozen=True)
class SharedParts:
    """Parts of this one that are stated to be parts of the other one, of so many that it has.

    `by` are those who assert it. That the whole counts there follows from no statement.
    """

    parts: tuple[Named, ...]
    of: int
    by: tuple[str, ...]
    points: int


@dataclass(frozen=True)
class Larger:
    """The other one is at a higher level, is larger, or is a degree and this one is none."""

    sorted: Sorted
    points: int


Reason = (
    SharedParts
    | Larger
    | SameField
    | OtherField
    | NextLevel
    | SameLevel
    | SameAudience
    | LevelsUnknown
    | ThroughParts
    | SkillsBuild
    | OutcomesAlike
    | TitlesAlike
    | OpensOccupation
    | AskedTogether
)
