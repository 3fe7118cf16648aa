"""Where a presented link leads."""

import pytest

from app.presenters.links import record_link, web_link
from ctdl.ctid import derive_ctid

CTID = derive_ctid("some record")


@pytest.mark.parametrize(
    ("resource_type", "page"),
    [
        ("ceterms:MicroCredential", "credential"),
        ("ceterms:MasterDegree", "credential"),
        ("ceterms:Course", "credential"),
        ("ceterms:QACredentialOrganization", "organization"),
        ("ceterms:AlignmentMap", "record"),
        ("", "record"),
    ],
)
def test_each_class_has_its_page(resource_type: str, page: str) -> None:
    assert record_link(CTID, resource_type).page == page


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.c", "https://", "", None],
)
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_link(address) is None


def test_web_address_is_kept_as_stated() -> None:
    link = web_link("https://example.org/a b")

    assert link is not None
    assert link.is_external
    assert link.url == "https://example.org/a%20b"
