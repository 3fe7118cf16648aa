"""An open registry: its settings, its log and its views, handed to every use case."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.config import Settings
from app.services.embedding import made_how
from app.store import log
from app.store.database import Database
from app.store.rdf import RDFStoreReader
from app.store.signing import Signer, create_signer, open_signer
from app.store.sparql import QueryEngine, QueryLimits
from app.store.tree import LogTree
from ctdl.contexts import CTDL_ASN_CONTEXT, CTDL_CONTEXT, prefixes_of
from search_index import create_index, open_index
from search_index.completion import CompletionIndex
from search_index.meaning import Encoder, encoder_named
from search_index.protocol import SearchIndex
from search_index.vectors import VectorIndex


@dataclass(frozen=True)
class Registry:
    """Everything a use case needs; parts are opened when first used, per process.

    Two with the same settings are equal: answers may be kept by the registry they are from.
    """

    settings: Settings

    @cached_property
    def database(self) -> Database:
        """The log and the catalogue."""
        return Database(self.settings.database_url)

    @cached_property
    def search_index(self) -> SearchIndex:
        """The index of words and facets."""
        return open_index(self.search_folder, self.settings.search_engine)

    @cached_property
    def encoder(self) -> Encoder:
        """What makes vectors of texts."""
        return encoder_named(self.settings.search_encoder)

    @cached_property
    def vectors(self) -> VectorIndex:
        """The vectors of all records that are found by search."""
        return VectorIndex(self.vectors_folder, self.encoder, made_how(self.encoder))

    @cached_property
    def record_names(self) -> CompletionIndex:
        """The titles and providers that typed text is completed to."""
        return CompletionIndex(self.settings.home / "suggest" / "records")

    @cached_property
    def concept_names(self) -> CompletionIndex:
        """The names of the concepts of the thesaurus, to complete to."""
        return CompletionIndex(self.settings.home / "suggest" / "concepts")

    @cached_property
    def rdf(self) -> RDFStoreReader:
        """The newest generation of the RDF store, to read."""
        return RDFStoreReader(self.rdf_folder)

    @cached_property
    def sparql(self) -> QueryEngine:
        """What answers queries of that store; its processes are started when they are needed."""
        limits = QueryLimits(seconds=self.settings.sparql_seconds)
        return QueryEngine(self.rdf_folder, limits, prefixes_of((CTDL_CONTEXT, CTDL_ASN_CONTEXT)))

    @cached_property
    def signer(self) -> Signer:
        """What the registry signs receipts and tree heads with."""
        return open_signer(self.keys_folder)

    @cached_property
    def tree(self) -> LogTree:
        """The Merkle tree over the log."""
        return LogTree()

    @property
    def base(self) -> str:
        """The address that relative IRIs are resolved against."""
        return f"{self.settings.base_url}/"

    @property
    def search_folder(self) -> Path:
        """Where the search index lives."""
        return self.settings.home / "search"

    @property
    def vectors_folder(self) -> Path:
        """Where the vectors live."""
        return self.settings.home / "meaning"

    @property
    def rdf_folder(self) -> Path:
        """Where the RDF store lives."""
        return self.settings.home / "rdf"

    @property
    def keys_folder(self) -> Path:
        """Where the registry's own keys live; nobody else may read it."""
        return self.settings.home / "keys"

    def lock_of(self, view: str) -> Path:
        """The file whose lock lets one process at a time update this view."""
        return self.settings.home / "locks" / f"{view}.lock"

    def close(self) -> None:
        """Give back what this process holds open."""
        self.sparql.close()
        self.database.close()


def open_registry(settings: Settings) -> Registry:
    """The registry these settings describe; raises DatabaseNotReady when it was not set up."""
    registry = Registry(settings)
    registry.database.require_ready()
    return registry


def set_up(settings: Settings) -> Registry:
    """The registry these settings describe, its folder and tables made or brought up to date."""
    settings.home.mkdir(parents=True, exist_ok=True)
    registry = Registry(settings)
    create_signer(registry.keys_folder)
    registry.database.migrate()
    with registry.database.writing() as connection:
        log.seal_old_entries(connection, registry.signer)
    create_index(registry.search_folder, settings.search_engine)
    registry.record_names.create()
    registry.vectors.create()
    return registry
