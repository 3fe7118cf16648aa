"""What a harvester asks for: the six verbs and their arguments (OAI-PMH 2.0, section 4)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from app.linked_data.oai.tokens import Token, read_token
from app.store.harvest import EVERYTHING, Place, Selection

TOKEN: Final = "resumptionToken"
_LISTED: Final = frozenset({"metadataPrefix", "from", "until", "set"})
_TAKEN: Final[dict[str, frozenset[str]]] = {
    "Identify": frozenset(),
    "ListMetadataFormats": frozenset({"identifier"}),
    "ListSets": frozenset({TOKEN}),
    "GetRecord": frozenset({"identifier", "metadataPrefix"}),
    "ListIdentifiers": _LISTED | {TOKEN},
    "ListRecords": _LISTED | {TOKEN},
}
_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "GetRecord": ("identifier", "metadataPrefix"),
    "ListIdentifiers": ("metadataPrefix",),
    "ListRecords": ("metadataPrefix",),
}
_SET: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
_LAST: Final = datetime.max.replace(tzinfo=UTC)
_PREFIX: Final = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
_FORMS: Final = {10: "%Y-%m-%d", 20: "%Y-%m-%dT%H:%M:%SZ"}
"""The granularities that every repository with seconds takes, by their length."""


class OAIError(Exception):
    """What is wrong with a request: one of the codes of the protocol, and words for it."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Asked:
    """A request that is understood; `arguments` are as they were sent."""

    verb: str
    arguments: Mapping[str, str]
    prefix: str = ""
    identifier: str | None = None
    selection: Selection = field(default_factory=Selection)
    resumed: Token | None = None

    @property
    def place(self) -> Place | None:
        """Where to go on; None at the beginning."""
        return self.resumed.place if self.resumed else None


def read_request(sent: Sequence[tuple[str, str]], formats: Sequence[str], key: bytes) -> Asked:
    """What these arguments ask for, or OAIError. Nothing may be sent twice."""
    arguments = _once(sent)
    verb = arguments.pop("verb", "")
    if verb not in _TAKEN:
        known = ", ".join(_TAKEN)
        raise OAIError("badVerb", f"The verb must be one of {known}." if verb else _no_verb(known))
    if TOKEN in arguments and TOKEN in _TAKEN[verb]:
        return _resumed(verb, arguments, key)
    _require(verb, arguments)
    prefix = arguments.get("metadataPrefix", "")
    if prefix and not _PREFIX.fullmatch(prefix):
        raise OAIError("badArgument", "The argument metadataPrefix is none; see the formats.")
    if prefix and prefix not in formats:
        raise OAIError(
            "cannotDisseminateFormat", f"Records are given as {' and '.join(formats)} only."
        )
    return Asked(verb, arguments, prefix, arguments.get("identifier"), _selection(arguments))


def _no_verb(known: str) -> str:
    return f"The argument verb is missing; it must be one of {known}."


def _once(sent: Sequence[tuple[str, str]]) -> dict[str, str]:
    arguments = dict(sent)
    if len(arguments) < len(sent):
        names = [name for name, _ in sent]
        twice = next(name for name in names if names.count(name) > 1)
        code = "badVerb" if twice == "verb" else "badArgument"
        raise OAIError(code, f"The argument {twice[:40]} is given more than once.")
    return arguments


def _require(verb: str, arguments: Mapping[str, str]) -> None:
    for name in arguments:
        if name not in _TAKEN[verb]:
            raise OAIError("badArgument", f"{verb} takes no argument {name[:40]}.")
    for name in _NEEDED.get(verb, ()):
        if not arguments.get(name):
            raise OAIError("badArgument", f"{verb} needs the argument {name}.")


def _resumed(verb: str, arguments: Mapping[str, str], key: bytes) -> Asked:
    if len(arguments) > 1:
        raise OAIError("badArgument", f"{TOKEN} is to be given alone.")
    token = read_token(arguments[TOKEN], key)
    if token is None or token.verb != verb:
        raise OAIError(
            "badResumptionToken", f"This is no {TOKEN} that was given for {verb}: begin again."
        )
    selection = Selection(token.set, token.start, token.end)
    return Asked(verb, arguments, token.prefix, None, selection, token)


def _selection(arguments: Mapping[str, str]) -> Selection:
    wanted = arguments.get("set")
    if wanted is not None and not _SET.fullmatch(wanted):
        raise OAIError("badArgument", "The argument set is no setSpec; ListSets gives them.")
    since, until = arguments.get("from"), arguments.get("until")
    if since and until and len(since) != len(until):
        raise OAIError("badArgument", "from and until must both be days or both be instants.")
    start = _instant("from", since) if since is not None else None
    end = _instant("until", until) if until is not None else None
    if start and end and start > end:
        raise OAIError("badArgument", "from is after until.")
    if end is not None and until is not None:
        # Both ends count, and a day lasts until its end; no calendar goes on after the year 9999.
        more = timedelta(days=1) if len(until) == 10 else timedelta(seconds=1)
        end = end + more if end < _LAST - more else _LAST
    return Selection(wanted or EVERYTHING, _written(start), _written(end))


def _instant(name: str, text: str) -> datetime:
    try:
        return datetime.strptime(text, _FORMS[len(text)]).replace(tzinfo=UTC)
    except (KeyError, ValueError):
        raise OAIError(
            "badArgument",
            f"{name} must be a day (2026-01-31) or an instant in UTC (2026-01-31T12:00:00Z).",
        ) from None


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.replace(tzinfo=None).isoformat(timespec="seconds")
