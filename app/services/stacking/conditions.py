"""Whether a condition asks for something, or only mentions it: to bar it, say.

The catalogue knows that a record refers to another one through a property; what a condition profile
says of it stands in the document.
"""

from typing import Final

from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.records.reading import NodeView

_CONDITIONAL: Final = frozenset(
    {
        "ceterms:requires",
        "ceterms:recommends",
        "ceterms:corequisite",
        "ceterms:coPrerequisite",
        "ceterms:isRequiredFor",
        "ceterms:isRecommendedFor",
        "ceterms:isPreparationFor",
        "ceterms:preparationFrom",
        "ceterms:isAdvancedStandingFor",
        "ceterms:advancedStandingFrom",
    }
)
_TARGETS: Final = (
    "ceterms:targetCredential",
    "ceterms:targetLearningOpportunity",
    "ceterms:targetAssessment",
)
_ALTERNATIVES: Final = "ceterms:alternativeCondition"
_MOST_CONDITIONS: Final = 1_000


def is_asked_for(document: Document, subject: CTID, property_: str, target: CTID) -> bool:
    """Whether a property of `subject` leads to `target` itself, or to a condition that asks for it.

    Alternatives ask for it too: it is one of the ways.
    """
    if property_ not in _CONDITIONAL:
        return True
    node = document.node(subject)
    if node is None:
        return False
    view = NodeView(document, node)
    if any(each.ctid == target for each in view.references(property_)):
        return True
    waiting, seen = list(view.views(property_)), set[int]()
    while waiting and len(seen) < _MOST_CONDITIONS:
        condition = waiting.pop()
        if id(condition.node) in seen:
            continue
        seen.add(id(condition.node))
        if any(each.ctid == target for each in condition.references(*_TARGETS)):
            return True
        waiting += condition.views(_ALTERNATIVES)
    return False
