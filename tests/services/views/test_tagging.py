"""Records are tagged, unseen, with the skills and fields that they point to or that they name."""

from typing import Any

from app.services import publishing, views
from app.services.registry import Registry
from app.services.searching import FACETS
from ctdl.concepts import ESCO, thesaurus
from ctdl.ctid import CTID
from search_index.protocol import SearchQuery
from tests.support.documents import a_credential, ctid_of


def publish(registry: Registry, key: str, **stated: Any) -> CTID:
    document = a_credential(key, **stated)
    publishing.publish(registry, document)
    views.catch_up(registry)
    return ctid_of(document)


def tagged(registry: Registry, id_: str) -> set[CTID]:
    """The records that are tagged with the concept or one below it."""
    values = tuple(sorted(thesaurus().narrower(id_)))
    results = registry.search_index.search(SearchQuery(filters={"concept": values}))
    return {hit.ctid for hit in results.hits}


def id_of(label: str) -> str:
    (named,) = [n for n in thesaurus().named_in(label) if n.concept.kind == "skill"]
    return named.concept.id


def test_a_record_is_tagged_with_what_its_words_name_in_either_language(
    registry: Registry,
) -> None:
    english = publish(registry, "computer security", name={"en": "Award in Cybersecurity"})
    french = publish(registry, "secours", name={"fr": "Certificat en cybersécurité"})
    publish(registry, "baking")

    assert tagged(registry, id_of("cyber security")) == {english, french}


def test_a_record_is_tagged_with_the_concept_it_points_to_whatever_it_is_called(
    registry: Registry,
) -> None:
    skill = id_of("machine learning")
    pointing = publish(
        registry,
        "unit four",
        requires=[
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": {"en": "What is asked for."},
                "ceterms:targetCompetency": [
                    {
                        "@type": "ceterms:CredentialAlignmentObject",
                        "ceterms:targetNode": ESCO + skill,
                        "ceterms:targetNodeName": {"en": "Unit four"},
                    }
                ],
            }
        ],
    )

    assert tagged(registry, skill) == {pointing}


def test_what_is_tagged_with_a_concept_is_found_by_a_broader_one(registry: Registry) -> None:
    python = publish(registry, "python", name={"en": "Data tasks in Python"})

    assert tagged(registry, "isced-f/06") == {python}
    assert tagged(registry, "isced-f/09") == set()


def test_a_description_tags_nothing(registry: Registry) -> None:
    publish(registry, "unit one", description={"en": "Offered beside machine learning."})

    assert tagged(registry, id_of("machine learning")) == set()


def test_tags_are_not_offered_to_tick() -> None:
    assert "concept" not in FACETS
