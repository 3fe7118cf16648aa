"""Reading other formats as CTDL, and writing CTDL in them, by tables of terms and properties."""

from ctdl.mapping.exporting import EXPORTS, NotExpressible, export
from ctdl.mapping.formats import FORMATS
from ctdl.mapping.importing import Imported, detect, import_document

__all__ = [
    "EXPORTS",
    "FORMATS",
    "Imported",
    "NotExpressible",
    "detect",
    "export",
    "import_document",
]
