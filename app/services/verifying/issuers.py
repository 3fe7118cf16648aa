"""Whether who issued a badge is the provider of a record: what was compared, and what it is worth.

Only a signature with a key that the provider registered here proves it. Names and addresses are
written into a badge by whoever makes it: they fit, or they do not, and prove nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.services.known_organizations import Marks, is_of_site, organization_marks, site_of
from app.services.registry import Registry
from app.services.summaries import Named, Summary
from app.services.verifying.answers import Agreement, Issuer, Match, Note, Proof
from ctdl.language import folded
from ctdl.messages import in_languages, say

_BEST_FIRST: Final[tuple[Agreement, ...]] = ("proven", "consistent", "named", "unknown", "differs")
_NOTHING: Final = Note(
    "nothing-to-compare",
    say("The badge and the record state no name or address of the issuer that can be compared."),
)


@dataclass(frozen=True)
class Compared:
    """How far the issuer of a badge agrees with a provider, and on what grounds."""

    agreement: Agreement
    grounds: tuple[Note, ...]


def compared(registry: Registry, summary: Summary, issuer: Issuer) -> Compared:
    """How what the badge says of its issuer fits the provider of the record that it fits best."""
    found = [_with_provider(registry, each, issuer) for each in summary.providers]
    unknown = Compared("unknown", (_NOTHING,))
    return min(found, key=lambda each: _BEST_FIRST.index(each.agreement), default=unknown)


def after_proof(match: Match, proof: Proof) -> Match:
    """The same match, knowing whose registered key signed the badge, where it was such a key."""
    key = proof.key
    if proof.result != "valid" or key is None or key.publisher is None:
        return match
    if key.publisher in {each.ctid for each in match.summary.providers}:
        signed = Note(
            "signed-by-provider",
            say("It is signed with a key that %(name)s registered here.", name=key.publisher_name),
        )
        return replace(match, issuer="proven", grounds=(signed, *match.grounds))
    other = Note(
        "signed-by-another",
        say(
            "It is signed with a key of %(name)s, who is not the provider of the record.",
            name=key.publisher_name,
        ),
    )
    return replace(match, issuer="differs", grounds=(other, *match.grounds))


def _with_provider(registry: Registry, provider: Named, issuer: Issuer) -> Compared:
    marks = _marks(registry, provider)
    fitting = list(_fitting_addresses(marks, issuer))
    other_sites = list(_other_sites(marks, issuer))
    name = _name_note(marks, provider, issuer)
    grounds = (*fitting, *(note for _is_home, note in other_sites), *([name] if name else []))
    has_name = name is not None and name.code == "same-name"
    if any(is_home for is_home, _note in other_sites):
        return Compared("differs", grounds)
    if fitting:
        return Compared("consistent", grounds)
    if has_name:
        return Compared("named", grounds)
    return Compared("differs", grounds) if grounds else Compared("unknown", (_NOTHING,))


def _marks(registry: Registry, provider: Named) -> Marks:
    """What the provider is recognised by: its own record, else how the record names it."""
    known = organization_marks(registry, provider.ctid) if provider.ctid else None
    if known is not None:
        return known
    names = frozenset(map(folded, provider.name.values())) - {""}
    return Marks(frozenset([provider.ctid] if provider.ctid else []), names, frozenset())


def _addresses(issuer: Issuer) -> Iterator[tuple[str, bool]]:
    """The addresses of the issuer, and whether it is its home page: an id may be at a platform."""
    for address, is_home in ((issuer.url, True), (issuer.id, False)):
        if address:
            yield address, is_home


def _fitting_addresses(marks: Marks, issuer: Issuer) -> Iterator[Note]:
    for address in dict.fromkeys(address for address, _is_home in _addresses(issuer)):
        stated = Marks.of_address(address)
        if stated.ctids & marks.ctids:
            yield Note(
                "same-identifier",
                say(
                    "The badge gives the provider's identifier in this registry: %(address)s.",
                    address=address,
                ),
            )
        elif stated.pages & marks.pages:
            yield Note(
                "same-page",
                say(
                    "The badge gives a page of the provider's record: %(address)s.", address=address
                ),
            )
        elif is_of_site(site_of(address), marks.site):
            yield Note(
                "same-site",
                say(
                    "The badge gives another page of the provider's web site (%(site)s):"
                    " %(address)s.",
                    site=marks.site,
                    address=address,
                ),
            )


def _other_sites(marks: Marks, issuer: Issuer) -> Iterator[tuple[bool, Note]]:
    """Addresses at a web site that is neither that of the provider nor one above it."""
    for address, is_home in _addresses(issuer):
        stated, site = Marks.of_address(address), site_of(address)
        fits = stated.shares_page(marks) or is_of_site(site, marks.site)
        if site and marks.site and not fits and not is_of_site(marks.site, site):
            yield (
                is_home,
                Note(
                    "other-site",
                    say(
                        "The badge gives an address at %(theirs)s, the provider's record the web"
                        " site %(ours)s.",
                        theirs=site,
                        ours=marks.site,
                    ),
                ),
            )


def _name_note(marks: Marks, provider: Named, issuer: Issuer) -> Note | None:
    if not issuer.name or not marks.names:
        return None
    if folded(issuer.name) in marks.names:
        return Note(
            "same-name",
            say("The badge gives the same name. A name proves nothing: anybody can write it."),
        )
    return Note(
        "other-name",
        say(
            "The badge names its issuer “%(theirs)s”, the record its provider “%(ours)s”.",
            theirs=issuer.name,
            ours=in_languages(provider.name, provider.ctid or ""),
        ),
    )
