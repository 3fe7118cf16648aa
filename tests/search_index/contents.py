"""What each engine keeps in the folder of a generation, for tests that look into it."""

import json
from pathlib import Path

from search_index import Engine

SEGMENT_FILES: dict[Engine, str] = {
    "whoosh": r".*\.seg",
    "tantivy": r".*\.(term|idx|pos|fast|fieldnorm|store|del)",
}
TABLES_OF_CONTENTS: dict[Engine, str] = {"whoosh": r".*\.toc", "tantivy": r"meta\.json"}

_OF_TANTIVY = {"meta.json", ".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock", "format"}


def left_behind(engine: Engine, generation: Path) -> set[str]:
    """The names of files that no commit needs."""
    names = {path.name for path in generation.iterdir()}
    if engine == "whoosh":
        return {name for name in names if Path(name).suffix not in {".seg", ".toc", ""}}
    contents = json.loads((generation / "meta.json").read_text())
    segments = {each["segment_id"].replace("-", "") for each in contents["segments"]}
    return {name for name in names - _OF_TANTIVY if name.partition(".")[0] not in segments}
