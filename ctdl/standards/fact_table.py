"""All facts by name."""

from collections.abc import Mapping
from typing import Final

from ctdl.standards.facts import Fact
from ctdl.standards.facts_description import DESCRIPTION
from ctdl.standards.facts_learning import LEARNING
from ctdl.standards.facts_levels import LEVELS, framework_facts
from ctdl.standards.facts_links import LINKS
from ctdl.standards.facts_quality import QUALITY
from ctdl.standards.facts_size import SIZE, unit_facts

#: Every fact a rule may name. "level:<framework>", "credits-stated:<unit>" and
#: "credits-of:<unit>" are there once for each framework and unit.
FACTS: Final[Mapping[str, Fact]] = {
    fact.name: fact
    for fact in (
        *DESCRIPTION,
        *LEARNING,
        *SIZE,
        *LEVELS,
        *QUALITY,
        *LINKS,
        *unit_facts(),
        *framework_facts(),
    )
}
