"""A running site to publish on: a copy of the shipped records, and a college with a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pytest

from ctdl.ctid import CTID, derive_ctid
from tests.support.ports import free_port
from tests.support.registries import copy_of, run_command
from tests.support.servers import LiveServer, serving

if TYPE_CHECKING:
    from app.config import Settings

COLLEGE: Final = derive_ctid("test:publishing college")
OWN: Final = derive_ctid("test:publishing own record")
OWN_WITHDRAWN: Final = derive_ctid("test:publishing withdrawn record")
_HOSTILE: Final = 'Example: <b>bold</b> & "quoted" שלום ' + "endless" * 12


@dataclass(frozen=True)
class PublishingSite:
    """A running site, the college's key, and what stands behind names in addresses."""

    server: LiveServer
    key: str
    names: dict[str, str]

    @property
    def address(self) -> str:
        """The site's address."""
        return self.server.address


@pytest.fixture(scope="session")
def publishing_site(
    loaded_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PublishingSite]:
    """The site over a copy of the shipped records that tests may change."""
    folder = tmp_path_factory.mktemp("publishing")
    port = free_port()
    copied = copy_of(loaded_settings, folder / "home")
    settings = replace(copied, port=port, base_url=f"http://127.0.0.1:{port}")
    named = ("--publisher", COLLEGE, "--name", "Example: Northern Farm College")
    key = run_command(settings, "key", "create", *named).strip().split()[0]
    names = {**publish_own_records(settings), "own_key": key.split("_")[1]}
    with serving(settings, folder / "server.log") as server:
        yield PublishingSite(server, key, names)


def publish_own_records(settings: Settings) -> dict[str, str]:
    """One record with a change, one that is withdrawn; their names in addresses."""
    from app.services import corrections, publishing
    from app.services.corrections import Asked
    from app.services.registry import open_registry
    from app.services.views import catch_up

    registry = open_registry(settings)
    college = publishing.PublisherRef(COLLEGE, "Example: Northern Farm College")
    first = publishing.publish(registry, _course(OWN, "Example: harvest"), college)
    second = publishing.publish(registry, _course(OWN, _HOSTILE), college)
    publishing.publish(registry, _course(OWN_WITHDRAWN, "Example: taken back"), college)
    publishing.withdraw(registry, OWN_WITHDRAWN, college, reason="No longer <b>awarded</b>.")
    catch_up(registry)
    asked = Asked("name", _HOSTILE, "https://college.example/harvest", revision=first.number)
    sent = corrections.ask(registry, OWN, asked, ["name"], corrections.new_code())
    registry.close()
    return {
        "own": OWN,
        "own_withdrawn": OWN_WITHDRAWN,
        "own_change": str(second.number),
        "own_first": str(first.number),
        "own_asked": str(sent.correction.number),
    }


def _course(ctid: CTID, name: str) -> dict[str, object]:
    main = {
        "@id": f"resources/{ctid}",
        "@type": "ceterms:MicroCredential",
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": name},
        "ceterms:description": {"en": "For farm staff."},
        "ceterms:subjectWebpage": "https://college.example/harvest",
        "ceterms:inLanguage": ["en"],
        "ceterms:credentialStatusType": {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": "credentialStat:Active",
        },
        "ceterms:ownedBy": [f"resources/{COLLEGE}"],
    }
    context = "https://credreg.net/ctdl/schema/context/json"
    return {"@context": context, "@id": f"graph/{ctid}", "@graph": [main]}
