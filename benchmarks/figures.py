"""Figures: measured times, what stands for many of them, and sizes side by side."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

_Measured = TypeVar("_Measured")


def seconds_of(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def p50_p95(seconds: Sequence[float]) -> tuple[float, float]:
    """The median, and what 95 of 100 stay under, in milliseconds."""
    return statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[-1] * 1000


def print_side_by_side(
    measured: Sequence[_Measured], rows: Sequence[tuple[str, Callable[[_Measured], float]]]
) -> None:
    """A line for each row, a column for each measurement, with multiples of the first."""
    for label, value in rows:
        first = value(measured[0])
        cells = [f"{value(each):12,.1f}" for each in measured]
        ratios = [f"x{value(each) / first:.2f}" for each in measured[1:] if first]
        sys.stdout.write(f"{label:34}{''.join(cells)}   {' '.join(ratios)}\n")
    sys.stdout.write("\n")
    sys.stdout.flush()
