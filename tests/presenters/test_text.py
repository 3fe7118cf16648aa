"""Which language of a text is shown, and how that is marked."""

import pytest

from app.presenters.text import content, language_name, titled


@pytest.mark.usefixtures("in_french")
def test_french_text_on_a_french_page_needs_no_mark() -> None:
    text = content({"en": "Literacy", "fr": "Littératie"})

    assert text is not None
    assert (text.value, text.lang, text.fallback) == ("Littératie", None, None)


@pytest.mark.usefixtures("in_french")
def test_english_only_text_on_a_french_page_says_so() -> None:
    text = content({"en": "Literacy"})

    assert text is not None
    assert (text.lang, text.fallback) == ("en", "(en anglais seulement)")


@pytest.mark.usefixtures("in_english")
def test_text_in_a_third_language_is_named() -> None:
    text = content({"et": "Andmehaldus"})

    assert text is not None
    assert (text.lang, text.fallback) == ("et", "(in Estonian)")


@pytest.mark.usefixtures("in_english")
def test_unknown_language_is_marked_as_unknown() -> None:
    text = content({"und": "Aiandus"})

    assert text is not None
    assert (text.lang, text.fallback) == ("", None)


@pytest.mark.usefixtures("in_english")
def test_absent_text_is_nothing_or_the_identifier() -> None:
    assert content({}) is None
    assert content(None) is None
    assert titled({}, "ce-1").value == "ce-1"


@pytest.mark.usefixtures("in_english")
def test_unknown_language_tag_is_shown_as_it_is() -> None:
    assert language_name("xx-unheard") == "xx-unheard"
    assert language_name("fr") == "French"
