"""What a row says it stacks into: records we have, by title, and goals we only have in words."""

import re
from dataclasses import dataclass
from functools import cache

from ctdl.ctid import CTID
from registry_data.convert.identity import credential_ctid
from registry_data.convert.keys import folded
from registry_data.convert.organizations import canonical_names
from registry_data.convert.tables import Row, facts, rules

_LEVEL_REMARK = re.compile(r" \((?:NSQF )?level (\S+)\)$")
_DERIVED = "stacks_into = degrees in the same list that share"
"""The note of goals that the collectors derived (docs/data.md)."""
_STREAMS = re.compile(r"(.+) \((.+)\)")
_TABLES = ("targets", "targets_more", "levelled", "levelled_more", "microcredentials")


@dataclass(frozen=True)
class Goals:
    """The goals of one row: the component stands inside some, leads on to others."""

    part_of: tuple[CTID, ...] = ()
    leads_to: tuple[CTID, ...] = ()
    unresolved: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


def goals(row: Row, is_component: bool) -> Goals:
    """The goals in `stacks_into`, matched by title with records of the same provider.

    A course, unit or badge is part of the credential that counts it; anything else leads on to it.
    Goals that were put together from shared courses are none: no source states them, and the
    registry finds them again from the courses themselves.
    """
    if not row["stacks_into"] or _DERIVED in row.get("retrieved_note", ""):
        return Goals()
    resolved: list[CTID] = []
    words = []
    for written in _goals_written(row["stacks_into"]):
        targets = [_goal(row, title) for title in _titles(row, written)]
        if all(targets):
            resolved += [target for target in targets if target]
        else:
            words.append(written)
    found = tuple(dict.fromkeys(resolved))
    return Goals(
        part_of=found if is_component else (),
        leads_to=() if is_component else found,
        unresolved=tuple(words),
        sentences=_sentences(row, words),
    )


def find_record(provider: str, title: str) -> CTID | None:
    """The one record of this provider with this title; a level in brackets must be the record's."""
    wanted = _LEVEL_REMARK.search(title)
    plain = _LEVEL_REMARK.sub("", title)
    found = {
        ctid
        for name in {title, plain}
        for organization in canonical_names(provider) or ("",)
        for level, ctid in _by_title().get((organization, folded(name)), ())
        if name == title or not wanted or wanted.group(1) == level
    }
    return found.pop() if len(found) == 1 else None


def _goal(row: Row, title: str) -> CTID | None:
    return find_record(row["provider"], title)


def _sentences(row: Row, words: list[str]) -> tuple[str, ...]:
    sentences = [f"Counts towards: {'; '.join(words)}."] if words else []
    credit = row.get("stack_credits", "")
    if credit and credit != row["credits"]:
        sentences.append(f"Credits that count: {credit}.")
    return tuple(sentences)


def _goals_written(cell: str) -> list[str]:
    """The goals in a cell; the streams in brackets of one degree are goals of their own."""
    goals = []
    for part in re.split(r";\s*(?![^()]*\))", cell):
        streams = _STREAMS.fullmatch(part.strip())
        if streams and ";" in streams.group(2):
            goals += [f"{streams.group(1)} ({one.strip()})" for one in streams.group(2).split(";")]
        elif part.strip():
            goals.append(part.strip())
    return goals


def _titles(row: Row, written: str) -> list[str]:
    for alias in rules("goal_aliases"):
        if alias["written_as"] == written and alias["provider"] in canonical_names(row["provider"]):
            return alias["title"].split("|")
    return [written]


@cache
def _by_title() -> dict[tuple[str, str], list[tuple[str, CTID]]]:
    found: dict[tuple[str, str], list[tuple[str, CTID]]] = {}
    for table in _TABLES:
        for row in facts(table):
            for provider in canonical_names(row["provider"]) or ("",):
                entry = (row["level"], credential_ctid(table, row))
                found.setdefault((provider, folded(row["title"])), []).append(entry)
    return found
