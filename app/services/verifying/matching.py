"""Which records a badge is about, by what it says: never guessed, all candidates shown.

Identifiers count before pages, pages before the exact name together with the issuer. What a badge
says is a claim of whoever made it, so each match tells how far the issuer is known to be the
record's provider (`issuers`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.services import reading
from app.services.board_rows import address_key, identifier_key
from app.services.families import CREDENTIAL, SEARCHED
from app.services.known_organizations import organizations_called, page_spellings
from app.services.registry import Registry
from app.services.summaries import Summary
from app.services.verifying.answers import Issuer, Match, MatchedBy, Note, Told
from app.services.verifying.issuers import compared
from app.services.verifying.limits import MOST_MATCHES
from app.store import board, catalogue
from app.store.rdf import StoreDamaged
from ctdl.contexts import CTDL_CONTEXT, prefixes_of
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.language import folded
from ctdl.mapping.identity import ctid_of, lasting
from ctdl.messages import say

_NAME_KEY_LENGTH: Final = 200
_CTERMS: Final = prefixes_of((CTDL_CONTEXT,))["ceterms"]
_PAGES: Final = (f"{_CTERMS}subjectWebpage", f"{_CTERMS}sameAs")


@dataclass(frozen=True)
class Matched:
    """The matches, the organisations that the issuer may be, and what is to be said of both."""

    matches: tuple[Match, ...]
    issuers: tuple[CTID, ...]
    notes: tuple[Note, ...]

    @property
    def signers(self) -> tuple[CTID, ...]:
        """Whose registered keys may have signed the badge: the providers of what it matches."""
        providers = (each for match in self.matches for each in match.summary.providers)
        found = [each.ctid for each in providers if each.ctid]
        return tuple(dict.fromkeys([*found, *self.issuers]))


def match(registry: Registry, told: Told) -> Matched:
    """The records that the badge may be about, by the strongest of the ways that finds any."""
    issuers = organizations_called(registry, told.issuer.name, told.issuer.id, told.issuer.url)
    ways: tuple[tuple[MatchedBy, Iterable[CTID]], ...] = (
        ("identifier", _by_identifier(registry, told, issuers)),
        ("url", _by_page(registry, told)),
        ("name+issuer", _by_name(registry, told, issuers)),
    )
    notes: list[Note] = []
    for by, candidates in ways:
        live, withdrawn = _standing(registry, candidates)
        notes += [_withdrawn(ctid) for ctid in withdrawn[:MOST_MATCHES]]
        found = [_match(registry, summary, by, told.issuer) for summary in live]
        if by == "name+issuer":
            found = [each for each in found if each.issuer in ("consistent", "named")]
        if found:
            notes += _several(found)
            return Matched(tuple(found[:MOST_MATCHES]), issuers, tuple(notes))
    return Matched((), issuers, tuple(notes))


def _by_identifier(registry: Registry, told: Told, issuers: Iterable[CTID]) -> Iterator[CTID]:
    achievement = told.achievement
    stated = (*told.addresses(), *achievement.ctdl_targets)
    texts = (*stated, *(each.value for each in achievement.identifiers))
    yield from (CTID(each) for text in texts for each in CTID_PATTERN.findall(text))
    keys = [address_key(text) for text in texts]
    if achievement.id and lasting(achievement.id):
        yield ctid_of(achievement.id)
    keys += [
        identifier_key(each.kind, each.value, provider)
        for each in achievement.identifiers
        if each.kind
        for provider in issuers
    ]
    with registry.database.reading() as connection:
        yield from board.having_identities(connection, keys)


def _by_page(registry: Registry, told: Told) -> Iterator[CTID]:
    spelled = [each for address in told.addresses() for each in page_spellings(address)]
    try:
        yield from registry.rdf.subjects_of(_PAGES, dict.fromkeys(spelled))
    except StoreDamaged:
        # The operator is told by the health check; a way less to match is no reason to refuse.
        return


def _by_name(registry: Registry, told: Told, issuers: tuple[CTID, ...]) -> Iterator[CTID]:
    name = folded(told.achievement.name or "")
    if not name or not issuers:
        return
    with registry.database.reading() as connection:
        yield from catalogue.called(connection, CREDENTIAL, [name[:_NAME_KEY_LENGTH]])


def _standing(registry: Registry, candidates: Iterable[CTID]) -> tuple[list[Summary], list[CTID]]:
    """Of the candidates, the live records that can be awarded, and the withdrawn ones."""
    wanted = list(dict.fromkeys(candidates))
    with registry.database.reading() as connection:
        rows = catalogue.records(connection, wanted)
    fitting = [ctid for ctid in wanted if ctid in rows and rows[ctid].family in SEARCHED]
    live = [ctid for ctid in fitting if not rows[ctid].withdrawn]
    known = reading.summaries(registry, live)
    withdrawn = [ctid for ctid in fitting if rows[ctid].withdrawn]
    return [known[ctid] for ctid in live if ctid in known], withdrawn


def _match(registry: Registry, summary: Summary, by: MatchedBy, issuer: Issuer) -> Match:
    found = compared(registry, summary, issuer)
    return Match(summary, by, found.agreement, found.grounds)


def _several(found: list[Match]) -> Iterator[Note]:
    if len(found) > 1:
        yield Note(
            "several-matches",
            say(
                "%(count)s records fit what the badge says; which of them it is about is not"
                " known.",
                count=len(found),
            ),
        )


def _withdrawn(ctid: CTID) -> Note:
    return Note(
        "match-withdrawn",
        say("The badge names %(ctid)s, a record that was withdrawn here.", ctid=ctid),
    )
