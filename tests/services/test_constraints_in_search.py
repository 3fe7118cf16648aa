"""Searching with constraints in the words, over the shipped records."""

from typing import Any

import pytest

from app.services import searching
from app.services.offering import known_providers
from app.services.registry import Registry
from app.services.results import NARROW as NARROW_LIST
from app.services.searching import BadSearch, SearchPage, SearchRequest
from app.services.summaries import Summary
from app.services.understanding import FIELDS, Understood, stands_for, text_without, understand
from ctdl.language import best_text
from search_index.protocol import SORTS, SearchIndex, SearchQuery, SearchResults

NARROW = (
    "data science in Spanish under 50 dollars",
    "nursing level 5 online from Massey University",
    "free python course in French",
    "management in Estonian under 10 hours",
)


def test_constraints_in_words_filter_as_those_beside_them_do(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "in Spanish under 60 dollars", size=100)

    beside = search(
        loaded_registry, filters={"language": ("es",)}, max_cost=60, currency="USD", size=100
    )
    assert page.text == ""
    assert [each.summary.ctid for each in page.hits] == [each.summary.ctid for each in beside.hits]
    assert page.total == beside.total > 10


def test_results_hold_what_the_words_ask_for(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "data science online in Spanish under 300 dollars", size=100)

    assert page.text == "data science"
    assert page.hits
    for hit in page.hits:
        prices = [float(each.price or 1e9) for each in hit.summary.costs]
        assert "es" in hit.summary.languages
        assert "online" in hit.summary.modes
        assert min(prices) <= 300


def test_a_filter_beside_the_words_overrules_them(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "education online", filters={"mode": ("blended",)}, size=100)

    assert page.hits
    assert all("blended" in hit.summary.modes for hit in page.hits)
    [constraint] = page.understood
    assert constraint.is_overruled
    assert page.text == "education"


def test_a_level_of_no_framework_is_found_as_stated_whatever_the_framework(
    loaded_registry: Registry,
) -> None:
    page = search(loaded_registry, "level 5", size=100)

    frameworks = set()
    for number in range(1, page.pages + 1):
        for hit in search(loaded_registry, "level 5", page=number, size=100).hits:
            stated = [
                each.id or "" for each in hit.summary.levels if (each.id or "").endswith(":5")
            ]
            assert stated
            assert not hit.compared
            frameworks |= {level.partition(":")[0] for level in stated}
    assert len(frameworks) >= 4


def test_a_level_of_a_framework_finds_what_documents_compare_with_it(
    loaded_registry: Registry,
) -> None:
    in_words = search(loaded_registry, "EQF level 6", size=100)

    beside = search(loaded_registry, filters={"level": ("eqf:6",)}, size=100)
    assert in_words.total == beside.total
    assert any(hit.compared for hit in in_words.hits)


def test_a_title_typed_in_full_is_that_title_whatever_it_looks_like(
    loaded_registry: Registry,
) -> None:
    page = search(loaded_registry, "AAT level 3 certificate in BOOKKEEPING")

    assert page.understood == ()
    assert best_text(page.hits[0].summary.name, "en")[0] == "AAT Level 3 Certificate in Bookkeeping"


def test_a_provider_is_known_by_its_initials(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "from MIT", size=100)

    names = {best_text(each.name, "en")[0] for hit in page.hits for each in hit.summary.providers}
    assert "Massachusetts Institute of Technology" in names
    assert page.total > 50


def test_quality_assured_is_what_somebody_vouches_for(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "accredited", size=100)

    kinds = {"accreditation", "approval", "recognition", "regulation"}
    assert page.hits
    assert all({each.kind for each in hit.summary.qa} & kinds for hit in page.hits)


def test_for_credit_is_what_states_credits(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "business for credit", size=50)

    assert page.hits
    assert all(hit.summary.credits for hit in page.hits)


@pytest.mark.parametrize("text", ["education online", "nursing level 5", "python free"])
def test_every_count_is_the_number_of_results_when_it_is_ticked(
    loaded_registry: Registry, text: str
) -> None:
    page = search(loaded_registry, text)

    for name in ("mode", "level", "country"):
        for value in page.facets[name][:4]:
            ticked = search(loaded_registry, text, filters={name: (value.value,)}, size=1)
            assert ticked.total == value.count, (name, value.value)


@pytest.mark.parametrize("text", NARROW)
def test_what_a_constraint_keeps_away_is_what_its_link_gives(
    loaded_registry: Registry, text: str
) -> None:
    page = search(loaded_registry, text)

    assert page.excluded
    for each in page.excluded:
        if each.understood:
            without = search(loaded_registry, text_without(text, each.understood))
            assert without.total == page.total + each.would_add, each.filter


def test_where_nothing_is_found_the_words_are_named_as_well(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "qqqzzz under 60 dollars in Spanish", meaning="words", size=10)

    assert page.total == 0
    [words] = [each for each in page.excluded if each.filter == "q"]
    alone = search(loaded_registry, "under 60 dollars in Spanish")
    assert (words.value, words.would_add) == ("qqqzzz", alone.total)


def test_where_no_single_constraint_is_to_blame_all_are_named_together(
    loaded_registry: Registry,
) -> None:
    page = search(loaded_registry, "accredited level 2 cookery in Ireland under 10 hours")

    assert page.total == 0
    [together] = [each for each in page.excluded if each.filter == "all"]
    assert together.would_add == search(loaded_registry, "cookery").total > 0


def test_where_nothing_comes_close_the_constraint_to_blame_is_named_with_what_it_would_give(
    loaded_registry: Registry,
) -> None:
    page = search(loaded_registry, "level 5 nursing NZ")

    assert (page.total, page.near_from) == (0, 0)
    [level] = [each for each in page.excluded if each.filter == "level"]
    without = search(loaded_registry, text_without(page.request.q, level.understood), size=100)
    assert without.total == level.would_add > 0
    assert sum(not hit.is_only_near for hit in without.hits) == without.total


@pytest.mark.parametrize(
    ("text", "beside", "words", "let_in"),
    [
        ("data science", {"filters": {"language": ("es",)}}, "data science in Spanish", "language"),
        ("nursing", {"filters": {"mode": ("online",)}}, "nursing online", "mode"),
        ("cookery", {"filters": {"country": ("IE",)}}, "cookery in Ireland", "country"),
        ("", {"filters": {"language": ("es",)}}, "in Spanish", "language"),
        ("python", {"max_hours": 20}, "python under 20 hours", "hours"),
        ("", {"filters": {"level": ("eqf:6",)}}, "EQF level 6", "level"),
    ],
)
def test_a_limit_finds_the_same_in_words_and_beside_them_whatever_need_not_be_stated(
    loaded_registry: Registry, text: str, beside: dict[str, Any], words: str, let_in: str
) -> None:
    for unstated in (frozenset[str](), frozenset({let_in})):
        as_filter = search(loaded_registry, text, **beside, unstated=unstated, size=100)
        in_words = search(loaded_registry, words, unstated=unstated, size=100)

        assert as_filter.hits
        assert as_filter.total == in_words.total
        assert _shown(as_filter) == _shown(in_words)
        assert as_filter.unstated == in_words.unstated
        assert as_filter.not_required == in_words.not_required == tuple(unstated)


def test_what_states_nothing_of_a_filter_is_counted_and_let_in(loaded_registry: Registry) -> None:
    asked: dict[str, Any] = {"filters": {"language": ("es",)}, "size": 100}
    page = search(loaded_registry, "data science", **asked)

    [language] = page.unstated
    assert language.names == ("language",)
    shown = search(loaded_registry, "data science", unstated=frozenset({"language"}), **asked)
    assert shown.total == page.total + language.adds > page.total
    [ticked] = [each for each in shown.facets["language"] if each.selected]
    assert ticked.count == shown.total


def _shown(page: SearchPage) -> list[tuple[str, bool]]:
    return [(hit.summary.ctid, hit.is_only_near) for hit in page.hits]


@pytest.mark.parametrize("sort", SORTS)
def test_what_is_only_near_fills_a_short_list_and_is_no_result(
    loaded_registry: Registry, sort: str
) -> None:
    text, pages = "data science in Spanish", (1, 2, 3)
    whole = search(loaded_registry, text, sort=sort, size=50)
    parts = [search(loaded_registry, text, sort=sort, page=each, size=7) for each in pages]

    assert 0 < whole.only_near == len(whole.hits) - whole.total
    assert whole.near_from == whole.total < NARROW_LIST
    assert sum((_shown(part) for part in parts), []) == _shown(whole)
    assert all("es" in hit.summary.languages for hit in whole.hits)


def test_a_list_that_is_not_short_has_nothing_that_is_only_near(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "looking after old people at home", size=100)

    assert page.total >= NARROW_LIST
    assert (page.only_near, page.near_from) == (0, None)
    assert not any(hit.evidence is not None and hit.evidence.is_faint for hit in page.hits)


def test_more_than_can_be_weighed_is_said(loaded_registry: Registry) -> None:
    assert search(loaded_registry, "business").is_at_least
    assert not search(loaded_registry, "nursing").is_at_least


def test_what_is_not_stated_is_left_out_until_it_is_asked_for(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "supply chain in Estonian")

    shown = search(
        loaded_registry, "supply chain in Estonian", unstated=frozenset({"language"}), size=100
    )
    [language] = page.unstated
    assert (language.names, shown.unstated, shown.not_required) == (
        ("language",),
        (),
        ("language",),
    )
    assert shown.total == page.total + language.adds
    results = [hit for hit in shown.hits if not hit.is_only_near]
    assert language.adds == sum(not hit.summary.languages for hit in results) > 0
    assert all(not hit.summary.languages or "et" in hit.summary.languages for hit in shown.hits)


def test_a_limit_beside_the_words_leaves_out_what_states_none(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "python", max_hours=20)

    shown = search(loaded_registry, "python", max_hours=20, unstated=frozenset({"hours"}))
    [hours] = page.unstated
    assert hours.adds > 0
    assert shown.total == page.total + hours.adds


def test_what_states_no_price_is_let_in_without_what_states_no_language(
    loaded_registry: Registry,
) -> None:
    text = "data science in Spanish under 300 dollars"
    page = search(loaded_registry, text)

    assert [each.names for each in page.unstated] == [
        ("price",), ("language",), ("price", "language"),
    ]  # fmt: skip
    for each in page.unstated:
        shown = search(loaded_registry, text, unstated=frozenset(each.names), size=100)
        assert each.adds == shown.total - page.total
        if len(each.names) == 1:
            silent = [hit for hit in shown.hits if _says_nothing(hit.summary, each.names[0])]
            results = [hit for hit in shown.hits if not hit.is_only_near]
            assert each.adds == sum(hit in silent for hit in results)
            others = [hit for hit in shown.hits if hit not in silent]
            assert all("es" in hit.summary.languages for hit in others)


@pytest.mark.parametrize("text", [*NARROW, "data science in Spanish under 300 dollars"])
def test_no_question_is_asked_of_the_index_twice(
    loaded_registry: Registry, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    asked: list[SearchQuery] = []
    engine = type(loaded_registry.search_index)
    answered = engine.search

    def noted(index: SearchIndex, query: SearchQuery) -> SearchResults:
        asked.append(query)
        return answered(index, query)

    monkeypatch.setattr(engine, "search", noted)

    search(loaded_registry, text)

    assert len(asked) > 1
    assert [each for place, each in enumerate(asked) if each in asked[:place]] == []


def _says_nothing(summary: Summary, name: str) -> bool:
    if name == "language":
        return not summary.languages
    return all(each.price is None for each in summary.costs)


def test_only_what_can_be_limited_can_be_not_stated() -> None:
    with pytest.raises(BadSearch, match="title"):
        SearchRequest(unstated=frozenset({"title"}))


def test_what_is_taught_in_spanish_is_found_by_an_english_subject(
    loaded_registry: Registry,
) -> None:
    first = {
        text: next(iter(search(loaded_registry, text).hits)).summary.name.get("es")
        for text in ("data science in Spanish under 300 dollars", "logistics in Spanish")
    }

    assert first == {
        "data science in Spanish under 300 dollars": "Excel: gestión de datos",
        "logistics in Spanish": "Fundamentos de logística",
    }


def test_words_taken_as_plain_words_are_searched_for(loaded_registry: Registry) -> None:
    page = search(loaded_registry, "python online under 20 hours", plain=("mode",))

    assert page.text == "python online"
    assert [each.understood.field for each in page.understood] == ["max_hours"]
    assert [each.field for each in page.left_plain] == ["mode"]


def test_only_fields_that_can_be_understood_can_be_plain() -> None:
    with pytest.raises(BadSearch, match="title"):
        SearchRequest(plain=("title",))
    assert SearchRequest(plain=FIELDS).plain == FIELDS


def test_nothing_understood_hides_what_is_not_stated_in_the_facets(
    loaded_registry: Registry,
) -> None:
    values = {each.value for found in search(loaded_registry).facets.values() for each in found}

    assert not {value for value in values if value.startswith(("any:", "not-stated"))}


def test_what_is_understood_of_shipped_titles_is_true_of_nearly_all_of_them(
    loaded_registry: Registry,
) -> None:
    providers = known_providers(loaded_registry)
    wrong, right = [], 0
    for number in range(1, search(loaded_registry, size=100).pages + 1):
        for hit in search(loaded_registry, page=number, size=100).hits:
            for name in hit.summary.name.values():
                for each in understand(name, providers).understood:
                    if _holds(each, hit.summary):
                        right += 1
                    else:
                        wrong.append((name, each.words))
    assert right > 1_000
    assert len(wrong) < 0.04 * right, wrong


def _holds(each: Understood, summary: Summary) -> bool:
    levels = {value for one in each.values for value in stands_for(one) or (one,)}
    stated: dict[str, bool] = {
        "level": bool(levels & {level.id for level in summary.levels}),
        "mode": bool(set(each.values) & set(summary.modes)),
        "language": bool(set(each.values) & {tag[:2] for tag in summary.languages}),
        "country": summary.country in each.values,
        "provider": bool(set(each.values) & {one.ctid for one in summary.providers}),
        "credit": bool(summary.credits),
        # What beginners are to be spared is not in a summary; a title that says so is believed.
        "beginner": True,
    }
    return stated.get(each.field, False)


def search(registry: Registry, q: str = "", **asked: object) -> SearchPage:
    return searching.search(registry, SearchRequest(q=q, **asked))  # type: ignore[arg-type]
