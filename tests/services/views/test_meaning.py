"""The vectors as a view: following the log, made again, checked, and never of another encoder."""

import shutil
from dataclasses import replace

import pytest

from app.services import publishing, views
from app.services.embedding import Recipe, question_vector
from app.services.registry import Registry
from app.services.views import MeaningView
from ctdl.ctid import CTID
from search_index.vectors import VectorDocument, VectorsOutdated
from tests.support.documents import a_credential, an_organization, ctid_of


def _publish(registry: Registry, key: str, **stated: object) -> CTID:
    document = a_credential(key, **stated)
    publishing.publish(registry, document)
    views.catch_up(registry)
    return ctid_of(document)


def _nearest(registry: Registry, text: str) -> CTID:
    found = registry.vectors.nearest(question_vector(text, registry.encoder), 3)
    return found[0][0]


def test_a_record_is_found_by_other_words_than_its_own(registry: Registry) -> None:
    care = _publish(registry, "home care for the elderly")
    welding = _publish(registry, "welding")
    publishing.publish(registry, an_organization())
    views.catch_up(registry)

    assert _nearest(registry, "looking after old people") == care
    assert _nearest(registry, "joining steel") == welding
    assert {ctid for ctid, _ in registry.vectors.entries()} == {care, welding}


def test_a_changed_record_is_found_by_its_new_meaning_and_not_the_old(registry: Registry) -> None:
    changed = _publish(registry, "home care for the elderly")
    other = _publish(registry, "gardening")

    _publish(
        registry,
        "home care for the elderly",
        name={"en": "Maritime law"},
        description={"en": "Contracts for ships and their cargo."},
    )

    assert _nearest(registry, "ships at sea and courts") == changed
    likeness = registry.vectors.likeness(
        question_vector("looking after old people", registry.encoder), [changed, other]
    )
    assert likeness[changed] < 0.2


def test_a_withdrawn_record_has_no_vector(registry: Registry) -> None:
    ctid = _publish(registry, "gardening")

    publishing.withdraw(registry, ctid, reason="over")
    views.catch_up(registry)

    assert registry.vectors.vector(ctid) is None
    assert list(registry.vectors.entries()) == []


def test_a_record_in_no_language_the_encoder_knows_is_kept_by_its_own_words(
    registry: Registry,
) -> None:
    ctid = _publish(
        registry, "soins", name={"fr": "Soins à domicile"}, description={"fr": "Un cours."}
    )

    vector = registry.vectors.vector(ctid)

    assert vector is not None
    assert vector.any()


def test_lost_vectors_are_seen_and_healed_by_catching_up(registry: Registry) -> None:
    ctid = _publish(registry, "gardening")
    shutil.rmtree(registry.vectors_folder)

    assert MeaningView(registry).reached() == 0
    views.catch_up(registry)

    assert _wrong(registry) == []
    assert _nearest(registry, "plants and flowers") == ctid


def test_check_sees_a_vector_that_is_not_of_its_record(registry: Registry) -> None:
    ctid = _publish(registry, "gardening")
    revision = dict(registry.vectors.entries())[ctid]
    wrong = question_vector("maritime law", registry.encoder)

    registry.vectors.apply([VectorDocument(ctid, revision, wrong)], [], 1)

    assert _wrong(registry) == ["meaning"]


def test_check_sees_an_altered_file(registry: Registry) -> None:
    _publish(registry, "gardening")
    [segment] = registry.vectors_folder.glob("segment-*")
    content = bytearray(segment.read_bytes())
    content[-100] ^= 1
    segment.write_bytes(content)
    again = Registry(registry.settings)

    assert _wrong(again) == ["meaning"]
    again.close()


def test_vectors_of_another_recipe_are_made_again_by_catching_up(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctid = _publish(registry, "gardening")
    monkeypatch.setattr("app.services.embedding.USUAL", Recipe(1.0, 0.25, 0.25))
    changed = Registry(registry.settings)

    assert MeaningView(changed).reached() == 0
    views.catch_up(changed)

    assert _wrong(changed) == []
    assert changed.vectors.vector(ctid) is not None
    changed.close()


def test_another_encoder_makes_the_vectors_again(registry: Registry) -> None:
    ctid = _publish(registry, "home care for the elderly")
    _publish(registry, "gardening")
    changed = Registry(replace(registry.settings, search_encoder="minilm"))

    with pytest.raises(VectorsOutdated):
        _nearest(changed, "looking after old people")
    assert views.positions(changed)["meaning"] == 0
    views.catch_up(changed)

    assert views.positions(changed)["meaning"] == 2
    assert _nearest(changed, "looking after old people") == ctid
    assert registry.vectors.number() == 0
    assert _wrong(changed) == []
    changed.close()


def _wrong(registry: Registry) -> list[str]:
    return [report.name for report in views.check(registry) if not report.is_right]
