"""Settings of a running registry, read once from the environment."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from ctdl.errors import RegistryError

SearchEngine = Literal["whoosh", "tantivy"]

IN_HOME = "home://"
"""The store of counts that is a file in the home folder."""


class SettingError(RegistryError):
    """A setting in the environment has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """Where this registry lives, what it is called from outside and how it is served."""

    home: Path = Path("var")
    """REGISTRY_HOME: the one folder with everything that changes at run time."""
    host: str = "127.0.0.1"
    """HOST: the address the server listens on."""
    port: int = 8000
    """PORT: the port the server listens on."""
    base_url: str = ""
    """REGISTRY_BASE_URL: the public address, without a slash at its end; follows host and port."""
    database_url: str = ""
    """DATABASE_URL: PostgreSQL instead of the SQLite file in the home folder."""
    workers: int = 2
    """WORKERS: how many server processes."""
    data: Path = field(
        default_factory=lambda: Path(__file__).resolve().parents[1] / "registry_data"
    )
    """REGISTRY_DATA: the folder with the records that ship with the software."""
    search_encoder: str = "wordllama"
    """SEARCH_ENCODER: what makes vectors of texts: wordllama, minilm or e5."""
    publish_limit: str = "600 per minute"
    """PUBLISH_LIMIT: how many requests one key may make."""
    validate_limit: str = "120 per minute"
    """VALIDATE_LIMIT: how many documents one client address may have checked without a key."""
    sign_in_limit: str = "20 per minute"
    """SIGN_IN_LIMIT: how many keys that open nothing one client address may show."""
    correction_limit: str = "10 per hour"
    """CORRECTION_LIMIT: how many corrections may be asked for from one client address."""
    harvest_limit: str = "3000 per minute"
    """HARVEST_LIMIT: how many requests one client address may make of channels of harvesters."""
    rate_limit_storage: str = IN_HOME
    """RATE_LIMIT_STORAGE: where requests are counted; in memory, each process counts its own."""
    search_engine: SearchEngine = "whoosh"
    """SEARCH_ENGINE: `tantivy` for large collections; its package must then be installed."""
    contact_email: str = ""
    """CONTACT_EMAIL: whom harvesters write to; postmaster at the registry's host if not given."""
    harvest_networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    """HARVEST_NETWORKS: private networks where sources may be harvested, such as 10.1.0.0/16."""
    communities: str = "ce_registry"
    """COMMUNITIES: the names that Credential Registries' clients may call this registry by."""
    data_licence: str = ""
    """DATA_LICENCE: the address of the licence of all that is given out as a whole; none if not
    given, as records come under the licences of their sources."""
    sparql_seconds: int = 10
    """SPARQL_SECONDS: how long a query may take before it is ended."""
    trusted_proxies: int = 0
    """TRUSTED_PROXIES: how many proxies in front state the client's address in X-Forwarded-For."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "home", self.home.resolve())
        if not self.base_url:
            host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host
            object.__setattr__(self, "base_url", f"http://{host}:{self.port}")
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        if not self.base_url.startswith(("http://", "https://")):
            raise SettingError(
                f"REGISTRY_BASE_URL is {self.base_url!r}; it must begin with http:// or https://."
            )
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.home / 'registry.db'}")
        elif self.database_url.startswith(("postgres://", "postgresql://")):
            rest = self.database_url.split("://", 1)[1]
            object.__setattr__(self, "database_url", f"postgresql+psycopg://{rest}")
        elif not self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise SettingError(
                "DATABASE_URL must begin with postgresql:// or sqlite:///; leave it out for SQLite."
            )
        if self.search_encoder not in _ENCODERS:
            raise SettingError(
                f"SEARCH_ENCODER is {self.search_encoder!r}; it must be one of"
                f" {', '.join(_ENCODERS)}."
            )
        if self.search_engine not in get_args(SearchEngine):
            raise SettingError(
                f"SEARCH_ENGINE is {self.search_engine!r}; it must be"
                f" {' or '.join(get_args(SearchEngine))}."
            )
        if self.contact_email and not _EMAIL.fullmatch(self.contact_email):
            raise SettingError(
                f"CONTACT_EMAIL is {self.contact_email!r}; write an address such as"
                " registry@ministry.example."
            )
        if not _COMMUNITIES.fullmatch(self.communities):
            raise SettingError(
                f"COMMUNITIES is {self.communities!r}; write names in lower-case letters, digits"
                " and underscores with commas between, such as 'ce_registry, navy'."
            )
        if self.data_licence and not _WEB_ADDRESS.fullmatch(self.data_licence):
            raise SettingError(
                f"DATA_LICENCE is {self.data_licence!r}; write the address of a licence, such as"
                " https://creativecommons.org/licenses/by/4.0/."
            )
        for name in _LIMITS:
            if not _LIMIT.fullmatch(limit := getattr(self, name)):
                raise SettingError(
                    f"{name.upper()} is {limit!r}; write a limit such as '600 per minute' or"
                    " '10 per second, 5000 per day'."
                )

    @property
    def community_names(self) -> tuple[str, ...]:
        """The communities by name; the first is the one that envelopes state."""
        return tuple(each.strip() for each in self.communities.split(","))


_ENCODERS = ("wordllama", "minilm", "e5")
_LIMITS = (
    *("publish_limit", "validate_limit", "sign_in_limit", "correction_limit"),
    "harvest_limit",
)
_EMAIL = re.compile(r"[^@\s]+@([^@\s.]+\.)+[^@\s.]+")
_COMMUNITY = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
_COMMUNITIES = re.compile(rf"{_COMMUNITY}(?:\s*,\s*{_COMMUNITY})*")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_ONE_LIMIT = r"[1-9][0-9]{0,8} per (second|minute|hour|day)"
_LIMIT = re.compile(rf"{_ONE_LIMIT}(, {_ONE_LIMIT})*")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that the environment states, with defaults for the rest."""
    given: dict[str, object] = {}
    for name, variable in (("home", "REGISTRY_HOME"), ("data", "REGISTRY_DATA")):
        if environment.get(variable):
            given[name] = Path(environment[variable])
    for name, variable in (
        ("host", "HOST"),
        ("base_url", "REGISTRY_BASE_URL"),
        ("database_url", "DATABASE_URL"),
        ("search_encoder", "SEARCH_ENCODER"),
        ("publish_limit", "PUBLISH_LIMIT"),
        ("validate_limit", "VALIDATE_LIMIT"),
        ("sign_in_limit", "SIGN_IN_LIMIT"),
        ("correction_limit", "CORRECTION_LIMIT"),
        ("harvest_limit", "HARVEST_LIMIT"),
        ("rate_limit_storage", "RATE_LIMIT_STORAGE"),
        ("search_engine", "SEARCH_ENGINE"),
        ("contact_email", "CONTACT_EMAIL"),
        ("communities", "COMMUNITIES"),
        ("data_licence", "DATA_LICENCE"),
    ):
        if environment.get(variable):
            given[name] = environment[variable]
    for name, variable, largest in (
        ("port", "PORT", 65535),
        ("workers", "WORKERS", 256),
        ("sparql_seconds", "SPARQL_SECONDS", 600),
    ):
        if environment.get(variable):
            given[name] = _whole_number(variable, environment[variable], largest)
    if environment.get("HARVEST_NETWORKS"):
        given["harvest_networks"] = tuple(map(_network, environment["HARVEST_NETWORKS"].split(",")))
    if environment.get("TRUSTED_PROXIES", "0") != "0":
        given["trusted_proxies"] = _whole_number(
            "TRUSTED_PROXIES", environment["TRUSTED_PROXIES"], 10
        )
    return Settings(**given)  # type: ignore[arg-type]


def _whole_number(variable: str, text: str, largest: int) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= largest:
        return int(text)
    raise SettingError(f"{variable} is {text!r}; it must be a whole number from 1 to {largest}.")


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError as error:
        raise SettingError(
            f"HARVEST_NETWORKS holds {text.strip()!r}; write networks such as 127.0.0.0/8 or"
            " 10.1.0.0/16, with commas between them."
        ) from error
