"""The harness keeps its own promises: no network, nothing left out in silence, real databases."""

import os
import socket
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.support.network import NetworkRefused
from tests.support.prerequisites import PROJECT
from tests.support.translations import extract, findings

# An address set aside for documentation: if the guard failed, nobody would answer (RFC 5737).
NOBODY = ("192.0.2.1", 80)


def run_pytest(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A run of its own, on a machine without any of the tools that tests may need."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=PROJECT,
        env={**os.environ, "CI": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_test_cannot_reach_the_network() -> None:
    with socket.socket() as connection, pytest.raises(NetworkRefused, match="192.0.2.1"):
        connection.connect(NOBODY)


def test_a_test_cannot_look_up_names() -> None:
    with pytest.raises(NetworkRefused, match="example.org"):
        socket.getaddrinfo("example.org", 80)


def test_loopback_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as connection,
    ):
        assert connection.getpeername() == server.getsockname()


def test_no_network_refuses_loopback_and_tells_of_the_attempt(no_network: list[str]) -> None:
    with socket.socket() as connection, pytest.raises(NetworkRefused):
        connection.connect(("127.0.0.1", 9))

    assert no_network == ["socket.connect 127.0.0.1"]
    no_network.clear()


def test_each_kind_of_database_is_fresh_and_works(new_database_url: str) -> None:
    engine = create_engine(new_database_url.replace("postgresql:", "postgresql+psycopg:"))

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE only_here (number INTEGER)"))
        connection.execute(text("INSERT INTO only_here VALUES (1)"))

        assert connection.execute(text("SELECT count(*) FROM only_here")).scalar() == 1
    engine.dispose()


def test_tests_that_cannot_run_are_counted_aloud(tmp_path: Path) -> None:
    finished = run_pytest(
        "tests/journeys/test_links.py", "--collect-only", "-q", PATH=str(tmp_path)
    )

    assert finished.returncode in (0, 5), finished.stdout + finished.stderr
    assert "TESTS LEFT OUT" in finished.stdout
    assert "marked 'journey': chromium is missing (Debian package chromium)" in finished.stdout


def test_in_continuous_integration_nothing_may_be_left_out(tmp_path: Path) -> None:
    finished = run_pytest("--collect-only", "-q", PATH=str(tmp_path), CI="true")

    assert finished.returncode == 4
    assert "chromium is missing" in finished.stderr


def test_a_text_without_translation_is_found(tmp_path: Path) -> None:
    texts = extract(tmp_path / "messages.pot")
    catalogue = deepcopy(texts)
    for message in catalogue:
        message.string = "traduit"
    texts.add("A text nobody has translated", string="")

    assert "not translated: 'A text nobody has translated'" in list(findings(texts, catalogue))
