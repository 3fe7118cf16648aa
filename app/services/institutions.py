"""Which institution somebody means by a text: one, or several of which only they can choose."""

from dataclasses import dataclass
from typing import Final

from app.services import identifiers
from app.services.families import ORGANIZATION, family_of
from app.services.names import names
from app.services.registry import Registry
from app.services.summaries import Named
from app.store import catalogue
from ctdl.ctid import CTID
from ctdl.language import folded
from search_index.completion import Wanted

_KIND: Final = "provider"
"""What the index of names calls an organisation."""
_LONGEST_NAME: Final = 300
_MOST: Final = 8


@dataclass(frozen=True)
class Meant:
    """The institution, or those that may be meant; `is_name_of_several` if all have this name.

    `is_identifier` tells that the text is one, so that it is the name of nobody.
    """

    text: str
    one: Named | None = None
    candidates: tuple[Named, ...] = ()
    is_name_of_several: bool = False
    is_identifier: bool = False


def institution_meant(registry: Registry, text: str) -> Meant:
    """Who is meant by a CTID, an address, a number of a register or a name; never a guess."""
    text = text.strip()[:_LONGEST_NAME]
    identified = identifiers.look_up(registry, text)
    if identified is not None:
        found = tuple(each for each in identified.found if family_of(each.type) == ORGANIZATION)
        return _one_of(text, found, is_identifier=True)
    with registry.database.reading() as connection:
        called = catalogue.called(connection, ORGANIZATION, [folded(text)])
        known = names(connection, called[:_MOST])
    if called:
        return _one_of(text, tuple(known[each] for each in called if each in known))
    return Meant(text, candidates=organizations_like(registry, text))


def organizations_like(registry: Registry, text: str) -> tuple[Named, ...]:
    """Organisations with a name that has these words or begins so; else those one letter away."""
    for corrected in (False, True):
        wanted = Wanted(_KIND, _MOST, corrected=corrected)
        ctids = [CTID(each.key) for each in registry.record_names.complete(text, wanted)]
        with registry.database.reading() as connection:
            known = names(connection, ctids)
        live = [known[each] for each in ctids if each in known and not known[each].withdrawn]
        if live:
            return tuple(live)
    return ()


def _one_of(text: str, found: tuple[Named, ...], *, is_identifier: bool = False) -> Meant:
    if len(found) == 1:
        return Meant(text, found[0], is_identifier=is_identifier)
    return Meant(text, None, found, bool(found), is_identifier)
