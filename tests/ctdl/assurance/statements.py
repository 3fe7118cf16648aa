"""Statements to test with: each states only what a test cares about."""

from ctdl.assurance import AssuranceStatement, Claim, Party, Role, Telling
from ctdl.assurance.statements import Act, Side, Standing
from ctdl.ctid import CTID, derive_ctid
from ctdl.records.values import QAKind

CREDENTIAL = Party(derive_ctid("test:credential"), {"en": "Credential"})
PROVIDER = Party(derive_ctid("test:provider"), {"en": "Provider"})
AGENCY = Party(derive_ctid("test:agency"), {"en": "Agency"})
OTHER = Party(derive_ctid("test:other"), {"en": "Other agency"})


def a_statement(
    start: str | None = None,
    until: str | None = None,
    *,
    act: Act = "grant",
    kind: QAKind | None = "accreditation",
    subject: Party = CREDENTIAL,
    role: Role = "credential",
    by: Party = AGENCY,
    standing: Standing = "in force",
    side: Side = "agency",
    seen: str | None = None,
    stands: bool = True,
    record: str = "record",
    is_own: bool = False,
) -> AssuranceStatement:
    """A statement that the agency makes itself, unless said otherwise."""
    claim = Claim(act, kind, subject, by, "ceterms:AccreditAction", start, until, standing=standing)
    told = Telling(
        side=side,
        asserted_by=by if side == "agency" else OTHER,
        record=CTID(derive_ctid(f"test:{record}")),
        number=1,
        stated_at="2024-03-01T00:00:00Z",
        seen=seen,
        stands=stands,
    )
    return AssuranceStatement(claim, told, role, is_own=is_own, confirmed=side == "agency")
