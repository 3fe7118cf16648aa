"""Records as tables: one definition of columns for CSV files and for forms, read and written."""

from typing import Final

from ctdl.tabular.building import Built, cells_of, document_of, own_ctid
from ctdl.tabular.columns import Choice, Column, Template
from ctdl.tabular.credentials import CREDENTIALS
from ctdl.tabular.organizations import ORGANIZATIONS
from ctdl.tabular.remarks import cell_finding, on_column

TEMPLATES: Final[dict[str, Template]] = {
    template.id: template for template in (CREDENTIALS, ORGANIZATIONS)
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
    "own_ctid",
]
