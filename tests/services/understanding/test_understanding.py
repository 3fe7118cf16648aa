"""What is understood of queries in English and French, and what stays words."""

import time

import pytest

from app.services.understanding import FIELDS, LONGEST, Understood, understand
from tests.services.understanding.offered import (
    COURSERA,
    GOOGLE,
    GOOGLE_CLOUD,
    LOUVAIN,
    MASSEY,
    MIT,
    MIT_SLOAN,
    PEARSON,
    PROVIDERS,
    TALTECH,
    TARTU,
)

VOUCHED_FOR = ("accreditation", "approval", "recognition", "regulation")
BEGINNERS = ("beginner", "not-stated")


def only(text: str) -> Understood:
    (found,) = understand(text, PROVIDERS).understood
    return found


@pytest.mark.parametrize(
    ("text", "values", "rest"),
    [
        ("NZQF 6 nursing", ("nzqcf:6",), "nursing"),
        ("NZQCF level 6", ("nzqcf:6",), ""),
        ("EQF-5", ("eqf:5",), ""),
        ("eqf niveau 5", ("eqf:5",), ""),
        ("niveau 5 du CEC comptabilité", ("eqf:5",), "comptabilité"),
        ("scqf level 7", ("scqf:7",), ""),
        ("nursing QQI level 8", ("nfq-ie:8",), "nursing"),
        ("NQF level 5", ("nqf-za:5",), ""),
        ("level 5", ("any:5",), ""),
        ("niveau 5 comptabilité", ("any:5",), "comptabilité"),
        ("level 5 or 6 accounting", ("any:5", "any:6"), "accounting"),
        ("NZQCF levels 3 to 5", ("nzqcf:3", "nzqcf:4", "nzqcf:5"), ""),
        ("NZQCF level 8 or above", ("nzqcf:8", "nzqcf:9", "nzqcf:10"), ""),
        ("at least EQF level 7 law", ("eqf:7", "eqf:8"), "law"),
        ("above EQF level 7 law", ("eqf:8",), "law"),
        ("up to eqf 2", ("eqf:1", "eqf:2"), ""),
        ("CEC niveau 7 ou plus", ("eqf:7", "eqf:8"), ""),
        ("level five management", ("any:5",), "management"),
        ("niveau cinq en comptabilité", ("any:5",), "comptabilité"),
        ("entry level 3 maths", ("rqf:E3", "cqfw:E3"), "maths"),
    ],
)
def test_a_level_is_one_of_a_framework_or_of_any(
    text: str, values: tuple[str, ...], rest: str
) -> None:
    found = understand(text)

    assert [(each.field, each.values) for each in found.understood] == [("level", values)]
    assert found.text == rest


def test_a_level_that_its_framework_does_not_have_stays_words() -> None:
    assert understand("EQF level 9").text == "EQF level 9"
    assert understand("level 300 German").understood == ()


def test_a_level_of_no_framework_says_that_it_is_of_any() -> None:
    assert only("level 5").note == "any framework"
    assert only("EQF level 5").note == ""


@pytest.mark.parametrize(
    ("text", "among", "not_among"),
    [
        ("business bachelor level", {"eqf:6", "nzqcf:7", "cdqf:bachelor", "nfq-ie:7"}, "eqf:7"),
        ("master's level data science", {"eqf:7", "nzqcf:9", "isced-2011:7"}, "eqf:6"),
        ("niveau licence", {"eqf:6", "qf-ehea:first"}, "eqf:5"),
        ("PhD level chemistry", {"eqf:8", "nqf-dk:8"}, "eqf:7"),
    ],
)
def test_a_degree_stands_for_the_levels_it_is_typical_of(
    text: str, among: set[str], not_among: str
) -> None:
    found = only(text)

    assert found.note == "degree"
    assert among <= set(found.values)
    assert not_among not in found.values


@pytest.mark.parametrize(
    ("text", "price", "currency", "note"),
    [
        ("under 300 dollars", "300", "USD", "dollars"),
        ("max $50", "50", "USD", "dollars"),
        ("less than €500", "500", "EUR", ""),
        ("moins de 300 euros", "300", "EUR", ""),
        ("pour moins de 1 000 €", "1000", "EUR", ""),
        ("under 1,000 NZD", "1000", "NZD", ""),
        ("300 euros max", "300", "EUR", ""),
        ("no more than £99.50", "99.5", "GBP", ""),
        ("up to 2k USD", "2000", "USD", ""),
        ("200 CHF ou moins", "200", "CHF", ""),
        ("budget of 300 canadian dollars", "300", "CAD", ""),
        ("jusqu’à 80 euros", "80", "EUR", ""),
        ("free", "0", "", ""),
        ("free of charge", "0", "", ""),
        ("gratuit", "0", "", ""),
        ("sans frais", "0", "", ""),
    ],
)
def test_a_ceiling_of_price_is_understood(text: str, price: str, currency: str, note: str) -> None:
    found = only(f"python {text}")

    assert (found.field, found.values) == ("max_cost", (price,))
    assert (found.currency, found.note) == (currency, note)
    assert understand(f"python {text}").text == "python"


def test_dollars_are_those_of_the_country_that_is_named() -> None:
    found = understand("nursing in New Zealand under 300 dollars")

    price = next(each for each in found.understood if each.field == "max_cost")
    assert (price.currency, price.note) == ("NZD", "dollars")


@pytest.mark.parametrize(
    ("text", "hours", "note"),
    [
        ("under 40 hours", "40", ""),
        ("less than 20 h", "20", ""),
        ("moins de 20 heures", "20", ""),
        ("en moins de 7,5 h", "7.5", ""),
        ("40 hours or less", "40", ""),
        ("in 10 hours", "10", ""),
        ("in a weekend", "16", "weekend"),
        ("en un week-end", "16", "weekend"),
        ("in one day", "8", "day"),
    ],
)
def test_a_ceiling_of_hours_is_understood(text: str, hours: str, note: str) -> None:
    found = only(f"python {text}")

    assert (found.field, found.values, found.note) == ("max_hours", (hours,), note)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("online python", "online"),
        ("python online", "online"),
        ("data science online", "online"),
        ("python online course", "online"),
        ("an online course in bookkeeping", "online"),
        ("cybersécurité en ligne", "online"),
        ("formation en ligne cybersécurité", "online"),
        ("formation à distance", "online"),
        ("distance learning nursing", "online"),
        ("first aid in person", "in-person"),
        ("face-to-face training in first aid", "in-person"),
        ("comptabilité en présentiel", "in-person"),
        ("formation présentielle", "in-person"),
        ("nursing blended learning", "blended"),
        ("formation hybride", "blended"),
    ],
)
def test_a_way_of_being_taught_is_understood(text: str, mode: str) -> None:
    found = only(text)

    assert (found.field, found.values) == ("mode", (mode,))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("data science in Spanish", ("es",)),
        ("data science in Spanish or English", ("es", "en")),
        ("data science en français", ("fr",)),
        ("cuisine enseignée en allemand", ("de",)),
        ("taught in German", ("de",)),
        ("in Spanish", ("es",)),
        ("nursing taught in te reo Māori", ("mi",)),
        ("marketing in the French language", ("fr",)),
        ("python French-language courses", ("fr",)),
        ("gestion en langue anglaise", ("en",)),
    ],
)
def test_the_language_it_is_taught_in_is_understood(text: str, codes: tuple[str, ...]) -> None:
    found = only(text)

    assert (found.field, found.values) == ("language", codes)


@pytest.mark.parametrize(
    ("text", "code", "note"),
    [
        ("nursing in New Zealand", "NZ", ""),
        ("nursing in NZ", "NZ", ""),
        ("law in the US", "US", ""),
        ("soins infirmiers au Canada", "CA", ""),
        ("informatique en Irlande", "IE", ""),
        ("au Royaume-Uni droit", "GB", ""),
        ("droit aux États-Unis", "US", ""),
        ("care in Scotland", "GB", "part of"),
        ("Irish universities data", "IE", ""),
        ("université irlandaise informatique", "IE", ""),
        ("Canadian courses in forestry", "CA", ""),
    ],
)
def test_the_country_is_understood(text: str, code: str, note: str) -> None:
    found = only(text)

    assert (found.field, found.values, found.note) == ("country", (code,), note)


@pytest.mark.parametrize(
    ("text", "providers", "rest"),
    [
        ("data science from MIT", (MIT, MIT_SLOAN), "data science"),
        ("machine learning by Coursera", (COURSERA,), "machine learning"),
        ("cours proposés par Google", (GOOGLE, GOOGLE_CLOUD), "cours"),
        ("chez Coursera", (COURSERA,), ""),
        ("université de Tartu informatique", (TARTU,), "informatique"),
        ("l’Université Massey", (MASSEY,), ""),
        ("Massey University nursing", (MASSEY,), "nursing"),
        ("nursing by the University of Tartu", (TARTU,), "nursing"),
        ("accounting by Pearson", (PEARSON,), "accounting"),
        ("robotics from TalTech", (TALTECH,), "robotics"),
        ("droit de l’universite catholique de louvain", (LOUVAIN,), "droit"),
    ],
)
def test_a_provider_is_understood_by_its_names_and_initials(
    text: str, providers: tuple[str, ...], rest: str
) -> None:
    found = understand(text, PROVIDERS)

    assert [(each.field, set(each.values)) for each in found.understood] == [
        ("provider", set(providers))
    ]
    assert found.text == rest


@pytest.mark.parametrize(
    ("text", "field", "values", "rest"),
    [
        ("nursing with credit", "credit", ("credits",), "nursing"),
        ("courses for credit", "credit", ("credits",), "courses"),
        ("data analytics ECTS", "credit", ("credits",), "data analytics"),
        ("avec crédits", "credit", ("credits",), ""),
        ("formation donnant des crédits", "credit", ("credits",), "formation"),
        ("credit-bearing micro-credentials", "credit", ("credits",), "micro-credentials"),
        ("accredited bookkeeping course", "qa", VOUCHED_FOR, "bookkeeping course"),
        ("quality assured first aid", "qa", VOUCHED_FOR, "first aid"),
        ("formation accréditée", "qa", VOUCHED_FOR, "formation"),
        ("python for beginners", "beginner", BEGINNERS, "python"),
        ("cours de cybersécurité pour débutants", "beginner", BEGINNERS, "cours de cybersécurité"),
        ("beginner level guitar", "beginner", BEGINNERS, "guitar"),
        ("Spanish for beginners", "beginner", BEGINNERS, "Spanish"),
    ],
)
def test_credit_quality_and_beginners_are_understood(
    text: str, field: str, values: tuple[str, ...], rest: str
) -> None:
    found = understand(text)

    assert [(each.field, each.values) for each in found.understood] == [(field, values)]
    assert found.text == rest


@pytest.mark.parametrize(
    "text",
    [
        # names and titles
        "Free Code Camp",
        "free trade law",
        "Hassle-Free Trade",
        "gluten free baking",
        "Level design",
        "online marketing",
        "Online Teaching",
        "online safety for children",
        "in-person assessor",
        "person centred care",
        "Credit risk",
        "credit management",
        "letters of credit",
        "for credit unions",
        "accredited assessor",
        "software quality assurance",
        "remote sensing",
        "Introduction to Remote Sensing",
        "hybrid vehicles",
        "Google Cloud",
        "Cisco",
        "Apple to Android",
        # levels of something else
        "C2 level",
        "A level maths",
        "HSK level 5",
        "CFA level 1",
        "level 2 charging of electric vehicles",
        # a language or a country that is the subject
        "German",
        "certificate in Spanish",
        "GCSE (9-1) in French",
        "English literature",
        "creative writing in English",
        "communicating in French",
        "marketing en ligne",
        "history of Ireland",
        "living in New Zealand",
        "Irish history",
        "French cuisine",
        "contact us in us",
        # what no number of a record answers honestly
        "python in 6 weeks",
        "10 hours a week",
        "50 dollars an hour",
        "300",
        "5 ECTS",
        "introduction to python",
        # doing it, not taking it
        "teaching online courses",
        "selling online",
        "working from home",
        "Looking after old people at home",
        "become a pen tester",
        "CISSP",
        "AZ-900",
        "C++",
        "python from scratch",
        '"free online" python',
        "« en ligne » ventes",
    ],
)
def test_words_that_only_look_like_a_constraint_stay_words(text: str) -> None:
    assert understand(text, PROVIDERS).understood == ()
    assert understand(text, PROVIDERS).text == text


def test_many_constraints_are_taken_from_one_text() -> None:
    found = understand(
        "free online python courses in French from Coursera under 20 hours for beginners",
        PROVIDERS,
    )

    assert found.text == "python courses"
    assert [each.field for each in found.understood] == [
        "max_cost",
        "mode",
        "language",
        "provider",
        "max_hours",
        "beginner",
    ]


def test_what_is_understood_says_where_its_words_stand() -> None:
    text = "data science  in Spanish, that is under 300 dollars"

    found = understand(text)

    assert [text[each.start : each.end] for each in found.understood] == [
        "in Spanish",
        ", that is under 300 dollars",
    ]
    assert found.text == "data science"


def test_small_words_between_constraints_go_with_them() -> None:
    assert understand("python that is free and online").text == "python"
    assert understand("Gratuit et en ligne: python").text == "python"


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_taken_as_plain_words_is_not_understood(field: str) -> None:
    text = (
        "level 5 online accredited python in Spanish from Coursera in Ireland"
        " under 30 euros under 20 hours with credit for beginners"
    )

    found = understand(text, PROVIDERS, plain=[field])

    assert {each.field for each in found.understood} == set(FIELDS) - {field}


def test_a_text_longer_than_any_query_stays_words() -> None:
    text = "free online " * LONGEST

    assert understand(text).understood == ()


@pytest.mark.parametrize(
    "text",
    [
        "under " * 66,
        "level 5 or " * 36,
        "in in in " * 44,
        "0 0 0 000 " * 40,
        "from the " * 44,
        "free, " * 66,
        "((((" * 100,
        '"' * 399,
        "1,000 " * 66,
        "que qui est et " * 26,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    understand("warm up", PROVIDERS)
    began = time.process_time()

    understand(text, PROVIDERS)

    assert time.process_time() - began < 0.1


def test_no_more_than_a_price_is_still_a_limit() -> None:
    assert only("not more than 300 euros").values == ("300",)


@pytest.mark.parametrize("text", ["cyber security uk", "cyber security U.K.", "nursing nz"])
def test_the_letters_of_a_country_need_no_word_before_them_at_the_end(text: str) -> None:
    assert only(text).field == "country"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("niveau licence en marketing", "marketing"),
        ("de moins de 20 heures comptabilité", "comptabilité"),
        ("level 5 in nursing", "nursing"),
    ],
)
def test_a_small_word_that_only_tied_goes_with_what_it_tied(text: str, left: str) -> None:
    assert understand(text, PROVIDERS).text == left
