"""The fact tables of concepts, and the thesaurus that is made of them."""

from typing import Any

from ctdl.concepts import ACKNOWLEDGEMENT, thesaurus
from ctdl.concepts.words import words
from registry_data.convert.concepts import PATH, concepts
from registry_data.convert.french_words import french_words
from registry_data.convert.tables import FACTS, facts, rules


def test_the_manifest_acknowledges_the_commission(manifest: list[dict[str, Any]]) -> None:
    (entry,) = [each for each in manifest if each["path"] == PATH]

    assert ACKNOWLEDGEMENT in entry["licence"]
    assert entry["records"] == 0


def test_the_table_of_french_words_is_what_the_labels_give() -> None:
    shipped = (FACTS / "esco" / "french_words.csv").read_text(encoding="utf-8")

    assert french_words() == shipped


def test_alternative_labels_are_those_of_the_skill_itself() -> None:
    by_label = {row["label_en"]: row["alternatives_en"].split("|") for row in facts("esco/skills")}

    assert "bookkeeping" in by_label["accounting"]
    assert "industrial design" not in by_label["accounting"]
    assert "attend trade fairs" not in by_label["welding techniques"]
    assert by_label["cyber security"][:2] == ["cybersecurity", "digital security"]


def test_the_vocabulary_of_skills_has_the_same_alternative_labels() -> None:
    by_id = {row["id"]: row["alternatives_en"] for row in facts("esco/skills")}

    for row in facts("esco/skills_matched"):
        assert row["alt_labels_en"] == by_id[row["uri"].removeprefix("http://data.europa.eu/esco/")]


def test_every_name_of_ours_is_that_of_a_concept() -> None:
    assert {row["concept"] for row in rules("other_names")} <= set(thesaurus())


def test_every_common_word_is_one_word_with_a_reason() -> None:
    for row in rules("common_words"):
        assert [word.form for word in words(row["word"].upper())] == [row["word"]]
        assert row["names"] in {"any", "alternative", "capitals", "never"}
        assert row["reason"]


def test_every_skill_that_an_occupation_asks_for_is_a_concept() -> None:
    known = {each.id: each.kind for each in concepts()}

    for row in facts("esco/occupation_skills"):
        assert (known[row["occupation"]], known[row["skill"]]) == ("occupation", "skill")
    for row in facts("esco/isco_skills"):
        assert known[f"isco/C{row['isco_08']}"] == "group"
        assert known[row["skill"]] == "skill"
