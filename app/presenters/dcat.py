"""The catalogue as linked data: DCAT-AP 3 for portals, VoID for whoever asks linked data about it.

A dataset is described in both vocabularies at once. Licences are said where one is stated for the
whole (DATA_LICENCE); records come under those of their sources, which is said in any case.
"""

from collections.abc import Iterator
from typing import Any, Final, cast

from flask import Response
from flask_babel import lazy_gettext as _l

from app.http.caching import Validators, etag_of, representation
from app.http.current import absolute, registry
from app.http.media_types import MediaType
from app.presenters import open_data
from app.presenters.open_data import Dataset, Distribution, Service
from app.services import harvest, publishers
from ctdl.contexts import CTDL_ASN_CONTEXT, CTDL_CONTEXT, prefixes_of
from ctdl.documents import Format
from ctdl.language import LangText
from ctdl.small_graphs import SmallGraph

Node = dict[str, Any]

RIGHTS: Final = _l(
    "Facts collected from the sources that each record names. Where a source states a licence, the"
    " record says so; nothing is said where it states none."
)
_PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_THEME: Final = f"{_AUTHORITY}data-theme/EDUC"
_PUBLIC: Final = f"{_AUTHORITY}access-right/PUBLIC"
_LANGUAGES: Final = tuple(f"{_AUTHORITY}language/{each}" for each in ("ENG", "FRA"))
_N_QUADS: Final = "http://www.w3.org/ns/formats/N-Quads"
_SHA256: Final = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_TERMS: Final = prefixes_of((CTDL_CONTEXT, CTDL_ASN_CONTEXT))
_IN_USE: Final = ("ceterms", "ceasn", "asn", "skos", "dct", "schema")
_VOCABULARIES: Final = tuple(_TERMS[each] for each in _IN_USE)


def catalogue_answer(media_type: MediaType) -> Response:
    """The catalogue in one of the formats of linked data."""
    body = catalogue_graph().serialize(cast(Format, media_type.suffix))
    return representation(media_type, Validators(etag_of(body.decode())), lambda: body)


def catalogue_graph() -> SmallGraph:
    """The catalogue: what there is, where, how large, and how to get it bit by bit."""
    found, services = open_data.datasets(registry()), open_data.services()
    nodes = [_catalogue(found, services), _operator()]
    for each in found:
        nodes.append(_dataset(each, services))
        nodes += [_distribution(each, file) for file in each.distributions]
    nodes += [_service(each, found[:1]) for each in services]
    nodes += _licences()
    return SmallGraph.of(_PREFIXES, nodes)


def _catalogue(found: tuple[Dataset, ...], services: tuple[Service, ...]) -> Node:
    node: Node = {
        "@id": absolute("catalog"),
        "@type": "dcat:Catalog",
        "dct:title": _texts(open_data.title()),
        "dct:description": _texts(open_data.description()),
        "dct:publisher": _at(_local("operator")),
        "foaf:homepage": _at(absolute("")),
        "dct:language": [_at(each) for each in _LANGUAGES],
        "dcat:themeTaxonomy": _at(f"{_AUTHORITY}data-theme"),
        "dcat:dataset": [_at(_local(each.id)) for each in found],
        "dcat:service": [_at(_local(each.id)) for each in services],
        "dct:issued": _instant(harvest.earliest(registry())),
        **_licence(),
    }
    dumps = [each.dump for each in found if each.dump]
    if dumps:
        node["dct:modified"] = _instant(max(each.at for each in dumps))
    return node


def _operator() -> Node:
    return {
        "@id": _local("operator"),
        "@type": "foaf:Agent",
        "foaf:name": publishers.operator_name(registry()),
    }


def _dataset(dataset: Dataset, services: tuple[Service, ...]) -> Node:
    node: Node = {
        "@id": _local(dataset.id),
        "@type": "dcat:Dataset",
        "dct:title": _texts(dataset.title),
        "dct:description": _texts(dataset.description),
        "dct:identifier": _local(dataset.id),
        "dct:publisher": _at(_local("operator")),
        "dcat:theme": _at(_THEME),
        "dct:accessRights": _at(_PUBLIC),
        "dcat:landingPage": _at(absolute("catalog")),
        "foaf:homepage": _at(absolute("")),
        "dcat:keyword": _keywords(),
        "dct:conformsTo": [_at(each) for each in dataset.conforms_to],
        "dct:rights": _rights(),
        "dcat:distribution": [_at(_local(each.id)) for each in dataset.distributions],
        "dct:issued": _instant(harvest.earliest(registry())),
        **_licence(),
    }
    if dataset.id == open_data.ALL_RECORDS:
        node |= _void(dataset, services)
    if dataset.dump:
        node |= {
            "dct:modified": _instant(dataset.dump.at),
            "dcat:version": str(dataset.dump.number),
        }
    if email := registry().settings.contact_email:
        node["dcat:contactPoint"] = {
            "@type": "vcard:Kind",
            "vcard:fn": publishers.operator_name(registry()),
            "vcard:hasEmail": _at(f"mailto:{email}"),
        }
    return node


def _void(dataset: Dataset, services: tuple[Service, ...]) -> Node:
    """What VoID says of the dataset: its counts are those of the files in the same description."""
    node: Node = {
        "@type": ["dcat:Dataset", "void:Dataset"],
        "void:uriSpace": absolute("resources/"),
        "void:vocabulary": [_at(each) for each in _VOCABULARIES],
        "void:feature": _at(_N_QUADS),
    }
    if example := harvest.example(registry()):
        node["void:exampleResource"] = _at(absolute(f"resources/{example}"))
    if any(each.id == "sparql" for each in services):
        node["void:sparqlEndpoint"] = _at(absolute("sparql"))
    if (dump := dataset.dump) is None:
        return node
    return node | {
        "void:triples": _integer(dump.triples),
        "void:entities": _integer(dump.entities),
        "void:dataDump": [
            _at(absolute(each.address)) for each in dataset.distributions if each.format.is_rdf
        ],
        "void:classPartition": [
            {"void:class": _at(name), "void:entities": _integer(count)}
            for name, count in dump.classes.items()
        ],
    }


def _distribution(dataset: Dataset, distribution: Distribution) -> Node:
    assert dataset.dump is not None, "a distribution is a file of a dump"
    file, format = distribution.file, distribution.format
    node: Node = {
        "@id": _local(distribution.id),
        "@type": "dcat:Distribution",
        "dct:title": _texts({"en": format.name, "fr": format.name}),
        "dcat:accessURL": _at(absolute("catalog")),
        "dcat:downloadURL": _at(absolute(distribution.address)),
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _at(_SHA256),
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
        "dct:modified": _instant(dataset.dump.at),
        "dct:rights": _rights(),
        **_licence(),
    }
    if format.iana:
        node["dcat:mediaType"] = _at(format.iana)
    else:
        # IANA has no name for it, and DCAT takes no other for a media type.
        node["dct:format"] = {"@type": "dct:MediaTypeOrExtent", "rdfs:label": format.media_type}
    if distribution.is_compressed:
        node["dcat:compressFormat"] = _at(open_data.GZIP)
    return node


def _service(service: Service, found: tuple[Dataset, ...]) -> Node:
    return {
        "@id": _local(service.id),
        "@type": "dcat:DataService",
        "dct:title": _texts(service.title),
        "dct:description": _texts(service.description),
        "dct:publisher": _at(_local("operator")),
        "dcat:endpointURL": _at(absolute(service.path)),
        "dcat:endpointDescription": _at(absolute(service.described_at)),
        "dct:conformsTo": [_at(each) for each in service.conforms_to],
        "dcat:servesDataset": [_at(_local(each.id)) for each in found],
        "dct:accessRights": _at(_PUBLIC),
        **_licence(),
    }


def _licence() -> Node:
    stated = registry().settings.data_licence
    return {"dct:license": _at(stated)} if stated else {}


def _licences() -> Iterator[Node]:
    if stated := registry().settings.data_licence:
        yield {"@id": stated, "@type": "dct:LicenseDocument"}


def _rights() -> Node:
    label = _texts(open_data.in_all_languages(RIGHTS))
    return {"@id": _local("rights"), "@type": "dct:RightsStatement", "rdfs:label": label}


def _keywords() -> list[Node]:
    words = {
        "en": ("micro-credentials", "qualifications", "quality assurance", "CTDL"),
        "fr": ("microcertifications", "certifications", "assurance qualité", "CTDL"),
    }
    return [
        {"@value": each, "@language": language} for language in words for each in words[language]
    ]


def _local(id: str) -> str:
    return absolute(f"catalog#{id}")


def _at(address: str) -> Node:
    return {"@id": address}


def _texts(text: LangText) -> list[Node]:
    return [{"@value": value, "@language": tag} for tag, value in text.items()]


def _instant(at: str) -> Node:
    return {"@value": at, "@type": "xsd:dateTime"}


def _integer(number: int) -> Node:
    return {"@value": str(number), "@type": "xsd:integer"}
