"""The columns that lead from a credential to other records and to those who assure its quality."""

from typing import Final

from ctdl.tabular.columns import Column
from ctdl.tabular.common_columns import LINKS


def _to(name: str, label: str, help: str, term: str) -> Column:
    return Column(name, label, help, "reference", f"ceterms:{term}", repeatable=True, section=LINKS)


COLUMNS: Final = (
    _to("part_of", "Part of", "Larger credentials it counts towards, by CTID.", "isPartOf"),
    _to("parts", "Parts", "Credentials or courses it is made of, by CTID.", "hasPart"),
    _to("prepares_for", "Prepares for", "What it prepares for, by CTID.", "isPreparationFor"),
    _to("supersedes", "Replaces", "What it replaces, by CTID.", "supersedes"),
    _to("superseded_by", "Replaced by", "What replaces it, by CTID.", "supersededBy"),
    _to("accredited_by", "Accredited by", "Who accredits it: CTID or name.", "accreditedBy"),
    _to("approved_by", "Approved by", "Who approved it: CTID or name.", "approvedBy"),
    _to("recognized_by", "Recognised by", "Who recognises it: CTID or name.", "recognizedBy"),
    _to("regulated_by", "Regulated by", "Who regulates it: CTID or name.", "regulatedBy"),
)
