"""The contexts of badges and verifiable credentials, kept as files: nothing is ever fetched.

A context decides what a signature covers, so only these exact ones count, by their exact address.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

_OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0"

#: The file of each address. That of Open Badges without a version is left out: what is served there
#: has changed, so that nobody can tell what was signed with it.
FILES: Final[Mapping[str, str]] = {
    "https://www.w3.org/2018/credentials/v1": "credentials-v1.json",
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://w3id.org/security/data-integrity/v1": "data-integrity-v1.json",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.json",
    "https://w3id.org/security/multikey/v1": "multikey-v1.json",
    f"{_OPEN_BADGES}/context-3.0.1.json": "open-badges-3.0.1.json",
    f"{_OPEN_BADGES}/context-3.0.2.json": "open-badges-3.0.2.json",
    f"{_OPEN_BADGES}/context-3.0.3.json": "open-badges-3.0.3.json",
    f"{_OPEN_BADGES}/extensions.json": "open-badges-extensions.json",
}


@cache
def credential_context(url: str) -> Mapping[str, Any]:
    """The stored document published at `url`; KeyError for any other address."""
    path = resources.files("ctdl").joinpath("data", "credential-contexts", FILES[url])
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document
