"""What every suggestion goes through: what is left out, how many are shown, and in which order."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from app.services.alternatives import ENDED
from app.services.reading import summaries
from app.services.stacking.model import Kind, Suggested
from app.services.stacking.own import Own
from app.services.stacking.reasons import Reason
from app.services.summaries import Summary
from ctdl.ctid import CTID
from ctdl.language import best_text, folded

SHOWN: Final = 6
SHOWN_OF_A_PROVIDER: Final = 2
FEWEST_POINTS: Final = 5
"""Less evidence than this is too thin to suggest anything."""
READ: Final = 24
"""Of so many of the most promising the summaries are read."""


def read(own: Own, ranked: Iterable[CTID], left_out: Collection[CTID]) -> Iterator[Summary]:
    """The summaries of the first that can be suggested at all, in the order given.

    Not what is left out, what is stated to have ended, and what has the same title and provider as
    the credential itself or as one before.
    """
    chosen = [ctid for ctid in dict.fromkeys(ranked) if ctid not in left_out][:READ]
    known = summaries(own.registry, chosen)
    seen = {_marks(own.summary)}
    for ctid in chosen:
        each = known.get(ctid)
        if each is not None and each.status not in ENDED and (marks := _marks(each)) not in seen:
            seen.add(marks)
            yield each


def best(found: Iterable[Suggested], likeness: dict[CTID, float]) -> tuple[Suggested, ...]:
    """The suggestions with enough points, most points first, not too many of one provider."""
    enough = [each for each in found if each.points >= FEWEST_POINTS]
    enough.sort(
        key=lambda each: (-each.points, -likeness.get(each.summary.ctid, 0.0), each.summary.ctid)
    )
    counts: dict[str, int] = {}
    shown: list[Suggested] = []
    for each in enough:
        provider = _provider(each.summary)
        counts[provider] = counts.get(provider, 0) + 1
        if len(shown) < SHOWN and (not provider or counts[provider] <= SHOWN_OF_A_PROVIDER):
            shown.append(each)
    return tuple(shown)


def suggested(summary: Summary, kind: Kind, *reasons: Reason | None) -> Suggested:
    """A suggestion by those of the reasons that hold."""
    return Suggested(summary, kind, tuple(each for each in reasons if each is not None))


def _marks(summary: Summary) -> tuple[str, str]:
    return folded(best_text(summary.name, "en")[0]), _provider(summary)


def _provider(summary: Summary) -> str:
    provider = summary.provider
    return str(provider.ctid or provider.name) if provider else ""
