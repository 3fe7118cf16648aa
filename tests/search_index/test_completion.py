"""Completing typed text to names: which ones, in which order, and how the files follow changes."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from search_index.completion import (
    Completion,
    CompletionDocument,
    CompletionIndex,
    NamesDamaged,
    Wanted,
)
from search_index.completion.index import LARGEST_RECENT
from search_index.completion.matching import Source, complete
from search_index.completion.segment import Segment


class NamesInMemory:
    """One segment that is never written; completes as the index does."""

    def __init__(self, documents: Iterable[CompletionDocument]) -> None:
        self._sources = [Source(Segment.of(documents), None)]

    def complete(self, text: str, wanted: Wanted) -> list[Completion]:
        return complete(self._sources, text, wanted)


@pytest.fixture
def names(tmp_path: Path) -> CompletionIndex:
    """An index without any name yet."""
    made = CompletionIndex(tmp_path / "names")
    made.create()
    return made


def titled(
    title: str, *others: str, key: str = "", revision: str = "first", language: str = "en"
) -> CompletionDocument:
    """A credential of this title, which is its key too unless given."""
    found = key or title.encode("ascii", "ignore").decode()
    return CompletionDocument(found, revision, "credential", {language: title}, others)


def offered(
    names: CompletionIndex | NamesInMemory,
    text: str,
    limit: int = 10,
    *,
    corrected: bool = False,
    language: str = "en",
    among: Iterable[str] | None = None,
) -> list[str]:
    wanted = Wanted(
        "credential", limit, language, None if among is None else tuple(among), corrected
    )
    return [_first(each) for each in names.complete(text, wanted)]


def _first(completion: Completion) -> str:
    return next(iter(completion.name.values()))


def among(*titles: str) -> NamesInMemory:
    return NamesInMemory([titled(title) for title in titles])


def test_the_beginning_of_any_word_leads_to_a_name() -> None:
    names = among("Project Management", "Welding")

    assert offered(names, "pro") == ["Project Management"]
    assert offered(names, "mana") == ["Project Management"]
    assert offered(names, "nage") == []


def test_all_words_typed_must_begin_words_of_the_name_in_any_order() -> None:
    names = among("Management of Data", "Data Science", "Risk Management")

    assert offered(names, "data man") == ["Management of Data"]
    assert offered(names, "man dat") == ["Management of Data"]
    assert offered(names, "data management zebra") == []


def test_accents_case_and_apostrophes_make_no_difference() -> None:
    names = among("Économie de l’énergie", "Śpiew")

    assert offered(names, "econ ener") == ["Économie de l’énergie"]
    assert offered(names, "ÉNERGIE") == ["Économie de l’énergie"]
    assert offered(names, "spi") == ["Śpiew"]


@pytest.mark.parametrize("typed", ["az-9", "az9", "AZ 900", "az-900", "900"])
def test_a_code_is_found_however_it_is_spaced(typed: str) -> None:
    assert offered(among("Azure Fundamentals AZ-900"), typed) == ["Azure Fundamentals AZ-900"]


def test_signs_of_programming_languages_are_kept() -> None:
    names = among("Learn C++", "Learn Cooking")

    assert offered(names, "c++") == ["Learn C++"]


def test_initials_lead_to_a_name_only_as_a_whole() -> None:
    names = among("Massachusetts Institute of Technology", "Data Science")

    assert offered(names, "mit") == ["Massachusetts Institute of Technology"]
    assert offered(names, "mi") == []
    assert offered(names, "ds") == []


def test_an_alternate_name_leads_to_the_name_that_is_shown() -> None:
    names = NamesInMemory([titled("Certified Information Systems Security Professional", "CISSP")])

    [found] = names.complete("ciss", Wanted("credential", 5))

    assert _first(found) == "Certified Information Systems Security Professional"
    assert found.matched == "CISSP"


def test_a_script_without_spaces_is_found_from_within() -> None:
    names = among("Google データアナリティクス")

    assert offered(names, "アナリ") == ["Google データアナリティクス"]


def test_what_is_typed_exactly_comes_first_then_what_begins_with_it_then_the_shorter() -> None:
    names = among(
        "Applied Data Science with Python",
        "Science of Data",
        "Data Science",
        "Big Data Science",
        "Data Science for Managers",
    )

    assert offered(names, "data science") == [
        "Data Science",
        "Data Science for Managers",
        "Big Data Science",
        "Applied Data Science with Python",
        "Science of Data",
    ]


def test_a_name_in_the_language_of_the_reader_comes_before_others() -> None:
    names = NamesInMemory(
        [titled("Gestion A", language="fr"), titled("Gestion", language="es", key="es")]
    )

    assert offered(names, "gest", language="fr") == ["Gestion A", "Gestion"]
    assert offered(names, "gest", language="es") == ["Gestion", "Gestion A"]


@pytest.mark.parametrize(
    "typed", ["manegement", "mnagement", "managgement", "amnagement", "manegem", "xmanagement"]
)
def test_a_letter_wrong_missing_added_or_swapped_may_be_forgiven(typed: str) -> None:
    names = among("Project Management")

    assert offered(names, typed) == []
    assert offered(names, typed, corrected=True) == ["Project Management"]


def test_a_short_word_is_taken_as_typed() -> None:
    assert offered(among("Data"), "dsta", corrected=True) == []


def test_only_what_is_asked_for_is_offered() -> None:
    names = NamesInMemory(
        [titled(f"Course {n}") for n in range(400)]
        + [CompletionDocument("p", "first", "provider", {"en": "Course Ltd"})]
    )

    assert offered(names, "course", among=["Course 399", "p", "nowhere"]) == ["Course 399"]
    assert [each.key for each in names.complete("course", Wanted("provider", 5))] == ["p"]
    assert names.complete("course", Wanted("field", 5)) == []


def test_no_more_than_asked_for_is_offered() -> None:
    names = among(*(f"Course {n}" for n in range(400)))

    assert len(offered(names, "course", 7)) == 7


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "***",
        "((((",
        '"',
        "x" * 100_000,
        "x " * 50_000,
        "a*b?c[d]e\\f",
        "😀😀",
        "\u202e\u200f\ufeff",
        "\x00\x01",
        "עברית שלום",
        "=mit",
        "\ud800",
        "é" * 30,
        "語" * 90_000,
    ],
)
@pytest.mark.parametrize("corrected", [False, True])
def test_any_text_at_all_is_answered(text: str, corrected: bool) -> None:
    names = among("Massachusetts Institute of Technology", "שלום עולם", "Data")

    assert len(offered(names, text, corrected=corrected)) <= 3


def test_hebrew_is_found_like_any_other_script() -> None:
    assert offered(among("שלום עולם"), "עול") == ["שלום עולם"]


def test_a_new_index_is_empty_and_has_reached_nothing(names: CompletionIndex) -> None:
    assert names.number() == 0
    assert list(names.entries()) == []
    assert offered(names, "data") == []


def test_changes_are_seen_at_once_by_readers_that_were_there_before(tmp_path: Path) -> None:
    writer, reader = CompletionIndex(tmp_path), CompletionIndex(tmp_path)
    writer.create()
    writer.rebuild([titled("Data Science", key="a"), titled("Data Entry", key="b")], 2)
    assert offered(reader, "data") == ["Data Entry", "Data Science"]

    writer.apply([titled("Welding", key="a", revision="second")], ["b"], 4)

    assert offered(reader, "data") == []
    assert offered(reader, "weld") == ["Welding"]
    assert reader.number() == 4
    assert list(reader.entries()) == [("a", "second")]


def test_a_deleted_record_can_come_back(names: CompletionIndex) -> None:
    names.rebuild([titled("Data Science")], 1)
    names.apply([], ["Data Science"], 2)
    assert offered(names, "data") == []

    names.apply([titled("Data Science")], [], 3)

    assert offered(names, "data") == ["Data Science"]


def test_a_change_of_nothing_only_moves_the_number(names: CompletionIndex) -> None:
    names.rebuild([titled("Data Science")], 1)

    names.apply([], [], 9)

    assert names.number() == 9
    assert offered(names, "data") == ["Data Science"]


def test_thousands_of_changes_leave_what_making_it_anew_would(tmp_path: Path) -> None:
    chance = random.Random(5)
    followed, anew = CompletionIndex(tmp_path / "followed"), CompletionIndex(tmp_path / "anew")
    followed.create()
    anew.create()
    known: dict[str, CompletionDocument] = {}
    for number in range(1, 60):
        gone = chance.sample(sorted(known), min(len(known), chance.randint(0, 30)))
        new = [
            titled(f"Course {place} of round {number}", key=f"k{place}", revision=str(number))
            for place in chance.sample(range(2000), chance.randint(1, 2 * LARGEST_RECENT))
        ]
        new = [each for each in new if each.key not in gone]
        followed.apply(new, gone, number)
        known = {key: each for key, each in known.items() if key not in gone}
        known.update((each.key, each) for each in new)
    anew.rebuild(known.values(), 59)

    assert list(followed.entries()) == list(anew.entries())
    assert list(followed.entries()) == sorted((key, d.revision) for key, d in known.items())
    for typed in ("cour", "round 5", "course 12", "of", "1999"):
        assert offered(followed, typed, 50) == offered(anew, typed, 50)
    assert len(list((tmp_path / "followed").iterdir())) <= 8


def test_what_writers_left_behind_is_removed_at_the_next_change(
    names: CompletionIndex, tmp_path: Path
) -> None:
    names.rebuild([titled("Data Science")], 1)
    abandoned = tmp_path / "names" / "names-1-deadbeef.bin.new"
    abandoned.write_bytes(b"half a fi")

    names.apply([titled("Welding")], [], 2)

    assert not abandoned.exists()
    assert offered(names, "weld") == ["Welding"]


def test_another_format_counts_as_nothing(names: CompletionIndex, tmp_path: Path) -> None:
    names.rebuild([titled("Data Science")], 1)
    (tmp_path / "names" / "names.json").write_text('{"format": 0}')

    assert names.number() == 0


@pytest.mark.parametrize("content", [b"", b"{", b"names-1\n", b"\x00" * 200, b"names-1\n" * 40])
def test_a_damaged_file_is_named_with_the_remedy(
    names: CompletionIndex, tmp_path: Path, content: bytes
) -> None:
    names.rebuild([titled("Data Science")], 1)
    [segment] = (tmp_path / "names").glob("*.bin")
    segment.write_bytes(content)
    reader = CompletionIndex(tmp_path / "names")

    with pytest.raises(NamesDamaged, match="registry rebuild suggest"):
        reader.number()


def test_a_damaged_index_can_be_made_anew(names: CompletionIndex, tmp_path: Path) -> None:
    names.rebuild([titled("Data Science")], 1)
    (tmp_path / "names" / "names.json").write_text("nonsense")
    reader = CompletionIndex(tmp_path / "names")
    with pytest.raises(NamesDamaged):
        reader.number()

    reader.rebuild([titled("Welding")], 5)

    assert reader.number() == 5
    assert offered(reader, "weld") == ["Welding"]


def test_a_segment_that_is_missing_is_damage(names: CompletionIndex, tmp_path: Path) -> None:
    names.rebuild([titled("Data Science")], 1)
    [segment] = (tmp_path / "names").glob("*.bin")
    segment.unlink()

    with pytest.raises(NamesDamaged, match="missing"):
        CompletionIndex(tmp_path / "names").number()
