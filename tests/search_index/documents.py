"""Documents to index: one at a time, stating only what matters, or a seeded crowd of them."""

import random
from collections.abc import Mapping

from ctdl.ctid import CTID, derive_ctid
from search_index.protocol import SearchDocument

SUBJECTS = (
    "Cybersecurity", "Data Science", "Nursing", "Welding", "Bookkeeping", "Project Management",
    "Machine Learning", "Early Childhood Education", "Food Safety", "Web Development",
)  # fmt: skip
KINDS = ("Certificate in", "Introduction to", "Advanced", "Fundamentals of", "MicroMasters in")


def ctid_of(name: str) -> CTID:
    """The CTID of the document that `a_document(name)` makes."""
    return derive_ctid(f"test:{name}")


def a_document(
    name: str,
    *,
    revision: str = "first",
    alternate_names: tuple[str, ...] = (),
    provider: str = "",
    skills: str = "",
    outcomes: str = "",
    description: str = "",
    facets: Mapping[str, tuple[str, ...]] | None = None,
    numbers: Mapping[str, float] | None = None,
    costs: Mapping[str, float] | None = None,
    changed_at: str = "2024-05-01T12:00:00Z",
) -> SearchDocument:
    """A document named `name`, whose CTID follows from the name."""
    return SearchDocument(
        ctid=ctid_of(name),
        revision=revision,
        names=(name, *alternate_names),
        provider=provider,
        skills=skills,
        outcomes=outcomes,
        description=description,
        facets=facets or {},
        numbers=numbers or {},
        costs=costs or {},
        sort_name=name,
        changed_at=changed_at,
    )


def a_crowd(size: int, seed: int = 7) -> list[SearchDocument]:
    """`size` documents with facets, numbers and prices, the same ones for the same seed."""
    chance = random.Random(seed)
    return [_one_of_the_crowd(number, chance) for number in range(size)]


def _one_of_the_crowd(number: int, chance: random.Random) -> SearchDocument:
    name = f"{chance.choice(KINDS)} {chance.choice(SUBJECTS)} {number}"
    levels = chance.sample([f"eqf:{level}" for level in range(3, 8)], chance.randint(0, 2))
    modes = chance.sample(["online", "in-person", "blended"], chance.randint(0, 2))
    day = f"20{chance.randint(20, 25)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
    return a_document(
        name,
        provider=f"Provider {chance.randint(1, 9)}",
        skills=" ".join(chance.sample(SUBJECTS, 2)),
        facets={
            "type": (chance.choice(["certificate", "badge", "certification"]),),
            "level": tuple(levels),
            "mode": tuple(modes),
            "country": (chance.choice(["NZ", "IE", "US", "EE"]),),
        },
        numbers={"hours": float(chance.randint(1, 60))} if chance.random() < 0.6 else {},
        costs=_costs(chance),
        changed_at=f"{day}T00:00:00Z",
    )


def _costs(chance: random.Random) -> dict[str, float]:
    currencies = chance.sample(["USD", "EUR"], chance.randint(0, 2))
    return {currency: float(chance.randint(0, 40) * 10) for currency in currencies}
