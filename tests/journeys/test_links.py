"""Every link on the site leads somewhere."""

from collections.abc import Container
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import pytest

from tests.support.html_pages import Answer, fetch, internal_links, read_links
from tests.support.pages import Page

pytestmark = pytest.mark.journey


def test_every_internal_link_answers(answers: dict[Page, Answer]) -> None:
    """Of two links that differ in their language alone the English one is followed."""
    linked_from: dict[str, str] = {}
    for answer in answers.values():
        for link in internal_links(answer):
            linked_from.setdefault(link, answer.address)
    followed = [link for link in linked_from if not _is_french_twin(link, linked_from)]

    with ThreadPoolExecutor(max_workers=4) as pool:
        statuses = dict(zip(followed, pool.map(_final_status, followed), strict=True))

    known = {answer.address: answer.status for answer in answers.values()}
    broken = {
        link: (status, linked_from[link])
        for link, status in statuses.items()
        if status >= 400 and known.get(link) != status
    }
    assert broken == {}


def test_every_anchor_that_is_linked_to_exists(answers: dict[Page, Answer]) -> None:
    anchors = {answer.address: read_links(answer).anchors for answer in answers.values()}

    missing = [
        f"{address}#{anchor} on {answer.address}"
        for answer in answers.values()
        for address, names in internal_links(answer).items()
        for anchor in names - anchors.get(address, names)
    ]

    assert missing == []


def _is_french_twin(link: str, others: Container[str]) -> bool:
    english = link.replace("/fr/", "/", 1)
    return english != link and english in others


def _final_status(address: str) -> int:
    answer = fetch(address)
    if 300 <= answer.status < 400:
        return fetch(urljoin(address, answer.headers["Location"])).status
    return answer.status
