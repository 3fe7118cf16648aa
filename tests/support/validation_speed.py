"""How long validation alone takes on each shipped document.

`python -m tests.support.validation_speed` prints it; nothing depends on it.
"""

from collections.abc import Callable
from time import perf_counter_ns
from typing import Final

from ctdl.documents import Document
from ctdl.validation import completeness, notes, validate
from tests.support.agreement import shipped_documents

_MEASURED: Final[dict[str, Callable[[Document], object]]] = {
    "validate": validate,
    "notes": notes,
    "completeness": completeness,
}


def main() -> None:
    """Print mean, 95th percentile and maximum of the second run, in milliseconds."""
    documents = [document for _, document in shipped_documents()]
    print(f"{len(documents)} documents; milliseconds a document")
    for name, measured in _MEASURED.items():
        _times(measured, documents)
        taken = sorted(_times(measured, documents))
        mean = sum(taken) / len(taken)
        p95 = taken[len(taken) * 95 // 100]
        print(f"{name:12} mean {mean:.3f}  p95 {p95:.3f}  max {taken[-1]:.3f}")


def _times(measured: Callable[[Document], object], documents: list[Document]) -> list[float]:
    taken = []
    for document in documents:
        started = perf_counter_ns()
        measured(document)
        taken.append((perf_counter_ns() - started) / 1e6)
    return taken


if __name__ == "__main__":
    main()
