"""What of a record is made into its vector."""

from typing import Any

import numpy as np
import pytest

from app.services.embedding import embedded_text, question_vector, record_vectors
from ctdl.documents import parse_document
from ctdl.records import CredentialRecord, read_record
from search_index.meaning import encoder
from tests.support.documents import a_credential

ENGLISH = frozenset({"en"})


def record_of(**stated: Any) -> CredentialRecord:
    record = read_record(parse_document(a_credential(**stated)))
    assert isinstance(record, CredentialRecord)
    return record


def texts_of(record: CredentialRecord, languages: frozenset[str] | None) -> str:
    return " | ".join(text for _, text in embedded_text(record, languages))


def test_names_count_more_than_subjects_and_subjects_more_than_descriptions() -> None:
    record = record_of(
        name={"en": "Caring"},
        alternateName={"en": "Helping hands"},
        subject=[
            {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNodeName": {"en": "Nursing"},
            }
        ],
        description={"en": "How to help others."},
    )

    parts = embedded_text(record, ENGLISH)

    assert [text for _, text in parts] == [
        "Caring. Helping hands",
        "Nursing",
        "How to help others.",
    ]
    weights = [weight for weight, _ in parts]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 3


def test_only_texts_in_a_language_the_encoder_knows_are_taken() -> None:
    record = record_of(name={"en-GB": "Caring", "fr": "Soins"}, description={"fr": "Un cours."})

    assert texts_of(record, ENGLISH) == "Caring | course"
    assert texts_of(record, None) == "Caring. Soins | Un cours."


def test_other_languages_are_taken_where_there_is_nothing_else() -> None:
    record = record_of(name={"et": "Soins à domicile"}, description={"et": "Un cours."})

    assert texts_of(record, ENGLISH) == "Soins à domicile | Un cours."


def test_spanish_and_french_are_put_into_english_for_an_encoder_of_english() -> None:
    described = {"description": {"en": "A course."}}
    spanish = record_of(name={"es": "Gestión de datos"}, **described)
    french = record_of(name={"fr": "Gestion de projet"}, **described)
    unstated = record_of(name="Liderazgo en la empresa", **described)

    assert texts_of(spanish, ENGLISH) == "management data | A course."
    assert texts_of(french, ENGLISH) == "project management | A course."
    assert texts_of(unstated, ENGLISH) == "leadership business company | A course."
    assert texts_of(spanish, None) == "Gestión de datos | A course."


def test_a_text_of_no_stated_language_is_taken() -> None:
    assert texts_of(record_of(name="Caring", description={"et": "Kursus"}), ENGLISH) == "Caring"


def test_vectors_have_length_one_and_follow_the_order_of_records() -> None:
    care, law = record_of(name={"en": "Home care"}), record_of(name={"en": "Maritime law"})

    rows = record_vectors([care, law, care], encoder())

    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert np.array_equal(rows[0], rows[2])
    asked = question_vector("looking after people at home", encoder())
    assert float(rows[0] @ asked) > float(rows[1] @ asked) + 0.1


def test_no_records_give_no_rows() -> None:
    assert record_vectors([], encoder()).shape == (0, encoder().dimensions)
