"""The mapping tables as Markdown, printed from the very rows that the importer goes through."""

from collections.abc import Iterator
from typing import Final

from ctdl.mapping import learning_model, open_badges, schema_org
from ctdl.mapping.kinds import ACHIEVEMENT_TYPES
from ctdl.mapping.table import Row, Table

_TABLES: Final = (
    open_badges.BADGE_CLASS_TABLE,
    open_badges.ACHIEVEMENT_TABLE,
    open_badges.PROFILE,
    learning_model.QUALIFICATION_TABLE,
    learning_model.OPPORTUNITY_TABLE,
    learning_model.ORGANISATION,
    schema_org.CREDENTIAL_TABLE,
    schema_org.COURSE_TABLE,
    schema_org.ORGANIZATION,
)


def mapping_tables() -> str:
    """Every mapping table, with a heading each, and the list of achievement types."""
    return "\n\n".join([*(_table(table) for table in _TABLES), _achievement_types()]) + "\n"


def _table(table: Table) -> str:
    lines = [
        f"### {table.title}",
        "",
        "| term | CTDL | how | returns | remark |",
        "| --- | --- | --- | --- | --- |",
        *map(_line, table.rows),
    ]
    return "\n".join(lines)


def _line(row: Row) -> str:
    cells = (
        f"`{row.source}`",
        _target(row),
        row.conversion.words,
        "yes" if row.returns else "",
        row.remark,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _target(row: Row) -> str:
    first, _, inner = row.target.partition("/")
    if not inner:
        return f"`{first}`"
    return f"`{first}` > “{row.profile}” > `{inner}`"


def _achievement_types() -> str:
    return "\n".join(
        [
            "### Achievement types",
            "",
            "| `achievementType` | class |",
            "| --- | --- |",
            *_types(),
            "| any other, or none | `ceterms:OpenBadge` |",
        ]
    )


def _types() -> Iterator[str]:
    for word, name in ACHIEVEMENT_TYPES.items():
        yield f"| `{word}` | `{name}` |"
