"""Levels: a level that a credential claims exists in the framework it names.

The frameworks are those of the shipped tables. Of others only that much is said: unknown here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from ctdl.ctid import CTID, ctid_in
from ctdl.findings import Finding, finding
from ctdl.frameworks import FRAMEWORKS, Framework, FrameworkLevel
from ctdl.language import folded
from ctdl.messages import say
from ctdl.validation.structure import Described, Entity, short

_PROPERTY: Final = "ceterms:atLevel"
# Of these the tables hold only the levels that shipped credentials name, so another one may exist.
_KNOWN_IN_PART: Final = frozenset({"mqf-mt", "nsqf-in", "ssg-tsc"})


@dataclass(frozen=True)
class _Claim:
    """What a value of ceterms:atLevel says: a framework, the address of a level, a notation."""

    framework: Framework | None
    names_framework: bool
    target: str | None
    level: FrameworkLevel | None
    notation: str | None


def check_levels(described: Described) -> Iterator[Finding]:
    """Levels that are not in their framework, and frameworks nobody here knows."""
    for entity in described.entities:
        for value in entity.values(_PROPERTY):
            claim = _claim(_described(described, value))
            wrong = _wrong(claim)
            framework = claim.framework
            if wrong is not None and framework and framework.id not in _KNOWN_IN_PART:
                yield _not_in_framework(entity, framework, wrong)
            elif wrong is not None or _is_unknown(claim):
                yield _unknown(entity, claim)


def _described(described: Described, value: Any) -> Any:
    target = described.described(value)
    # A level described in the same document stands for itself.
    return target.node if target is not None else value


def _claim(value: Any) -> _Claim:
    if isinstance(value, str):
        value = {"ceterms:targetNode": value}
    if not isinstance(value, dict):
        return _Claim(None, False, None, None, None)
    target = _text(value.get("ceterms:targetNode"))
    level = FRAMEWORKS.level_of_ctid(ctid) if (ctid := _ctid(target)) else None
    notation = _text(value.get("ceterms:codedNotation"))
    stated = _text(value.get("ceterms:framework"))
    names = list(_names(value.get("ceterms:frameworkName")))
    framework = _framework(stated, names, notation)
    if framework is None and level is not None and stated is None:
        framework = FRAMEWORKS.framework(level.framework)
    return _Claim(framework, bool(stated or names), target, level, notation)


def _framework(address: str | None, names: list[str], notation: str | None) -> Framework | None:
    if address is not None:
        ctid = _ctid(address)
        if ctid is not None:
            return FRAMEWORKS.framework_of_ctid(ctid)
        found = _by_page().get(address.rstrip("/"))
        if found is not None:
            return found
    for name in names:
        if (found := _by_name().get(folded(name))) is not None:
            return found
    prefix, colon, _ = (notation or "").partition(":")
    return FRAMEWORKS.framework(prefix.lower()) if colon and address is None else None


def _wrong(claim: _Claim) -> str | None:
    """What the claim says that is not so; None when it holds or says too little."""
    framework = claim.framework
    if framework is None:
        return None
    if claim.level is not None and claim.level.framework != framework.id:
        return f"leads to {claim.level.label}, a level of another framework"
    if claim.level is None and _ctid(claim.target) is not None:
        return f"leads to {short(claim.target or '')}"
    if claim.notation is None:
        return None
    notations = _notations(framework.id)
    meant = notations.get(claim.notation.lower())
    if claim.level is None:
        return None if meant else f"is {claim.notation[:40]!r}"
    if meant is not None and meant.order != claim.level.order:
        return f"leads to {claim.level.label}, but its notation is {claim.notation[:40]!r}"
    return None


def _is_unknown(claim: _Claim) -> bool:
    if claim.framework is not None or claim.level is not None:
        return False
    return claim.names_framework or claim.target is not None


def _not_in_framework(entity: Entity, framework: Framework, wrong: str) -> Finding:
    choices = ", ".join(level.notation for level in framework.levels)
    return finding(
        "LEVEL_NOT_IN_FRAMEWORK",
        f"{_PROPERTY} {wrong}, which is no level of {framework.name}; write one of {choices}, "
        "with the address of that level.",
        entity=entity.label,
        property=_PROPERTY,
    )


def _unknown(entity: Entity, claim: _Claim) -> Finding:
    where = f" ({claim.target[:120]})" if claim.target else ""
    return finding(
        "LEVEL_FRAMEWORK_UNKNOWN",
        say(
            "%(name)s names a level%(where)s that is not known here, so it cannot be compared; "
            "name a level of one of the registry's frameworks beside it if both are aligned.",
            name=_PROPERTY,
            where=where,
        ),
        entity=entity.label,
        property=_PROPERTY,
    )


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@id") or value.get("@value")
    return value if isinstance(value, str) else None


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _names(member)


def _ctid(address: str | None) -> CTID | None:
    return ctid_in(address) if address else None


@cache
def _by_page() -> dict[str, Framework]:
    # Frameworks that share a page cannot be told apart by it.
    known: dict[str, list[Framework]] = {}
    for framework in FRAMEWORKS.frameworks.values():
        if framework.url:
            known.setdefault(framework.url.rstrip("/"), []).append(framework)
    return {page: found[0] for page, found in known.items() if len(found) == 1}


@cache
def _by_name() -> dict[str, Framework]:
    return {folded(framework.name): framework for framework in FRAMEWORKS.frameworks.values()}


@cache
def _notations(identifier: str) -> dict[str, FrameworkLevel]:
    """The levels by every way to write their notation: "7", "nfq-ie:7", "Level 7", the label."""
    found: dict[str, FrameworkLevel] = {}
    for level in FRAMEWORKS.frameworks[identifier].levels:
        for text in (level.notation, level.id, f"Level {level.notation}", level.label):
            found.setdefault(text.lower(), level)
    return found
