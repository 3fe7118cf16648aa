"""Cells that a spreadsheet would run as a formula: made harmless on the way out, and undone.

Source: OWASP, CSV injection. The apostrophe is what spreadsheets themselves write before a text.
"""

import re
from typing import Final

# A text that already begins with apostrophes gets one more, so that reading is the exact inverse.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED: Final = re.compile(r"'('*[=+\-@\t\r\n＝＋－＠])")


def guarded(text: str) -> str:
    """`text` as a cell that every spreadsheet shows and none runs."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of."""
    return cell[1:] if _GUARDED.match(cell) else cell
