"""Did you mean: typing errors are mended with the collection's own words, never for worse."""

from collections.abc import Iterator

import pytest

from search_index.protocol import SearchIndex, SearchQuery
from search_index.spelling import Vocabulary, edits
from tests.search_index.documents import a_document, ctid_of

TITLES = (
    "Certified Ethical Hacker",
    "Supply Chain Management MicroMasters",
    "Introduction to Cybersecurity",
    "Evaluación de proyectos sociales",
    "Early Childhood Education and Care",
    "Küberturvalisuse alused",
    "Bookkeeping for small businesses",
    "Gestion de la qualité",
)


@pytest.fixture
def titled(index: SearchIndex) -> SearchIndex:
    index.apply([a_document(title) for title in TITLES], [], 1)
    return index


def typing_errors(title: str) -> Iterator[str]:
    """The title with its longest word mistyped in each of the four ways, at each letter."""
    word = max(title.split(), key=len)
    for n in range(len(word) - 1):
        swapped = word[:n] + word[n + 1] + word[n] + word[n + 2 :]
        for wrong in (
            word[:n] + word[n + 1 :],
            word[:n] + word[n] + word[n:],
            word[:n] + "x" + word[n + 1 :],
            swapped,
        ):
            if wrong != word:
                yield title.replace(word, wrong)


@pytest.mark.parametrize("title", TITLES)
def test_title_with_one_typing_error_is_found_first(titled: SearchIndex, title: str) -> None:
    for typed in typing_errors(title):
        results = titled.search(SearchQuery(typed))

        assert results.hits[0].ctid == ctid_of(title), typed


def test_corrected_results_say_what_was_searched_and_that_the_typed_text_found_nothing(
    titled: SearchIndex,
) -> None:
    results = titled.search(SearchQuery("Etical haker!"))

    assert results.corrected == "Ethical hacker!"
    assert results.was_corrected
    assert results.total == 1
    assert results.hits[0].matched == ("Ethical", "hacker")
    assert not results.relaxed


def test_rightly_spelt_query_is_not_corrected(titled: SearchIndex) -> None:
    results = titled.search(SearchQuery("ethical hacker"))

    assert (results.corrected, results.total) == (None, 1)


def test_correction_is_only_offered_when_the_typed_text_finds_something(
    index: SearchIndex,
) -> None:
    right = [a_document(f"Management {n}") for n in range(30)]
    index.apply([*right, a_document("Risk manegement")], [], 1)

    results = index.search(SearchQuery("manegement"))

    assert (results.corrected, results.total, results.was_corrected) == ("management", 1, False)
    assert results.hits[0].ctid == ctid_of("Risk manegement")


def test_word_of_the_collection_is_not_respelt_for_a_rare_one(index: SearchIndex) -> None:
    index.apply([a_document("Python"), a_document("Nursing"), a_document("Cursing")], [], 1)

    results = index.search(SearchQuery("python nursing"))

    assert results.corrected is None
    assert results.relaxed


@pytest.mark.parametrize("acronym", ["CISSP", "AWS", "CPR"])
def test_acronym_is_not_taken_for_a_misspelt_word(index: SearchIndex, acronym: str) -> None:
    index.apply([a_document("Cisco networks"), a_document("Law"), a_document("Car care")], [], 1)

    results = index.search(SearchQuery(acronym))

    assert (results.total, results.corrected) == (0, None)


def test_misspelt_word_is_mended_though_another_word_shares_its_stem(index: SearchIndex) -> None:
    index.apply([a_document("Academy of Photographic Art"), a_document("Photography")], [], 1)

    results = index.search(SearchQuery("Academy of Photographiic Art"))

    assert results.corrected == "Academy of Photographic Art"
    assert results.total == 1


def test_a_word_with_a_sign_is_mended_like_one_without(index: SearchIndex) -> None:
    index.apply([a_document("CompTIA Security+"), a_document("CompTIA Server+")], [], 1)

    results = index.search(SearchQuery("comptia securty+"))

    assert results.corrected == "comptia security+"
    assert [hit.ctid for hit in results.hits] == [ctid_of("CompTIA Security+")]


def test_another_end_makes_another_word_and_no_misspelt_one(index: SearchIndex) -> None:
    index.apply([a_document("According to plan"), a_document("Professional coaching")], [], 1)

    assert index.search(SearchQuery("accordion")).corrected is None
    assert index.search(SearchQuery("proffesional")).corrected == "professional"


def test_words_of_removed_records_are_not_suggested(titled: SearchIndex) -> None:
    titled.apply([], [ctid_of("Certified Ethical Hacker")], 2)

    assert titled.search(SearchQuery("haker")).corrected is None


def test_each_word_is_mended_by_itself_and_what_is_like_no_word_stays(titled: SearchIndex) -> None:
    results = titled.search(SearchQuery("zwrtl etical cybersecurty"))

    assert (results.corrected, results.was_corrected) == ("zwrtl ethical cybersecurity", True)
    assert {hit.ctid for hit in results.hits} == set(map(ctid_of, (TITLES[0], TITLES[2])))
    assert results.words["zwrtl"] == 0


def test_mended_words_that_no_record_has_together_are_still_mended(titled: SearchIndex) -> None:
    results = titled.search(SearchQuery("bookeeping etical"))

    assert (results.corrected, results.relaxed) == ("bookkeeping ethical", True)
    assert results.total == 2


def test_a_word_nobody_writes_so_is_mended_though_records_have_its_stem(
    index: SearchIndex,
) -> None:
    right = [a_document(f"Project Management {n}") for n in range(20)]
    index.apply([*right, a_document("Managing people"), a_document("Projected")], [], 1)

    results = index.search(SearchQuery("managment"))
    together = index.search(SearchQuery("projct managment"))

    assert (results.corrected, results.was_corrected) == ("management", True)
    assert "managment" not in {word for hit in results.hits for word in hit.matched}
    assert together.corrected == "project management"


@pytest.mark.parametrize("word", ["why", "hurt", "cakes", "calmed", "baking", "vegetables"])
def test_a_word_among_others_is_not_taken_for_one_that_no_record_has_with_them(
    index: SearchIndex, word: str
) -> None:
    titles = ("Who is who", "Hart keeping", "Cases of law", "Calming", "Making things", "Vegetable")
    index.apply(map(a_document, titles), [], 1)

    assert index.search(SearchQuery(f"things {word} people")).corrected is None


@pytest.mark.parametrize("form", ["managements", "manager", "manages"])
def test_another_form_of_a_word_is_not_misspelt(index: SearchIndex, form: str) -> None:
    index.apply([a_document(f"Project Management {n}") for n in range(20)], [], 1)

    assert index.search(SearchQuery(form)).corrected in (None, form)


def test_beside_a_misspelt_word_a_rare_one_is_taken_for_a_far_commoner_one(
    index: SearchIndex,
) -> None:
    right = [a_document(f"Project management {n}") for n in range(120)]
    index.apply([*right, a_document("Risk manegement")], [], 1)

    assert index.search(SearchQuery("projct manegement")).corrected == "project management"


@pytest.mark.parametrize("typed", ['"managment"', '"haker"', "«haker»"])
def test_a_word_in_quotation_marks_is_meant_as_it_is(titled: SearchIndex, typed: str) -> None:
    assert titled.search(SearchQuery(typed)).corrected is None


def test_a_word_nearer_than_any_of_the_collection_is_meant_though_no_record_has_it(
    index: SearchIndex,
) -> None:
    index.apply([a_document("Wellbeing at work"), a_document("Courses of joining")], [], 1)

    nearer = index.search(SearchQuery("wellding courses", near={"wellding": ("welding",)}))

    assert index.search(SearchQuery("wellding")).corrected == "wellbeing"
    assert nearer.corrected == "welding courses"
    assert (nearer.words["welding"], nearer.total) == (0, 1)


def test_filters_do_not_set_off_a_correction(titled: SearchIndex) -> None:
    results = titled.search(SearchQuery("hacker", filters={"level": ("eqf:5",)}))

    assert (results.total, results.corrected) == (0, None)


@pytest.mark.parametrize(
    ("a", "b", "errors"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("a", "abc", 2),
     ("abc", "xbc", 1), ("hacker", "hakcre", 2)],
)  # fmt: skip
def test_edits_count_typing_errors(a: str, b: str, errors: int) -> None:
    assert edits(a, b) == edits(b, a) == errors


def test_vocabulary_gives_the_words_within_the_distance() -> None:
    vocabulary = Vocabulary(["nurse", "nurses", "nursery", "purse", "curse", "az900", "муза"])

    assert sorted(vocabulary.within("nurse", 1)) == ["curse", "nurses", "purse"]
    assert "nursery" in vocabulary.within("nurse", 2)
    assert vocabulary.within("муз", 1) == ["муза"]
    assert Vocabulary([]).within("nurse", 2) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cybersec", "cybersecurity"),
        ("certified ethical hack", "certified ethical hacker"),
        ("supply chain micromas", "supply chain micromasters"),
        ("Bookkee", "Bookkeeping"),
    ],
)
def test_a_last_word_not_typed_to_its_end_is_completed_where_nothing_has_it(
    titled: SearchIndex, typed: str, meant: str
) -> None:
    results = titled.search(SearchQuery(typed))

    assert results.corrected == meant
    assert results.was_corrected
    assert results.total == 1


def test_only_the_last_word_is_completed(titled: SearchIndex) -> None:
    assert titled.search(SearchQuery("micromas supply")).corrected is None


def test_three_letters_are_not_completed(titled: SearchIndex) -> None:
    assert titled.search(SearchQuery("boo")).corrected is None


def test_words_that_go_on_come_shortest_first() -> None:
    known = Vocabulary(["security", "sec", "secure", "secured", "insecure"])

    assert known.going_on("secur") == ["secure", "secured", "security"]
    assert known.going_on("security") == []
    assert known.going_on("x" * 100) == []
