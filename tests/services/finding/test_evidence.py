"""What speaks for a record, weighed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.finding.evidence import LEAST_LIKENESS, WEIGHTS, Evidence

SHARES = st.floats(0.0, 1.0)


@given(SHARES, SHARES, SHARES, SHARES, SHARES, st.booleans())
def test_the_kinds_of_evidence_add_up(
    coverage: float, strength: float, named: float, likeness: float, kinship: float, exact: bool
) -> None:
    evidence = Evidence(
        exact=exact,
        coverage=coverage,
        strength=strength,
        named=named,
        likeness=likeness,
        kinship=kinship,
    )

    assert evidence.weight == pytest.approx(sum(evidence.weights.values()))
    assert all(weight >= 0.0 for weight in evidence.weights.values())


@pytest.mark.parametrize("kind", ["coverage", "named", "likeness", "kinship"])
@given(SHARES, SHARES)
def test_more_evidence_never_weighs_less(kind: str, one: float, other: float) -> None:
    less, more = sorted((one, other))

    weights = [replace(Evidence(), **{kind: share}).weight for share in (less, more)]  # type: ignore[arg-type]

    assert weights[0] <= weights[1]


def test_a_name_outweighs_everything_else() -> None:
    everything = Evidence(coverage=1.0, strength=1.0, named=1.0, likeness=1.0, kinship=1.0)

    assert everything.weight < Evidence(exact=True).weight == WEIGHTS.exact


def test_what_is_opposite_in_meaning_counts_as_unrelated() -> None:
    assert Evidence(likeness=-0.5, kinship=-0.5).weight == 0.0


@pytest.mark.parametrize(
    ("evidence", "is_faint"),
    [
        (Evidence(likeness=LEAST_LIKENESS - 0.01), True),
        (Evidence(coverage=0.3, likeness=0.1), True),
        (Evidence(likeness=LEAST_LIKENESS), False),
        (Evidence(coverage=0.3, named=0.3, likeness=0.1), False),
        (Evidence(exact=True), False),
    ],
)
def test_faint_is_what_has_few_of_the_words_and_is_far_from_them(
    evidence: Evidence, is_faint: bool
) -> None:
    assert evidence.is_faint is is_faint
