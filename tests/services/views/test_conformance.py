"""Records are held against standards when they change, or when something they rest on does."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from app.services import conformance, publishing, reading, searching, views
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from app.services.searching import SearchRequest
from app.store import conformance as kept
from ctdl.ctid import CTID, derive_ctid
from ctdl.frameworks import FRAMEWORKS
from ctdl.standards import STANDARDS, Result
from tests.support.documents import PROVIDER, a_credential, a_document, an_organization, ctid_of
from tests.support.prerequisites import PROJECT

COLLEGE = PublisherRef(PROVIDER, "Example College")
AGENCY = PublisherRef(derive_ctid("test:agency"), "Example Agency")
OTHER_COLLEGE = derive_ctid("test:other college")
_CROSSWALKS = PROJECT / "registry_data" / "crosswalks" / "framework-crosswalks.jsonl"

Checked = Callable[[], list[CTID]]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Checked:
    """The records that were checked since it was last asked."""
    found: list[CTID] = []
    check = conformance.check_against_all

    def noting(document: Any, record: Any, around: Any) -> Any:
        found.append(record.ctid)
        return check(document, record, around)

    def taken() -> list[CTID]:
        taken = sorted(found)
        found.clear()
        return taken

    monkeypatch.setattr("app.services.views.conformance.check_against_all", noting)
    return taken


@pytest.fixture
def courses(registry: Registry) -> list[CTID]:
    """Two records of the college and one of another's, checked."""
    publishing.publish(registry, an_organization(), COLLEGE)
    own = [publishing.publish(registry, a_credential(key), COLLEGE).ctid for key in ("one", "two")]
    lone = a_credential("three", ownedBy=[f"resources/{OTHER_COLLEGE}"])
    publishing.publish(registry, lone)
    views.catch_up(registry)
    return sorted(own)


def result_of(registry: Registry, ctid: CTID, standard: str, element: str) -> Result:
    """What is kept of one element."""
    with registry.database.reading() as connection:
        rows = kept.results_of(connection, [ctid])[ctid]
    pattern = next(row.pattern for row in rows if row.standard == standard)
    return {each.id: result for each, result in STANDARDS[standard].results_of(pattern)}[element]


def act(of: CTID, type_: str = "ceterms:AccreditAction") -> dict[str, Any]:
    """A statement of the agency about the quality of something."""
    stated = {
        "name": {"en": "Statement"},
        "actingAgent": [f"resources/{AGENCY.ctid}"],
        "object": [f"resources/{of}"],
        "startDate": "2024-01-01",
    }
    return a_document(derive_ctid(f"test:act on {of}"), type_, stated)


def test_each_record_is_held_against_each_standard(registry: Registry, courses: list[CTID]) -> None:
    with registry.database.reading() as connection:
        results = kept.results_of(connection, courses)

    assert sorted(results) == courses
    for rows in results.values():
        assert {row.standard for row in rows} == set(STANDARDS)
        for row in rows:
            assert len(row.pattern) == len(STANDARDS[row.standard].elements)


def test_only_the_record_that_changed_is_checked_again(
    registry: Registry, courses: list[CTID], checked: Checked
) -> None:
    publishing.publish(registry, a_credential("one", alternateName={"en": ["First"]}), COLLEGE)
    views.catch_up(registry)

    assert checked() == [ctid_of(a_credential("one"))]


def test_another_country_of_the_provider_has_its_records_checked_again(
    registry: Registry, courses: list[CTID], checked: Checked
) -> None:
    moved = an_organization()
    del moved["@graph"][0]["ceterms:address"]
    moved["@graph"][0]["ceterms:email"] = ["office@college.example"]
    assert result_of(registry, courses[0], "eu-2022", "issuer-country") == "met"

    publishing.publish(registry, moved, COLLEGE)
    views.catch_up(registry)

    assert checked() == courses
    assert result_of(registry, courses[0], "eu-2022", "issuer-country") == "not stated"


def test_another_name_of_the_provider_has_nothing_checked_again(
    registry: Registry, courses: list[CTID], checked: Checked
) -> None:
    publishing.publish(registry, an_organization("Riverside College"), COLLEGE)
    views.catch_up(registry)

    assert checked() == []


def test_what_an_agency_states_and_takes_back_counts(
    registry: Registry, courses: list[CTID], checked: Checked
) -> None:
    assert result_of(registry, courses[0], "eu-2022", "qa") == "not stated"

    publishing.publish(registry, act(courses[0]), AGENCY)
    views.catch_up(registry)
    assert checked() == [courses[0]]
    assert result_of(registry, courses[0], "eu-2022", "qa") == "met"

    publishing.withdraw(registry, ctid_of(act(courses[0])), AGENCY, reason="a mistake")
    views.catch_up(registry)
    assert checked() == [courses[0]]
    assert result_of(registry, courses[0], "eu-2022", "qa") == "not stated"


def test_what_an_agency_states_about_the_provider_has_its_records_checked_again(
    registry: Registry, courses: list[CTID], checked: Checked
) -> None:
    publishing.publish(registry, act(PROVIDER), AGENCY)
    views.catch_up(registry)

    assert checked() == courses


def test_a_new_comparison_of_levels_has_records_with_levels_checked_again(
    registry: Registry, courses: list[CTID], checked: Checked
) -> None:
    level = FRAMEWORKS.level("nzqcf:7")
    assert level is not None
    levelled = a_credential("levelled", atLevel=[f"resources/{level.ctid}"])
    ctid = publishing.publish(registry, levelled, COLLEGE).ctid
    views.catch_up(registry)
    checked()
    assert result_of(registry, ctid, "eu-2022", "level") == "not stated"

    with _CROSSWALKS.open(encoding="utf-8") as lines:
        for line in lines:
            publishing.publish(registry, json.loads(line)["document"])
    views.catch_up(registry)

    assert checked() == [ctid]
    assert result_of(registry, ctid, "eu-2022", "level") == "met"


def test_another_class_of_what_it_leads_to_has_a_record_checked_again(
    registry: Registry, courses: list[CTID], checked: Checked
) -> None:
    whole = a_credential("whole")
    part = a_credential("part", isPartOf=[f"resources/{ctid_of(whole)}"])
    publishing.publish(registry, part, COLLEGE)
    views.catch_up(registry)
    checked()

    publishing.publish(registry, whole, COLLEGE)
    views.catch_up(registry)
    assert checked() == sorted([ctid_of(whole), ctid_of(part)])

    publishing.publish(registry, a_credential("whole", alternateName={"en": ["All"]}), COLLEGE)
    views.catch_up(registry)
    assert checked() == [ctid_of(whole)]


def test_quality_assurance_that_has_ended_no_longer_counts(
    registry: Registry, courses: list[CTID], checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = act(courses[0])
    ended["@graph"][0]["ceterms:endDate"] = "2026-12-31"
    _let_it_be(monkeypatch, date(2026, 12, 31))
    publishing.publish(registry, ended, AGENCY)
    views.catch_up(registry)
    assert result_of(registry, courses[0], "eu-2022", "qa") == "met"
    checked()

    _let_it_be(monkeypatch, date(2027, 1, 1))
    views.catch_up(registry)

    assert checked() == [courses[0]]
    assert result_of(registry, courses[0], "eu-2022", "qa") != "met"
    views.catch_up(registry)
    assert checked() == []
    assert _wrong(registry) == []


def test_what_is_due_is_begun_again_when_the_index_could_not_follow(
    registry: Registry, courses: list[CTID], checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = act(courses[0])
    ended["@graph"][0]["ceterms:endDate"] = "2026-12-31"
    _let_it_be(monkeypatch, date(2026, 12, 31))
    publishing.publish(registry, ended, AGENCY)
    views.catch_up(registry)
    _let_it_be(monkeypatch, date(2027, 1, 1))
    checked()

    with monkeypatch.context() as broken:
        broken.setattr(views.SearchView, "index_again", _fail)
        with pytest.raises(OSError, match="no room"):
            views.catch_up(registry)
    views.catch_up(registry)

    assert checked() == [courses[0], courses[0]]
    assert _wrong(registry) == []


def test_a_withdrawn_record_leaves_the_figures(registry: Registry, courses: list[CTID]) -> None:
    before = conformance.figures(registry, "eu-2022")[0].checked

    publishing.withdraw(registry, courses[0], COLLEGE, reason="over")
    views.catch_up(registry)

    assert conformance.figures(registry, "eu-2022")[0].checked == before - 1
    assert _wrong(registry) == []


def test_made_again_it_is_what_it_became_step_by_step(
    registry: Registry, courses: list[CTID]
) -> None:
    publishing.publish(registry, act(PROVIDER), AGENCY)
    publishing.publish(registry, act(courses[0]), AGENCY)
    views.catch_up(registry)
    publishing.publish(registry, a_credential("one", alternateName={"en": ["First"]}), COLLEGE)
    views.catch_up(registry)
    before = _everything(registry)

    views.rebuild(registry, ["conformance"])

    assert _everything(registry) == before
    assert _wrong(registry) == []


def test_check_sees_a_result_that_no_check_gives(registry: Registry, courses: list[CTID]) -> None:
    with registry.database.writing() as connection:
        changed = "UPDATE conformance_result SET meets = NOT meets WHERE standard = 'eu-2022'"
        connection.execute(text(changed))

    assert _wrong(registry) == ["conformance"]


def test_other_standards_begin_the_results_and_the_index_again(
    registry: Registry, courses: list[CTID], checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("conformance", "search"):
        monkeypatch.setattr(f"app.services.views.{module}.basis", lambda: "other files")
    reached = views.positions(registry)
    assert (reached["conformance"], reached["search"]) == (0, 0)

    views.catch_up(registry)

    assert len(checked()) == 3
    assert set(views.positions(registry).values()) == {4}
    assert _wrong(registry) == []


def test_a_search_finds_what_meets_a_standard(registry: Registry, courses: list[CTID]) -> None:
    with registry.database.reading() as connection:
        met = kept.standards_met(connection, courses)
    assert any(met.values()), "the small records meet the elements of at least one list"

    for standard in {each for found in met.values() for each in found}:
        request = SearchRequest(filters={"standard": (standard,)})
        found = {hit.summary.ctid for hit in searching.search(registry, request).hits}
        assert {ctid for ctid in courses if standard in met.get(ctid, ())} == found & set(courses)


def test_the_page_and_the_view_agree(registry: Registry, courses: list[CTID]) -> None:
    publishing.publish(registry, act(courses[0]), AGENCY)
    views.catch_up(registry)

    for ctid in courses:
        live = conformance.conformance_of(registry, reading.get_record(registry, ctid))
        with registry.database.reading() as connection:
            rows = kept.results_of(connection, [ctid])[ctid]
        assert {(each.standard.id, each.pattern, each.meets) for each in live} == {
            (row.standard, row.pattern, row.meets) for row in rows
        }


def _let_it_be(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    for module in ("surroundings", "views.conformance"):
        monkeypatch.setattr(f"app.services.{module}.day_of_checks", lambda: day)


def _fail(*_anything: object) -> None:
    raise OSError("no room")


def _everything(registry: Registry) -> list[tuple[Any, ...]]:
    query = "SELECT record, standard, pattern, meets FROM conformance_result ORDER BY 1, 2"
    with registry.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def _wrong(registry: Registry) -> list[str]:
    return [report.name for report in views.check(registry) if not report.is_right]
