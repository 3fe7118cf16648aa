"""`python -m benchmarks [SIZE ...]`, or with one of COMMANDS as the first word."""

import sys
from collections.abc import Callable

from benchmarks import (
    assurance,
    compare,
    conformance,
    dumps,
    engines,
    evaluation,
    harvest,
    planner,
    publish,
    reach,
    sizes,
    sparql,
    standards,
    storm,
    suggest,
    vectors,
)
from benchmarks.peers import command as peers

COMMANDS: dict[str, Callable[[list[str]], object]] = {
    "publish": publish.command,
    "storm": storm.command,
    "compare": compare.command,
    "conformance": conformance.command,
    "standards": standards.command,
    "suggest": suggest.command,
    "engines": engines.command,
    "peers": peers.command,
    "reach": reach.command,
    "vectors": vectors.command,
    "planner": planner.command,
    "assurance": assurance.command,
    "evaluation": evaluation.command,
    "dumps": dumps.command,
    "harvest": harvest.command,
    "sparql": sparql.command,
}

if __name__ == "__main__":
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    if first in COMMANDS:
        COMMANDS[first](sys.argv[2:])
    else:
        sizes.main(sys.argv[1:])
