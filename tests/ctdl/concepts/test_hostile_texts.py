"""Texts of 100,000 characters of anything are answered in bounded time."""

from time import process_time

import pytest

from ctdl.concepts import thesaurus

LENGTH = 100_000
TEXTS = {
    "one letter": "a" * LENGTH,
    "one label": "data science " * (LENGTH // 13),
    "single letters": "R " * (LENGTH // 2),
    "words of every course": "course R " * (LENGTH // 9),
    "articles": "l'" * (LENGTH // 2),
    "brackets": "(" * LENGTH,
    "commas": "data, " * (LENGTH // 6),
    "accents": "é " * (LENGTH // 2),
    "combining marks": "e" + "\u0301" * LENGTH,
    "right to left": "\u202eمرحبا " * (LENGTH // 7),
    "emoji": "😀" * LENGTH,
    "no characters": "\0" * LENGTH,
    "French": "cours de soudage " * (LENGTH // 17),
    "long words": ("é" * 500 + " ") * (LENGTH // 501),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_long_text_is_read_in_bounded_time(text: str) -> None:
    started = process_time()

    found = thesaurus().named_in(text)
    thesaurus().tags([text])
    thesaurus().in_english(text)

    assert all(each.end <= len(text) for each in found)
    assert process_time() - started < 4
