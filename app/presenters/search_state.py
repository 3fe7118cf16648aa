"""The state of a search as its address holds it; every link of the page is one change to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_COMPARED = 4
"""How many records can be put side by side (a fifth no longer fits a screen or a mind)."""


@dataclass(frozen=True)
class SearchState:
    """Parameters and values in order; the page number is left out of every change."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "SearchState":
        """The state in these parameters, without empty and repeated ones."""
        kept = dict.fromkeys((name, value) for name, value in pairs if value)
        return cls(tuple(kept))

    def adding(self, name: str, value: str) -> "SearchState":
        """With one more value, from the first page."""
        return SearchState.of((*self._without_page(), (name, value)))

    def setting(self, name: str, value: str) -> "SearchState":
        """With this as the only value of the parameter."""
        return self.dropping(name).adding(name, value)

    def dropping(self, name: str, value: str | None = None) -> "SearchState":
        """Without the parameter, or without one of its values, from the first page."""
        return SearchState(self._without_page()).leaving_out(name, value)

    def leaving_out(self, name: str, value: str | None = None) -> "SearchState":
        """The same, on the same page: for what does not change the results."""
        kept = (
            (each, its)
            for each, its in self.pairs
            if each != name or (value is not None and its != value)
        )
        return SearchState(tuple(kept))

    def keeping(self, *names: str) -> "SearchState":
        """With nothing but these parameters."""
        return SearchState(tuple(pair for pair in self.pairs if pair[0] in names))

    def on_page(self, page: int) -> "SearchState":
        """The same search, another page of it; the first page is not written out."""
        rest = self._without_page()
        return SearchState((*rest, ("page", str(page))) if page > 1 else rest)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a parameter."""
        return tuple(value for each, value in self.pairs if each == name)

    @property
    def args(self) -> Mapping[str, list[str]]:
        """The state as the arguments an address is made from."""
        grouped: dict[str, list[str]] = {}
        for name, value in self.pairs:
            grouped.setdefault(name, []).append(value)
        return grouped

    def _without_page(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in self.pairs if pair[0] != "page")
