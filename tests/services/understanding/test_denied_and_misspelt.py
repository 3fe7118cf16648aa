"""What must not be, and misspelt words of constraints, are read where nothing else is meant."""

import pytest

from app.services.understanding import others_than, understand
from tests.services.understanding.offered import PROVIDERS


@pytest.mark.parametrize(
    "text",
    ["law, but not free", "droit, pas gratuit"],
)
def test_what_is_denied_and_no_filter_can_say_stays_words_and_is_told(text: str) -> None:
    found = understand(text, PROVIDERS)

    assert found.understood == ()
    assert found.text == text
    [denied] = found.denied
    assert denied in text


@pytest.mark.parametrize(
    ("text", "field", "value", "words"),
    [
        ("data science not in English", "language", "not:en", "not in English"),
        ("informatique pas en anglais", "language", "not:en", "pas en anglais"),
        ("python not online", "mode", "not:online", "not online"),
        ("excel pas en ligne", "mode", "not:online", "pas en ligne"),
        ("nursing not in New Zealand", "country", "not:NZ", "not in New Zealand"),
    ],
)
def test_what_is_denied_asks_for_anything_else_where_all_values_are_known(
    text: str, field: str, value: str, words: str
) -> None:
    found = understand(text, PROVIDERS)

    [each] = found.understood
    assert (each.field, each.values, each.words) == (field, (value,), words)
    others = others_than(each)[value]
    assert others
    assert value.removeprefix("not:") not in others
    assert found.denied == ()


def test_what_is_denied_in_quotation_marks_is_not_told() -> None:
    assert understand('"welding not free"').denied == ()


MISSPELT = (
    ("cybersecurity for beginers", "beginner", "cybersecurity"),
    ("excel for begginers", "beginner", "excel"),
    ("python onlne", "mode", "python"),
    ("data science in Spansh", "language", "data science"),
    ("python undr 300 dollars", "max_cost", "python"),
    ("python under 300 dolars", "max_cost", "python"),
    ("nursing lvel 5", "level", "nursing"),
    ("chess under 10 huors", "max_hours", "chess"),
    ("freee python course", "max_cost", "python course"),
    ("nursing in Irland", "country", "nursing"),
    ("informatique pour debutans", "beginner", "informatique"),
    ("anglais en lgne", "mode", "anglais"),
)


@pytest.mark.parametrize(("text", "field", "left"), MISSPELT)
def test_misspelt_words_of_a_constraint_are_read_and_shown_as_typed(
    text: str, field: str, left: str
) -> None:
    found = understand(text, PROVIDERS, is_word=lambda _: False)

    [each] = found.understood
    assert each.field == field
    assert each.words == text[each.start : each.end]
    assert found.text == left
    assert understand(text, PROVIDERS, plain={field}, is_word=lambda _: False).text == text


@pytest.mark.parametrize(("text", "field", "left"), MISSPELT)
def test_what_is_a_word_is_not_a_misspelt_one(text: str, field: str, left: str) -> None:
    assert understand(text, PROVIDERS).text == text, (field, left)


@pytest.mark.parametrize(
    "text", ["creditt analysis", "distanse", '"for beginers"', "level desing", "onlne marketing"]
)
def test_a_misspelt_word_that_no_rule_reads_stays_as_it_is(text: str) -> None:
    found = understand(text, PROVIDERS, is_word=lambda word: word == "marketing")

    assert found.text == text
