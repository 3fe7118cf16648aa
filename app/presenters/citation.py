"""How a revision of a record is cited: in words, for BibTeX and for programs that read CSL JSON.

Always with the permanent address of the very revision and the day it was made.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext

from app.presenters import labels
from app.presenters.formats import day
from app.presenters.language import page_language
from app.presenters.links import Link
from app.presenters.revision_links import history_family, revision_address
from app.services.reading import StoredRecord
from ctdl.ctid import CTID
from ctdl.language import best_text

FORMS: Final = {"bib": "BibTeX", "json": "CSL JSON", "txt": "text"}
REGISTRY: Final = "Credential Registry"
LONGEST: Final = 300
"""More characters than this of a title or a name are not cited."""

_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
#: BibTeX counts braces before TeX reads anything, so a brace must never stand as itself.
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    **{each: f"\\{each}" for each in "$&%#_"},
}
_TURNS_TEXT: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@dataclass(frozen=True)
class Citation:
    """What is cited: a record of the registry, by whoever published it, and titled by what it is
    about; whose that is (`providers`) is said beside, because they may not have written a word.
    """

    ctid: CTID
    number: int
    author: str
    providers: tuple[str, ...]
    title: str
    language: str | None
    kind: str
    made_on: date
    resource_type: str

    @property
    def url(self) -> str:
        """The permanent address of the revision."""
        return revision_address(self.ctid, self.resource_type, self.number)

    @property
    def text(self) -> str:
        """The citation in words, in the language of the page."""
        return gettext(
            "%(author)s. “%(title)s” (%(kind)s). %(registry)s, revision %(number)s of %(date)s."
            " %(address)s",
            author=self.author,
            title=self.title,
            kind=self._described,
            registry=REGISTRY,
            number=self.number,
            date=day(self.made_on),
            address=self.url,
        )

    @property
    def _described(self) -> str:
        """The kind of what the record is about, and whose it is."""
        return ", ".join((self.kind, *self.providers))

    @property
    def bibtex(self) -> str:
        """The citation as one BibTeX entry; whatever a name holds, it stays inside its braces."""
        parts = {
            "author": f"{{{tex(self.author)}}}",
            "title": f"{{{tex(self.title)}}}",
            "howpublished": tex(f"{REGISTRY}, revision {self.number}"),
            "year": str(self.made_on.year),
            "url": self.url,
            "note": tex(f"{self._described}, {self.ctid}, revision of {self.made_on.isoformat()}"),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in parts.items()]
        lines.append(f"  month = {_MONTHS[self.made_on.month - 1]}")
        return "\n".join([f"@misc{{{self.ctid}-v{self.number},", *lines, "}", ""])

    @property
    def csl(self) -> list[dict[str, Any]]:
        """The citation as CSL JSON (Citation Style Language 1.0.2), a list of one item."""
        item: dict[str, Any] = {
            "id": f"{self.ctid}-v{self.number}",
            "type": "entry",
            "title": self.title,
            "author": [{"literal": self.author}],
            "container-title": REGISTRY,
            "publisher": REGISTRY,
            "genre": self._described,
            "version": str(self.number),
            "issued": {"date-parts": [[self.made_on.year, self.made_on.month, self.made_on.day]]},
            "URL": self.url,
            "note": f"CTID: {self.ctid}",
        }
        return [item | ({"language": self.language} if self.language else {})]

    @property
    def csl_text(self) -> str:
        """The same as a file."""
        return json.dumps(self.csl, ensure_ascii=False, indent=2) + "\n"

    def file(self, form: str) -> Link:
        """The citation as a file."""
        values = {"ctid": self.ctid, "number": self.number, "form": form}
        page = history_family(self.ctid, self.resource_type)
        return Link(f"{page}_revision_cite", values)


def citation(stored: StoredRecord, providers: Iterable[str] = ()) -> Citation:
    """How the revision `stored`, of a credential of these providers, is cited."""
    ctid, kind = stored.document_ctid, stored.change.resource_type
    title, language = best_text(stored.revision.record.name, page_language())
    author = plain(stored.publisher_name) or REGISTRY
    told = dict.fromkeys(plain(each) for each in providers if plain(each))
    return Citation(
        ctid=ctid,
        number=stored.number,
        author=author,
        providers=tuple(each for each in told if each != author),
        title=plain(title) or ctid,
        language=language or None,
        kind=labels.type_label(kind),
        made_on=date.fromisoformat(stored.at[:10]),
        resource_type=kind,
    )


def plain(text: str | None) -> str:
    """The text on one line, without what would turn or hide what stands around it."""
    kept = (
        " "
        if unicodedata.category(each).startswith(("C", "Z")) and each not in "\u200c\u200d"
        else each
        for each in text or ""
        if each not in _TURNS_TEXT
    )
    whole = " ".join("".join(kept).split())
    return whole if len(whole) <= LONGEST else f"{whole[: LONGEST - 1]}…"


def tex(text: str) -> str:
    """The text as TeX prints it, with no brace of its own."""
    return "".join(_TEX.get(each, each) for each in text)
