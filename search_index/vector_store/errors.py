"""What can be wrong with an index of vectors."""

from search_index.protocol import SearchIndexError


class VectorsUnusable(SearchIndexError):
    """There are no vectors to ask: what they would add to an answer is left out of it."""


class VectorsDamaged(VectorsUnusable):
    """The vectors are missing or cannot be read; they are a view: rebuilding them loses nothing."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The index of meaning cannot be used: {what}. `registry rebuild meaning` makes it"
            " anew."
        )

    @classmethod
    def of(cls, error: Exception) -> "VectorsDamaged":
        """The damage that showed in this error."""
        return error if isinstance(error, cls) else cls(f"its files do not agree ({error})")


class VectorsOutdated(VectorsUnusable):
    """The vectors were made by another encoder, or in another way, than those to be added."""
