"""French texts break no line before signs that stand apart, nor inside quotation marks."""

from tests.support.translations import french_spaces

WRITTEN = """msgid "a : b"
msgstr "« Un » : deux ; trois"

msgid "long"
msgstr[0] ""
"Est-ce « "
"%(label)s » ?"
msgstr[1] "à 12:30, http://un.test"
"""


def test_spaces_are_made_unbreakable_in_translations_only() -> None:
    found = french_spaces(WRITTEN)

    assert (
        found.replace("\N{NO-BREAK SPACE}", "~")
        == """msgid "a : b"
msgstr "«~Un~»~: deux~; trois"

msgid "long"
msgstr[0] ""
"Est-ce «~"
"%(label)s~»~?"
msgstr[1] "à 12:30, http://un.test"
"""
    )


def test_what_is_right_stays_as_it_is() -> None:
    assert french_spaces(french_spaces(WRITTEN)) == french_spaces(WRITTEN)
