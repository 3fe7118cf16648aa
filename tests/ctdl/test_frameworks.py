"""Frameworks and levels from the shipped tables, or from others."""

from pathlib import Path

from ctdl.ctid import derive_ctid
from ctdl.frameworks import FRAMEWORKS, frameworks_in

HEAD = (
    "framework_id,framework_name,jurisdiction,framework_url,level_notation,level_order,level_label,"
    "typical_qualification_types,credit_unit,hours_per_credit,source\n"
)


def test_the_shipped_frameworks_have_their_levels_lowest_first() -> None:
    eqf = FRAMEWORKS.framework("eqf")

    assert eqf is not None
    assert [level.notation for level in eqf.levels] == [str(number) for number in range(1, 9)]
    assert eqf.ctid == derive_ctid("framework:eqf")
    assert FRAMEWORKS.framework_of_ctid(eqf.progression_model_ctid) == eqf
    assert FRAMEWORKS.framework_of_ctid(eqf.ctid) == eqf


def test_a_level_is_found_by_id_and_by_the_ctid_of_its_record() -> None:
    level = FRAMEWORKS.level("nfq-ie:7")

    assert level is not None
    assert (level.framework, level.notation) == ("nfq-ie", "7")
    assert FRAMEWORKS.level_of_ctid(derive_ctid("level:nfq-ie:7")) == level
    assert FRAMEWORKS.level("nfq-ie:99") is None
    assert FRAMEWORKS.level_of_ctid(derive_ctid("x")) is None
    assert FRAMEWORKS.framework("x") is None


def test_other_tables_can_be_read(tmp_path: Path) -> None:
    rows = "x,X,Xland,,B,2,Level B,,,,s\nx,X,Xland,,A,1,Level A,,ects,25,s\n"
    (tmp_path / "levels.csv").write_text(HEAD + rows)

    framework = frameworks_in(tmp_path).frameworks["x"]

    assert [level.id for level in framework.levels] == ["x:A", "x:B"]
    assert framework.url is None
    assert framework.levels[0].credit_unit == "ects"


def test_a_folder_without_tables_has_no_frameworks(tmp_path: Path) -> None:
    assert frameworks_in(tmp_path).frameworks == {}
    assert frameworks_in(tmp_path).level("eqf:5") is None
