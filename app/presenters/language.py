"""The language of the page being made, kept apart from the languages of what it shows."""

from flask_babel import get_locale

LANGUAGES = ("en", "fr")
"""The languages the frame of the site speaks; the first is the one without a prefix."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv"})


def page_language() -> str:
    """The language of the page being made; English outside of a request."""
    locale = get_locale()
    return locale.language if locale is not None else LANGUAGES[0]
