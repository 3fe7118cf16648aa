"""Evaluating a credential for admission or transfer: evidence in, answers out. No web, no database.

The registry shows facts and earlier decisions; it does not decide.
"""

from ctdl.evaluation.answering import (
    ANSWERS,
    Answer,
    Answered,
    Stop,
    answer,
    answer_all,
    stop_at,
    stop_of,
)
from ctdl.evaluation.criteria import CRITERIA, STATES, Criterion, FilledCriterion, fill_in
from ctdl.evaluation.difference import FINDINGS, Aspect, Figures, Finding, OutcomeCounts
from ctdl.evaluation.evidence import By, Evidence, Facts, Origin, Says, Teller, origin_of_comparison
from ctdl.evaluation.milestones import GATES_OF_TRUST, MILESTONES, Milestone, Part
from ctdl.evaluation.overrides import (
    CHOICES,
    DIFFERENCE,
    LONGEST_REASON,
    FaultyOverride,
    Override,
    read_overrides,
)
from ctdl.evaluation.reading import facts_of_record, providers_of

__all__ = [
    "ANSWERS",
    "CHOICES",
    "CRITERIA",
    "DIFFERENCE",
    "FINDINGS",
    "GATES_OF_TRUST",
    "LONGEST_REASON",
    "MILESTONES",
    "STATES",
    "Answer",
    "Answered",
    "Aspect",
    "By",
    "Criterion",
    "Evidence",
    "Facts",
    "FaultyOverride",
    "Figures",
    "FilledCriterion",
    "Finding",
    "Milestone",
    "Origin",
    "OutcomeCounts",
    "Override",
    "Part",
    "Says",
    "Stop",
    "Teller",
    "answer",
    "answer_all",
    "facts_of_record",
    "fill_in",
    "origin_of_comparison",
    "providers_of",
    "read_overrides",
    "stop_at",
    "stop_of",
]
