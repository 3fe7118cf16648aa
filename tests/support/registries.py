"""Registries to test with: an empty one for every test, and one that holds all shipped records.

The full one is loaded once in a run, through the `registry` command, and only read by tests. A test
that wants to change it takes `registry_copy`. The empty ones are copies of one that is set up once.

The application is imported by the fixtures that need it, so that the tests of `ctdl` and
`search_index` start at once and run while a layer above them is broken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.databases import DATABASES, PostgreSQLServer
from tests.support.ports import free_port
from tests.support.prerequisites import PROJECT

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from app.config import Settings
    from app.services.registry import Registry

    SettingsFactory = Callable[..., Settings]

COMMAND_SECONDS = 600
_CONCEPT_NAMES = Path("suggest", "concepts")


def run_command(settings: Settings, *arguments: str, text: str = "") -> str:
    """What the `registry` command prints when run as a program; it must succeed."""
    finished = subprocess.run(
        registry_command(*arguments),
        cwd=PROJECT,
        env=environment_of(settings),
        input=text,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    assert finished.returncode == 0, f"registry {arguments[0]}: {finished.stderr}"
    return finished.stdout


def registry_command(*arguments: str) -> list[str]:
    """The command line of the `registry` program, installed or not."""
    return [sys.executable, "-c", "from app.cli import main; main()", *arguments]


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment that makes a program use these settings."""
    return {
        **os.environ,
        "REGISTRY_HOME": str(settings.home),
        "REGISTRY_BASE_URL": settings.base_url,
        "DATABASE_URL": settings.database_url,
        "HOST": settings.host,
        "PORT": str(settings.port),
        "WORKERS": str(settings.workers),
    }


@pytest.fixture
def registry_home(tmp_path: Path) -> Path:
    """The folder for everything that changes at run time, not made yet."""
    return tmp_path / "home"


@pytest.fixture
def make_settings(registry_home: Path) -> SettingsFactory:
    """Settings of a registry in this test's own folder; state only what matters."""

    from app.config import Settings

    def settings_with(**given: object) -> Settings:
        defaults: dict[str, object] = {"home": registry_home, "base_url": "https://registry.test"}
        return Settings(**{**defaults, **given})  # type: ignore[arg-type]

    return settings_with


@pytest.fixture(scope="session")
def empty_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a registry that is set up and empty, on SQLite; only to copy."""
    from app.config import Settings
    from app.services.registry import set_up

    settings = Settings(home=tmp_path_factory.mktemp("empty") / "home")
    set_up(settings).close()
    return settings


@pytest.fixture(scope="session")
def empty_postgresql(
    empty_settings: Settings, postgresql_server: PostgreSQLServer
) -> Iterator[str]:
    """The same registry's database on PostgreSQL; only to copy."""
    from app.services.registry import set_up

    with postgresql_server.fresh_database() as url:
        set_up(replace(empty_settings, database_url=url)).close()
        yield url.rpartition("/")[2]


@pytest.fixture(params=DATABASES)
def database_url(
    request: pytest.FixtureRequest, empty_settings: Settings, tmp_path: Path
) -> Iterator[str]:
    """The address of an empty registry's database; who asks for it runs on each kind of them."""
    if request.param == "sqlite":
        path = shutil.copy(empty_settings.home / "registry.db", tmp_path)
        yield f"sqlite:///{path}"
        return
    template: str = request.getfixturevalue("empty_postgresql")
    server: PostgreSQLServer = request.getfixturevalue("postgresql_server")
    with server.fresh_database(template) as url:
        yield url


@pytest.fixture
def open_empty(empty_settings: Settings) -> Callable[[Settings], Registry]:
    """Opens a registry with these settings that is set up and empty."""
    from app.services.registry import open_registry

    def opened(settings: Settings) -> Registry:
        shutil.copytree(empty_settings.home, settings.home)
        return open_registry(settings)

    return opened


@pytest.fixture
def registry(
    make_settings: SettingsFactory, database_url: str, open_empty: Callable[[Settings], Registry]
) -> Iterator[Registry]:
    """A registry that is set up and empty, once on each kind of database."""
    opened = open_empty(make_settings(database_url=database_url))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def loaded_settings(
    tmp_path_factory: pytest.TempPathFactory, concept_names_folder: Path
) -> Settings:
    """The settings of a registry that holds every shipped record; only to read.

    Where several processes share the tests, the first that needs it loads it for all of them. Each
    takes a copy, at an address of its own.
    """
    from app.config import Settings

    port = free_port()
    base_url = f"http://127.0.0.1:{port}"

    def load(home: Path) -> None:
        settings = Settings(home=home, base_url=base_url)
        run_command(settings, "init")
        run_command(settings, "load", str(settings.data))
        copy_concept_names(concept_names_folder, settings)

    loaded = _made_once(tmp_path_factory, "loaded", load)
    home = tmp_path_factory.mktemp("loaded") / "home"
    settings = copy_of(Settings(home=loaded, base_url=base_url, port=port), home)
    run_command(settings, "catch-up")
    return settings


@pytest.fixture(scope="session")
def concept_names_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The names of the thesaurus, which a registry writes when it is first asked for one."""
    from app.config import Settings
    from app.services.concept_names import concept_names
    from app.services.registry import Registry

    def write(home: Path) -> None:
        concept_names(Registry(Settings(home=home)))

    return _made_once(tmp_path_factory, "concept-names", write) / _CONCEPT_NAMES


@pytest.fixture(scope="session")
def loaded_registry(loaded_settings: Settings) -> Iterator[Registry]:
    """The registry that holds every shipped record, open; only to read."""
    from app.services.registry import open_registry

    opened = open_registry(loaded_settings)
    yield opened
    opened.close()


@pytest.fixture
def registry_copy(loaded_settings: Settings, registry_home: Path) -> Iterator[Registry]:
    """A copy of the registry with every shipped record, for a test that changes it."""
    from app.services.registry import open_registry

    opened = open_registry(copy_of(loaded_settings, registry_home))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def app(loaded_settings: Settings) -> Flask:
    """The web application over every shipped record; only to read."""
    from app import create_app

    application = create_app(loaded_settings)
    application.testing = True
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the web application over every shipped record."""
    return app.test_client()


def _made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]
) -> Path:
    """A folder that the first process of this run that needs it makes for all of them."""
    from app.store.locks import held

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made, unfinished = shared / f"made-{name}", shared / f"unfinished-{name}"
    with held(shared / f"{name}.lock", wait=True):
        if not made.exists():
            make(unfinished)
            unfinished.rename(made)
    return made


def copy_concept_names(folder: Path, settings: Settings) -> None:
    """Give a registry the names of concepts, which it takes five seconds to write."""
    shutil.copytree(folder, settings.home / _CONCEPT_NAMES)


def copy_of(settings: Settings, home: Path) -> Settings:
    """Settings of a copy, in `home`, of a registry that keeps its log in SQLite."""
    shutil.copytree(settings.home, home)
    return replace(settings, home=home, database_url="")
