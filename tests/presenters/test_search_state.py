"""The state of a search as its address holds it."""

from app.presenters.search_state import SearchState

STATE = SearchState.of(
    [("q", "data"), ("level", "eqf:5"), ("level", "eqf:6"), ("page", "3"), ("mode", "")]
)


def test_empty_and_repeated_parameters_are_left_out() -> None:
    state = SearchState.of([("q", ""), ("level", "eqf:5"), ("level", "eqf:5")])

    assert state.pairs == (("level", "eqf:5"),)


def test_dropping_one_value_keeps_the_others_and_goes_to_the_first_page() -> None:
    assert STATE.dropping("level", "eqf:5").args == {"q": ["data"], "level": ["eqf:6"]}


def test_dropping_a_parameter_drops_all_its_values() -> None:
    assert STATE.dropping("level").args == {"q": ["data"]}


def test_leaving_out_stays_on_the_page() -> None:
    assert STATE.leaving_out("level").args == {"q": ["data"], "page": ["3"]}


def test_setting_replaces_what_was_there() -> None:
    assert STATE.setting("q", "health").values("q") == ("health",)


def test_first_page_is_not_written_out() -> None:
    assert "page" not in STATE.on_page(1).args
    assert STATE.on_page(2).args["page"] == ["2"]


def test_keeping_forgets_the_rest() -> None:
    assert STATE.keeping("q", "sort").args == {"q": ["data"]}
