"""Writes `docs/templates.md` again from the columns: `python -m tests.support.templates_page`."""

import sys

from ctdl.tabular import TEMPLATES
from ctdl.tabular.describing import templates_page
from tests.support.prerequisites import PROJECT

PAGE = PROJECT / "docs" / "templates.md"


def main() -> int:
    """Write the page."""
    PAGE.write_text(templates_page(TEMPLATES.values()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
