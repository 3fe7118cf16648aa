"""Descriptions in plain English, made of the stated facts and of nothing else."""

from itertools import groupby

from registry_data.convert.credential_facts import Cost, CredentialFacts
from registry_data.convert.delivery import delivery_phrase
from registry_data.convert.durations import duration_profile


def description(facts: CredentialFacts) -> str:
    """A few sentences: what it is, who gives it, how it is learnt, its price, other facts."""
    sentences = [_opening(facts), _learning(facts), *map(_price, facts.costs), *facts.sentences]
    return " ".join(sentence for sentence in sentences if sentence)


def _opening(facts: CredentialFacts) -> str:
    sentence = facts.kind_label
    if facts.credits:
        sentence += f" of {facts.credits.phrase}"
    if facts.levels:
        sentence += f" at {_levels(facts)}"
    if facts.provider_phrase:
        sentence += f", {facts.provider_phrase}"
    return sentence + "."


def _levels(facts: CredentialFacts) -> str:
    """`NFQ level 6`, `RQF level 1 and 2`, `RQF level 2 and EQF level 3`."""
    spoken = []
    for _, group in groupby(facts.levels, key=lambda level: level.framework):
        levels = list(group)
        joint = " and " if len(levels) == 2 else " to "
        more = f"{joint}{levels[-1].notation}" if len(levels) > 1 else ""
        spoken.append(levels[0].phrase + more)
    return " and ".join(spoken)


def _learning(facts: CredentialFacts) -> str:
    over = _span(facts)
    work = f"{facts.hours} hours" if facts.hours else ""
    if facts.delivery:
        parts = [f"Delivered {delivery_phrase(facts.delivery)}", f"over {over}" if over else ""]
        sentence = " ".join(part for part in parts if part)
        return f"{sentence} ({work})." if work else f"{sentence}."
    if over:
        return f"Takes {over} ({work})." if work else f"Takes {over}."
    if facts.duration:
        return f"Duration as stated: {facts.duration}." + (f" Takes {work}." if work else "")
    return f"Takes {work}." if work else ""


def _span(facts: CredentialFacts) -> str:
    """The duration if it reads well after "over"; other wordings get a sentence of their own."""
    profile = duration_profile(facts.duration)
    if profile is None or (len(profile) == 2 and "semester" not in facts.duration):
        return "" if profile is None or facts.delivery == "" else facts.duration
    words = facts.duration.removesuffix(" as coded in the source")
    return words.replace("(s)", "" if words.startswith("1 ") else "s")


def _price(cost: Cost) -> str:
    amount = "Free of charge" if float(cost.price) == 0 else f"Price {cost.price} {cost.currency}"
    return f"{amount} ({cost.description})." if cost.description else f"{amount}."
