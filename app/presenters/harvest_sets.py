"""What the sets of harvesters are called, from the names that their values have."""

from collections.abc import Iterator, Sequence

from app.presenters.facet_labels import field_ctid, field_label, level_label
from app.presenters.labels import country_label, type_label
from app.services.harvest_sets import meaning_of
from app.services.names import names
from app.services.registry import Registry
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.language import best_text


def set_names(registry: Registry, specs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each set with its name in English."""
    meant = {spec: meaning_of(spec) for spec in specs}
    wanted = {CTID(value) for kind, value in meant.values() if kind == "provider"}
    wanted |= {field_ctid(value) for kind, value in meant.values() if kind == "field"}
    with registry.database.reading() as connection:
        known = names(connection, wanted)
    for spec, (kind, value) in meant.items():
        yield spec, _name(kind, value, known)


def _name(kind: str, value: str, known: dict[CTID, Named]) -> str:
    if kind == "type":
        return type_label(value)
    if kind == "country":
        return country_label(value) or value
    if kind == "level":
        return level_label(value).value
    if kind == "field":
        return field_label(value, known).value
    named = known.get(CTID(value))
    return (best_text(named.name, "en")[0] if named else "") or value
