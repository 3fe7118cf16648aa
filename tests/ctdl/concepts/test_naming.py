"""Concepts named in texts, over the thesaurus that is shipped."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctdl.concepts import Concept, NamedConcept, thesaurus
from ctdl.concepts.words import words

SAMPLE = random.Random(7).sample(list(thesaurus()), 400)
LABELS = sorted(
    label
    for id_ in SAMPLE
    if (concept := thesaurus().concept(id_)) is not None
    for label in concept.labels.values()
)


def named(text: str, kind: str | None = None) -> set[str]:
    """The English names of what a text names."""
    return {
        each.concept.labels["en"]
        for each in thesaurus().named_in(text)
        if kind in (None, each.concept.kind)
    }


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("cyber security", "cyber security"),
        ("Cyber-Security", "cyber security"),
        ("a course on cybersecurity", "cyber security"),
        ("IT security", "cyber security"),
        ("3D modeling", "3D modelling"),
        ("bookkeeping", "accounting"),
        ("cloud computing", "cloud technologies"),
        ("Java", "Java (computer programming)"),
        ("cours de cybersécurité pour débutants", "cyber security"),
        ("apprentissage automatique", "machine learning"),
    ],
)
def test_a_skill_is_named_by_each_of_its_labels(text: str, label: str) -> None:
    assert label in named(text, "skill")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("become a pen tester", "ethical hacker"),
        ("bookkeeper", "bookkeeper"),
        ("data analysts", "data analyst"),
        ("carer", "home care aide"),
        ("looking after old people at home", "home care aide"),
        ("comptable", "accountant"),
        ("devenir aide-soignante", "nurse assistant"),
        ("l'électricienne", "electrician"),
        ("cuisinier", "cook"),
        ("chef de projet", "project manager"),
    ],
)
def test_an_occupation_is_named_in_plain_words(text: str, label: str) -> None:
    assert label in named(text, "occupation")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nursing", "0913"),
        ("soins infirmiers", "0913"),
        ("comptabilité", "0411"),
        ("elderly care", "0921"),
        ("software development", "0613"),
    ],
)
def test_a_field_is_named_by_its_parts(text: str, code: str) -> None:
    assert code in {
        each.concept.code for each in thesaurus().named_in(text) if each.concept.kind == "field"
    }


def test_the_longest_label_wins() -> None:
    assert named("data science") == {"data science"}
    assert named("network security tester") == {"ethical hacker"}
    assert named("supervised machine learning") == {"machine learning"}


def test_a_preferred_label_counts_before_alternative_ones() -> None:
    assert named("bookkeeper", "occupation") == {"bookkeeper"}
    assert named("data analytics", "skill") == {"data analytics"}


def test_no_label_goes_over_a_comma_or_a_full_stop() -> None:
    assert "data science" not in named("big data, science")
    assert "machine learning" not in named("Repair of a machine. Learning by doing")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("health", "health"),
        ("Diploma in Health", "health"),
        ("communication", "communication"),
        ("introduction to communication for beginners", "communication"),
        ("cours de communication", "communication"),
    ],
)
def test_a_common_word_names_what_a_text_is_about_as_a_whole(text: str, label: str) -> None:
    assert label in named(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("mental health award", "health"),
        ("interior design", "packaging engineering"),
        ("design", "packaging engineering"),
        ("use of a computer", "computer technology"),
        ("materials for builders", "materials (glass, paper, plastic and wood)"),
    ],
)
def test_a_common_word_does_not_name_beside_others(text: str, label: str) -> None:
    assert label not in named(text)


def test_an_acronym_that_is_an_ordinary_word_names_in_capitals_only() -> None:
    assert "computer technology" in named("IT for managers")
    assert "computer technology" not in named("what it means for managers")
    assert "R" in named("data analysis in R for nurses")
    assert "R" not in named("r&d for nurses")
    assert named("learn r") == {"R"}


def test_a_french_word_that_is_english_too_is_read_by_its_text() -> None:
    insurance = "finance, banking and insurance"

    assert insurance not in named("quality assurance for laboratories")
    assert insurance in named("assurance")
    assert insurance in named("les métiers de l'assurance et de la santé")


def test_what_names_nothing_names_nothing() -> None:
    assert thesaurus().named_in("") == ()
    assert thesaurus().named_in("qwertz zxcvb") == ()


def test_it_is_told_whose_name_it_is() -> None:
    assert {each.source for each in thesaurus().named_in("ethical hacker")} == {"ESCO"}
    assert {each.source for each in thesaurus().named_in("carer")} == {"Registry editors"}
    assert {each.source for each in thesaurus().named_in("law")} == {"ISCED-F 2013"}


@given(st.lists(st.sampled_from(LABELS), min_size=1, max_size=4), st.text(max_size=20))
def test_names_lie_in_the_text_in_their_order_and_are_labels_of_what_they_name(
    labels: list[str], between: str
) -> None:
    text = between.join(labels)

    found = thesaurus().named_in(text)

    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        assert each.label in labels_of(each.concept)


@given(st.lists(st.sampled_from(LABELS), min_size=2, max_size=4))
def test_names_do_not_overlap_unless_they_are_equally_long(labels: list[str]) -> None:
    found = thesaurus().named_in(" ".join(labels))

    for one in found:
        for other in found:
            if one.start < other.start < one.end:
                assert length(one) == length(other)


@given(st.sampled_from(SAMPLE))
def test_a_label_alone_names_its_concept_or_another_with_the_same_label(id_: str) -> None:
    concept = thesaurus().concept(id_)
    assert concept is not None
    label = concept.labels["en"]

    found = thesaurus().named_in(label)

    if not any(sign in label for sign in ",;:()./"):
        assert any(each.start == 0 or each.concept == concept for each in found)


def labels_of(concept: Concept) -> set[str]:
    others = (label for labels in concept.alternatives.values() for label in labels)
    return {*concept.labels.values(), *others}


def length(name: NamedConcept) -> int:
    return len(list(words(name.label)))
