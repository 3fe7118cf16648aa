"""`python -m benchmarks [SIZE ...]`, and with `publish` or `storm` as the first word."""

import sys

from benchmarks import publish, sizes, storm

COMMANDS = {"publish": publish.command, "storm": storm.command}

if __name__ == "__main__":
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    if first in COMMANDS:
        COMMANDS[first](sys.argv[2:])
    else:
        sizes.main(sys.argv[1:])
