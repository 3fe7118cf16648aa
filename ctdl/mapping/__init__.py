"""Reading other formats as CTDL, and writing CTDL in them, by tables of terms and properties."""

from ctdl.mapping.exporting import EXPORTS, NotExpressible, export, is_expressible
from ctdl.mapping.formats import FORMATS
from ctdl.mapping.importing import Imported, detect, import_document
from ctdl.mapping.pages import MAX_PAGE_BYTES

__all__ = [
    "EXPORTS",
    "FORMATS",
    "MAX_PAGE_BYTES",
    "Imported",
    "NotExpressible",
    "detect",
    "export",
    "import_document",
    "is_expressible",
]
