"""Finding records by words: what matches, what comes first, what is said about it."""

import pytest

from search_index.protocol import SearchHit, SearchIndex, SearchQuery
from tests.search_index.documents import a_document, ctid_of


def hits_for(index: SearchIndex, text: str) -> tuple[SearchHit, ...]:
    return index.search(SearchQuery(text)).hits


def found(index: SearchIndex, text: str) -> set[str]:
    return {hit.ctid for hit in hits_for(index, text)}


def test_word_is_found_in_every_text_of_a_record(index: SearchIndex) -> None:
    index.apply(
        [
            a_document("Alpha name"),
            a_document("b", provider="Alpha College"),
            a_document("c", skills="alpha"),
            a_document("d", outcomes="Explain alpha."),
            a_document("e", description="About alphas"),
            a_document("f", alternate_names=("ALPHA",)),
            a_document("g"),
        ],
        [],
        1,
    )

    assert found(index, "alpha") == {ctid_of(n) for n in ("Alpha name", "b", "c", "d", "e", "f")}


def test_exact_name_ranks_first(index: SearchIndex) -> None:
    index.apply([a_document("CPR instructor CPR CPR"), a_document("CPR")], [], 1)

    assert [hit.ctid for hit in hits_for(index, "cpr")][0] == ctid_of("CPR")


def test_only_what_bears_the_text_as_a_name_is_exact(index: SearchIndex) -> None:
    index.apply(
        [a_document("Rescue (CPR)"), a_document("CPR instructor"), a_document("First aid: CPR")],
        [],
        1,
    )

    exact = {hit.ctid for hit in hits_for(index, "cpr") if hit.exact}

    assert exact == {ctid_of("Rescue (CPR)"), ctid_of("First aid: CPR")}
    assert [hit.exact for hit in hits_for(index, "rescue")] == [True]
    assert [hit.exact for hit in hits_for(index, "rescue cpr")] == [True]
    assert [hit.exact for hit in hits_for(index, "first aid")] == [False]


def test_it_is_told_how_many_records_have_each_word(index: SearchIndex) -> None:
    index.apply(
        [
            a_document("Data analysis", facets={"mode": ("online",)}),
            a_document("Data and AZ-900"),
            a_document("Data"),
        ],
        [],
        1,
    )
    online = {"mode": ("online",)}

    assert index.search(SearchQuery("data analysis nothing")).words == {
        "data": 3, "analysis": 1, "nothing": 0
    }  # fmt: skip
    assert index.search(SearchQuery("AZ-900 the data", filters=online)).words == {
        "AZ-900": 1, "data": 3
    }  # fmt: skip
    assert index.search(SearchQuery("")).words == {}


def test_name_outranks_description(index: SearchIndex) -> None:
    index.apply(
        [a_document("Office skills", description="welding welding"), a_document("Welding level 2")],
        [],
        1,
    )

    assert hits_for(index, "welding")[0].ctid == ctid_of("Welding level 2")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("AZ-900", "Microsoft Certified: Azure Fundamentals (AZ-900)"),
        ("az900", "Microsoft Certified: Azure Fundamentals (AZ-900)"),
        ("AZ 900", "Microsoft Certified: Azure Fundamentals (AZ-900)"),
        ("az900", "AZ-900"),
        ("CISSP", "Certified Information Systems Security Professional (CISSP)"),
        ("cissp", "Certified Information Systems Security Professional (CISSP)"),
        ("C++", "Programming in C++"),
        ("c#", "C# for beginners"),
        ("SEC504", "SEC504: Hacker Tools"),
        ("micro-credential", "Microcredential design"),
        ("e-learning", "Elearning design"),
        ("elearning", "E-Learning tools"),
    ],
)
def test_code_is_found_as_typed_and_ranks_first(index: SearchIndex, typed: str, name: str) -> None:
    others = ["C programming", "Azure 900 hours of cloud az", "Design tools", "Beginners"]
    index.apply([a_document(n) for n in (name, *others)], [], 1)

    assert hits_for(index, typed)[0].ctid == ctid_of(name)


def test_sign_makes_the_difference_between_languages(index: SearchIndex) -> None:
    index.apply([a_document("C"), a_document("C++"), a_document("C#")], [], 1)

    assert [found(index, text) for text in ("C++", "C#", "C")] == [
        {ctid_of("C++")},
        {ctid_of("C#")},
        {ctid_of("C")},
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("evaluacion", "Evaluación de proyectos"),
        ("ÉVALUATION", "L'évaluation des acquis"),
        ("küberturve", "Kuberturve alused"),
        ("サイエンス", "データサイエンス入門"),
        ("nurses", "Nursing"),
        ("кибербезопасность", "Основы: кибербезопасность"),
    ],
)
def test_accents_endings_and_scripts_are_bridged(index: SearchIndex, typed: str, name: str) -> None:
    index.apply([a_document(name), a_document("Something else")], [], 1)

    assert found(index, typed) == {ctid_of(name)}


def test_all_words_must_be_there_while_any_record_has_them_all(index: SearchIndex) -> None:
    index.apply([a_document("Food safety"), a_document("Food"), a_document("Safety")], [], 1)

    results = index.search(SearchQuery("safety food"))

    assert [hit.ctid for hit in results.hits] == [ctid_of("Food safety")]
    assert not results.relaxed


def test_some_words_do_when_no_record_has_them_all(index: SearchIndex) -> None:
    index.apply(
        [a_document("Food safety basics"), a_document("Food"), a_document("Welding")], [], 1
    )

    results = index.search(SearchQuery("food safety nanotechnology"))

    assert results.relaxed
    assert [hit.ctid for hit in results.hits] == [ctid_of("Food safety basics"), ctid_of("Food")]
    assert results.hits[0].matched == ("food", "safety")


def test_phrase_needs_its_words_side_by_side_and_in_one_field(index: SearchIndex) -> None:
    index.apply(
        [
            a_document("Data science"),
            a_document("Science of data"),
            a_document("Big data", skills="science"),
            a_document("x", description="About data science."),
        ],
        [],
        1,
    )

    assert found(index, '"data science"') == {ctid_of("Data science"), ctid_of("x")}


def test_phrase_holds_across_segments_and_replaced_records(index: SearchIndex) -> None:
    index.apply([a_document("Data science"), a_document("y")], [], 1)
    index.apply([a_document("y", description="Modern data science")], [ctid_of("Data science")], 2)

    assert found(index, '"data science"') == {ctid_of("y")}


def test_nothing_typed_finds_everything(index: SearchIndex) -> None:
    index.apply([a_document("One"), a_document("Two")], [], 1)

    assert index.search(SearchQuery("  ")).total == 2


def test_new_index_finds_nothing_at_number_nought(index: SearchIndex) -> None:
    results = index.search(SearchQuery("anything", facets=("level",)))

    assert (results.total, results.hits, results.number) == (0, (), 0)


def test_results_carry_the_number_they_are_complete_up_to(index: SearchIndex) -> None:
    index.apply([a_document("One")], [], 41)

    assert index.search(SearchQuery("one")).number == 41


def test_any_of_the_words_is_enough_when_that_is_asked_and_more_of_them_is_better(
    index: SearchIndex,
) -> None:
    index.apply(
        [a_document("Welding steel"), a_document("Steel bridges"), a_document("Nursing")], [], 1
    )

    some = index.search(SearchQuery("welding of steel pipes", any_word=True))
    every = index.search(SearchQuery("welding steel"))
    none = index.search(SearchQuery("Nursnig", any_word=True))

    assert [hit.ctid for hit in some.hits] == [ctid_of("Welding steel"), ctid_of("Steel bridges")]
    assert [hit.ctid for hit in every.hits] == [ctid_of("Welding steel")]
    assert (none.total, none.corrected) == (0, None)
