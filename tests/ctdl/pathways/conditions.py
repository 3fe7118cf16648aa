"""Small documents with conditions, and rules as plain nested texts to compare them with."""

from typing import Any

from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import Document, parse_document
from ctdl.language import best_text
from ctdl.pathways.rules import Holds, InWords, Rule, SomeOf, Total
from tests.support.documents import a_credential, a_document

Plain = str | tuple[Any, ...]


def thing(key: str) -> CTID:
    """The CTID of a thing named in a test."""
    return derive_ctid(f"thing:{key}")


def resource(key: str) -> str:
    """The address of a thing named in a test."""
    return f"resources/{thing(key)}"


def credential(**stated: Any) -> Document:
    """A credential that states these properties of CTDL."""
    return parse_document(a_credential(**stated))


def course(**stated: Any) -> Document:
    """A course that states these properties of CTDL."""
    named = {"name": {"en": "Course"}, **stated}
    return parse_document(a_document(thing("course"), "ceterms:Course", named))


def condition(**stated: Any) -> dict[str, Any]:
    """A condition profile; names are properties of CTDL."""
    return {
        "@type": "ceterms:ConditionProfile",
        **{f"ceterms:{name}": value for name, value in stated.items()},
    }


def credits(value: float | None, unit: str = "ects", **stated: Any) -> dict[str, Any]:
    """A number of credits."""
    unit_of = f"resources/{derive_ctid(f'concept:credit-units:{unit}')}"
    amount = {} if value is None else {"schema:value": value}
    return {"@type": "ceterms:ValueProfile", **amount, "ceterms:creditUnitType": [unit_of]} | {
        f"schema:{name}": number for name, number in stated.items()
    }


def plain(rule: Rule | None, *names: str) -> Plain | None:
    """The rule as ("all", "A", ("any", "B", "C")): what is held by the names of the test."""
    known = {thing(name): name for name in names}
    if rule is None:
        return None
    if isinstance(rule, Holds):
        return known.get(CTID(rule.thing), rule.thing)
    if isinstance(rule, InWords):
        return f"“{best_text(rule.text, 'en')[0]}”"
    if isinstance(rule, Total):
        among = rule.among.things
        shown = "any" if among is None else " ".join(sorted(known.get(CTID(x), x) for x in among))
        return f"{rule.minimum}..{rule.maximum} {rule.unit} of {shown}"
    assert isinstance(rule, SomeOf)
    head = rule.kind if rule.kind != "some" else f"{rule.minimum}..{rule.maximum}"
    return (head, *(plain(inner, *names) for inner in rule.rules))
