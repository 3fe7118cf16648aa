"""The best ways from what is held to a target, exactly; pure, and without a word of any language.

`plan` answers with plans or with what stands against all of them. It looks at nothing but the
problem it is given.
"""

from app.services.planning.answers import (
    Added,
    Answer,
    Broken,
    Counted,
    Limit,
    Measure,
    Plan,
    Reason,
    Remark,
    Satisfied,
    Span,
    Totals,
)
from app.services.planning.planner import MOST_PLANS, ORDER, SECONDS, plan
from app.services.planning.progress import Progress, RuleProgress, Standing, progress

__all__ = [
    "MOST_PLANS",
    "ORDER",
    "SECONDS",
    "Added",
    "Answer",
    "Broken",
    "Counted",
    "Limit",
    "Measure",
    "Plan",
    "Progress",
    "Reason",
    "Remark",
    "RuleProgress",
    "Satisfied",
    "Span",
    "Standing",
    "Totals",
    "plan",
    "progress",
]
