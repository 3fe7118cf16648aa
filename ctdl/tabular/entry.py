"""One row being read: its cells as values, and what is wrong with them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from ctdl.ctid import CTID, CTID_PATTERN, CTIDError, parse_ctid
from ctdl.findings import Finding
from ctdl.language import is_language_tag
from ctdl.messages import Said, say
from ctdl.rules import Severity
from ctdl.tabular.columns import Choice, Column
from ctdl.tabular.entries import split_codes, split_entries
from ctdl.tabular.language_names import language_named
from ctdl.tabular.remarks import cell_finding

#: Finds the organisations that have exactly this name.
Resolve = Callable[[str], Sequence[CTID]]
#: The class of a record or thing that is known, or None.
ClassOf = Callable[[CTID], str | None]

_NUMBER: Final = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_LARGEST: Final = 1_000_000_000


class Entry:
    """The cells of one row, asked for values; every odd one becomes a finding and gives nothing."""

    def __init__(
        self,
        cells: Mapping[str, str],
        *,
        language: str,
        publisher: CTID,
        resolve: Resolve | None = None,
        class_of: ClassOf | None = None,
    ) -> None:
        self.cells = cells
        self.language = language
        self.publisher = publisher
        self.class_of: ClassOf = class_of or (lambda _ctid: None)
        self.findings: list[Finding] = []
        self._resolve = resolve

    @cached_property
    def _tagged(self) -> Mapping[str, list[tuple[str, str]]]:
        """The names such as name@fr by column, each with its language."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name in self.cells:
            base, at, tag = name.partition("@")
            if at:
                found.setdefault(base, []).append((name, tag))
        return found

    def report(
        self, code: str, column: str | None, message: str, *, severity: Severity = "error"
    ) -> None:
        """Add a finding about a cell; that it is empty is said once."""
        if code == "CELL_MISSING" and any(
            (each.code, each.column) == (code, column) for each in self.findings
        ):
            return
        self.findings.append(cell_finding(code, column, message, severity=severity))

    def text(self, name: str) -> str:
        """The cell, without blanks around it."""
        return self.cells.get(name, "").strip()

    def texts(self, column: Column) -> dict[str, str]:
        """The text of each language: the plain column's first, then those of `name@fr`."""
        found: dict[str, str] = {}
        if text := self.text(column.name):
            found[self.language] = text
        for name, tag in self._tagged.get(column.name, ()):
            if not (text := self.text(name)):
                continue
            if found.get(tag, text) != text:
                self.report(
                    "CELL_TWICE",
                    name,
                    say(
                        "%(column)s is in the language %(tag)s as well; state one of the two.",
                        column=column.name,
                        tag=q(tag),
                    ),
                )
            found.setdefault(tag, text)
        return found

    def lists(self, column: Column) -> dict[str, list[str]]:
        """The entries of each language."""
        return {tag: split_entries(text) for tag, text in self.texts(column).items()}

    def choice(self, column: Column) -> Choice | None:
        """The value of its list that the cell names."""
        written = self.text(column.name)
        return self._choice(column, written) if written else None

    def choices(self, column: Column) -> list[Choice]:
        """The values of its list that the cell names, each once."""
        written = self.text(column.name)
        if not written:
            return []
        whole = column.choice(written)
        parts = [written] if whole else self._parts(column, written)
        found = (self._choice(column, part) for part in parts)
        return list(dict.fromkeys(choice for choice in found if choice))

    def number(self, name: str, written: str | None = None) -> float | None:
        """The number greater than zero in a cell."""
        text = self.text(name) if written is None else written
        if not text:
            return None
        if _NUMBER.fullmatch(text):
            number = float(text.replace(",", "."))
            if 0 < number <= _LARGEST:
                return number
        message = say("must be a number > 0, such as 12 or 7.5, not %(written)s.", written=q(text))
        self.report("CELL_NUMBER", name, message)
        return None

    def day(self, name: str) -> str | None:
        """The day in a cell."""
        text = self.text(name)
        if not text:
            return None
        if len(text) == len("2026-01-31"):
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                pass
        self.report(
            "CELL_DATE",
            name,
            say(
                "must be a day written YYYY-MM-DD, such as 2026-01-31, not %(written)s.",
                written=q(text),
            ),
        )
        return None

    def addresses(self, column: Column) -> list[str]:
        """The web addresses in a cell."""
        texts = split_entries(self.text(column.name)) if column.repeatable else []
        if not column.repeatable and self.text(column.name):
            texts = [self.text(column.name)]
        return [text for text in texts if self._is_address(column.name, text)]

    def languages(self, name: str) -> list[str]:
        """The language tags in a cell."""
        return [code for code in split_codes(self.text(name)) if self._is_language(name, code)]

    def ctid(self, name: str) -> CTID | None:
        """The CTID in a cell; the address of a record is taken for its CTID."""
        text = self.text(name).rstrip("/").rpartition("/")[2]
        if not text:
            return None
        try:
            return parse_ctid(text)
        except CTIDError:
            say_so = say(
                "must be a CTID, ce- and a UUID in lower case, not %(written)s.", written=q(text)
            )
            self.report("CELL_CTID", name, say_so)
            return None

    def references(self, column: Column) -> list[str]:
        """What a cell refers to by CTID, address or exact name, as addresses."""
        entries = split_entries(self.text(column.name))
        if len(entries) == 1 and _are_ctids(split_codes(entries[0])):
            entries = split_codes(entries[0])
        found = (self._reference(column.name, entry) for entry in entries)
        return list(dict.fromkeys(reference for reference in found if reference))

    def _choice(self, column: Column, written: str) -> Choice | None:
        found = column.choice(written)
        if found is None:
            self.report("CELL_CHOICE", column.name, _no_choice(column, written))
        return found

    def _parts(self, column: Column, written: str) -> list[str]:
        """The entries of a cell; commas and semicolons separate too where no label holds them."""
        entries = split_entries(written)
        found: list[str] = []
        for entry in entries:
            pieces = [piece.strip() for piece in re.split(r"[,;]", entry)]
            found += [entry] if column.choice(entry) else [piece for piece in pieces if piece]
        return found

    def _is_address(self, name: str, text: str) -> bool:
        if _ADDRESS.fullmatch(text):
            return True
        self.report(
            "CELL_ADDRESS",
            name,
            say(
                "must be a web address that begins with https:// or http://, not %(written)s.",
                written=q(text),
            ),
        )
        return False

    def _is_language(self, name: str, code: str) -> bool:
        if tag := language_named(code):
            message = say(
                "%(written)s is the name of a language; write its tag, %(tag)s.",
                written=q(code),
                tag=tag,
            )
        elif is_language_tag(code):
            return True
        else:
            message = say(
                "%(written)s is not a language tag; use one such as en or fr-CA.", written=q(code)
            )
        self.report("CELL_LANGUAGE", name, message)
        return False

    def _reference(self, name: str, written: str) -> str | None:
        tail = written.rstrip("/").rpartition("/")[2]
        if CTID_PATTERN.fullmatch(tail) and (tail == written or "resources/" in written):
            return f"resources/{tail}" if tail == written else written
        if _ADDRESS.fullmatch(written):
            # The address of a page of this registry is another name of the record it shows.
            shown = list(self._resolve(written)) if self._resolve else []
            return f"resources/{shown[0]}" if len(shown) == 1 else written
        known = list(self._resolve(written)) if self._resolve else []
        if len(known) == 1:
            return f"resources/{known[0]}"
        if known:
            message = say(
                "%(written)s is the name of %(count)s records; write one's CTID: %(ctids)s.",
                written=q(written),
                count=len(known),
                ctids=", ".join(known[:4]),
            )
            self.report("CELL_REFERENCE", name, message)
        else:
            self.report(
                "CELL_REFERENCE",
                name,
                say(
                    "%(written)s is neither a CTID nor an address, and nothing here has that name; "
                    "write the CTID, ce-….",
                    written=q(written),
                ),
            )
        return None


def q(text: str) -> str:
    """A cell quoted in a message, cut when it is long."""
    shown = " ".join(text.split())
    return repr(shown if len(shown) <= 60 else f"{shown[:57]}...")


def _are_ctids(codes: list[str]) -> bool:
    return bool(codes) and all(CTID_PATTERN.fullmatch(code) for code in codes)


def _no_choice(column: Column, written: str) -> Said:
    if near := column.nearest_choices(written):
        return say(
            "%(written)s is not a value of this column; near it: %(near)s.",
            written=q(written),
            near=", ".join(near),
        )
    values = [choice.value for choice in column.choices]
    return say(
        "%(written)s is not a value of this column; it takes %(values)s.",
        written=q(written),
        values=", ".join(values[:8]) + (", …" if len(values) > 8 else ""),
    )
