"""Findings in the language of the page, where their message is known in it; else in English.

The sentences are in `ctdl` and in the services, said with `ctdl.messages.say`; they are gathered
for translation from there (tests/support/column_texts.py).
"""

from flask_babel import gettext

from app.presenters.language import page_language
from app.presenters.text import Text, titled
from ctdl.language import best_text
from ctdl.messages import InLanguages, Said


def told(message: str) -> Text:
    """The message in the language of the page; marked as English where it is not known in it.

    A text of a record is shown as everywhere: in the language of the page, or the nearest one.
    """
    if isinstance(message, InLanguages):
        return titled(message.texts, message)
    if isinstance(message, Said) and (words := translated(message)) is not None:
        return Text(_capital(words))
    return Text(_capital(message), None if page_language() == "en" else "en")


def translated(message: Said) -> str | None:
    """The message and the names in it in the page's language; None where the message is not."""
    if page_language() == "en":
        return str(message)
    pattern = gettext(message.pattern)
    if pattern == message.pattern and not message.is_name:
        return None
    parts = {key: _part(value) for key, value in message.values.items()}
    return pattern % parts if parts else pattern


def _part(value: object) -> object:
    if isinstance(value, InLanguages):
        return best_text(value.texts, page_language())[0]
    return translated(value) or str(value) if isinstance(value, Said) else value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
