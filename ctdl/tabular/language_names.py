"""Names of languages in cells, where tags belong: english instead of en."""

from functools import cache

from babel import Locale

_NAMES_IN = ("en", "fr")


def language_named(text: str) -> str | None:
    """The tag of the language with this English, French or own name; None for anything else."""
    return _tags().get(" ".join(text.split()).casefold())


@cache
def _tags() -> dict[str, str]:
    found: dict[str, str] = {}
    for named_in in _NAMES_IN:
        for tag, name in Locale(named_in).languages.items():
            # A short name may be a tag itself, such as that of the language Ga.
            if len(name) > 3 and len(tag) <= 3:
                found.setdefault(name.casefold(), tag)
    for tag in ("de", "es", "it", "pt", "nl", "fr", "mi"):
        own = Locale.parse(tag).get_language_name(tag)
        if own:
            found.setdefault(own.casefold(), tag)
    return found
