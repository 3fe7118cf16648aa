"""The vocabulary: closures, labels and concept schemes, and how it is made."""

from pathlib import Path

import pytest

from ctdl.contexts import COERCIONS
from ctdl.vocabulary import vocabulary
from ctdl.vocabulary_build import DATA, build, policy_facts, vocabulary_facts

COLUMNS = (
    *("term", "type", "label", "status", "subOf", "domain", "range"),
    *("context_coercion", "inverseOf", "targetScheme", "inScheme"),
)


def rows(*terms: dict[str, str]) -> list[dict[str, str]]:
    return [dict.fromkeys(COLUMNS, "") | term for term in terms]


def test_subclasses_and_superclasses_are_closed() -> None:
    terms = vocabulary()

    assert terms.is_a("ceterms:OpenBadge", "ceterms:Credential")
    assert terms.is_a("ceterms:OpenBadge", "ceterms:OpenBadge")
    assert not terms.is_a("ceterms:Credential", "ceterms:OpenBadge")
    assert not terms.is_a("ceterms:Course", "ceterms:Credential")
    assert {"ceterms:Credential", "ceterms:MicroCredential", "ceterms:OpenBadge"} <= (
        terms.subclasses("ceterms:Credential")
    )
    assert len(terms.subclasses("ceterms:Credential")) == 49
    assert terms.subclasses("x:Unknown") == {"x:Unknown"}


def test_properties_have_domain_range_coercion_and_inverse() -> None:
    has_part = vocabulary().properties["ceterms:hasPart"]

    assert "ceterms:Credential" in has_part.domain
    assert has_part.inverse == "ceterms:isPartOf"
    assert has_part.coercion == "@id"


def test_concepts_are_listed_by_scheme() -> None:
    names = {concept.name for concept in vocabulary().concepts("ceterms:Delivery")}

    assert "deliveryType:OnlineOnly" in names
    assert len(names) == 4
    assert vocabulary().concepts("x:None") == ()
    assert len(vocabulary().schemes) == 36


def test_labels_are_given_for_every_kind_of_term() -> None:
    label = vocabulary().label

    assert label("ceterms:MicroCredential") == "Micro-Credential"
    assert label("ceterms:ownedBy") == "Owned By"
    assert label("deliveryType:OnlineOnly") == "Online Only"
    assert label("ceterms:AudienceLevel") == "Audience Level"
    assert label("x:somethingElse") == "somethingElse"


def test_what_the_context_coerces_the_vocabulary_agrees_with() -> None:
    differing = [
        name
        for name, term in vocabulary().properties.items()
        if term.coercion and COERCIONS.get(name) != term.coercion
    ]

    assert differing == []


def test_building_keeps_facts_and_leaves_out_what_a_superclass_implies() -> None:
    facts = vocabulary_facts(
        rows(
            {"term": "a:Low", "type": "rdfs:Class", "label": "Low", "subOf": "a:High"},
            {"term": "a:High", "type": "rdfs:Class", "label": "High"},
            {
                "term": "a:of",
                "type": "rdf:Property",
                "label": "Of",
                "domain": "a:Low a:High",
                "range": "a:Low",
                "context_coercion": "@id",
                "inverseOf": "a:has",
            },
            {"term": "a:of", "type": "rdf:Property", "label": "Of", "domain": "a:More"},
            {"term": "a:S", "type": "skos:ConceptScheme", "label": "S"},
            {"term": "s:C", "type": "skos:Concept", "label": "C", "inScheme": "a:S"},
        )
    )

    assert facts["properties"]["a:of"] == {
        "label": "Of",
        "status": "",
        "domain": ["a:High", "a:More"],
        "range": ["a:Low"],
        "coercion": "@id",
        "inverse": "a:has",
    }
    assert facts["concepts"]["s:C"]["scheme"] == "a:S"
    assert list(facts["classes"]) == ["a:High", "a:Low"]


def test_the_policy_is_built_from_groups_without_slips_of_the_list() -> None:
    def row(name: str, level: str, properties: str) -> dict[str, str]:
        return {"class": name, "level": level, "properties": properties}

    facts = policy_facts(
        [
            row("ceterms:Certificate", "RequiresProperty", "ceterms:name"),
            row("ceterms:Certificate", "RequiresProperty", "ceterms:ownedBy OR ceterms:offeredBy"),
            row("ceterms:Certificate", "RequiresProperty", "ceterms:Certificate"),
            row("ceterms:Certificate", "RecommendsProperty", "ceterms:image"),
            row("ceterms:Certificate", "OptionalProperty", "ceterms:hasPart"),
            row("ceterms:Certificate", "RequiresProperty", "ceterms:name"),
            row("ceterms:Pathway", "RequiresProperty", "ceterms:hasPathway"),
            row("ceterms:SelectionComponent", "RequiresProperty", "ceterms:name"),
        ]
    )

    assert facts == {
        "ceterms:Certificate": {
            "required": [["ceterms:name"], ["ceterms:ownedBy", "ceterms:offeredBy"]],
            "recommended": [["ceterms:image"]],
        }
    }


def test_no_definition_texts_are_shipped() -> None:
    longest = max(len(term.label) for term in vocabulary().properties.values())

    assert longest < 80


@pytest.mark.shared
def test_the_shipped_files_are_made_from_the_published_lists(
    shared_folder: Path, tmp_path: Path
) -> None:
    build(shared_folder / "reference" / "ctdl-schema", tmp_path)

    for name in ("vocabulary.json", "policy.json"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_the_files_have_one_term_a_line(tmp_path: Path) -> None:
    (tmp_path / "ctdl-terms.csv").write_text(
        ",".join(COLUMNS) + "\nx:A,rdfs:Class,A,stable,,,,,,,\nx:B,rdfs:Class,B,stable,,,,,,,\n"
    )
    (tmp_path / "minimum-data-policy.csv").write_text(
        "class,level,properties\nx:A,RequiresProperty,x:name\n"
    )

    build(tmp_path, tmp_path)

    lines = (tmp_path / "vocabulary.json").read_text().splitlines()
    assert '  "x:A": {"label": "A", "status": "stable", "superclasses": []},' in lines
    assert (
        '"x:A": {"required": [["x:name"]], "recommended": []}'
        in (tmp_path / "policy.json").read_text()
    )
