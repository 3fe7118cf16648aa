"""French words meet their other forms and their English cognates; English words stay apart."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from search_index.protocol import SearchIndex, SearchQuery
from search_index.words import stem, tokens
from tests.search_index.documents import a_document, ctid_of

OCCUPATIONS = Path(__file__).parents[2] / "registry_data" / "facts" / "esco" / "occupations.csv"


def stems(text: str) -> list[str]:
    return [part for token in tokens(text) for part in token.parts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("infirmière", "infirmiers"),
        ("opératrice", "opérateurs"),
        ("vendeuses", "vendeur"),
        ("européenne", "européens"),
        ("conseillères", "conseiller"),
        ("administratif", "administratives"),
        ("professionnelles", "professionnel"),
        ("sociaux", "social"),
        ("réseaux", "réseau"),
        ("assistante", "assistants"),
        ("commerciale", "commerciaux"),
    ],
)
def test_feminine_and_plural_forms_are_one_word(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("sécurité", "security"),
        ("société", "societies"),
        ("université", "university"),
        ("psychologie", "psychology"),
        ("économie", "economy"),
        ("électriciennes", "electricians"),
        ("directeur", "director"),
        ("numérique", "numeric"),
        ("politiques", "politics"),
        ("spécialiste", "specialists"),
        ("budgétaire", "budgetary"),
        ("artificielle", "artificial"),
        ("internationale", "international"),
        ("industrie", "industry"),
        ("énergie", "energy"),
    ],
)
def test_a_french_word_meets_the_english_one_of_the_same_origin(french: str, english: str) -> None:
    assert stems(french) == stems(english)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("technique", "technical"),
        ("motif", "motive"),
        ("satellite", "satellity"),
        ("amateur", "amator"),
        ("rationale", "rational"),
        ("employee", "employ"),
        ("committee", "commit"),
        ("questionnaire", "questionnary"),
    ],
)
def test_english_words_with_such_endings_are_left_alone(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_nearly_all_occupations_are_one_word_for_men_and_women() -> None:
    pairs = list(_forms())

    met = sum(stem(man) == stem(woman) for man, woman in pairs)

    assert len(pairs) > 2_000
    assert met / len(pairs) > 0.97


def _forms() -> Iterator[tuple[str, str]]:
    """The words in which the two French names of an ESCO occupation differ."""
    with OCCUPATIONS.open(encoding="utf-8", newline="") as file:
        labels = [row["label_fr"].split("/") for row in csv.DictReader(file)]
    for label in labels:
        words = [[w for token in tokens(each) for w in token.surfaces] for each in label]
        if len(words) == 2 and len(words[0]) == len(words[1]):
            yield from ((a, b) for a, b in zip(*words, strict=True) if a != b)


def test_a_french_query_finds_other_forms_and_english_names(index: SearchIndex) -> None:
    names = (
        "Technicienne de maintenance",
        "Food security",
        "Politique sociale",
        "Software quality",
    )
    index.apply([a_document(name) for name in names], [], 1)

    def found(text: str) -> set[str]:
        return {hit.ctid for hit in index.search(SearchQuery(text)).hits}

    assert found("techniciens de la maintenance") == {ctid_of("Technicienne de maintenance")}
    assert found("sécurité") == {ctid_of("Food security")}
    assert found("« politiques sociales »") == {ctid_of("Politique sociale")}


def test_french_small_words_are_not_asked_for(index: SearchIndex) -> None:
    index.apply([a_document("Gestion qualité")], [], 1)

    assert index.search(SearchQuery("la gestion de votre qualité")).total == 1
