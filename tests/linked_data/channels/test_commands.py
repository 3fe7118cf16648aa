"""The commands of the page for harvesters, each as it stands there, against the running site."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.presenters.harvest_channels import Channel, channels
from app.services import learning_model
from tests.linked_data.channels.site import Site
from tests.site.pages import read_page
from tests.support.html_pages import fetch
from tests.support.prerequisites import PROJECT
from tests.support.registries import registry_command

SECONDS = 120
TOLD = {
    "files": ("latest.nq.gz: OK", '"next":'),
    "oai": ("<Identify>", "/resources/ce-", "<ListRecords>"),
    "feed": ("tree:Node", "/revisions/", "/revisions/"),
    "sparql": ("class,number", "https://purl.org/ctdl/terms/MicroCredential,2"),
    "activity": ("OrderedCollection", "OrderedCollectionPage"),
    "atom": ("<feed",),
    "envelopes": ("envelope_ceterms_ctid", '"event"'),
    "record": ("ceterms:ctid", "@graph", "prov:", "achievementType"),
    "api": ('"items"', '"changes"', '"openapi"', "/envelopes"),
    "sitemap": ("Sitemap:", "<sitemap", "describedby"),
    "catalogue": ("dcat:Catalog", "void:Dataset"),
    "elm": ("datasets",),
    "registry": ("it would be: ", " published", " published"),
}
"""What the commands of each channel print, in this order."""


@pytest.fixture(scope="module")
def shown(site: Site) -> dict[str, Channel]:
    """The channels as the page of the running site shows them."""
    learning_model.write_export(site.registry)
    application: Flask = create_app(site.registry.settings)
    with application.test_request_context("/harvesters"):
        found = channels()
    application.extensions["registry"].close()
    return {each.id: each for each in found}


def run(command: str, site: Site, folder: Path) -> str:
    """What the command prints in a folder of its own; it must succeed."""
    programs = [str(_programs(folder)), str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = os.environ | {
        "PATH": os.pathsep.join(programs),
        "PYTHONPATH": str(PROJECT),
        "REGISTRY_HOME": str(folder / "home"),
        "REGISTRY_BASE_URL": "https://follower.test",
        "DATABASE_URL": "",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout + done.stderr


def _programs(folder: Path) -> Path:
    """Where `registry` is, installed or not; npx finds the packages of npm beside the project."""
    (folder / "programs").mkdir(exist_ok=True)
    program = folder / "programs" / "registry"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(registry_command())} "$@"\n')
    program.chmod(0o755)
    if not (packages := folder / "node_modules").exists():
        packages.symlink_to(PROJECT / "node_modules")
    return program.parent


def test_each_command_is_on_the_page(site: Site, shown: dict[str, Channel]) -> None:
    page = read_page(fetch(f"{site.address}/harvesters").body.decode())
    commands = [each.text for each in page.all("pre")]

    given = [text for each in shown.values() for text in (each.command, each.next_command) if text]
    assert commands == [" ".join(each.split()) for each in given]
    assert shown.keys() == TOLD.keys()


@pytest.mark.clients
@pytest.mark.parametrize("channel", TOLD)
def test_the_commands_do_what_they_promise(
    site: Site, shown: dict[str, Channel], channel: str, tmp_path: Path
) -> None:
    commands = f"{shown[channel].command}\n{shown[channel].next_command}"

    told = run(commands, site, tmp_path)

    at = 0
    for each in TOLD[channel]:
        at = told.find(each, at) + len(each)
        assert at >= len(each), f"{each} is not told, or not in this order: {told[:3000]}"
