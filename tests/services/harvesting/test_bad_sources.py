"""A source may answer anything: it is told what is wrong with it, and nothing is half taken."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.services.harvesting import SourceFailed
from app.services.polite_web import NotFetched, Page
from ctdl.ctid import derive_ctid
from tests.services.harvesting.neighbours import Neighbour, neighbour

__all__ = ["neighbour"]

FEED = "https://alder.test/feed"
CTID = derive_ctid("test:bad source")
PREFIXES = """
    @prefix as: <https://www.w3.org/ns/activitystreams#> .
    @prefix ceterms: <https://purl.org/ctdl/terms/> .
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix ldes: <https://w3id.org/ldes#> .
    @prefix tree: <https://w3id.org/tree#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
STREAM = f"""
    <{FEED}#stream> a ldes:EventStream ; tree:view <{FEED}> ;
        ldes:timestampPath dct:created ; ldes:versionOfPath dct:isVersionOf ;
        ldes:versionDeleteObject as:Delete .
"""
NAMED = f'<https://alder.test/resources/{CTID}> a ceterms:MicroCredential ; ceterms:ctid "{CTID}"'


def member(number: int, at: str, *, statements: str = f"{NAMED} .") -> str:
    return f"""
        <{FEED}#stream> tree:member <{FEED}#{number}> .
        <{FEED}#{number}> dct:isVersionOf <https://alder.test/resources/{CTID}> ;
            dct:created "{at}"^^xsd:dateTime .
        <{FEED}#{number}> {{ {statements} }}
    """


def relation(target: str, since: str) -> str:
    return f"""
        <{FEED}> tree:relation [ a tree:GreaterThanOrEqualToRelation ; tree:path dct:created ;
            tree:value "{since}"^^xsd:dateTime ; tree:node <{target}> ] .
    """


def titled(name: str) -> str:
    return f'{NAMED} ; ceterms:name "{name}"@en .'


@pytest.fixture
def birch(neighbour: Callable[[str], Neighbour]) -> Neighbour:
    return neighbour("birch")


@pytest.fixture
def alder(neighbour: Callable[[str], Neighbour]) -> Neighbour:
    return neighbour("alder")


def answers(birch: Neighbour, text: str, url: str = FEED, media: str = "application/trig") -> None:
    """Let an address answer with this text."""
    birch.web.pages[url] = Page(url, media, (PREFIXES + text).encode())


@pytest.mark.parametrize(
    ("text", "media", "says"),
    [
        ("<html>Down for maintenance</html>", "text/html", "answers with text/html"),
        ("this is no TriG", "application/trig", "is not well-formed"),
        (STREAM + member(1, "2026-01-01T00:00:00Z")[:-40], "application/trig", "not well-formed"),
        ("", "application/trig", "describes 0 event streams"),
        (f"<{FEED}> a ldes:EventStream .", "application/trig", "ldes:versionOfPath"),
        (STREAM + member(1, "yesterday"), "application/trig", "'yesterday' is not an instant"),
        (f"{STREAM} <{FEED}#stream> tree:member <{FEED}#1> .", "application/trig", "does not say"),
    ],
)
def test_a_source_that_is_none_is_told_so(
    alder: Neighbour, birch: Neighbour, text: str, media: str, says: str
) -> None:
    answers(birch, text, media=media)

    with pytest.raises(SourceFailed, match=says):
        birch.follow(alder)

    assert birch.entries == 0


def test_a_document_with_errors_stops_no_other(alder: Neighbour, birch: Neighbour) -> None:
    other = NAMED.replace(CTID, derive_ctid("test:other"))
    answers(
        birch,
        STREAM
        + member(1, "2026-01-01T00:00:00Z", statements='<https://alder.test/x> ceterms:name "x" .')
        + member(2, "2026-01-02T00:00:00Z", statements=f"{other} .").replace(
            f"resources/{CTID}> ;", f"resources/{derive_ctid('test:other')}> ;"
        ),
    )

    report = birch.follow(alder)

    assert report.counts == {"published": 1, "refused": 1}
    assert "states a ceterms:ctid" in report.not_taken[0].message


def test_nodes_that_lead_round_in_a_circle_are_read_once(
    alder: Neighbour, birch: Neighbour
) -> None:
    page = "https://alder.test/feed/pages/1"
    back = relation(FEED, "2026-01-01T00:00:00Z").replace(
        f"<{FEED}> tree:rel", f"<{page}> tree:rel"
    )
    answers(birch, STREAM + relation(page, "2026-01-01T00:00:00Z"))
    answers(birch, STREAM + member(1, "2026-01-01T00:00:00Z") + back, page)

    assert birch.follow(alder).counts == {"published": 1}
    assert birch.web.asked == [FEED, page]


def test_an_instant_in_the_future_does_not_make_deaf(alder: Neighbour, birch: Neighbour) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=400)).isoformat()
    answers(birch, STREAM + member(1, ahead, statements=titled("First")))
    birch.follow(alder)

    now = datetime.now(UTC).isoformat()
    answers(
        birch,
        STREAM
        + member(1, ahead, statements=titled("First"))
        + member(2, now, statements=titled("Second")).replace(CTID, derive_ctid("test:second")),
    )

    birch.follow(alder)

    assert len(birch.live()) == 2


def test_pages_out_of_order_leave_nothing_out(alder: Neighbour, birch: Neighbour) -> None:
    """Their bounds say nothing: the place to go on from stays back until all were read."""
    first, second = "https://alder.test/feed/pages/1", "https://alder.test/feed/pages/2"
    bare = "".join(
        f"<{FEED}> tree:relation [ a tree:Relation ; tree:node <{page}> ] ."
        for page in (first, second)
    )
    answers(birch, STREAM + bare)
    answers(birch, STREAM + member(2, "2026-03-01T00:00:00Z", statements=titled("Newer")), first)

    with pytest.raises(NotFetched, match="404|gone"):
        birch.follow(alder)

    other = derive_ctid("test:older")
    answers(birch, STREAM + member(1, "2026-01-01T00:00:00Z").replace(CTID, other), second)
    assert birch.follow(alder).counts == {"published": 1, "unchanged": 1}
    assert set(birch.live()) == {CTID, other}


def test_names_with_control_characters_are_refused(alder: Neighbour, birch: Neighbour) -> None:
    answers(birch, STREAM + member(1, "2026-01-01T00:00:00Z", statements=titled("A\\u0001B")))

    report = birch.follow(alder)

    assert report.counts == {"refused": 1}
    assert "U+0001" in report.not_taken[0].message
