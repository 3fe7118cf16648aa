"""Gap analysis: the skills an aim asks for, which of them are held, and what would teach the rest.

All of it is an estimate by the words of records and of a classification, never a promise.
"""

from app.services.gap.analysis import (
    Analysis,
    CoveredSkill,
    Covering,
    Gap,
    Held,
    Proposed,
    analyse,
    gap,
    refuse,
)
from app.services.gap.asked import (
    MOST_HELD,
    MOST_SKILLS,
    NotAnAim,
    Refusal,
    SkillUnknown,
    TooMuchHeld,
)
from app.services.gap.target import Choice, Target

__all__ = [
    "MOST_HELD",
    "MOST_SKILLS",
    "Analysis",
    "Choice",
    "CoveredSkill",
    "Covering",
    "Gap",
    "Held",
    "NotAnAim",
    "Proposed",
    "Refusal",
    "SkillUnknown",
    "Target",
    "TooMuchHeld",
    "analyse",
    "gap",
    "refuse",
]
