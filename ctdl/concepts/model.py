"""What a concept is, and what it means that a text names one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["skill", "occupation", "field", "group"]
KINDS: Final[tuple[Kind, ...]] = ("skill", "occupation", "field", "group")
LANGUAGES: Final = ("en", "fr")
ESCO: Final = "http://data.europa.eu/esco/"
EDITORS: Final = "Registry editors"
ACKNOWLEDGEMENT: Final = "This service uses the ESCO classification of the European Commission."


@dataclass(frozen=True)
class Concept:
    """A skill, an occupation, a field of study, or a group of skills or occupations.

    `id` is its address at ESCO without what all of them begin with. `labels` has the preferred
    label by language, `alternatives` the others; `of_editors` are those of them that the editors of
    this registry have added. `broader` are the concepts just above it.
    """

    id: str
    kind: Kind
    labels: Mapping[str, str] = field(hash=False)
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    broader: tuple[str, ...] = ()
    of_editors: frozenset[str] = frozenset()

    @property
    def uri(self) -> str:
        """The address of the concept at ESCO."""
        return ESCO + self.id

    @property
    def source(self) -> str:
        """The classification that it is part of."""
        return {"isced-f": "ISCED-F 2013", "isco": "ISCO-08"}.get(self.id.partition("/")[0], "ESCO")

    def name_in(self, language: str) -> str:
        """Its preferred label in `language`, or what the editors call it, or the English label."""
        known = self.labels.get(language)
        others = (name for name in self.alternatives.get(language, ()) if name in self.of_editors)
        return known or next(others, self.labels["en"])

    @property
    def plain_english(self) -> str:
        """What it is called in English: as the editors do, where the label is more roundabout."""
        names = self.alternatives.get("en", ())
        return next((name for name in names if name in self.of_editors), self.labels["en"])

    @property
    def code(self) -> str | None:
        """The code of a field in ISCED-F 2013 or of an occupation group in ISCO-08."""
        scheme, _, code = self.id.partition("/")
        return {"isced-f": code, "isco": code.removeprefix("C")}.get(scheme)


@dataclass(frozen=True)
class NamedConcept:
    """A concept that a text names: through which label of which language, and where."""

    concept: Concept
    label: str
    language: str
    start: int
    end: int

    @property
    def source(self) -> str:
        """Whose label it is: that of the classification, or of this registry's editors."""
        return EDITORS if self.label in self.concept.of_editors else self.concept.source
