"""A worker asks itself the first questions: what they load is there when a reader comes."""

import subprocess
import sys

import pytest
from flask import Flask, Response, request, request_finished

from app.http.warming import warm_up
from app.services import publishing, views
from app.services.registry import Registry
from tests.support.documents import a_credential
from tests.support.prerequisites import PROJECT
from tests.support.registries import environment_of

STARTED = """
import wsgi
encoder = wsgi.application.extensions["registry"].encoder
assert wsgi.application.test_client().get("/healthz").status_code == 200
print("_vectors" in vars(encoder))
wsgi.warming.join()
print("_vectors" in vars(encoder))
"""


def test_a_worker_loads_what_a_search_needs_when_it_has_answered(registry: Registry) -> None:
    publishing.publish(registry, a_credential("home care"))
    views.catch_up(registry)

    worker = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=PROJECT,
        env=environment_of(registry.settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert worker.stdout.split() == ["False", "True"]
    assert worker.stderr == ""


def test_every_question_is_one_that_is_answered(small_app: Flask) -> None:
    asked: dict[str, int] = {}

    def note(_app: Flask, response: Response, **_more: object) -> None:
        asked[request.full_path] = response.status_code

    with request_finished.connected_to(note, small_app):
        warm_up(small_app)

    assert len(asked) >= 3
    assert set(asked.values()) == {200}


def test_a_question_that_cannot_be_asked_is_logged_and_the_others_are_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = Flask(__name__)
    broken.testing = True
    asked: list[str] = []

    @broken.before_request
    def fail() -> None:
        asked.append(request.path)
        raise OSError("the disk is gone")

    warm_up(broken)

    assert "/api/v1/suggest" in asked
    assert caplog.text.count("the disk is gone") >= len(asked)
