"""`python -m registry_data.convert [--check]`: make the shipped documents from the fact tables."""

import argparse
import sys

from registry_data.convert.assembly import data_files
from registry_data.convert.concepts import made_files
from registry_data.convert.outputs import contents, differences, write
from registry_data.convert.tables import HOME


def main(arguments: list[str] | None = None) -> int:
    """Write the shipped files, or with --check only say which ones differ; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m registry_data.convert", description=__doc__)
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit with status 1 when shipped files are not what the facts give",
    )
    chosen = parser.parse_args(arguments)
    expected = contents([*data_files(), *made_files()])
    if not chosen.check:
        write(HOME, expected)
        return 0
    changed = differences(HOME, expected)
    for path in changed:
        sys.stderr.write(f"differs: registry_data/{path}\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
