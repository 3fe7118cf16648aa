"""Finding the shipped records by the short names that people use for them."""

import pytest

from app.services import searching
from app.services.registry import Registry
from app.services.searching import SearchRequest


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("CISSP", "(ISC)2 Certified Information Systems Security Professional"),
        ("cissp", "(ISC)2 Certified Information Systems Security Professional"),
        ("AZ-900", "Microsoft Azure Fundamentals"),
        ("az900", "Microsoft Azure Fundamentals"),
        ("SC-100", "Microsoft Cybersecurity Architect"),
        ("CEH", "EC Council Certified Ethical Hacker"),
        ("PMP", "PMI Project Management Professional"),
        ("ccnp enterprise", "Cisco Certified Network Professional - Enterprise"),
    ],
)
def test_an_acronym_or_code_finds_its_certification_first(
    loaded_registry: Registry, typed: str, title: str
) -> None:
    page = searching.search(loaded_registry, SearchRequest(q=typed))

    assert title in page.hits[0].summary.name.values()
    assert not page.was_corrected
