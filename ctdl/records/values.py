"""The values records are made of, as pages and programs read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ctdl.ctid import CTID
from ctdl.language import LangText

QAKind = Literal["accreditation", "approval", "recognition", "regulation", "registration"]
Mode = Literal["online", "in-person", "blended"]

_NO_TEXT: Mapping[str, str] = {}


@dataclass(frozen=True)
class Reference:
    """A resource referred to; `iri` is None when it is described only inside the document."""

    ctid: CTID | None
    iri: str | None
    name: LangText = field(default_factory=lambda: _NO_TEXT)


@dataclass(frozen=True)
class Level:
    """A level of a framework; `id` is "<framework>:<notation>" where the framework is known."""

    id: str | None
    framework: str | None
    notation: str | None
    name: LangText
    framework_name: LangText
    ctid: CTID | None


@dataclass(frozen=True)
class Amount:
    """A number of credits; `unit` is a code such as "ects", None when the unit is not stated."""

    minimum: float | None
    maximum: float | None
    unit: str | None
    unit_name: LangText
    description: LangText = field(default_factory=lambda: _NO_TEXT)


@dataclass(frozen=True)
class Hours:
    """Hours of work."""

    minimum: float | None
    maximum: float | None
    description: LangText = field(default_factory=lambda: _NO_TEXT)


@dataclass(frozen=True)
class Span:
    """Calendar time as ISO 8601 durations, and as the source words it."""

    minimum: str | None
    maximum: str | None
    text: LangText


@dataclass(frozen=True)
class Cost:
    """A price in a currency (ISO 4217)."""

    price: Decimal | None
    currency: str | None
    description: LangText


@dataclass(frozen=True)
class QAStatement:
    """What a quality assurance body did about a resource, and from when to when."""

    kind: QAKind
    by: Reference
    start: str | None = None
    end: str | None = None
    name: LangText = field(default_factory=lambda: _NO_TEXT)
    description: LangText = field(default_factory=lambda: _NO_TEXT)


@dataclass(frozen=True)
class Connection:
    """A relation to another credential or course; `relation` is the property's CURIE."""

    relation: str
    target: Reference | None
    description: LangText


@dataclass(frozen=True)
class Field:
    """An entry of a classification: its code there and its name; `scheme` is ours or None."""

    code: str | None
    name: LangText
    scheme: str | None = None


@dataclass(frozen=True)
class Skill:
    """A named skill; `iri` points to its concept where one is given."""

    name: LangText
    iri: str | None


@dataclass(frozen=True)
class Assessment:
    """How learning is assessed; `methods` are CTDL values such as "Exam"."""

    name: LangText
    description: LangText
    methods: tuple[str, ...] = ()
    is_proctored: bool | None = None


@dataclass(frozen=True)
class Identifier:
    """An identifier given by somebody else."""

    type_name: LangText
    value: str
