"""The databases that tests run against: SQLite always, PostgreSQL where its programs are installed.

A test that asks for `new_database_url`, or for `database_url` of the registries, runs once on each.
PostgreSQL is a real server, started from Debian's programs on a free loopback port when the first
test needs it; every test gets a database of its own, made for it and dropped after it.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.support.ports import free_port
from tests.support.prerequisites import postgresql_programs

DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
_ROLE = "registry"
# A test database may be lost with the machine: not waiting for the disk makes it several times
# as fast, and changes nothing that a client can see.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class PostgreSQLServer:
    """A running server that belongs to this test run."""

    port: int

    def url(self, database: str) -> str:
        """The address of `database`, as DATABASE_URL takes it."""
        return f"postgresql://{_ROLE}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def fresh_database(self, template: str = "template0") -> Iterator[str]:
        """The address of a new database, empty or a copy of another, that is gone afterwards."""
        name = f"test_{uuid.uuid4().hex}"
        self._administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(_quoted(name), _quoted(template))
        )
        yield self.url(name)
        self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_quoted(name)))

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQLServer]:
    """A PostgreSQL server of this test run's own, stopped at its end."""
    programs = postgresql_programs()
    assert programs is not None, "tests marked postgres are left out without PostgreSQL"
    # Not under pytest's folder: PostgreSQL refuses to run as root, and root's folders are closed
    # to the account it runs as.
    folder = Path(tempfile.mkdtemp(prefix="registry-postgresql-"))
    data, port = folder / "data", free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, _unprivileged_account())
    _run_unprivileged(
        [programs / "initdb", "-D", data, "-U", _ROLE, "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync"]
    )  # fmt: skip
    options = [f"-c {name}={value}" for name, value in _SETTINGS.items()]
    server_options = " ".join([*options, f"-c unix_socket_directories={folder}", f"-p {port}"])
    control = [programs / "pg_ctl", "-D", data, "-w", "-s"]
    _run_unprivileged([*control, "-l", folder / "log", "-o", server_options, "start"])
    yield PostgreSQLServer(port)
    _run_unprivileged([*control, "-m", "immediate", "stop"])
    shutil.rmtree(folder)


@pytest.fixture(params=DATABASES)
def new_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it, not even tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'registry.db'}"
        return
    server: PostgreSQLServer = request.getfixturevalue("postgresql_server")
    with server.fresh_database() as url:
        yield url


def _quoted(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _unprivileged_account() -> str:
    names = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run_unprivileged(command: Sequence[object]) -> None:
    user = _unprivileged_account() if os.geteuid() == 0 else None
    # The server inherits standard output: a pipe would stay open, and be waited for, until it ends.
    with tempfile.TemporaryFile() as output:
        finished = subprocess.run(
            [str(part) for part in command],
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd="/",
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        output.seek(0)
        assert finished.returncode == 0, output.read().decode()
