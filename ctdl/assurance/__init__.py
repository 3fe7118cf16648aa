"""Quality assurance over time: statements in, an answer for a date out. No web, no database."""

from ctdl.assurance.answer import (
    SCOPES,
    STATUSES,
    Answer,
    Gap,
    Scope,
    Status,
    answer,
    gaps_of_chain,
)
from ctdl.assurance.chain import Chain, ChainLink, End, LinkState, climb, link_of
from ctdl.assurance.dates import Days, days_of, days_seen, is_foreseen
from ctdl.assurance.judging import OPEN, Judged, Outcome, Reason, Taking, judged
from ctdl.assurance.reading import MOST_CLAIMS, POINTS_AT_SUBJECT, claims_in
from ctdl.assurance.spans import Mark, Period, Span, SpanRow, Spans, spans_of
from ctdl.assurance.statements import (
    ROLES,
    AssuranceStatement,
    Claim,
    Party,
    Role,
    Side,
    Telling,
)

__all__ = [
    "MOST_CLAIMS",
    "OPEN",
    "POINTS_AT_SUBJECT",
    "ROLES",
    "SCOPES",
    "STATUSES",
    "Answer",
    "AssuranceStatement",
    "Chain",
    "ChainLink",
    "Claim",
    "Days",
    "End",
    "Gap",
    "Judged",
    "LinkState",
    "Mark",
    "Outcome",
    "Party",
    "Period",
    "Reason",
    "Role",
    "Scope",
    "Side",
    "Span",
    "SpanRow",
    "Spans",
    "Status",
    "Taking",
    "Telling",
    "answer",
    "claims_in",
    "climb",
    "days_of",
    "days_seen",
    "gaps_of_chain",
    "is_foreseen",
    "judged",
    "link_of",
    "spans_of",
]
