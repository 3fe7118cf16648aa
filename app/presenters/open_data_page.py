"""Datasets and services as the page of open data shows them, in its language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.presenters.formats import file_size
from app.presenters.language import page_language
from app.presenters.open_data import Dataset, Service


@dataclass(frozen=True)
class FileShown:
    """A file of a dataset."""

    address: str
    format: str
    size: str


@dataclass(frozen=True)
class DatasetShown:
    """A dataset; `at` is the instant it is as of, None while there are no files."""

    id: str
    title: str
    about: str
    at: str | None
    files: tuple[FileShown, ...]
    report: Mapping[str, Any] | None
    """How many records are in it and how many are left out, where that is told."""


@dataclass(frozen=True)
class ServiceShown:
    """A service, and an address at which one can look at it."""

    id: str
    path: str
    title: str
    about: str
    described_at: str


def dataset_shown(dataset: Dataset, reports: Mapping[str, Any]) -> DatasetShown:
    """What the page shows of a dataset; `reports` are those of the European Learning Model."""
    language = page_language()
    return DatasetShown(
        dataset.id,
        dataset.title[language],
        dataset.description[language],
        dataset.dump.at if dataset.dump else None,
        tuple(
            FileShown(each.address, each.format.name, file_size(each.file.size))
            for each in dataset.distributions
        ),
        reports.get(dataset.id.removeprefix("elm-")),
    )


def service_shown(service: Service) -> ServiceShown:
    """What the page shows of a service."""
    language = page_language()
    return ServiceShown(
        service.id,
        service.path,
        service.title[language],
        service.description[language],
        service.described_at,
    )
