"""The table of `docs/stacking.md`: `python -m tests.support.stacking_table` writes it again.

It reads the registry that the settings of the environment describe, with the shipped records.
"""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from flask import Flask
from flask_babel import Babel, force_locale

from app.config import from_environment
from app.presenters.stack_words import points_words, reason_words, stated_words
from app.services import reading
from app.services.registry import Registry, open_registry
from app.services.stacking import Asserted, Kind, Stacks, Suggested, stacks
from ctdl.ctid import CTID
from ctdl.language import best_text
from tests.support.prerequisites import PROJECT

PAGE: Final = PROJECT / "docs" / "stacking.md"
BEGIN: Final = "<!-- The table: python -m tests.support.stacking_table -->\n"
END: Final = "<!-- End of the table -->\n"
DAY: Final = date(2026, 11, 22)

Example = tuple[Kind | None, Literal["stated", "suggested"], str, str | None]

#: The kind, the basis, the CTID of a shipped credential and that of what it stacks with.
EXAMPLES: Final[tuple[Example, ...]] = (
    (
        "vertical",
        "suggested",
        "ce-92f19a3f-215f-4d3e-b12b-0625f4e20e6f",
        "ce-6938003b-7c86-41b8-8136-450c71c13b6e",
    ),
    (
        "vertical",
        "stated",
        "ce-35853d25-d34c-4a4c-8700-6fb17039b832",
        "ce-08049066-a88a-468f-a1e3-f548da2ef9f6",
    ),
    (
        "vertical",
        "stated",
        "ce-b997ba13-fb94-4912-9646-75fc659b0480",
        "ce-34c9a2eb-c299-4891-a8a7-35a388634551",
    ),
    (
        "vertical",
        "suggested",
        "ce-ff51b082-013e-484c-a861-9a69162af8d6",
        "ce-880123ea-c337-4a8f-b57b-f3b84b1fcc93",
    ),
    (
        "vertical",
        "suggested",
        "ce-d3938ab8-02ad-4b22-b038-e01f1dc292da",
        "ce-1a1b261e-1d0a-46af-95fd-19fbb0c2fd9d",
    ),
    (
        "horizontal",
        "stated",
        "ce-230ace83-7e69-49b5-88d4-3a0eb49a4b05",
        "ce-8a174d61-c605-4b0a-a1b6-c2be205da529",
    ),
    (
        "horizontal",
        "suggested",
        "ce-b121055e-5e0e-4131-9062-8279d5478ec5",
        "ce-cae4df42-c2bf-4647-9808-7c53ff95dc6f",
    ),
    (
        "horizontal",
        "suggested",
        "ce-84c75bf9-7332-412d-8d98-a0643767a871",
        "ce-7725b18e-d8de-4f0b-8905-e69cd92a72af",
    ),
    (
        "horizontal",
        "suggested",
        "ce-09c36654-30b3-4cb3-82a8-b5b27d616ad5",
        "ce-c4fe4531-ebe5-40d2-91ec-6f96ca32108a",
    ),
    (
        "complementary",
        "stated",
        "ce-c2d0ea6e-a106-40fd-ac38-0528fb58f02b",
        "ce-3e823b51-9cdc-4306-bf26-1d2812d7845b",
    ),
    (
        "complementary",
        "suggested",
        "ce-2b7dd93a-4eae-4e21-a37e-b59dff69642c",
        "ce-eb32d541-94c3-486a-9df0-a5c7a71893c6",
    ),
    (
        "complementary",
        "suggested",
        "ce-341f82bb-0a80-4118-81c8-017551383f8c",
        "ce-d91ef16f-8dbe-42c9-a59f-98fac9075597",
    ),
    (
        "complementary",
        "suggested",
        "ce-9fc2c004-b5e9-4771-994d-d9710ebeb072",
        "ce-c6a3f09f-3016-4558-ab0e-7b67a9bba11e",
    ),
    (None, "stated", "ce-9ec2aa49-6568-44ab-807f-e539d8ac090e", None),
)


class NotFound(LookupError):
    """An example is not among the stacks that the service finds."""


def table(registry: Registry) -> str:
    """The table as Markdown; raises NotFound where an example does not hold."""
    frame = Flask("table")
    Babel(frame, default_locale="en")
    with frame.test_request_context("/"), force_locale("en"):
        return "".join(_lines(registry))


def with_table(page: str, made: str) -> str:
    """The page with the table in its place."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{made}{END}{after}"


def _lines(registry: Registry) -> Iterator[str]:
    yield "| kind | basis | from | towards or beside | why |\n"
    yield "| --- | --- | --- | --- | --- |\n"
    for kind, basis, here, there in EXAMPLES:
        ctid = CTID(here)
        found = _found(stacks(registry, ctid, DAY), kind, basis, there)
        own = best_text(reading.get_record(registry, ctid).record.name, "en")[0]
        name = found.name if isinstance(found, Asserted) else found.summary.name
        other = _cell(best_text(name, "en")[0], there)
        why = "; ".join(_why(found))
        yield f"| {kind or 'not told'} | {basis} | {_cell(own, here)} | {other} | {why} |\n"


def _found(all_: Stacks, kind: Kind | None, basis: str, there: str | None) -> Asserted | Suggested:
    """The stack of the example, among those of its kind and basis only."""
    if basis == "suggested" and kind is not None:
        for suggested in all_.suggested.get(kind, ()):
            if suggested.summary.ctid == there:
                return suggested
    else:
        for stated in all_.unsorted if kind is None else all_.asserted.get(kind, ()):
            if stated.ctid == there:
                return stated
    raise NotFound(f"No {kind} stack with {there} is {basis}.")


def _why(found: Asserted | Suggested) -> Iterator[str]:
    if isinstance(found, Suggested):
        yield points_words(found)
        for reason in found.reasons:
            yield f"{reason_words(reason)} ({reason.points})"
        return
    yield from stated_words(found)
    said = dict.fromkeys(each.by for each in found.told if each.by)
    yield f"by {', '.join(said)}"


def _cell(name: str, ctid: str | None) -> str:
    return f"{name} `{ctid}`" if ctid else name


def main() -> int:
    """Write the page."""
    registry = open_registry(from_environment())
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), table(registry)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
