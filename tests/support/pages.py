"""Every page of the site, as an address to visit.

The addresses come from the stored route list (tests/project/routes.txt), so a new page is part of
the harness the day it is added; it only has to be given examples here. `{names}` stand for records
that `tests.support.samples` finds in the shipped data.
"""

import re
from dataclasses import dataclass

from tests.support.routes import Route, stored_routes

_BLUEPRINTS = {"site": "en", "site_fr": "fr"}
_FILES = (
    "/compare.csv",
    "/compare.json",
    "/evaluation.json",
    "/plan.csv",
    "/plan.json",
    "/plan.jsonld",
    "/timemap",
    "/timegate",
    "/cite.<any(bib,json,txt):form>",
    "/watch.atom",
    "/search.atom",
    "/corrections.atom",
)
_CONVERTER = re.compile(r"<[a-z_]+(?:\(.*?\))?:")

EXAMPLES: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/search": (
        "/search",
        "/search?q=data+analysis",
        "/search?q=manegement",
        "/search?q=zzyzzx+qqxxq",
        "/search?q=online+cyber+certificate+under+300+dollars+in+a+weekend",
        "/search?q=free+chess+level+5+in+Estonian+from+MIT+for+credit&plain=credit",
        "/search?q=python+online&mode=blended&max_hours=20&unstated=1&meaning=0",
        "/search?q=data+science+in+Spanish+under+300+dollars&unstated=price",
        "/search?q=health&level=eqf:6&mode=online&mode=blended&sort=hours",
        "/search?provider={organization}&page=2",
        "/search?type=ceterms:Certification&country=EE&language=et",
        "/search?level=eqf:5&levels_in=nzqcf&levels_in=scqf&levels_in=qf-ehea",
        "/search?level=eqf:8&type=ceterms:DigitalBadge"
        "&levels_in=eqf&levels_in=aqf&levels_in=oqf&levels_in=mqf&levels_in=rqf",
    ),
    "/catalog": ("/catalog",),
    "/dumps/": ("/dumps/",),
    "/credentials/<ctid>": (
        "/credentials/{levelled}",
        "/credentials/{levelled}?levels_in=nzqcf&levels_in=hkqf&levels_in=oqf",
        "/credentials/{component}",
        "/credentials/{parent}",
        "/credentials/{certification}",
        "/credentials/{awkward}",
        "/credentials/{course}",
        "/credentials/{levelled}?asof=2019-06-01",
        "/credentials/ce-2b7dd93a-4eae-4e21-a37e-b59dff69642c",  # with stacks stated and suggested
    ),
    "/credentials/<ctid>/evaluation": (
        "/credentials/{levelled}/evaluation",
        "/credentials/{levelled}/evaluation?programme={parent}&asof=2024-06-01",
        "/credentials/{component}/evaluation?programme={parent}&find=data",
        "/credentials/{levelled}/evaluation?override=5:no&reason-5=The+report+has+ended",
    ),
    "/credentials/<ctid>/history": (
        "/credentials/{levelled}/history",
        "/credentials/{withdrawn}/history",
        "/credentials/{awkward}/history",
    ),
    "/organizations/<ctid>/history": ("/organizations/{organization}/history",),
    "/records/<ctid>/history": ("/records/{transfer_value}/history",),
    "/credentials/<ctid>/v/<number>": (
        "/credentials/{levelled}/v/{levelled_number}",
        "/credentials/{awkward}/v/{awkward_number}",
        "/credentials/{withdrawn}/v/{withdrawn_number}",
    ),
    "/organizations/<ctid>/v/<number>": ("/organizations/{organization}/v/{organization_number}",),
    "/records/<ctid>/v/<number>": ("/records/{transfer_value}/v/{transfer_value_number}",),
    "/organizations": ("/organizations",),
    "/organizations/<ctid>": (
        "/organizations/{organization}",
        "/organizations/{qa_body}",
        "/organizations/{qa_body}?asof=2016-02-29",
        "/organizations/{awkward_organization}",
    ),
    "/frameworks": ("/frameworks",),
    "/frameworks/<framework>": (
        "/frameworks/eqf",
        "/frameworks/oqf?with=eqf&with=scqf&with=rqf",
        "/frameworks/nfq-ie",
        "/frameworks/bcf",
    ),
    "/frameworks/<framework>/levels/<notation>": (
        "/frameworks/eqf/levels/5",
        "/frameworks/scqf/levels/8",
        "/frameworks/nzqcf/levels/8?with=eqf&with=nfq-ie&with=aqf",
    ),
    "/crosswalks/<first>/<second>": (
        "/crosswalks/nzqcf/eqf",
        "/crosswalks/rqf/cqfw",
        "/crosswalks/eqf/isced-2011",
    ),
    "/crosswalks/<first>/<second>/<row>": (
        "/crosswalks/nzqcf/eqf/7-6",
        "/crosswalks/nzqcf/eqf/8-none",
        "/crosswalks/oqf/eqf/10-6",
    ),
    "/standards": ("/standards",),
    "/standards/<standard>": ("/standards/eu-2022", "/standards/unesco-oliver-2022"),
    "/credentials/<ctid>/conformance": (
        "/credentials/{levelled}/conformance",
        "/credentials/{awkward}/conformance?standard=au-nmf-2021&standard=unesco-oliver-2022",
    ),
    "/credentials/<ctid>/precedents": (
        "/credentials/{certification}/precedents?asof=2024-05-01&receiver=No+such+college",
        "/credentials/{course}/precedents",
    ),
    "/credentials/<ctid>/correct": (
        "/credentials/{levelled}/correct",
        "/credentials/{awkward}/correct?field=outcomes",
    ),
    "/credentials/<ctid>/corrections": (
        "/credentials/{levelled}/corrections",
        "/credentials/{awkward}/corrections",
    ),
    "/credentials/<ctid>/corrections/<number>": ("/credentials/{awkward}/corrections/1",),
    "/organizations/<ctid>/correct": ("/organizations/{organization}/correct",),
    "/organizations/<ctid>/corrections": ("/organizations/{awkward_organization}/corrections",),
    "/organizations/<ctid>/corrections/<number>": (
        "/organizations/{awkward_organization}/corrections/2",
    ),
    "/compare": (
        "/compare",
        "/compare?id={levelled}",
        "/compare?id={levelled}&id={component}&id={certification}&id={awkward}",
        "/compare?id={levelled}&id={awkward}&id={course}&left={course}&right={levelled}"
        "&differences=1",
    ),
    "/gap": (
        "/gap",
        "/gap?target=web+developer&skill=Java&find=excel",
        "/gap?target=software+developer&held={course}",
        "/gap?target={levelled}&held={component}&held=nothing",
        "/gap?target=developper",
        "/gap?target=baker",
        "/gap?target=zzyzzx",
    ),
    "/plan": (
        "/plan",
        "/plan?aim=engineering&find=excel&max_cost=300&currency=USD&unstated=1",
        "/plan?held={component}&held=nothing",
        "/plan?target={parent}",
        "/plan?target={parent}&held={component}&max_hours=1&asof=2026-01-01",
        "/plan?target={parent}&held={parent}",
        "/plan?target={parent}&target={component}&max_cost=5&currency=GBP",
        "/plan?aim=web+developer",
    ),
    "/records/<ctid>": (
        "/records/{transfer_value}",
        "/records/{recognition}",
        "/records/{concept_scheme}",
        "/records/{progression_model}",
    ),
    "/verify": ("/verify",),
    "/batch": ("/batch",),
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
    "/harvesters": ("/harvesters",),
    "/findings": ("/findings",),
    "/sparql": (
        "/sparql",
        "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+20",
        "/sparql?query=CONSTRUCT+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+20",
        "/sparql?query=ASK+%7B%7D",
    ),
    "/publish": ("/publish",),
    "/pathways": ("/pathways",),
    "/pathways/<ctid>": (
        "/pathways/{parent}",
        "/pathways/{component}",
        "/pathways/{awkward}",
        "/pathways/{transfer_value}",
    ),
}

PUBLISHER_EXAMPLES: dict[str, tuple[str, ...]] = {
    "/publish": ("/publish", "/publish?q=zzyzzx&state=live"),
    "/publish/sign-in": (),
    "/publish/keys": ("/publish/keys",),
    "/publish/keys/<key_id>/revoke": ("/publish/keys/{own_key}/revoke",),
    "/publish/import": ("/publish/import",),
    "/publish/corrections": ("/publish/corrections", "/publish/corrections?state=declined"),
    "/publish/corrections/<asked>": ("/publish/corrections/{own_asked}",),
    "/publish/bulk": ("/publish/bulk",),
    "/publish/templates/<name>.csv": (),
    "/publish/records": (),
    "/publish/records/new": (
        "/publish/records/new",
        "/publish/records/new?template=organizations",
        "/publish/records/new?template=quality-assurance",
    ),
    "/publish/records/<ctid>": ("/publish/records/{own}", "/publish/records/{own_withdrawn}"),
    "/publish/records/<ctid>/standards": (
        "/publish/records/{own}/standards",
        "/publish/records/{own}/standards?standard=nz-nzqa-2022",
    ),
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
    "/credentials/{withdrawn}/correct": 410,
    "/credentials/{levelled}/corrections/1": 404,
    "/organizations/ce-00000000-0000-4000-8000-000000000000": 404,
    "/frameworks/nowhere": 404,
    "/frameworks/eqf/levels/99": 404,
    "/standards/nowhere": 404,
    "/crosswalks/nzqcf/bcf": 404,
    "/gap?target=ce-00000000-0000-4000-8000-000000000000": 404,
    "/gap?target=isced-f%2F06": 404,
    "/crosswalks/nzqcf/eqf/8-7": 404,
    "/credentials/{levelled}/v/99999999999999999999": 404,
    "/search?q=ce-00000000-0000-4000-8000-000000000000": 404,
    "/search?q=https:%2F%2Fnowhere.example%2Fa": 404,
    "/publish/records/new": 401,
    "/publish/keys": 401,
    "/search?page=many": 400,
    "/search?level=eqf:55&sort=hour": 400,
    "/credentials/{levelled}?asof=yesterday": 400,
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
    """The addresses of pages for people, by language; what a page offers as a file is none."""
    rules: dict[str, list[Route]] = {language: [] for language in _BLUEPRINTS.values()}
    for route in stored_routes():
        blueprint, _, name = route.endpoint.partition(".")
        if route.rule.endswith(_FILES):
            continue
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
