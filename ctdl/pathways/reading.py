"""From CTDL documents to the normal form of stacking: every public name of the readers.

The table in docs/stacking-rules.md says which property becomes which rule, and why.
"""

from ctdl.pathways.reading_faults import Fault
from ctdl.pathways.reading_pathways import (
    Destination,
    PathwayRules,
    pathway_rules,
    read_pathway,
)
from ctdl.pathways.reading_requirements import (
    Joined,
    StatedPart,
    alongside,
    award_rule,
    entry_rule,
    faults_of,
    recommended,
    requirements,
    rests_on_stated_parts,
    stated_parts,
)
from ctdl.pathways.reading_things import LocalThing, local_things
from ctdl.pathways.reading_transfer import Elsewhere, acceptances

__all__ = [
    "Destination",
    "Elsewhere",
    "Fault",
    "Joined",
    "LocalThing",
    "PathwayRules",
    "StatedPart",
    "acceptances",
    "alongside",
    "award_rule",
    "entry_rule",
    "faults_of",
    "local_things",
    "pathway_rules",
    "read_pathway",
    "recommended",
    "requirements",
    "rests_on_stated_parts",
    "stated_parts",
]
