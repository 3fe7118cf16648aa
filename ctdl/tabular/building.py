"""From the cells of a row to a document, and from a document to its cells."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import Document
from ctdl.findings import Finding
from ctdl.language import UNDETERMINED, is_language_tag
from ctdl.messages import say
from ctdl.tabular.columns import Template
from ctdl.tabular.draft import Draft
from ctdl.tabular.entries import split_codes
from ctdl.tabular.entry import ClassOf, Entry, Resolve, q
from ctdl.tabular.remarks import to_fill_in
from ctdl.vocabulary import vocabulary

_FORMULA: Final = re.compile(r"[=＝]\s*\S|[@+-]\s*[A-Za-z]+\(")
_FREE_TEXT: Final = ("text", "paragraph", "lines")


@dataclass(frozen=True)
class Built:
    """The document a row makes, and what is wrong with its cells."""

    document: dict[str, Any]
    findings: tuple[Finding, ...]
    ctid: CTID


def document_of(
    template: Template,
    cells: Mapping[str, str],
    *,
    publisher: CTID,
    existing: Document | None = None,
    resolve: Resolve | None = None,
    class_of: ClassOf | None = None,
) -> Built:
    """The document that the cells state; merged into `existing`, whose other facts stay.

    A column that is not among `cells` is left alone; one that is there and empty removes its fact;
    one that says what the document says already changes nothing. `resolve` finds organisations by
    name, `class_of` the class of what a row refers to.
    """
    cells = {name: text for name, text in cells.items() if template.column(name)}
    before = Draft.view(existing) if existing else None
    language = _language(cells, before)
    known = _cells(template, before, language) if before and not template.adds_to_records else {}
    entry = Entry(
        {**known, **cells},
        language=language,
        publisher=publisher,
        resolve=resolve,
        class_of=class_of,
    )
    ctid = existing.ctid if existing else _ctid_of(template, entry)
    draft = Draft.of(existing) if existing else Draft.new(ctid)
    _check_language(cells, entry)
    if existing is None or template.adds_to_records:
        wanted = {name for name, text in cells.items() if text}
    else:
        wanted = {name for name, text in cells.items() if _differs(text, known.get(name, ""))}
    changed = {template.places[name.partition("@")[0]] for name in wanted}
    for place in sorted(changed):
        template.facts[place].write(draft, entry)
    _note_formulas(template, cells, wanted, entry)
    if not template.adds_to_records:
        _check_class(template, draft, entry, before)
    template.finish(draft, entry, before)
    return Built(draft.body, tuple(entry.findings), ctid)


def cells_of(template: Template, document: Document, language: str | None = None) -> dict[str, str]:
    """The cells of every column of `template` for the record; `name@fr` for further languages."""
    draft = Draft.view(document)
    return _cells(template, draft, language or draft.language())


def rows_of(template: Template, document: Document) -> list[dict[str, str]]:
    """The rows that state the record: one, or one for each relation."""
    if not template.adds_to_records:
        return [cells_of(template, document)]
    draft = Draft.view(document)
    return [row for fact in template.facts for row in fact.rows(draft, draft.language())]


def record_ctid(template: Template, cells: Mapping[str, str], publisher: CTID) -> CTID:
    """The CTID of the record that a row is about."""
    return _ctid_of(template, Entry(cells, language="und", publisher=publisher))


def own_ctid(template: str, publisher: CTID, code: str) -> CTID:
    """The CTID that always belongs to a publisher's own code."""
    return derive_ctid(f"table:{template}:{publisher}:{code}")


def _ctid_of(template: Template, entry: Entry) -> CTID:
    """The CTID given, or that of the publisher's own code."""
    column = template.columns[0].name
    given = entry.ctid(column)
    if given:
        return given
    code = entry.text("id")
    if not code and template.key_columns:
        code = "\n".join(entry.text(name) for name in template.key_columns)
    elif not code and not entry.text(column):
        _report_no_ctid(template, entry)
    return own_ctid(template.id, entry.publisher, code)


def _report_no_ctid(template: Template, entry: Entry) -> None:
    if "id" not in template.by_name:
        name = template.columns[0].name
        entry.report("CELL_MISSING", name, say("write the CTID of the record, ce-…."))
        return
    entry.report(
        "CELL_MISSING",
        "id",
        say(
            "give the record a code of your own here, or its CTID under ctid: without one, "
            "uploading the table again would publish everything twice."
        ),
    )


def _cells(template: Template, draft: Draft, language: str) -> dict[str, str]:
    return {
        name: text for fact in template.facts for name, text in fact.read(draft, language).items()
    }


def _language(cells: Mapping[str, str], before: Draft | None) -> str:
    """The language of the plain texts: stated, or that of the record, or its only language."""
    stated = cells.get("text_language", "").strip()
    if stated:
        return stated
    tagged = {tag for _, at, tag in (name.partition("@") for name in cells) if at}
    if before is not None:
        return before.language(besides=tagged)
    languages = split_codes(cells.get("languages", ""))
    return languages[0] if len(languages) == 1 else "en"


def _check_language(cells: Mapping[str, str], entry: Entry) -> None:
    tags = entry.languages("text_language")
    if len(tags) > 1:
        message = say("one language only; use name@fr for others.")
        entry.report("CELL_LANGUAGE", "text_language", message)
    if not is_language_tag(entry.language):
        # The finding is on text_language or languages; the texts still want a tag.
        entry.language = UNDETERMINED


def _differs(text: str, known: str) -> bool:
    return text != known and _same_lines(text) != _same_lines(known)


def _same_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _check_class(template: Template, draft: Draft, entry: Entry, before: Draft | None) -> None:
    """A record has a class of the table, and never becomes one of another kind."""
    column = template.type_column
    if not draft.types:
        if not entry.text(column.name):
            choices = ", ".join(choice.value for choice in column.choices[:4])
            message = say("say what kind of record this is, such as %(kinds)s.", kinds=choices)
            entry.report("CELL_MISSING", column.name, message)
            # What is asked of a record depends on its kind; these are asked of every one.
            _report_unfilled(template, entry)
        draft.main["@type"] = template.types[0]
    elif not any(vocabulary().is_any(name, template.types) for name in draft.types):
        message = say(
            "%(kind)s has no place in the table %(table)s.",
            kind=draft.types[0],
            table=repr(template.id),
        )
        entry.report("ROW_NOT_ITS_RECORD", column.name, message)
    if before is not None and _family(template, before) != _family(template, draft):
        entry.report(
            "ROW_NOT_ITS_RECORD",
            column.name,
            say(
                "the record is a %(old)s; it cannot become a %(new)s. Publish that as a record of "
                "its own.",
                old=before.types[0],
                new=draft.types[0],
            ),
        )


def _report_unfilled(template: Template, entry: Entry) -> None:
    said = {each.column for each in entry.findings}
    for column in template.columns:
        if column.required and column.name not in said and not entry.texts(column):
            entry.report("CELL_MISSING", column.name, to_fill_in(column))


def _note_formulas(
    template: Template, cells: Mapping[str, str], wanted: Collection[str], entry: Entry
) -> None:
    """A remark on texts that a spreadsheet would run as formulas."""
    for name in wanted:
        column = template.column(name)
        if column and column.kind in _FREE_TEXT and _FORMULA.match(cells[name].strip()):
            message = say(
                "begins like a formula: it is kept as the text %(written)s and never run. Correct "
                "it if its result was meant.",
                written=q(cells[name]),
            )
            entry.report("CELL_FORMULA", name, message, severity="warning")


def _family(template: Template, draft: Draft) -> str | None:
    return next((family for family in template.types if draft.is_a(family)), None)
