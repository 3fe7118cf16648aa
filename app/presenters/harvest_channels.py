"""The channels of harvesters, each with commands that work as they stand.

The commands are made for the registry that shows them: its address, the number of its newest dump,
a record that it has. Tests run every one of them.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from limits import parse_many

from app.http.current import absolute, registry
from app.presenters import formats
from app.services import dumps, harvest


@dataclass(frozen=True)
class Channel:
    """A way to fetch records: for whom it is, and what to type the first and the next time."""

    id: str
    title: LazyString
    about: LazyString
    command: str
    """Braces in it are filled by `_facts`."""
    withdrawn: LazyString
    """What it tells of records that were withdrawn."""
    next_time: LazyString | str = ""
    next_command: str = ""
    route: str = ""
    """The rule of an address that tells that the channel is there, where it may be absent."""


_ANSWERS_410: Final = _l("The address of a withdrawn record answers 410, saying when and why.")
_TOLD: Final = _l("Told as changes, with the reason and what replaces the record.")

_CHANNELS: Final = (
    Channel(
        "files",
        _l("Files"),
        _l(
            "Every live record in one fetch: sorted statements (N-Quads), or a line of JSON for"
            " each record. For a first copy, and for whoever counts and compares."
        ),
        "curl --fail --remote-name {base}dumps/latest.nq.gz\n"
        "curl --fail {base}dumps/latest.sha256 | sha256sum --check --ignore-missing",
        _l("Not in the files; the changes since then tell them."),
        _l("The list of dumps says which change was the last in them. Ask for those after it:"),
        "curl --fail '{base}api/v1/changes?after={dumped}'",
        route="/dumps/",
    ),
    Channel(
        "oai",
        _l("OAI-PMH"),
        _l(
            "For the software of libraries and repositories: Dublin Core, or each record whole as"
            " RDF/XML, in sets by class, provider, field, level and country. Any client for"
            " OAI-PMH 2.0 will do; this one is sickle (pip install sickle)."
        ),
        "curl --fail '{base}oai?verb=Identify'\n"
        "python3 -c 'from sickle import Sickle\n"
        'for record in Sickle("{base}oai").ListRecords(\n'
        '    metadataPrefix="oai_dc", ignore_deleted=False\n'
        "):\n"
        "    print(record.header.datestamp, record.header.identifier)'",
        _l('Listed for ever with status="deleted", in their sets.'),
        _l("Ask from the responseDate of the first answer of the last harvest:"),
        "curl --fail '{base}oai?verb=ListRecords&metadataPrefix=ctdl_rdf&from={day}'",
    ),
    Channel(
        "feed",
        _l("Linked Data Event Stream"),
        _l(
            "Every version of every record as linked data, in pages that stay as they are once"
            " they are full. For whoever keeps a copy in step. This client is ldes-client (npm)."
        ),
        "curl --fail --header 'Accept: application/trig' {base}feed/pages/1\n"
        "npx ldes-client {base}feed --ordered ascending --save seen",
        _TOLD,
        _l("The client goes on where it was; with --follow it stays and waits for changes:"),
        "npx ldes-client {base}feed --ordered ascending --save seen",
        route="/feed",
    ),
    Channel(
        "sparql",
        _l("SPARQL"),
        _l("Questions to all records at once. An answer is whole, or it is refused with a reason."),
        "curl --fail {base}sparql --header 'Accept: text/csv' --data-urlencode \\\n"
        "  'query=SELECT ?class (COUNT(*) AS ?number) {{ ?thing a ?class }} GROUP BY ?class'",
        _l("Not among the statements."),
        route="/sparql",
    ),
    Channel(
        "activity",
        _l("Activity Streams"),
        _l(
            "Every change in the order of the log. Begin at the last page and go back to what you"
            " know, as IIIF Change Discovery describes it."
        ),
        "curl --fail {base}activity\ncurl --fail {base}activity/pages/1",
        _TOLD,
    ),
    Channel(
        "atom",
        _l("Atom"),
        _l("The newest changes for readers of feeds, with an archive that goes back to the first."),
        "curl --fail {base}changes.atom",
        _l("Entries that were deleted (at:deleted-entry), with when and why."),
    ),
    Channel(
        "envelopes",
        _l("As a Credential Registry"),
        _l(
            "For clients of a Credential Registry: the same addresses, parameters and headers, at"
            " another host. Each envelope is signed."
        ),
        "curl --fail '{base}ce-registry/envelopes?per_page=20&include_deleted=true'\n"
        "curl --fail --output envelopes.zip {base}ce-registry/envelopes/download",
        _l("In lists that ask for them, and among the events as “destroy”."),
        _l("The events since a day:"),
        "curl --fail '{base}ce-registry/envelopes/events?after={day}'",
    ),
    Channel(
        "record",
        _l("One record"),
        _l(
            "At its permanent address, in the format that is asked for; with everything its"
            " document says, with who stated what, and as an achievement for Open Badges 3.0."
        ),
        "curl --fail --location --header 'Accept: text/turtle' {base}resources/{example}\n"
        "curl --fail {base}graph/{example}.jsonld\n"
        "curl --fail {base}graph/{example}/provenance\n"
        "curl --fail {base}achievements/{example}",
        _ANSWERS_410,
        _l("Ask with the tag (ETag) of what you have; unchanged is answered 304, without a body:"),
        "curl --fail --etag-save tag --output record.ttl {base}resources/{example}.ttl\n"
        "curl --fail --etag-compare tag --output record.ttl {base}resources/{example}.ttl",
    ),
    Channel(
        "api",
        _l("JSON"),
        _l(
            "Search and everything else this site can do, for programs; changes in the order of"
            " the log. The descriptions in OpenAPI 3.1 make clients."
        ),
        "curl --fail '{base}api/v1/search?q=course'\n"
        "curl --fail '{base}api/v1/changes?after=0&limit=5'\n"
        "curl --fail {base}api/v1/openapi.json\n"
        "curl --fail {base}openapi.json",
        _l("Among the changes; not found by a search."),
    ),
    Channel(
        "sitemap",
        _l("Sitemap and schema.org"),
        _l(
            "For search engines: every page with the time of its last change, in parts that stay"
            " as they are. Each page carries a block of schema.org and links for programs"
            " (Signposting)."
        ),
        "curl --fail {base}robots.txt\n"
        "curl --fail {base}sitemap.xml\n"
        "curl --fail --head --location {base}resources/{example}",
        _ANSWERS_410,
    ),
    Channel(
        "catalogue",
        _l("Catalogue for data portals"),
        _l("All files and services with sizes, checksums and licences, in DCAT-AP and VoID."),
        "curl --fail --header 'Accept: text/turtle' {base}catalog\n"
        "curl --fail --location --header 'Accept: text/turtle' {base}.well-known/void",
        _l("Not counted."),
        route="/catalog",
    ),
    Channel(
        "elm",
        _l("European Learning Model"),
        _l(
            "Whole files for the European register of courses and qualifications. A record that"
            " lacks what the model must have is left out; the report says why."
        ),
        "curl --fail --remote-name {base}export/elm/accreditations.rdf\n"
        "curl --fail {base}export/elm/report.json",
        _l("Not in the files."),
        route="/export/elm/<file>",
    ),
    Channel(
        "registry",
        _l("Another registry of this kind"),
        _l(
            "A registry that runs this software follows this one, keeps where each record comes"
            " from, and does not hand back what it was given. Its folder and port are its own."
            " Try it without saving:"
        ),
        "export REGISTRY_HOME=follower PORT=8001 PATH=.venv/bin:$PATH\n"
        "registry init\n"
        "{allowed}registry harvest {base}feed --dry-run",
        _l("Followed."),
        _l("The same command without the option takes what is new since the last time:"),
        "{allowed}registry harvest {base}feed",
        route="/feed",
    ),
)


def channels() -> tuple[Channel, ...]:
    """The channels that this registry has, in the order in which to think of them."""
    rules = {each.rule for each in current_app.url_map.iter_rules()}
    facts = _facts()
    return tuple(
        replace(
            each,
            command=each.command.format_map(facts),
            next_command=each.next_command.format_map(facts),
        )
        for each in _CHANNELS
        if not each.route or each.route in rules
    )


def limit_words(setting: str) -> str:
    """A limit of requests, such as "3000 per minute", in the words of the page."""
    words = {
        "second": _l("%(number)s a second"),
        "minute": _l("%(number)s a minute"),
        "hour": _l("%(number)s an hour"),
        "day": _l("%(number)s a day"),
    }
    return ", ".join(
        words[each.GRANULARITY.name] % {"number": formats.number(each.amount)}
        if each.multiples == 1 and each.GRANULARITY.name in words
        else str(each)
        for each in parse_many(setting)
    )


def _facts() -> Mapping[str, str]:
    """What the commands are filled with."""
    dump = dumps.newest(registry())
    return {
        "base": absolute(""),
        "example": str(harvest.example(registry()) or "ce-..."),
        "dumped": str(dump.number if dump else 0),
        "day": harvest.latest(registry())[:10],
        "allowed": _allowed(urlsplit(registry().base).hostname or ""),
    }


def _allowed(host: str) -> str:
    """What lets a registry follow one at a private address, as when both are tried at home."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    return f"HARVEST_NETWORKS={ipaddress.ip_network(address)} " if address.is_private else ""
