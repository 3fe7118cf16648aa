"""What is given out as a whole: the datasets, their files and the services that give them.

One list for the page, for DCAT and for schema.org; only what this very application answers is in
it, and only what is true of the files that lie there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from flask import current_app
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.presenters.language import LANGUAGES
from app.services import dumps, learning_model
from app.services.registry import Registry
from app.store.dumps import Dump, DumpFile
from ctdl.language import LangText
from ctdl.mapping.learning_model_export import ACCREDITATIONS, OPPORTUNITIES, QUALIFICATIONS

_IANA: Final = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Format:
    """What a file is: what it is called, its media type, and the name it has with IANA if any."""

    name: str
    media_type: str
    iana: str | None
    is_rdf: bool


FORMATS: Final = {
    dumps.N_QUADS: Format("N-Quads", "application/n-quads", f"{_IANA}application/n-quads", True),
    dumps.JSON_LINES: Format("JSON Lines", "application/x-ndjson", None, False),
}
RDF_XML: Final = Format("RDF/XML", "application/rdf+xml", f"{_IANA}application/rdf+xml", True)
GZIP: Final = f"{_IANA}application/gzip"


@dataclass(frozen=True)
class Distribution:
    """A file of a dataset: where it is, and what is in it."""

    id: str
    address: str
    format: Format
    is_compressed: bool
    file: DumpFile


@dataclass(frozen=True)
class Dataset:
    """Something that is given out as a whole, in the files of the newest dump."""

    id: str
    title: LangText
    description: LangText
    dump: Dump | None
    distributions: tuple[Distribution, ...]
    conforms_to: tuple[str, ...] = ("https://purl.org/ctdl/terms/",)
    """The models that its statements are in."""


@dataclass(frozen=True)
class Service:
    """A way of fetching the records bit by bit; `path` is below the registry's address."""

    id: str
    path: str
    title: LangText
    description: LangText
    conforms_to: tuple[str, ...]
    described_at: str


@dataclass(frozen=True)
class _Offered:
    """A service as it stands here, before it is known whether the application answers there."""

    id: str
    path: str
    title: LazyString
    description: LazyString
    described_at: str
    conforms_to: tuple[str, ...] = ()
    route: str = field(default="", kw_only=True)
    """The rule of an address that tells that the service is there; its path unless given."""


TITLE: Final = _l("Credential Registry: open data")
DESCRIPTION: Final = _l(
    "All records of this registry of micro-credentials and other credentials, as linked data in"
    " CTDL: whole, as files, and bit by bit, through services."
)
RECORDS: Final = _l("Records of credentials, providers and quality assurance")
_RECORDS_ABOUT: Final = _l(
    "Every live record: credentials, courses, organizations, frameworks and their levels,"
    " statements of quality assurance, pathways and transfer values. What is withdrawn is not in"
    " it."
)

ALL_RECORDS: Final = "records"
_ELM_MODEL: Final = "http://data.europa.eu/snb/model/elm/"
_ELM_ABOUT: Final = _l(
    "For the European register of courses and qualifications, in the European Learning Model. A"
    " record that does not state what the model must have is left out; the report says why."
)
_ELM: Final = {
    OPPORTUNITIES: (_l("Learning opportunities (European Learning Model)"), _ELM_ABOUT),
    QUALIFICATIONS: (_l("Qualifications (European Learning Model)"), _ELM_ABOUT),
    ACCREDITATIONS: (_l("Accreditations (European Learning Model)"), _ELM_ABOUT),
}

_SERVICES: Final = (
    _Offered(
        "sparql",
        "sparql",
        _l("SPARQL"),
        _l("Questions to all records at once, in SPARQL 1.1."),
        "sparql",
        ("https://www.w3.org/TR/sparql11-protocol/",),
    ),
    _Offered(
        "oai",
        "oai",
        _l("OAI-PMH"),
        _l("All records by time and by set, with those that were withdrawn."),
        "oai?verb=Identify",
        ("http://www.openarchives.org/OAI/openarchivesprotocol.html",),
    ),
    _Offered(
        "feed",
        "feed",
        _l("Linked Data Event Stream"),
        _l("Every change as a version of a record, in pages that can be kept."),
        "feed",
        ("https://w3id.org/ldes/specification", "https://w3id.org/tree/specification"),
    ),
    _Offered(
        "activity",
        "activity",
        _l("Activity Streams"),
        _l("Every change in the order of the log, newest page last."),
        "activity",
        (
            "https://www.w3.org/TR/activitystreams-core/",
            "https://iiif.io/api/discovery/1.0/",
        ),
    ),
    _Offered(
        "api",
        "api/v1",
        _l("JSON API"),
        _l("Search, records, comparisons, plans and more, as JSON."),
        "api/v1/openapi.json",
        ("https://spec.openapis.org/oas/v3.1.0",),
        route="/api/v1/openapi.json",
    ),
    _Offered(
        "envelopes",
        "envelopes",
        _l("Signed envelopes"),
        _l("Records in the shape that Credential Registries give them, signed."),
        "envelopes",
    ),
)


def datasets(registry: Registry) -> tuple[Dataset, ...]:
    """The datasets there are, with their newest files."""
    dump, elm = dumps.newest(registry), learning_model.newest(registry)
    records = Dataset(
        ALL_RECORDS,
        in_all_languages(RECORDS),
        in_all_languages(_RECORDS_ABOUT),
        dump,
        tuple(_distributions(dump)) if dump else (),
    )
    return (records, *(_elm(name, elm) for name in _ELM))


def _elm(name: str, dump: Dump | None) -> Dataset:
    """A data set for the European register; what lacks facts that it asks for is not in it."""
    title, about = _ELM[name]
    file = dump.file(f"{name}.rdf") if dump else None
    address = f"export/elm/{name}.rdf"
    return Dataset(
        f"elm-{name}",
        in_all_languages(title),
        in_all_languages(about),
        dump,
        (Distribution(f"elm-{name}-rdf", address, RDF_XML, False, file),) if file else (),
        (_ELM_MODEL,),
    )


def services() -> tuple[Service, ...]:
    """The services that this application answers."""
    rules = {each.rule for each in current_app.url_map.iter_rules()}
    return tuple(
        Service(
            each.id,
            each.path,
            in_all_languages(each.title),
            in_all_languages(each.description),
            each.conforms_to,
            each.described_at,
        )
        for each in _SERVICES
        if (each.route or f"/{each.path}") in rules
    )


def title() -> LangText:
    """What all of it is called."""
    return in_all_languages(TITLE)


def description() -> LangText:
    """What all of it is."""
    return in_all_languages(DESCRIPTION)


def in_all_languages(text: LazyString) -> LangText:
    """A text of the site in every language that the site speaks."""
    found = {}
    for language in LANGUAGES:
        with force_locale(language):
            found[language] = str(text)
    return found


def _distributions(dump: Dump) -> Iterator[Distribution]:
    for suffix, format in FORMATS.items():
        if file := dump.file(suffix):
            yield Distribution(
                f"records-{suffix.partition('.')[0]}",
                f"dumps/{dump.name}.{suffix}",
                format,
                suffix.endswith(".gz"),
                file,
            )
