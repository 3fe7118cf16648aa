"""The forms in which the spellings of a label meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctdl.concepts.words import form, key, words, written_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cyber security", "Cyber-Security"),
        ("cyber security", "cybersecurity"),
        ("networks", "network"),
        ("technologies", "technology"),
        ("analyses", "analyse"),
        ("organisation", "organization"),
        ("analysing data", "analyzing data"),
        ("behaviour", "behavior"),
        ("3D modelling", "3d modeling"),
        ("fibre", "fiber"),
        ("training programmes", "training programs"),
        ("paediatrics", "pediatrics"),
        ("soins aux personnes", "soins de la personne"),
        ("l’électricité", "electricite"),
        ("d'entreprise", "entreprises"),
        ("animaux", "animal"),
        ("children's nurse", "children nurse"),
        ("management of a project", "management project"),
        ("health & safety", "health and safety"),
    ],
)
def test_spellings_of_a_label_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C", "C++"),
        ("C++", "C#"),
        ("health and safety", "health safety"),
        ("physics", "physician"),
        ("bus", "bu"),
        ("law", "laws of motion"),
    ],
)
def test_different_labels_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_an_elided_article_is_no_word_and_neither_is_a_possessive() -> None:
    assert [word for word, _, _ in written_words("l'art de d’Artagnan, nurse's")] == [
        "art",
        "de",
        "Artagnan",
        "nurse",
    ]


@given(st.text(max_size=200))
def test_words_stand_in_their_order_where_they_say(text: str) -> None:
    found = list(words(text))

    assert all(form(text[word.start : word.end]) == word.form for word in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


@given(st.text(max_size=60))
def test_case_makes_no_difference_to_latin_text(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()

    assert key(plain.upper()) == key(plain.lower())
