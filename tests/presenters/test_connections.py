"""What stacks into what, where the other end is gone or was never here."""

import pytest

from app.presenters.connections import unshown
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord
from tests.presenters.records import PARENT, a_stored_record

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("names", "remarks"),
    [
        ({}, ["(not in this registry)"]),
        ({PARENT: Named(PARENT, {"en": "A"}, "ceterms:Degree", True)}, ["(withdrawn)"]),
        ({PARENT: Named(PARENT, {"en": "A"}, "ceterms:Degree")}, []),
    ],
)
def test_other_end_that_is_gone_or_unknown_is_marked(
    names: dict[CTID, Named], remarks: list[str]
) -> None:
    record = a_stored_record(isPartOf=[f"resources/{PARENT}"]).record
    assert isinstance(record, CredentialRecord)

    left_out = unshown(record.connections, names)

    assert [entry.remark for entry in left_out.leads_to] == remarks
