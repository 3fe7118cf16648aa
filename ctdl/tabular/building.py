"""From the cells of a row to a document, and from a document to its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import Document
from ctdl.findings import Finding
from ctdl.language import is_language_tag
from ctdl.tabular.columns import Template
from ctdl.tabular.draft import Draft
from ctdl.tabular.entries import split_codes
from ctdl.tabular.entry import Entry, Resolve
from ctdl.tabular.facts import Fact
from ctdl.vocabulary import vocabulary

_OWNERS = ("ceterms:ownedBy", "ceterms:offeredBy")


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
) -> Built:
    """The document that the cells state; merged into `existing`, whose other facts stay.

    A column that is not among `cells` is left alone; one that is there and empty removes its fact;
    one that says what the document says already changes nothing. `resolve` finds organisations by
    name.
    """
    before = Draft.view(existing) if existing else None
    language = _language(cells, before)
    ctid = existing.ctid if existing else None
    known = _cells(template, before, language) if before else {}
    entry = Entry({**known, **cells}, language=language, publisher=publisher, resolve=resolve)
    ctid = ctid or ctid_of(template, entry)
    draft = Draft.of(existing) if existing else Draft.new(ctid)
    _check_language(cells, entry)
    for fact in template.facts:
        if _is_stated(fact, cells) and (existing is None or _differs(fact, cells, known)):
            fact.write(draft, entry)
    _complete(template, draft, entry, before)
    return Built(draft.body, tuple(entry.findings), ctid)


def cells_of(template: Template, document: Document, language: str | None = None) -> dict[str, str]:
    """The cells of every column of `template` for the record; `name@fr` for further languages."""
    draft = Draft.view(document)
    return _cells(template, draft, language or draft.language)


def ctid_of(template: Template, entry: Entry) -> CTID:
    """The CTID of the row's record: the one given, or that of the publisher's own code."""
    given = entry.ctid("ctid")
    if given:
        return given
    code = entry.text("id")
    if not code and not entry.text("ctid"):
        entry.report(
            "CELL_MISSING",
            "id",
            "give the record a code of your own here, or its CTID under ctid: without one, "
            "uploading the table again would publish everything twice.",
        )
    return own_ctid(template.id, entry.publisher, code)


def own_ctid(template: str, publisher: CTID, code: str) -> CTID:
    """The CTID that always belongs to a publisher's own code."""
    return derive_ctid(f"table:{template}:{publisher}:{code}")


def _cells(template: Template, draft: Draft, language: str) -> dict[str, str]:
    return {
        name: text for fact in template.facts for name, text in fact.read(draft, language).items()
    }


def _language(cells: Mapping[str, str], before: Draft | None) -> str:
    """The language of the plain texts: stated, or that of the record, or its only language."""
    stated = cells.get("text_language", "").strip()
    if stated:
        return stated
    if before is not None:
        return before.language
    languages = split_codes(cells.get("languages", ""))
    return languages[0] if len(languages) == 1 else "en"


def _check_language(cells: Mapping[str, str], entry: Entry) -> None:
    tags = entry.languages("text_language")
    if len(tags) > 1:
        entry.report("CELL_LANGUAGE", "text_language", "one language only; use name@fr for others.")
    if (
        entry.text("text_language")
        and len(tags) != 1
        or not entry.text("text_language")
        and not is_language_tag(entry.language)
    ):
        entry.language = "und"


def _is_stated(fact: Fact, cells: Mapping[str, str]) -> bool:
    names = {column.name for column in fact.columns}
    return any(name.partition("@")[0] in names for name in cells)


def _differs(fact: Fact, cells: Mapping[str, str], known: Mapping[str, str]) -> bool:
    names = {column.name for column in fact.columns}
    return any(
        _same_lines(text) != _same_lines(known.get(name, ""))
        for name, text in cells.items()
        if name.partition("@")[0] in names
    )


def _same_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _complete(template: Template, draft: Draft, entry: Entry, before: Draft | None) -> None:
    """What every record of the template must have, whatever the columns say."""
    type_column = template.by_name["type"]
    if not draft.types:
        if not entry.text("type"):
            entry.report("CELL_MISSING", "type", _type_remedy(template))
        draft.main["@type"] = template.types[0]
    elif not any(vocabulary().is_any(name, template.types) for name in draft.types):
        entry.report(
            "ROW_NOT_ITS_RECORD",
            type_column.name,
            f"{draft.types[0]} has no place in the table {template.id!r}.",
        )
    if before is not None and _family(template, before) != _family(template, draft):
        entry.report(
            "ROW_NOT_ITS_RECORD",
            "type",
            f"the record is a {before.types[0]}; it cannot become a {draft.types[0]}. Publish that "
            "as a record of its own.",
        )
    had_owner = before is None or any(before.main.get(name) for name in _OWNERS)
    has_owner = any(draft.main.get(name) for name in _OWNERS)
    if "owned_by" in template.by_name and had_owner and not has_owner:
        draft.main["ceterms:ownedBy"] = [f"resources/{entry.publisher}"]


def _family(template: Template, draft: Draft) -> str | None:
    return next((family for family in template.types if draft.is_a(family)), None)


def _type_remedy(template: Template) -> str:
    choices = ", ".join(choice.value for choice in template.by_name["type"].choices[:4])
    return f"say what kind of record this is, such as {choices}."
