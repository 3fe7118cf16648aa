"""The stored list of every address the application answers, and the application's own list.

`python -m tests.support.routes` writes the list again; a reader of the change then sees which
address came, went or changed its methods.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

ROUTES_FILE = Path(__file__).resolve().parents[1] / "project" / "routes.txt"
_IMPLIED_METHODS = {"HEAD", "OPTIONS"}


@dataclass(frozen=True, order=True)
class Route:
    """One address, what answers it and by which methods."""

    rule: str
    methods: str
    endpoint: str

    def __str__(self) -> str:
        return f"{self.rule} {self.methods} {self.endpoint}"


def stored_routes() -> list[Route]:
    """The addresses that the stored list promises."""
    lines = ROUTES_FILE.read_text(encoding="utf-8").splitlines()
    return [Route(*line.split(" ")) for line in lines]


def routes_of(app: Flask) -> list[Route]:
    """The addresses that `app` answers, in order."""
    return sorted(
        Route(
            rule.rule, ",".join(sorted((rule.methods or set()) - _IMPLIED_METHODS)), rule.endpoint
        )
        for rule in app.url_map.iter_rules()
    )


def main() -> int:
    """Write the stored list from the application as it is now."""
    from app import create_app
    from app.config import Settings
    from app.services.registry import set_up

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        set_up(settings).close()
        lines = "".join(f"{route}\n" for route in routes_of(create_app(settings)))
    ROUTES_FILE.write_text(lines, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
