"""What holds of every text, whatever it says."""

import unicodedata
from collections import Counter
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.understanding import LONGEST, understand
from tests.services.understanding.offered import PROVIDERS

_WORDS = """
free online level levels niveau 5 7 NZQF EQF under less than 300 1,000 dollars € $50 euros moins
de hours heures h in en a weekend week-end Spanish français French taught enseigné New Zealand
au Canada Irish universities from by MIT Coursera université de Tartu with avec credit crédits
ECTS for credit accredited quality assured beginners débutants pour and or et ou , . ( ) - " « :
python nursing data science course cours gratuit that is bachelor or above présentiel
"""
_PIECES = st.sampled_from(_WORDS.split())
_QUERIES = st.lists(_PIECES, max_size=14).map(" ".join)
_TEXTS = st.one_of(_QUERIES, st.text(max_size=120), st.lists(st.text(max_size=6)).map(" ".join))


def _signs_of_words(text: str) -> Counter[str]:
    """The signs of a text, how often each; a sign that joined what was taken may be gone."""
    return Counter(sign for sign in text if not sign.isspace() and sign not in ",;:")


def _is_a_word(word: str) -> bool:
    return len(word) % 2 == 0


@given(_TEXTS, st.sampled_from([_is_a_word, bool]))
@settings(max_examples=400, deadline=None)
def test_what_is_left_and_what_was_taken_make_up_the_query(
    text: str, is_word: Callable[[str], bool]
) -> None:
    found = understand(text, PROVIDERS, is_word=is_word)

    composed = unicodedata.normalize("NFC", text)
    taken = "".join(each.words for each in found.understood)
    assert _signs_of_words(found.text + taken) == _signs_of_words(composed)


@given(_TEXTS, st.sampled_from([_is_a_word, bool]))
@settings(max_examples=400, deadline=None)
def test_understanding_what_is_left_finds_nothing_more(
    text: str, is_word: Callable[[str], bool]
) -> None:
    found = understand(text, PROVIDERS, is_word=is_word)

    again = understand(found.text, PROVIDERS, is_word=is_word)
    assert again.understood == ()
    assert again.text == found.text


@given(_TEXTS)
@settings(max_examples=200, deadline=None)
def test_places_lie_within_the_text_in_order(text: str) -> None:
    found = understand(text, PROVIDERS).understood

    length = len(unicodedata.normalize("NFC", text))
    assert all(0 <= each.start < each.end <= length for each in found)
    assert list(found) == sorted(found, key=lambda each: each.start)
    assert all(each.values for each in found)


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=50, deadline=None)
def test_a_very_long_text_is_left_as_it_is(text: str) -> None:
    long = (text * (100_000 // len(text) + 1))[:100_000]

    found = understand(long, PROVIDERS)

    assert found.understood == () or len(unicodedata.normalize("NFC", long)) <= LONGEST
