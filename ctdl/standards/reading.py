"""Reading standards from their files: one TOML file each, refused when it cannot be checked."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from ctdl.standards.model import KINDS, OBLIGATIONS, Applies, Element, Standard
from ctdl.standards.rules import StandardError, compile_check
from ctdl.standards.shapes import Fitting, fit

SHIPPED: Final = Path(__file__).parents[2] / "registry_data" / "standards"
_STANDARD: Final = (
    "id", "name", "issuer", "jurisdiction", "year", "version", "kind", "meaning",
    "superseded_by", "applies", "elements",
)  # fmt: skip
_ELEMENT: Final = ("id", "label", "obligation", "rule", "source", "check", "otherwise", "any_date")
_APPLIES: Final = ("since", "certain_since", "certain_until", "until", "otherwise")

T = TypeVar("T", bound=str)


def read_standards(folder: Path = SHIPPED) -> Mapping[str, Standard]:
    """Every standard of `folder` by id, in the order of the files' names."""
    standards = {path.stem: read_standard(path) for path in sorted(folder.glob("*.toml"))}
    for standard in standards.values():
        if standard.superseded_by is not None and standard.superseded_by not in standards:
            raise StandardError(
                f"{standard.id}.toml: superseded_by is {standard.superseded_by!r}; there is no "
                "such file. Name a standard that is here, or leave it out."
            )
    return standards


def read_standard(path: Path) -> Standard:
    """The standard in the file at `path`, or StandardError with what to mend."""
    place = path.name
    content = _content(path)
    _only_known(content, _STANDARD, place)
    identifier = _text(content, "id", place)
    if identifier != path.stem:
        raise StandardError(f"{place}: its id is {identifier!r}; name the file {identifier}.toml.")
    kind = _one_of(content, "kind", KINDS, place)
    applies = _applies(content.get("applies", {}), place)
    return Standard(
        id=identifier,
        name=_text(content, "name", place),
        issuer=_text(content, "issuer", place),
        jurisdiction=_text(content, "jurisdiction", place),
        year=_text(content, "year", place),
        version=_text(content, "version", place),
        kind=kind,
        meaning=_text(content, "meaning", place),
        superseded_by=_text(content, "superseded_by", place)
        if "superseded_by" in content
        else None,
        applies=applies,
        elements=_elements(
            content.get("elements"),
            place,
            Fitting(is_definition=kind == "definition", is_dated=applies.is_limited),
        ),
    )


def _content(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StandardError(f"{path.name}: {error}. Mend the TOML there.") from error


def _elements(entries: Any, place: str, fitting: Fitting) -> tuple[Element, ...]:
    if not isinstance(entries, list) or not entries:
        raise StandardError(f"{place}: it has no [[elements]]; write one table for each.")
    elements = tuple(_element(entry, place, fitting) for entry in entries)
    seen: set[str] = set()
    for element in elements:
        if element.id in seen:
            raise StandardError(f"{place}: element {element.id!r} stands twice; rename one.")
        seen.add(element.id)
    return elements


def _element(entry: Any, place: str, fitting: Fitting) -> Element:
    if not isinstance(entry, Mapping):
        raise StandardError(f"{place}: {entry!r} is no element; write a table [[elements]].")
    identifier = _text(entry, "id", place)
    here = f"{place}, element {identifier!r}"
    _only_known(entry, _ELEMENT, here)
    if "check" not in entry:
        raise StandardError(f"{here}: it has no check; write one such as {{ present = 'title' }}.")
    any_date = entry.get("any_date", False)
    if not isinstance(any_date, bool):
        raise StandardError(f"{here}: any_date is {any_date!r}; write true or leave it out.")
    check = compile_check(entry["check"], here)
    return Element(
        id=identifier,
        label=_text(entry, "label", here),
        obligation=_one_of(entry, "obligation", OBLIGATIONS, here),
        rule=_text(entry, "rule", here),
        source=_text(entry, "source", here),
        check=check,
        shacl=fit(check, fitting),
        otherwise=compile_check(entry["otherwise"], here) if "otherwise" in entry else None,
        any_date=any_date,
    )


def _applies(entry: Any, place: str) -> Applies:
    here = f"{place}, [applies]"
    if not isinstance(entry, Mapping):
        raise StandardError(f"{here} is {entry!r}; write a table.")
    _only_known(entry, _APPLIES, here)
    dates = {name: _date(entry, name, here) for name in _APPLIES if name != "otherwise"}
    if any(dates.values()) and not entry.get("otherwise"):
        raise StandardError(f"{here}: otherwise is missing; name the other rules.")
    return Applies(**dates, otherwise=_text(entry, "otherwise", here) if entry else "")


def _date(entry: Mapping[str, Any], name: str, place: str) -> date | None:
    value = entry.get(name)
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise StandardError(f"{place}: {name} is {value!r}; write a date such as 2022-12-31.")
    return value


def _only_known(entry: Mapping[str, Any], names: tuple[str, ...], place: str) -> None:
    for name in entry:
        if name not in names:
            raise StandardError(
                f"{place}: {name!r} is not known here; write one of {', '.join(names)}."
            )


def _text(entry: Mapping[str, Any], name: str, place: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise StandardError(f"{place}: {name} is {value!r}; write a text.")
    return value


def _one_of(entry: Mapping[str, Any], name: str, choices: tuple[T, ...], place: str) -> T:
    value = entry.get(name)
    for choice in choices:
        if value == choice:
            return choice
    raise StandardError(f"{place}: {name} is {value!r}; write one of {', '.join(choices)}.")
