"""The texts that checks tell a reader and that stand in data: to be gathered for translation.

Sentences in the code are said with `ctdl.messages.say`, and found there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from ctdl.standards.checks import Told, When
from ctdl.standards.facts import Fact
from ctdl.standards.model import Standard

#: What documents that compare levels are called: shown beside the levels.
BASES: Final = ("official referencing report", "comparison report", "bilateral statement")


def texts(standards: Mapping[str, Standard]) -> Iterator[str]:
    """Reasons that stand in the files, names of other rules, and labels of the facts asked for."""
    yield from BASES
    for standard in standards.values():
        if standard.applies.otherwise:
            yield standard.applies.otherwise
        for element in standard.elements:
            for part in (*_parts(element.check), *_parts(element.otherwise)):
                if isinstance(part, Fact):
                    yield part.label
                elif isinstance(part, Told):
                    yield part.reason
                elif isinstance(part, When):
                    yield from filter(None, (part.unless, part.aside))


def _parts(value: Any) -> Iterator[Any]:
    """A check, and the checks and facts that it is made of."""
    if isinstance(value, tuple):
        for member in value:
            yield from _parts(member)
    elif is_dataclass(value):
        yield value
        if not isinstance(value, Fact):
            for each in fields(value):
                yield from _parts(getattr(value, each.name))
