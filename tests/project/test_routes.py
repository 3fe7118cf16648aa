"""No address appears or disappears unnoticed: clients outside depend on them."""

from flask import Flask

from tests.support.routes import routes_of, stored_routes


def test_the_application_answers_exactly_the_stored_addresses(app: Flask) -> None:
    stored, answered = set(stored_routes()), set(routes_of(app))

    assert stored - answered == set(), "these addresses are gone; keep them or redirect them"
    assert answered - stored == set(), "run `python -m tests.support.routes` and read the change"
