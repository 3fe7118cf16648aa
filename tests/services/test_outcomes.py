"""Outcomes of several credentials matched by meaning."""

import random

from app.services.outcomes import MOST, NEAR, match


def en(*texts: str) -> list[dict[str, str]]:
    return [{"en": text} for text in texts]


def test_outcomes_in_other_words_are_matched_and_the_rest_stay_apart() -> None:
    found = match(
        [
            en("maintenance plans", "circular use of raw materials", "public speaking"),
            en("genetic testing", "plan maintenance"),
        ]
    )
    assert [each.places for each in found.shared] == [(0, 1)]
    assert NEAR <= found.shared[0].nearness <= 1
    assert found.own == ((1, 2), (0,))


def test_case_and_order_of_the_credentials_do_not_change_what_is_shared() -> None:
    left, right = en("Risk Analysis", "ecosystems"), en("risk analysis", "mining sectors")
    assert [each.places for each in match([left, right]).shared] == [(0, 0)]
    assert [each.places for each in match([right, left]).shared] == [(0, 0)]


def test_what_all_share_comes_before_what_some_share() -> None:
    found = match(
        [
            en("cost accounting", "risk analysis"),
            en("risk analysis"),
            en("apply cost accounting", "risk analysis"),
        ]
    )
    assert [each.places for each in found.shared] == [(1, 0, 1), (0, None, 0)]
    assert found.own == ((), (), ())


def test_each_outcome_is_used_once_and_none_twice_of_one_credential() -> None:
    found = match([en("risk analysis", "analysis of risks"), en("risk analysis")])
    assert [each.places for each in found.shared] == [(0, 0)]
    assert found.own == ((1,), ())


def test_outcomes_in_a_language_that_cannot_be_compared_are_counted_and_not_guessed_at() -> None:
    estonian = [{"et": "riskianalüüs"}, {"en": "risk analysis", "et": "riskianalüüs"}]
    found = match([estonian, en("risk analysis")])
    assert [each.places for each in found.shared] == [(1, 0)]
    assert found.own == ((0,), ())
    assert found.not_compared == (1, 0)


def test_nothing_stated_gives_nothing_shared() -> None:
    assert match([[], en("risk analysis")]).shared == ()
    assert match([[], []]).own == ((), ())
    assert match([en(""), en("")]).shared == ()


def test_every_outcome_is_in_one_place_exactly_whatever_is_compared() -> None:
    words = ["risk", "analysis", "plan", "food", "law", "design", "data", "safety", "teach", ""]
    chance = random.Random(4)
    for _ in range(40):
        columns = [
            en(*(" ".join(chance.choices(words, k=3)) for _ in range(chance.randrange(9))))
            for _ in range(chance.randrange(1, 5))
        ]
        found = match(columns)
        for column, outcomes in enumerate(columns):
            places = [each.places[column] for each in found.shared]
            shared = [place for place in places if place is not None]
            assert sorted([*shared, *found.own[column]]) == list(range(len(outcomes)))


def test_endless_lists_are_cut_and_the_rest_said_to_be_not_compared() -> None:
    found = match([en(*(f"outcome {n}" for n in range(MOST + 5))), en("outcome 3")])
    assert found.not_compared == (5, 0)
    assert len(found.own[0]) + sum(s.places[0] is not None for s in found.shared) == MOST + 5
