"""rapper, of the Raptor RDF library, reading a record by its permanent address."""

import subprocess

import pytest

from tests.linked_data.channels.site import Site
from tests.support.awkward import AWKWARD, WITHDRAWN
from tests.support.html_pages import fetch

SECONDS = 60


def rapper(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = ["rapper", "--quiet", "--output", "ntriples", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.mark.clients
@pytest.mark.parametrize("kind", ["resources", "graph"])
@pytest.mark.parametrize("suffix", ["", ".ttl", ".rdf", ".nt"])
def test_it_reads_the_same_statements_in_every_format(site: Site, kind: str, suffix: str) -> None:
    address = f"{site.address}/{kind}/{AWKWARD}"
    stated = fetch(f"{address}.nt").body.decode().splitlines()
    # Without a suffix it asks in its own way, for RDF/XML first.
    guess = ["--guess"] if suffix else []

    found = rapper(*guess, f"{address}{suffix}")

    assert found.returncode == 0, found.stderr
    assert len(found.stdout.splitlines()) == len(stated) > 3


@pytest.mark.clients
def test_it_is_told_that_a_record_is_gone(site: Site) -> None:
    found = rapper(f"{site.address}/resources/{WITHDRAWN}")

    assert found.returncode != 0
