"""Quality statements as the columns of the fact tables give them."""

import re

from registry_data.convert.credential_facts import QualityStatement
from registry_data.convert.organizations import organization_ctids, organization_names
from registry_data.convert.tables import Row

_WHOLE_DATE = len("2025-01-01")
_UNSTATED = re.compile(
    r"\b(?:regulation|recognition|approval|accreditation) by [^;]+ is general knowledge"
)


def quality(row: Row) -> tuple[QualityStatement, ...]:
    """What the row says a quality assurance body did; dates without a day stay in words."""
    body = row["quality_assurance_body"]
    if not body or not _is_stated(row):
        return ()
    inexact = [
        f"{word} {row[column]}"
        for word, column in (("from", "qa_from"), ("until", "qa_until"))
        if row[column] and len(row[column]) < _WHOLE_DATE
    ]
    # An acronym says no more than the name; a remark in brackets does.
    stated = f"As stated: {body}" if "(" in body and organization_names(body) != body else ""
    return (
        QualityStatement(
            kind=row["qa_kind"],
            body=organization_names(body),
            agents=organization_ctids(body),
            start=row["qa_from"],
            end=row["qa_until"],
            remark="; ".join(part for part in (stated, *inexact) if part),
        ),
    )


def _is_stated(row: Row) -> bool:
    """Whether a source says it: neither general knowledge nor a holder's portfolio is one."""
    return not _UNSTATED.search(row["note"]) and not row["source"].startswith("public portfolio")


def listing(register: str, start: str = "", end: str = "") -> QualityStatement:
    """The entry of a credential in the register of the body that is named."""
    return QualityStatement(
        kind="listing",
        body=organization_names(register),
        agents=organization_ctids(register),
        start=start,
        end=end,
    )
