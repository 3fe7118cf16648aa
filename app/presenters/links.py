"""Where a record has its page: the name of a page and what fills its address, not the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from app.services import families
from ctdl.ctid import CTID

_PAGES = {
    families.CREDENTIAL: "credential",
    families.LEARNING: "credential",
    families.ORGANIZATION: "organization",
}
_PATHWAY = "ceterms:Pathway"


@dataclass(frozen=True)
class Link:
    """A page of this site (`page` and what fills its address) or an address elsewhere (`url`)."""

    page: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    url: str | None = None

    @property
    def is_external(self) -> bool:
        """Whether the link leaves the registry."""
        return self.url is not None


def record_link(ctid: CTID, resource_type: str) -> Link:
    """The page of a record of this class; a class without a page of its own has the general one."""
    if resource_type == _PATHWAY:
        return Link("pathway", {"ctid": ctid})
    page = _PAGES.get(families.family_of(resource_type), "record") if resource_type else "record"
    return Link(page, {"ctid": ctid})


def mail_link(address: str) -> Link | None:
    """A link that writes to an e-mail address; what is none is no link."""
    plain = address.removeprefix("mailto:").strip()
    name, at, host = plain.rpartition("@")
    if not (name and at and "." in host) or any(char.isspace() or char in "?&<>" for char in plain):
        return None
    return Link(url=f"mailto:{quote(plain, safe='@+')}")


def web_link(address: str | None) -> Link | None:
    """A link to an address on the web; anything else that a record calls an address gives None."""
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return Link(url=address.strip().replace(" ", "%20")) if is_web else None
