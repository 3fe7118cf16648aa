"""Whether a text such as "NCVET register" or "hku.hk" names an organisation."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from ctdl.language import folded

_WORDS: Final = re.compile(r"[^\W_]+")
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_ACADEMIC: Final = re.compile(r"(?:^|\.)([a-z0-9-]+)\.(?:edu|ac)(?:\.[a-z]{2})?$")
_REMARK: Final = re.compile(r"\s*\(([^()]*)\)")
_SHORTEST: Final = 3
"""Shorter words and initials stand for too many."""


@dataclass(frozen=True)
class Called:
    """What an organisation is called, and the hosts of its web pages."""

    names: tuple[str, ...]
    hosts: tuple[str, ...] = ()


def names_party(said: str, names: Iterable[str]) -> bool:
    """Whether `said` is one of the names, or names a register or page of theirs."""
    words = f" {_plain(said)} "
    for name in names:
        plain = _plain(name)
        if len(plain) >= _SHORTEST and f" {plain} " in words:
            return True
        initials = "".join(word[0] for word in name.split() if word[0].isupper()).casefold()
        if len(initials) >= _SHORTEST and f" {initials} " in words:
            return True
    return False


def is_word_of(said: str, party: Called) -> bool:
    """Whether `said` names the organisation, its site, or the academic domain it is called by."""
    # "Some Training (a centre of the body)" is not the body.
    said = _REMARK.sub("", said).strip()
    host = said.casefold()
    if not _HOST.fullmatch(host):
        return names_party(said, [*party.names, *_in_brackets(party.names)])
    if any(host == own or host.endswith(f".{own}") for own in party.hosts):
        return True
    academic = _ACADEMIC.search(host)
    if academic is None:
        return False
    words = {word for name in party.names for word in _plain(name).split()}
    label = academic.group(1)
    return names_party(label, party.names) or (len(label) > _SHORTEST and label in words)


def _in_brackets(names: Iterable[str]) -> Iterator[str]:
    """Of "Waikato Institute of Technology (Wintec)" both names by themselves."""
    for name in names:
        remark = _REMARK.search(name)
        if remark is not None:
            yield _REMARK.sub("", name)
            yield remark.group(1)


def host_of(address: str | None) -> str | None:
    """The host of a web page, without "www."."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.").casefold() if host else None


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(folded(text)))
