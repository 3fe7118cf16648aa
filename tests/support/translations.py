"""Whether every text of the site is translated. Run by `make check`; `--update` adds new texts.

Texts are gathered from the code and templates as `[tool.babel]` in pyproject.toml says, and
compared with the catalogue of each language: none missing, empty, marked fuzzy, left over or with
a placeholder that the translation lost.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.support.prerequisites import PROJECT

TRANSLATIONS = PROJECT / "app" / "translations"
_MSGSTR = re.compile(r'^msgstr(\[\d\])? ".*"\n(".*"\n)*', re.MULTILINE)
# A text may go on in the next line of the catalogue, in quotes again.
_GOES_ON = r'(?:"\n")?'
_BREAKING = re.compile(rf'(?<=«) (?={_GOES_ON}\S)|(?<=\S) (?={_GOES_ON}(?:»|[:;?!](?:[\s"<]|$)))')
_KEYWORDS = ("_l", "lazy_gettext", "lazy_ngettext:1,2")


def extract(template: Path) -> Catalog:
    """Every text of the code and templates, written to `template` as well."""
    _babel(
        "extract", "-F", "pyproject.toml", "--no-location", "--omit-header",
        *(part for keyword in _KEYWORDS for part in ("-k", keyword)), "-o", str(template), "app",
    )  # fmt: skip
    return _read(template)


def findings(texts: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with `catalogue`, one sentence each."""
    for text in _messages(texts):
        translated = catalogue.get(text.id, text.context)
        if translated is None or not _is_filled(translated):
            yield f"not translated: {text.id!r}"
        elif translated.fuzzy:
            yield f"marked fuzzy: {text.id!r}"
    for translated in _messages(catalogue):
        if texts.get(translated.id, translated.context) is None:
            yield f"no longer used: {translated.id!r}"
        yield from (f"{error}: {translated.id!r}" for error in translated.check(catalogue))


def catalogues() -> dict[str, Path]:
    """The catalogue of each language the site is translated into."""
    found = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))
    return {path.parts[-3]: path for path in found}


def check() -> int:
    """Print every finding; 1 when there is any."""
    with tempfile.TemporaryDirectory() as folder:
        texts = extract(Path(folder) / "messages.pot")
    problems = [
        f"{path.relative_to(PROJECT)}: {finding}"
        for path in catalogues().values()
        for finding in findings(texts, _read(path))
    ]
    if not catalogues():
        problems.append(f"{TRANSLATIONS.relative_to(PROJECT)}: no catalogue here")
    print("\n".join(problems) or f"{len(texts)} texts, all translated", flush=True)
    return 1 if problems else 0


def update() -> int:
    """Bring new texts into each catalogue, untranslated, and drop the ones no longer used."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        extract(template)
        headers = {path: _header(path) for path in catalogues().values()}
        _babel(
            "update", "-i", str(template), "-d", str(TRANSLATIONS),
            "--no-fuzzy-matching", "--omit-header", "--ignore-obsolete",
        )  # fmt: skip
        for path, header in headers.items():
            # Babel would write the header with the date of every update, or leave it out.
            path.write_text(header + path.read_text(encoding="utf-8"), encoding="utf-8")
    french = catalogues()["fr"]
    french.write_text(french_spaces(french.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def french_spaces(catalogue: str) -> str:
    """The catalogue with spaces before `:`, `;`, `?`, `!` and in « » that break no line."""
    return _MSGSTR.sub(lambda found: _BREAKING.sub("\N{NO-BREAK SPACE}", found[0]), catalogue)


def _header(path: Path) -> str:
    """What stands before the first text of a catalogue: its language and its plural forms."""
    first, _, _ = path.read_text(encoding="utf-8").partition("\n\n")
    return f"{first}\n\n"


def _babel(*arguments: str) -> None:
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *arguments]
    subprocess.run(command, cwd=PROJECT, check=True)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3] if path.suffix == ".po" else None)


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _is_filled(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


if __name__ == "__main__":
    sys.exit(update() if "--update" in sys.argv[1:] else check())
