"""Every page of the site, as an address to visit.

The addresses come from the stored route list (tests/project/routes.txt), so a new page is part of
the harness the day it is added; it only has to be given examples here. `{names}` stand for records
that `tests.support.samples` finds in the shipped data.
"""

import re
from dataclasses import dataclass

from tests.support.routes import Route, stored_routes

_BLUEPRINTS = {"site": "en", "site_fr": "fr"}
_CONVERTER = re.compile(r"<[a-z_]+(?:\(.*?\))?:")

EXAMPLES: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/search": (
        "/search",
        "/search?q=data+analysis",
        "/search?q=manegement",
        "/search?q=zzyzzx+qqxxq",
        "/search?q=health&level=eqf:6&mode=online&mode=blended&sort=hours",
        "/search?provider={organization}&page=2",
        "/search?type=ceterms:Certification&country=EE&language=et",
    ),
    "/credentials/<ctid>": (
        "/credentials/{levelled}",
        "/credentials/{component}",
        "/credentials/{parent}",
        "/credentials/{certification}",
        "/credentials/{awkward}",
        "/credentials/{course}",
    ),
    "/organizations": ("/organizations",),
    "/organizations/<ctid>": (
        "/organizations/{organization}",
        "/organizations/{qa_body}",
        "/organizations/{awkward_organization}",
    ),
    "/frameworks": ("/frameworks",),
    "/frameworks/<framework>": ("/frameworks/eqf", "/frameworks/nzqcf", "/frameworks/nfq-ie"),
    "/frameworks/<framework>/levels/<notation>": (
        "/frameworks/eqf/levels/5",
        "/frameworks/scqf/levels/8",
    ),
    "/compare": (
        "/compare",
        "/compare?id={levelled}",
        "/compare?id={levelled}&id={component}&id={certification}&id={awkward}",
    ),
    "/records/<ctid>": (
        "/records/{transfer_value}",
        "/records/{recognition}",
        "/records/{alignment_map}",
        "/records/{concept_scheme}",
        "/records/{progression_model}",
    ),
    "/board": ("/board",),
    "/board/<name>": (
        "/board/no-level",
        "/board/required-missing?provider={organization}&page=1",
        "/board/review-due?country=ZA",
        "/board/quality-assurance-ended?page=2",
        "/board/conflicts",
        "/board/dead-links",
        "/board/recent?type=ceterms:Course&kind=published",
    ),
    "/about": ("/about",),
    "/log": ("/log",),
    "/help": ("/help",),
    "/accessibility": ("/accessibility",),
    "/privacy": ("/privacy",),
    "/developers": ("/developers",),
    "/findings": ("/findings",),
    "/publish": ("/publish",),
    "/pathways": ("/pathways",),
    "/pathways/<ctid>": ("/pathways/{parent}", "/pathways/{component}", "/pathways/{awkward}"),
}

PUBLISHER_EXAMPLES: dict[str, tuple[str, ...]] = {
    "/publish": ("/publish", "/publish?q=zzyzzx&state=live"),
    "/publish/sign-in": (),
    "/publish/keys": ("/publish/keys",),
    "/publish/keys/<key_id>/revoke": ("/publish/keys/{own_key}/revoke",),
    "/publish/import": ("/publish/import",),
    "/publish/bulk": ("/publish/bulk",),
    "/publish/templates/<name>.csv": (),
    "/publish/records": (),
    "/publish/records/new": (
        "/publish/records/new",
        "/publish/records/new?template=organizations",
        "/publish/records/new?template=quality-assurance",
    ),
    "/publish/records/<ctid>": ("/publish/records/{own}", "/publish/records/{own_withdrawn}"),
    "/publish/records/<ctid>/edit": ("/publish/records/{own}/edit",),
    "/publish/records/<ctid>/document": ("/publish/records/{own}/document",),
    "/publish/records/<ctid>/withdraw": ("/publish/records/{own}/withdraw",),
    "/publish/records/<ctid>/published": ("/publish/records/{own}/published?change={own_change}",),
    "/publish/records/<ctid>/changes/<number>": (
        "/publish/records/{own}/changes/{own_change}",
        "/publish/records/{own}/changes/{own_first}",
    ),
    "/publish/records/<ctid>/changes/<number>/undo": (
        "/publish/records/{own}/changes/{own_first}/undo",
    ),
    "/publish/records/<ctid>/changes/<number>/receipt": (),
}
"""Pages for those who are signed in; tests/journeys/test_publisher_pages.py visits them."""

ERROR_EXAMPLES: dict[str, int] = {
    "/no-such-page": 404,
    "/credentials/ce-00000000-0000-4000-8000-000000000000": 404,
    "/credentials/not-a-ctid": 404,
    "/credentials/{withdrawn}": 410,
    "/organizations/ce-00000000-0000-4000-8000-000000000000": 404,
    "/frameworks/nowhere": 404,
    "/frameworks/eqf/levels/99": 404,
    "/publish/records/new": 401,
    "/publish/keys": 401,
    "/search?page=many": 400,
    "/board/no-such-list": 404,
    "/compare?id={levelled}&id={component}&id={certification}&id={awkward}&id={parent}": 400,
}


@dataclass(frozen=True)
class Page:
    """A page to visit: its address with `{names}` in it, its language and the status it has."""

    address: str
    language: str
    status: int = 200

    def __str__(self) -> str:
        return self.address


def site_rules() -> dict[str, list[Route]]:
    """The addresses of pages for people, by language."""
    rules: dict[str, list[Route]] = {language: [] for language in _BLUEPRINTS.values()}
    for route in stored_routes():
        blueprint, _, name = route.endpoint.partition(".")
        if blueprint in _BLUEPRINTS and name != "static" and "GET" in route.methods.split(","):
            rules[_BLUEPRINTS[blueprint]].append(route)
    return rules


def pages() -> list[Page]:
    """Every page, in every language it is served in, and the pages that say what went wrong."""
    found = [
        Page(_prefixed(example, language), language)
        for language, routes in site_rules().items()
        for route in routes
        for example in examples_of(route, language)
    ]
    errors = [
        Page(_prefixed(example, language), language, status)
        for language in _BLUEPRINTS.values()
        for example, status in ERROR_EXAMPLES.items()
    ]
    return found + errors


def examples_of(route: Route, language: str) -> tuple[str, ...]:
    """Addresses to visit for a rule; empty when it was given none."""
    rule = _CONVERTER.sub("<", route.rule)
    if language != "en":
        rule = rule.removeprefix(f"/{language}") or "/"
    return EXAMPLES.get(rule, ())


def is_for_publishers(route: Route, language: str) -> bool:
    """Whether only those who are signed in see the page."""
    rule = _CONVERTER.sub("<", route.rule)
    return (rule if language == "en" else rule.removeprefix(f"/{language}")) in PUBLISHER_EXAMPLES


def publisher_pages() -> list[Page]:
    """Every page for publishers, in every language; `{own}` and such stand for their records."""
    return [
        Page(_prefixed(example, language), language)
        for language in _BLUEPRINTS.values()
        for examples in PUBLISHER_EXAMPLES.values()
        for example in examples
    ]


def _prefixed(address: str, language: str) -> str:
    return address if language == "en" else f"/{language}{address}"
