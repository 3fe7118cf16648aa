"""Whose words the facts of a record are: the issuer's own, somebody else's, or the editors'."""

from collections.abc import Iterable, Sequence

from app.services.confirming import Voices, told
from app.services.reading import StoredRecord
from app.services.revisions import Revision
from app.services.summaries import Named
from ctdl.concepts.model import EDITORS
from ctdl.evaluation import By, Origin, Teller
from ctdl.provenance import Statement


def teller(stored: StoredRecord, voices: Voices, owners: Iterable[Named]) -> Teller:
    """Tells the origin of what the record states; `owners` speak of themselves in it."""
    parties = tuple(owners)
    known: dict[str, Origin] = {}
    node = stored.document.node(stored.ctid) or {}

    def origin(paths: Sequence[str]) -> Origin:
        stated = (each for each in paths if each.split("/")[0] in node)
        path = next(stated, paths[0] if paths else "")
        if path not in known:
            known[path] = origin_of(stored.revision, path, stored.publisher_name, voices, parties)
        return known[path]

    return origin


def origin_of(
    revision: Revision,
    path: str,
    publisher: str | None,
    voices: Voices,
    owners: Iterable[Named],
    own: By = "issuer",
) -> Origin:
    """The origin of what a record states at `path`; `own` is what its owners are here."""
    names = {revision.change.publisher: publisher} if publisher else {}
    said = told(revision, path, names)
    stated = revision.provenance.of(path)
    by: By = _by(stated)
    if voices.are_of(revision, path, publisher, owners):
        by = own
    return Origin(
        source=said.source,
        source_url=said.source_url,
        asserted_by=said.by,
        date=said.seen[:10] if said.seen and said.seen.endswith("Z") else said.seen,
        by=by,
        record=revision.change.ctid,
        stands=not revision.provenance.collected,
    )


def _by(stated: Statement) -> By:
    if stated.asserted_by is None:
        return "not known"
    return "registry" if stated.asserted_by.startswith(EDITORS) else "third party"
