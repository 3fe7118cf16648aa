"""Checking links: what is remembered of a page, and when its link is called dead."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.config import Settings
from app.services import board, link_checks, publishing, views
from app.services.board import LinkItem
from app.services.link_checks import AlreadyChecking, CheckReport
from app.services.polite_web import PoliteWeb
from app.services.registry import Registry, set_up
from app.store.locks import held
from tests.services.small_site import Page, Site
from tests.support.documents import a_credential
from tests.support.ports import free_port
from tests.support.registries import run_command

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

Check = Callable[..., CheckReport]


@pytest.fixture
def check(registry: Registry, web: PoliteWeb) -> Check:
    """Check the links of the registry, some days after the first check."""

    def run(day: int = 0, *, limit: int = 100, older_than_days: int = 0) -> CheckReport:
        moment = NOW + timedelta(days=day)
        return link_checks.check_links(
            registry, web, limit=limit, older_than_days=older_than_days, now=lambda: moment
        )

    return run


def publish_pages(registry: Registry, *addresses: str) -> None:
    """Publish a credential for each web page."""
    for number, address in enumerate(addresses):
        publishing.publish(registry, a_credential(f"page {number}", subjectWebpage=address))
    views.catch_up(registry)


def dead(registry: Registry) -> list[str]:
    """The links on the list of dead ones."""
    found = board.items(registry, "dead-links", NOW.date())
    return [each.link.url for each in found if isinstance(each, LinkItem)]


def test_a_page_that_is_not_found_is_dead_at_once_and_alive_again_when_it_is(
    registry: Registry, site: Site, check: Check
) -> None:
    publish_pages(registry, site.url("/page"))
    check()
    assert dead(registry) == [site.url("/page")]

    site.pages["/page"] = Page()
    check(1)
    assert dead(registry) == []


def test_a_failing_page_is_dead_on_the_third_day_it_fails(
    registry: Registry, site: Site, check: Check
) -> None:
    site.pages["/page"] = Page(500)
    publish_pages(registry, site.url("/page"))

    seen = []
    for day in (0, 0, 0, 1, 5):
        check(day)
        seen.append(len(dead(registry)))

    assert seen == [0, 0, 0, 0, 1]


def test_a_page_that_works_in_between_starts_the_count_again(
    registry: Registry, site: Site, check: Check
) -> None:
    publish_pages(registry, site.url("/page"))
    for day, status in enumerate((500, 500, 200, 500, 500)):
        site.pages["/page"] = Page(status)
        check(day)

    assert dead(registry) == []


@pytest.mark.parametrize("status", [403, 429])
def test_an_answer_that_says_nothing_of_the_page_changes_nothing(
    registry: Registry, site: Site, check: Check, status: int
) -> None:
    publish_pages(registry, site.url("/page"))
    check()
    site.pages["/page"] = Page(status)
    check(1)

    assert dead(registry) == [site.url("/page")]


def test_a_run_goes_on_where_the_last_one_stopped(
    registry: Registry, site: Site, check: Check
) -> None:
    paths = [f"/{number}" for number in range(5)]
    site.pages |= dict.fromkeys(paths, Page())
    publish_pages(registry, *(site.url(path) for path in paths))

    checked = [check(limit=2, older_than_days=30).checked for _ in range(4)]

    assert checked == [2, 2, 1, 0]
    assert [len(site.asked_for(path)) for path in paths] == [1, 1, 1, 1, 1]


def test_a_page_that_many_records_name_is_asked_for_once(
    registry: Registry, site: Site, check: Check
) -> None:
    publish_pages(registry, site.url("/page"), site.url("/page"), site.url("/page#part"))

    check()

    assert dead(registry) == [site.url("/page")] * 3
    assert site.asked_for("/page") == ["HEAD", "GET"]


def test_a_site_that_wants_a_rest_is_left_alone_for_the_run(
    registry: Registry, site: Site, check: Check
) -> None:
    site.pages |= {"/a": Page(429), "/b": Page()}
    publish_pages(registry, site.url("/a"), site.url("/b"))

    assert check().outcomes == {"later": 1}
    assert site.asked_for("/b") == []


def test_nothing_is_held_against_pages_when_this_machine_may_be_offline(
    registry: Registry, site: Site, check: Check
) -> None:
    silent = f"http://127.0.0.1:{free_port()}/"
    publish_pages(registry, silent)
    alone = [check(day) for day in range(4)]
    assert [(each.checked, each.not_counted) for each in alone] == [(0, 1)] * 4
    assert dead(registry) == []

    site.pages["/page"] = Page()
    publish_pages(registry, silent, site.url("/page"))
    for day in range(4):
        check(day)
    assert dead(registry) == [silent]


def test_two_processes_never_check_at_once(registry: Registry, check: Check) -> None:
    with held(registry.lock_of("check-links"), wait=False), pytest.raises(AlreadyChecking):
        check()


def test_the_last_check_of_a_page_is_remembered(
    registry: Registry, site: Site, check: Check
) -> None:
    site.pages |= {"/old": Page(301, "/new"), "/new": Page()}
    publish_pages(registry, site.url("/old"))
    assert link_checks.last_check(registry, site.url("/old")) is None

    check()

    last = link_checks.last_check(registry, site.url("/old"))
    assert last is not None
    assert (last.outcome, last.final_url) == ("ok", site.url("/new"))
    assert last.checked_at == "2026-11-22T12:00:00.000Z"


def test_what_was_checked_stays_when_the_catalogue_is_made_again(
    registry: Registry, site: Site, check: Check
) -> None:
    publish_pages(registry, site.url("/page"))
    check()

    views.rebuild(registry, ["catalogue"])

    assert dead(registry) == [site.url("/page")]


def test_the_command_refuses_this_machine(
    make_settings: Callable[..., Settings],
) -> None:
    settings = make_settings()
    registry = set_up(settings)
    publish_pages(registry, "http://127.0.0.1:9/")
    registry.close()

    printed = run_command(settings, "check-links", "--limit", "5", "--json")

    assert '"forbidden": 1' in printed
    assert '"dead": 0' in printed
