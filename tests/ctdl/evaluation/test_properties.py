"""What holds of the milestones whatever is known, tried on many that nobody thought of."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ctdl.evaluation import ANSWERS, MILESTONES, STATES, Evidence, Facts, answer_all, fill_in
from tests.ctdl.evaluation.known import DAY, some

NAMES = sorted({name for each in MILESTONES for part in each.parts for name in part.facts})
SOME = st.builds(
    some,
    st.sampled_from(["yes", "no", "expired", "aside"]),
    st.sampled_from(["issuer", "third party", "receiver", "registry", "not known"]),
    st.text(max_size=8),
)
KNOWN = st.builds(
    Facts,
    st.just(DAY),
    st.dictionaries(st.sampled_from(NAMES), st.lists(SOME, max_size=3).map(tuple), max_size=12),
    st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(KNOWN)
def test_any_facts_give_sixteen_answers_of_the_four_kinds_and_seven_states(known: Facts) -> None:
    found = answer_all(known)

    assert [each.milestone.id for each in found] == list(range(1, 17))
    assert {each.answer for each in found} <= set(ANSWERS)
    assert {each.state for each in fill_in(known)} <= set(STATES)
    for each in found:
        assert bool(each.missing) or each.answer != "unknown"


@settings(max_examples=250, deadline=None)
@given(KNOWN, st.sampled_from(NAMES), st.text(max_size=8))
def test_a_third_party_that_affirms_never_turns_a_yes_into_anything_else(
    known: Facts, name: str, value: str
) -> None:
    more: dict[str, tuple[Evidence, ...]] = {name: (some("yes", "third party", value),)}

    before, after = answer_all(known), answer_all(known.with_facts(more))

    for one, other in zip(before, after, strict=True):
        assert other.answer == "yes" or one.answer != "yes"


@settings(max_examples=150, deadline=None)
@given(KNOWN, st.sampled_from(NAMES), SOME)
def test_only_evidence_that_says_no_can_make_a_no(
    known: Facts, name: str, another: Evidence
) -> None:
    after = answer_all(known.with_facts({name: (another,)}))

    for one, other in zip(answer_all(known), after, strict=True):
        if other.answer == "no" and one.answer != "no":
            assert another.says == "no"
