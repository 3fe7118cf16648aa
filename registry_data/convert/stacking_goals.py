"""What a row says it stacks into: records we have, by title, and goals we only have in words."""

import re
from dataclasses import dataclass
from functools import cache

from ctdl.ctid import CTID
from registry_data.convert.identity import credential_ctid
from registry_data.convert.keys import folded
from registry_data.convert.organizations import canonical_names
from registry_data.convert.tables import Row, facts

_LEVEL_REMARK = re.compile(r" \((?:NSQF )?level (\S+)\)$")
_STREAMS = re.compile(r"(.+) \((.+)\)")
# Larger credentials first: a degree is a likelier goal than a unit with the same title.
_TABLES = ("targets", "targets_more", "levelled", "levelled_more")


@dataclass(frozen=True)
class Goals:
    """The goals of one row: the component stands inside some, leads on to others."""

    part_of: tuple[CTID, ...] = ()
    leads_to: tuple[CTID, ...] = ()
    unresolved: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


def goals(row: Row, is_course: bool) -> Goals:
    """The goals in `stacks_into`, matched by title with records of the same provider.

    A course or unit is part of the credential that counts it; anything else leads on to it.
    """
    if not row["stacks_into"]:
        return Goals()
    resolved, words = [], []
    for title in _titles(row["stacks_into"]):
        target = _find(row, title)
        if target is None:
            words.append(title)
        else:
            resolved.append(target)
    found = tuple(dict.fromkeys(resolved))
    return Goals(
        part_of=found if is_course else (),
        leads_to=() if is_course else found,
        unresolved=tuple(words),
        sentences=_sentences(row, words),
    )


def _sentences(row: Row, words: list[str]) -> tuple[str, ...]:
    sentences = [f"Counts towards: {'; '.join(words)}."] if words else []
    credit = row.get("stack_credits", "")
    if credit and credit != row["credits"]:
        sentences.append(f"Credits that count: {credit}.")
    return tuple(sentences)


def _titles(cell: str) -> list[str]:
    """The goals in a cell; the streams in brackets of one degree are goals of their own."""
    titles = []
    for part in re.split(r";\s*(?![^()]*\))", cell):
        streams = _STREAMS.fullmatch(part.strip())
        if streams and ";" in streams.group(2):
            titles += [f"{streams.group(1)} ({one.strip()})" for one in streams.group(2).split(";")]
        elif part.strip():
            titles.append(part.strip())
    return titles


def _find(row: Row, title: str) -> CTID | None:
    wanted = _LEVEL_REMARK.search(title)
    plain = _LEVEL_REMARK.sub("", title)
    found = [
        ctid
        for name in (title, plain)
        for provider in canonical_names(row["provider"]) or ("",)
        for level, ctid in _by_title().get((provider, folded(name)), ())
        if name == title or not wanted or wanted.group(1) == level
    ]
    return found[0] if len(set(found)) == 1 else None


@cache
def _by_title() -> dict[tuple[str, str], list[tuple[str, CTID]]]:
    found: dict[tuple[str, str], list[tuple[str, CTID]]] = {}
    for table in _TABLES:
        for row in facts(table):
            for provider in canonical_names(row["provider"]) or ("",):
                entry = (row["level"], credential_ctid(table, row))
                found.setdefault((provider, folded(row["title"])), []).append(entry)
    return found
