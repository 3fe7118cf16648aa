"""Records as tables: one definition of columns for CSV files and for forms, read and written."""

from typing import Final

from ctdl.tabular.building import (
    Built,
    cells_of,
    document_of,
    own_ctid,
    record_ctid,
    rows_of,
)
from ctdl.tabular.columns import Choice, Column, Template
from ctdl.tabular.credentials import CREDENTIALS
from ctdl.tabular.organizations import ORGANIZATIONS
from ctdl.tabular.quality_assurance import QUALITY_ASSURANCE
from ctdl.tabular.remarks import cell_finding, on_column, on_columns
from ctdl.tabular.stacking import STACKING

TEMPLATES: Final[dict[str, Template]] = {
    template.id: template for template in (CREDENTIALS, ORGANIZATIONS, QUALITY_ASSURANCE, STACKING)
}

__all__ = [
    "TEMPLATES",
    "Built",
    "Choice",
    "Column",
    "Template",
    "cell_finding",
    "cells_of",
    "document_of",
    "on_column",
    "on_columns",
    "own_ctid",
    "record_ctid",
    "rows_of",
]
