"""Names of facet values: codes stay codes in addresses and become words on the page."""

from collections.abc import Mapping

from app.presenters import labels
from app.presenters.conformance_words import fixed
from app.presenters.language import page_language
from app.presenters.text import Text, content, framed, language_name, titled
from app.services.searching import SearchPage
from app.services.summaries import Named
from ctdl.ctid import CTID, derive_ctid
from ctdl.frameworks import FRAMEWORKS
from ctdl.standards import STANDARDS


def field_ctid(code: str) -> CTID:
    """The CTID of the concept that an ISCED-F 2013 code stands for."""
    return derive_ctid(f"concept:isced-f-2013:{code}")


class FacetLabels:
    """Labels for the values of one page of results."""

    def __init__(self, found: SearchPage, names: Mapping[CTID, Named]) -> None:
        self._names = dict(names)
        for value in found.facets.get("provider", ()):
            if value.named is not None:
                self._names[CTID(value.value)] = value.named

    def of(self, name: str, value: str) -> Text:
        """The words for a value of a facet, or the value itself when it is unknown."""
        if name == "field":
            return field_label(value, self._names)
        if name == "provider":
            known = self._names.get(CTID(value))
            return titled(known.name if known else None, value)
        if name == "level":
            return level_label(value)
        if name == "standard":
            return standard_label(value)
        return framed(_PLAIN[name](value))


def field_label(code: str, names: Mapping[CTID, Named]) -> Text:
    """The name of a field of study, or its code."""
    known = names.get(field_ctid(code))
    return (content(known.name) if known else None) or Text(code)


def level_label(level_id: str) -> Text:
    """A level with the short name of its framework, such as "NZQCF Level 4"."""
    known = FRAMEWORKS.level(level_id)
    if known is None:
        return Text(level_id)
    lang = "en" if page_language() != "en" else None
    short = framework_short_name(known.framework)
    first, _, rest = known.label.partition(" ")
    # "QF Level 3" of the HKQF and "MQF Level 7" of Malta's MQF say their initials already.
    is_initials = first.isupper() and short.partition(" ")[0].endswith(first)
    return Text(f"{short} {rest if is_initials else known.label}", lang)


def standard_label(standard_id: str) -> Text:
    """The name of a standard with its year."""
    known = STANDARDS.get(standard_id)
    if known is None:
        return Text(standard_id)
    name = fixed(known.name)
    return Text(f"{name}, {known.year}", name.lang)


def framework_short_name(framework_id: str) -> str:
    """The initials a framework is known by: "NFQ (IE)" for `nfq-ie`."""
    initials, _, rest = framework_id.partition("-")
    if len(rest) == 2:
        return f"{initials.upper()} ({rest.upper()})"
    return f"{initials}-{rest}".upper().replace("-2", " 2").strip("-")


def _country(value: str) -> str:
    return labels.country_label(value) or value


_PLAIN = {
    "type": labels.type_label,
    "country": _country,
    "mode": labels.mode_label,
    "language": language_name,
    "qa": labels.quality_assurance_label,
}
