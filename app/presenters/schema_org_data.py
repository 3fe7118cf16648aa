"""The catalogue in the words of schema.org, which search engines for data sets read."""

from typing import Any

from app.http.current import absolute, registry
from app.presenters import open_data
from app.presenters.open_data import Dataset, Distribution
from app.services import publishers
from ctdl.language import LangText

Node = dict[str, Any]


def catalogue_node(found: tuple[Dataset, ...]) -> Node:
    """The DataCatalog with its Datasets and their DataDownloads."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": absolute("catalog"),
        "url": absolute("catalog"),
        "name": _texts(open_data.title()),
        "description": _texts(open_data.description()),
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": publishers.operator_name(registry())},
        "dataset": [_dataset(each) for each in found],
        **_licence(),
    }


def _dataset(dataset: Dataset) -> Node:
    node: Node = {
        "@type": "Dataset",
        "@id": absolute(f"catalog#{dataset.id}"),
        "url": absolute("catalog"),
        "name": _texts(dataset.title),
        "description": _texts(dataset.description),
        "isAccessibleForFree": True,
        **_licence(),
    }
    if dataset.distributions:
        node["distribution"] = [_download(each) for each in dataset.distributions]
    if dataset.dump:
        node |= {"dateModified": dataset.dump.at, "version": str(dataset.dump.number)}
    return node


def _download(distribution: Distribution) -> Node:
    return {
        "@type": "DataDownload",
        "name": distribution.format.name,
        "contentUrl": absolute(distribution.address),
        "encodingFormat": distribution.format.media_type,
        "contentSize": f"{distribution.file.size} B",
        "sha256": distribution.file.sha256,
        **_licence(),
    }


def _licence() -> Node:
    stated = registry().settings.data_licence
    return {"license": stated} if stated else {}


def _texts(text: LangText) -> list[Node]:
    return [{"@value": value, "@language": tag} for tag, value in text.items()]
