"""Files of vectors and names that cannot be read: named by check, healed, and no reader fails."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.services import publishing, views
from app.services.registry import Registry, set_up
from tests.support.documents import a_credential, an_organization, ctid_of
from tests.support.registries import copy_concept_names

Damage = Callable[[Path], None]
COURSE = a_credential("home care for the elderly")


def _of_an_older_format(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[6:7] = b"0"
    file.write_bytes(content)


def _cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def _altered(file: Path) -> None:
    # Behind the header, where only the sum over all of it tells.
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    file.write_bytes(content)


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _gone(file: Path) -> None:
    file.unlink()


DAMAGES = [_of_an_older_format, _cut_off, _altered, _emptied, _gone]


@pytest.fixture
def published(registry: Registry, concept_names_folder: Path) -> Registry:
    """A registry with a course and its provider, whose views are all up to date."""
    copy_concept_names(concept_names_folder, registry.settings)
    publishing.publish(registry, an_organization("Example College"))
    publishing.publish(registry, COURSE)
    views.catch_up(registry)
    return registry


@pytest.fixture
def start_worker(registry: Registry) -> Iterator[Callable[[], FlaskClient]]:
    """Starts what serves the registry, as often as it is called."""
    with ExitStack() as opened:

        def start() -> FlaskClient:
            app = create_app(registry.settings)
            opened.callback(app.extensions["registry"].close)
            return app.test_client()

        yield start


def _vectors_of(registry: Registry) -> Path:
    [file] = registry.vectors_folder.glob("segment-*")
    return file


def _names_of(registry: Registry) -> Path:
    # Few names are kept in the small file beside; made anew they become a file of their own.
    views.rebuild(registry, ["suggest"])
    [file] = (registry.settings.home / "suggest" / "records").glob("names-*.bin")
    return file


def _pointer_of_vectors(registry: Registry) -> Path:
    return registry.vectors_folder / "current"


def _pointer_of_names(registry: Registry) -> Path:
    return registry.settings.home / "suggest" / "records" / "names.json"


def _replace_with(content: bytes) -> Damage:
    return lambda file: _put(file, content)


def _put(file: Path, content: bytes) -> None:
    file.write_bytes(content)


FILES = (("meaning", _vectors_of), ("suggest", _names_of))
POINTERS = (("meaning", _pointer_of_vectors), ("suggest", _pointer_of_names))
ALL = [
    *(
        pytest.param(view, file_of, damage, id=f"{view}{damage.__name__}")
        for view, file_of in FILES
        for damage in DAMAGES
    ),
    *(
        pytest.param(view, pointer, _replace_with(content), id=f"{view}_pointer_{number}")
        for view, pointer in POINTERS
        for number, content in enumerate((b"\x00\xff", b"[" * 5_000, b"[1]"))
    ),
]


@contextmanager
def _started_anew(registry: Registry) -> Iterator[Registry]:
    """The registry as a process sees it that starts now; `registry init` comes first."""
    opened = set_up(registry.settings)
    yield opened
    opened.close()


def _wrong(registry: Registry) -> list[str]:
    return [report.name for report in views.check(registry) if not report.is_right]


@pytest.mark.parametrize(("view", "file_of", "damage"), ALL)
def test_check_names_the_view_and_catching_up_heals_it(
    published: Registry, view: str, file_of: Callable[[Registry], Path], damage: Damage
) -> None:
    damage(file_of(published))

    with _started_anew(published) as registry:
        assert _wrong(registry) == [view]
        views.catch_up(registry)
        assert _wrong(registry) == []
        assert views.positions(registry)[view] == 2


@pytest.mark.parametrize(("view", "file_of"), FILES)
def test_what_check_names_is_healed_by_making_the_view_again(
    published: Registry, view: str, file_of: Callable[[Registry], Path]
) -> None:
    _altered(file_of(published))

    with _started_anew(published) as registry:
        views.rebuild(registry, [view])
        assert _wrong(registry) == []


def test_check_tells_what_is_wrong_and_looks_at_the_views_after_it(published: Registry) -> None:
    file = _vectors_of(published)
    _cut_off(file)

    with _started_anew(published) as registry:
        reports = {each.name: each for each in views.check(registry)}

    assert reports["meaning"].differences[-1] == (
        f"The index of meaning cannot be used: {file.name} is not as long as it should be."
        " `registry rebuild meaning` makes it anew."
    )
    assert reports["suggest"].is_right
    assert reports["rdf"].is_right


@pytest.mark.parametrize("damage", [_of_an_older_format, _altered, _gone])
def test_a_worker_finds_by_words_and_says_so_until_the_vectors_are_healed(
    published: Registry, start_worker: Callable[[], FlaskClient], damage: Damage
) -> None:
    damage(_vectors_of(published))
    worker = start_worker()

    found = worker.get("/api/v1/search?q=elderly").get_json()
    page = worker.get("/search?q=elderly")

    assert [each["ctid"] for each in found["items"]] == [ctid_of(COURSE)]
    assert found["query"]["lacks_meaning"] is True
    assert page.status_code == 200
    assert "Matching by meaning is not possible at the moment" in page.text
    assert "by what they mean" not in page.text
    with _started_anew(published) as registry:
        views.catch_up(registry)
    healed = worker.get("/api/v1/search?q=looking+after+old+people").get_json()
    assert healed["query"]["lacks_meaning"] is False
    assert [each["ctid"] for each in healed["items"]] == [ctid_of(COURSE)]


def test_the_page_of_a_record_needs_no_vectors(
    published: Registry, start_worker: Callable[[], FlaskClient]
) -> None:
    _altered(_vectors_of(published))
    worker = start_worker()

    assert worker.get(f"/credentials/{ctid_of(COURSE)}").status_code == 200
    assert worker.get(f"/api/v1/credentials/{ctid_of(COURSE)}/similar").get_json()["similar"] == []


@pytest.mark.parametrize("damage", [_of_an_older_format, _altered, _gone])
def test_suggestions_say_that_they_are_not_available_until_the_names_are_healed(
    published: Registry, start_worker: Callable[[], FlaskClient], damage: Damage
) -> None:
    damage(_names_of(published))
    worker = start_worker()

    refused = worker.get("/api/v1/suggest?q=home")

    assert refused.status_code == 503
    assert "registry rebuild suggest" in json.loads(refused.data)["detail"]
    assert worker.get("/search?q=home").status_code == 200
    with _started_anew(published) as registry:
        views.catch_up(registry)
    offered = worker.get("/api/v1/suggest?q=home").get_json()["suggestions"]
    assert [each["value"] for each in offered if each["kind"] == "credential"] == [ctid_of(COURSE)]


def test_damaged_names_of_concepts_are_written_again_by_who_needs_them(
    published: Registry, start_worker: Callable[[], FlaskClient]
) -> None:
    worker = start_worker()
    worker.get("/api/v1/suggest?q=home")
    for file in (published.settings.home / "suggest" / "concepts").glob("names-*.bin"):
        _altered(file)

    assert start_worker().get("/api/v1/suggest?q=home").status_code == 200
