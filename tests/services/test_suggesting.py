"""Suggestions: what may be meant by what is typed, out of what there is at this moment."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.services import publishing, searching, views
from app.services.registry import Registry
from app.services.searching import SearchRequest
from app.services.suggesting import AT_MOST, Suggestion, suggest
from ctdl.ctid import CTID, derive_ctid
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of
from tests.support.registries import copy_concept_names

ROUNDS = 8


@pytest.fixture
def registry(registry: Registry, concept_names_folder: Path) -> Registry:
    """An empty registry that need not first take the seconds to write the names of concepts."""
    copy_concept_names(concept_names_folder, registry.settings)
    return registry


def offered(
    registry: Registry, text: str, kind: str = "credential", language: str = "en"
) -> list[str]:
    """The labels of the suggestions of a kind."""
    return [each.label for each in _of_kind(registry, text, kind, language)]


def _of_kind(registry: Registry, text: str, kind: str, language: str = "en") -> list[Suggestion]:
    return [each for each in suggest(registry, text, language).items if each.kind == kind]


def publish(registry: Registry, *documents: dict[str, Any]) -> None:
    for document in documents:
        publishing.publish(registry, document)
    views.catch_up(registry)


def test_a_published_title_and_its_provider_are_offered_at_once(registry: Registry) -> None:
    publish(registry, an_organization("Northern Polytechnic"), a_credential("beekeeping"))

    [title] = _of_kind(registry, "beek", "credential")
    [provider] = _of_kind(registry, "polyt", "provider")

    assert (title.label, title.value) == ("Beekeeping", ctid_of(a_credential("beekeeping")))
    assert title.provider is not None
    assert title.provider.name == {"en": "Northern Polytechnic"}
    assert (provider.label, provider.value, provider.count) == ("Northern Polytechnic", PROVIDER, 1)


def test_every_change_is_seen_by_a_process_that_asked_before(registry: Registry) -> None:
    reader = Registry(registry.settings)
    publish(registry, an_organization(), a_credential("beekeeping"))
    assert offered(reader, "beek") == ["Beekeeping"]

    publish(registry, a_credential("beekeeping", name={"en": "Honey and wax"}))
    publish(registry, an_organization("Southern College"))

    assert offered(reader, "beek") == []
    assert offered(reader, "wax") == ["Honey and wax"]
    assert offered(reader, "southern", "provider") == ["Southern College"]
    assert offered(reader, "example", "provider") == []
    reader.close()


def test_each_of_many_publications_is_offered_right_after_it(registry: Registry) -> None:
    publish(registry, an_organization())

    for number in range(ROUNDS):
        publish(registry, a_credential(f"knotting{number} for sailors"))

        assert offered(registry, f"knotting{number}")[0] == f"Knotting{number} for sailors"
        [provider] = _of_kind(registry, "example", "provider")
        assert provider.count == number + 1


def test_a_withdrawn_record_is_offered_no_longer_and_a_restored_one_again(
    registry: Registry,
) -> None:
    publish(registry, an_organization(), a_credential("beekeeping"))

    publishing.withdraw(registry, ctid_of(a_credential("beekeeping")), reason="No longer taught.")
    views.catch_up(registry)
    assert offered(registry, "beek") == []
    assert offered(registry, "example", "provider") == []

    publishing.restore(registry, ctid_of(a_credential("beekeeping")))
    views.catch_up(registry)
    assert offered(registry, "beek") == ["Beekeeping"]
    assert offered(registry, "example", "provider") == ["Example College"]


def test_an_organization_without_anything_to_find_is_not_offered(registry: Registry) -> None:
    publish(registry, an_organization("Quiet Institute"))

    assert suggest(registry, "quiet", "en").items == ()


def test_the_same_title_of_one_provider_is_offered_once(registry: Registry) -> None:
    other = derive_ctid("test:other provider")
    titles = [a_credential(f"edition {n}", name={"en": "Beekeeping"}) for n in range(4)]
    elsewhere = a_credential("elsewhere", name={"en": "Beekeeping"}, ownedBy=[f"resources/{other}"])
    publish(registry, an_organization(), an_organization("Other College", other))
    publish(registry, *titles, elsewhere)

    found = _of_kind(registry, "beek", "credential")

    whose = {each.provider.ctid for each in found if each.provider}
    assert len(found) == 2
    assert whose == {PROVIDER, other}


def test_another_name_leads_to_the_title_and_is_told(registry: Registry) -> None:
    document = a_credential(
        "security", name={"en": "Information Security"}, alternateName={"en": ["CISX", "Infosec"]}
    )
    publish(registry, an_organization(), document)

    [found] = _of_kind(registry, "cisx", "credential")

    assert (found.label, found.named) == ("Information Security", "CISX")
    assert _of_kind(registry, "inform", "credential")[0].named is None


def test_labels_are_in_the_language_of_the_reader_where_there_are_such(registry: Registry) -> None:
    document = a_credential("bees", name={"en": "Beekeeping", "fr": "Apiculture"})
    publish(registry, an_organization(), document)

    assert offered(registry, "beek", language="fr") == ["Apiculture"]
    assert offered(registry, "apic", language="en") == ["Beekeeping"]
    [found] = _of_kind(registry, "apic", "credential", "en")
    assert (found.language, found.named) == ("en", "Apiculture")


def test_a_typing_error_is_forgiven_only_where_nothing_begins_like_it(registry: Registry) -> None:
    publish(registry, an_organization(), a_credential("beekeeping"), a_credential("beekeper tales"))

    exact, mistyped = (suggest(registry, text, "en") for text in ("beekeper", "beekeepng"))

    assert [each.label for each in exact.items] == ["Beekeper tales"]
    assert not exact.is_corrected
    assert [each.label for each in mistyped.items] == ["Beekeeping"]
    assert mistyped.is_corrected


def test_only_concepts_that_find_a_record_are_offered(registry: Registry) -> None:
    publish(registry, an_organization(), a_credential("first aid"))
    assert offered(registry, "bookkeep", "skill") == []

    publish(registry, a_credential("bookkeeping regulations"))

    assert "bookkeeping regulations" in offered(registry, "bookkeep", "skill")


def test_an_occupation_that_a_title_names_is_offered(registry: Registry) -> None:
    publish(registry, an_organization(), a_credential("first aid"))
    assert offered(registry, "beekee", "occupation") == []

    publish(registry, a_credential("becoming a bee breeder"))

    assert offered(registry, "bee br", "occupation") == ["bee breeder"]


@pytest.mark.parametrize("text", ["", " ", "\n", "***", "😀", "\u202e", "x" * 100_000])
def test_what_has_no_words_or_too_long_ones_leads_nowhere(registry: Registry, text: str) -> None:
    publish(registry, an_organization(), a_credential("beekeeping"))

    assert suggest(registry, text, "en").items == ()


def test_every_count_of_the_shipped_records_is_what_choosing_it_finds(
    loaded_registry: Registry,
) -> None:
    checked = 0
    for text in ("univ", "google", "engin", "health", "info", "manag", "educ"):
        for each in suggest(loaded_registry, text, "en").items:
            if each.kind in ("provider", "field"):
                asked = SearchRequest(filters={each.kind: (each.value,)}, size=1)
                assert searching.search(loaded_registry, asked).total == each.count
                checked += 1

    assert checked > 10


def test_all_that_is_offered_of_the_shipped_records_finds_something(
    loaded_registry: Registry,
) -> None:
    for text in ("data", "account", "nurs", "web", "cook", "langu", "secur"):
        for each in suggest(loaded_registry, text, "en").items:
            if each.kind in ("skill", "occupation"):
                found = searching.search(loaded_registry, SearchRequest(q=each.label, size=1))
                assert found.total > 0, each


@pytest.mark.parametrize(
    ("typed", "language", "kind", "label"),
    [
        ("google data an", "en", "credential", "Google Data Analytics Professional Certificate"),
        ("az-900", "en", "credential", "Microsoft Azure Fundamentals AZ-900 Exam Prep"),
        ("mit", "en", "provider", "Massachusetts Institute of Technology"),
        ("montreal", "en", "provider", "Université de Montréal"),
        ("UNIVERSITÉ DE M", "fr", "provider", "Université de Montréal"),
        ("informat", "en", "field", "Information and Communication Technologies"),
        ("sante", "fr", "field", "Santé"),
        ("project man", "en", "skill", "project management"),
        ("gestion de pro", "fr", "skill", "gestion de projet"),
        ("data anal", "en", "occupation", "data analyst"),
        ("comptab", "fr", "occupation", "comptable"),
        ("manegement", "en", "credential", "Management"),
    ],
)
def test_what_learners_type_leads_to_what_they_mean(
    loaded_registry: Registry, typed: str, language: str, kind: str, label: str
) -> None:
    found = offered(loaded_registry, typed, kind, language)

    assert any(label in each for each in found), found


def test_no_kind_pushes_the_others_out(loaded_registry: Registry) -> None:
    for text in ("a", "in", "data", "man", "c", "e", "s"):
        found = suggest(loaded_registry, text, "en").items
        for kind, most in AT_MOST.items():
            assert sum(each.kind == kind for each in found) <= most
        assert [each.kind for each in found] == sorted(
            (each.kind for each in found), key=list(AT_MOST).index
        )


def test_names_of_another_program_are_written_again(registry_copy: Registry) -> None:
    expected = suggest(registry_copy, "informat", "en")
    state = Path(registry_copy.settings.home / "suggest" / "concepts" / "names.json")
    state.write_text(json.dumps({**json.loads(state.read_text()), "number": 1, "segments": []}))
    reopened = Registry(registry_copy.settings)

    assert suggest(reopened, "informat", "en") == expected
    reopened.close()


def test_titles_that_were_lost_are_made_again_from_the_log(registry: Registry) -> None:
    publish(registry, an_organization(), a_credential("beekeeping"))
    (registry.settings.home / "suggest" / "records" / "names.json").unlink()
    wrong = {each.name for each in views.check(registry) if not each.is_right}
    assert wrong == {"suggest"}

    views.catch_up(registry)

    assert all(each.is_right for each in views.check(registry))
    assert offered(registry, "beek") == ["Beekeeping"]


def test_the_view_holds_the_newest_revision_of_each_record(registry: Registry) -> None:
    publish(registry, an_organization(), a_credential("beekeeping"))
    publish(registry, a_credential("beekeeping", name={"en": "Honey"}))

    known = dict(views.SuggestView(registry).entries())

    assert known.keys() == {PROVIDER, CTID(ctid_of(a_credential("beekeeping")))}
