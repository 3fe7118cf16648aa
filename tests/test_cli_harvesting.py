"""`registry harvest` as an operator meets it."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.services.registry import Registry
from tests.services.harvesting.neighbours import follower
from tests.services.small_site import Page, Site, site
from tests.support.registries import environment_of

__all__ = ["follower", "site"]

Run = Callable[..., Result]
COURSE = {"@context": "https://schema.org", "@type": "Course", "name": "Bread"}


@pytest.fixture
def run(follower: Registry) -> Run:
    """Runs the command, which may ask this machine."""

    def run_command(*arguments: str, allowed: str = "127.0.0.0/8") -> Result:
        env = environment_of(follower.settings) | {"HARVEST_NETWORKS": allowed}
        return CliRunner().invoke(main, ["harvest", *arguments], env=env)

    return run_command


@pytest.fixture
def sitemap(site: Site) -> str:
    """The address of a sitemap with a course, and a credential of no kind."""
    listed = ""
    for path, stated in (
        ("/bread", COURSE),
        ("/cake", {**COURSE, "@type": "EducationalOccupationalCredential"}),
    ):
        script = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
        body = f"<!DOCTYPE html><html><head>{script}</head></html>"
        site.pages[path] = Page(body=body.encode(), headers={"Content-Type": "text/html"})
        listed += f"<url><loc>{site.url(path)}</loc><lastmod>2026-01-05</lastmod></url>"
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    site.pages["/sitemap.xml"] = Page(
        body=f'<urlset xmlns="{namespace}">{listed}</urlset>'.encode(),
        headers={"Content-Type": "application/xml"},
    )
    return site.url("/sitemap.xml")


def test_what_came_and_what_did_not_is_told_and_can_be_listed(run: Run, sitemap: str) -> None:
    foreseen = run(sitemap, "--pause", "0", "--dry-run", "--json")
    assert json.loads(foreseen.stdout)["counts"] == {"published": 1, "refused": 1}

    done = run(sitemap, "--pause", "0")

    assert (done.exit_code, done.stdout) == (0, "1 published, 1 refused\n")
    assert "/cake: The document was not accepted: CLASS_TOO_GENERAL" in done.stderr
    assert run(sitemap, "--pause", "0").stdout == "nothing new\n"
    listed = run("--list").stdout
    assert listed.startswith(f"{sitemap} (sitemap, 20")
    assert "): 1 published, 1 refused\n  refused   http://127.0.0.1" in listed
    [source] = json.loads(run("--list", "--json").stdout)
    assert source["counts"] == {"published": 1, "refused": 1}
    assert source["not_taken"][0]["identifier"].endswith("/cake")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Say which URL to harvest"),
        (("ftp://a.example/",), "is no address of a web page"),
        (("http://127.0.0.1:9/feed", "--as", "atom"), "'atom' is not one of"),
    ],
)
def test_what_cannot_be_harvested_is_said(run: Run, arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments)

    assert done.exit_code > 0
    assert says in done.stderr


def test_this_machine_is_asked_only_where_the_setting_allows_it(run: Run, sitemap: str) -> None:
    done = run(sitemap, allowed="10.0.0.0/8")

    assert done.exit_code == 1
    assert "127.0.0.1 is not a public address" in done.stderr


def test_a_run_that_breaks_off_says_that_nothing_is_lost(
    run: Run, site: Site, sitemap: str
) -> None:
    run(sitemap, "--pause", "0")
    site.pages["/sitemap.xml"].body = b"<html>Down for maintenance</html>"

    done = run(sitemap, "--pause", "0")

    assert done.exit_code == 1
    assert "<html>" not in done.stdout
    assert "holds <html>, no sitemap" in done.stderr
    assert "the next run goes on from there" in done.stderr
