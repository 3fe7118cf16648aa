"""Which values the parameters of a search may have: one rule for its pages and for programs.

What cannot exist is refused with what does exist, instead of being searched for in vain. What
exists and is in no record finds nothing: that is an answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from app.services.families import SEARCHED, family_of
from ctdl.code_lists import currencies, unregistered_subtag
from ctdl.concepts import thesaurus
from ctdl.countries import country_name
from ctdl.ctid import CTID_PATTERN
from ctdl.frameworks import FRAMEWORKS
from ctdl.language import primary_language
from ctdl.standards import STANDARDS

MODES: Final = ("online", "in-person", "blended")
QUALITY: Final = ("accreditation", "approval", "recognition", "regulation", "registration")


@dataclass(frozen=True)
class Wrong:
    """A parameter or a value of one that cannot be, and what can.

    `known` are all there are, if they are few; else `example` is one of them. Without a `value` it
    is the parameter that does not exist. `nearest` is what may have been meant.
    """

    parameter: str
    value: str = ""
    known: tuple[str, ...] = ()
    example: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        """What is wrong, for programs."""
        unknown = f"Unknown value {self.value[:40]!r}"
        if self.known:
            return f"{unknown}; the values are {', '.join(self.known)}."
        return f"{unknown}; a value is written like {self.example}."


@dataclass(frozen=True)
class _Rule:
    exists: Callable[[str], bool]
    known: tuple[str, ...] = ()
    example: str = ""
    written: Callable[[str], str] = str


def _one_of(*known: str) -> _Rule:
    return _Rule(frozenset(known).__contains__, known)


def _is_level(value: str) -> bool:
    return FRAMEWORKS.level(value) is not None


def _is_type(value: str) -> bool:
    return family_of(value) in SEARCHED


def _is_field(value: str) -> bool:
    return f"isced-f/{value}" in thesaurus()


def _is_country(value: str) -> bool:
    return len(value) == 2 and country_name(value) is not None


def _is_language(value: str) -> bool:
    return value.isascii() and len(value) > 1 and unregistered_subtag(value) is None


_RULES: Final[Mapping[str, _Rule]] = {
    "type": _Rule(_is_type, example="ceterms:MicroCredential"),
    "field": _Rule(_is_field, example="06"),
    "level": _Rule(_is_level, example="eqf:5"),
    "provider": _Rule(
        lambda value: CTID_PATTERN.fullmatch(value) is not None,
        example="ce-00000000-0000-4000-8000-000000000000",
    ),
    "country": _Rule(_is_country, example="IE", written=str.upper),
    "mode": _one_of(*MODES),
    "language": _Rule(
        _is_language, example="es", written=lambda value: primary_language(value).lower()
    ),
    "qa": _one_of(*QUALITY),
    "standard": _one_of(*STANDARDS),
    "levels_in": _one_of(*FRAMEWORKS.frameworks),
    "currency": _Rule(
        lambda value: value.upper() in currencies(), example="EUR", written=str.upper
    ),
}


def as_kept(parameter: str, value: str) -> str:
    """The value as records are found by it: a language without its region."""
    return _RULES[parameter].written(value) if parameter in _RULES else value


def wrong_value(parameter: str, value: str) -> Wrong | None:
    """What is wrong with a value of a filter or of another closed list; None where nothing is."""
    rule = _RULES.get(parameter)
    if rule is None or rule.exists(value):
        return None
    known, example = rule.known, rule.example
    if parameter == "level":
        framework = FRAMEWORKS.framework(value.partition(":")[0])
        known = tuple(level.id for level in framework.levels) if framework else ()
    return Wrong(parameter, value, known, example, nearest_of(value, known))


def wrong_choice(parameter: str, value: str, known: tuple[str, ...]) -> Wrong | None:
    """The same for a parameter whose values are these."""
    if value in known:
        return None
    return Wrong(parameter, value, known, nearest=nearest_of(value, known))


def wrong_parameter(parameter: str, known: tuple[str, ...]) -> Wrong | None:
    """What is wrong with the name of a parameter; None where there is one."""
    if parameter in known:
        return None
    return Wrong(parameter, known=known, nearest=nearest_of(parameter, known))


def nearest_of(written: str, known: tuple[str, ...]) -> str:
    """What may have been meant; nothing where nothing is like it."""
    return next(iter(get_close_matches(written.lower()[:60], known, n=1, cutoff=0.7)), "")
