"""How the concepts of the shipped thesaurus stand to each other."""

import pytest

from ctdl.concepts import ESCO, Concept, thesaurus


def every_concept() -> list[Concept]:
    return [concept for id_ in thesaurus() if (concept := thesaurus().concept(id_)) is not None]


def id_of(label: str, kind: str) -> str:
    return next(
        each.concept.id
        for each in thesaurus().named_in(label)
        if each.concept.kind == kind and each.concept.labels["en"] == label
    )


def test_there_are_skills_occupations_fields_and_groups_each_with_an_english_label() -> None:
    found = every_concept()

    assert len(found) == len(thesaurus())
    assert {each.kind for each in found} == {"skill", "occupation", "field", "group"}
    assert all(each.labels.get("en") for each in found)
    assert all(each.uri == ESCO + each.id for each in found)


def test_what_is_broader_is_a_concept_and_nothing_lies_below_itself() -> None:
    above = {each.id: each.broader for each in every_concept()}

    assert {id_ for broader in above.values() for id_ in broader} <= set(above)
    for id_ in above:
        seen: set[str] = set()
        waiting = list(above[id_])
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting += above[each]
        assert id_ not in seen


def test_narrower_concepts_are_all_those_from_which_broader_ones_lead_there() -> None:
    narrower = thesaurus().narrower("isced-f/06")

    assert {"isced-f/06", "isced-f/061", "isced-f/0613"} <= narrower
    assert id_of("computer programming", "skill") in narrower
    assert id_of("Python (computer programming)", "skill") in narrower
    assert id_of("nutrition", "skill") not in narrower


def test_codes_of_fields_nest_by_their_digits() -> None:
    fields = [each for each in every_concept() if each.kind == "field"]

    assert all(each.code for each in fields)
    for each in fields:
        assert all(id_.removeprefix("isced-f/") == (each.code or "")[:-1] for id_ in each.broader)


def test_an_occupation_is_in_a_group_of_isco() -> None:
    for each in every_concept():
        if each.kind == "occupation":
            (group,) = each.broader
            assert thesaurus().label(group, "fr")


def test_an_occupation_has_its_own_skills_before_those_of_its_group() -> None:
    developer = id_of("software developer", "occupation")

    skills = thesaurus().skills_of(developer)

    of_group = thesaurus().skills_of("isco/C2512")
    assert set(of_group) < set(skills)
    assert skills[0] not in of_group or len(skills) > len(of_group)
    assert all(each in thesaurus() for each in skills)


def test_a_penetration_tester_needs_to_find_weaknesses() -> None:
    skills = thesaurus().skills_of(id_of("ethical hacker", "occupation"))

    assert "identify ICT security risks" in {thesaurus().label(each, "en") for each in skills}


def test_an_occupation_of_which_no_skill_is_known_has_none() -> None:
    assert thesaurus().skills_of(id_of("bookkeeper", "occupation")) == ()


@pytest.mark.parametrize("id_", ["", "skill/unknown", "isced-f/77", "isco/C0\n"])
def test_what_is_no_concept_has_no_label_and_nothing_below(id_: str) -> None:
    assert id_ not in thesaurus()
    assert thesaurus().concept(id_) is None
    assert thesaurus().label(id_, "en") is None
    assert thesaurus().narrower(id_) == frozenset()
    assert thesaurus().skills_of(id_) == ()


def test_a_label_is_given_in_the_language_or_else_in_english() -> None:
    assert (
        thesaurus().label("isced-f/0913", "fr") == "soins infirmiers et formation de sages-femmes"
    )
    assert thesaurus().label(id_of("cyber security", "skill"), "fr") == "cybersécurité"
    assert thesaurus().label(id_of("lay bricks", "skill"), "fr") == "lay bricks"


def test_a_record_is_tagged_with_skills_and_fields_but_not_with_occupations() -> None:
    tags = thesaurus().tags(["Machine learning for nurses", "Nursing", "Data analyst"])

    assert {id_of("machine learning", "skill"), "isced-f/0913"} <= set(tags)
    assert all(each.startswith(("skill/", "isced-f/")) for each in tags)
