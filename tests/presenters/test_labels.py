"""Names of codes in both languages."""

import pytest

from app.presenters import labels
from app.presenters.facet_labels import framework_short_name


@pytest.mark.usefixtures("in_french")
def test_codes_are_named_in_the_language_of_the_page() -> None:
    assert labels.type_label("ceterms:MicroCredential") == "Microcertification"
    assert labels.country_label("EE") == "Estonie"
    assert labels.mode_label("online") == "En ligne"


@pytest.mark.usefixtures("in_english")
def test_unknown_codes_are_shown_readably() -> None:
    assert labels.relation_label("ceterms:someOddRelation") == "Some odd relation"
    assert labels.country_label("XX") == "XX"
    assert labels.country_label(None) is None


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("relation", ["exact", "close", "broad", "narrow", "none"])
def test_levels_are_never_said_to_be_equal(relation: str) -> None:
    assert "equal" not in labels.level_relation_label(relation)
    assert "equivalent" not in labels.level_relation_label(relation)


@pytest.mark.parametrize(
    ("framework", "short"),
    [
        ("eqf", "EQF"),
        ("nfq-ie", "NFQ (IE)"),
        ("qf-ehea", "QF-EHEA"),
        ("isced-2011", "ISCED 2011"),
        ("ssg-tsc", "SSG-TSC"),
    ],
)
def test_framework_has_a_short_name(framework: str, short: str) -> None:
    assert framework_short_name(framework) == short
