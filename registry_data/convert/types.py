"""Which CTDL class a row's own word for its kind of credential belongs to."""

import re
from dataclasses import dataclass
from functools import cache

from registry_data.convert.errors import FactError
from registry_data.convert.tables import rules


@dataclass(frozen=True)
class CredentialType:
    """A CTDL class and the words a description opens with."""

    curie: str
    label: str


def credential_type(stated: str) -> CredentialType:
    """The class for a kind as the source words it, by `tables/credential_types.csv`."""
    found = _by_source_type().get(stated)
    if found is None:
        raise FactError(f"{stated!r} has no row in tables/credential_types.csv.")
    return found


def type_of_title(title: str, rules_text: str) -> CredentialType:
    """The class of a larger credential, whose table has no column for its kind.

    The first pattern of `tables/title_types.csv` that occurs in the title or the rules decides.
    """
    for row in rules("title_types"):
        searched = rules_text if row["looked_for_in"] == "rules" else title
        if re.search(row["pattern"], searched, re.IGNORECASE):
            return CredentialType(row["class"], row["label"])
    raise FactError(f"No pattern of tables/title_types.csv fits {title!r}.")


@cache
def _by_source_type() -> dict[str, CredentialType]:
    return {
        row["source_type"]: CredentialType(row["class"], row["label"])
        for row in rules("credential_types")
    }
