"""Planning: the parameters and the answer in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import NO_MORE_THAN, QuerySchema
from app.schemas.search import NamedSchema
from app.services.plans.asked import LONGEST_TEXT, MOST_HELD, ORDERS, PlanRequest
from ctdl.code_lists import currencies, unregistered_subtag
from ctdl.ctid import CTID_PATTERN
from ctdl.language import is_language_tag
from ctdl.pathways.things import Limits

LANGUAGES = ("en", "fr")
HELD_IN_ADDRESS = 60
"""So many CTIDs fit an address with room for the rest of the question."""
_HELD = "The CTID of something that is held, {} at most."
MODES = ("online", "in-person", "blended")
NO_CURRENCY = "A highest cost needs its currency, such as EUR."


def _currency(text: str) -> None:
    if text not in currencies():
        raise ma.ValidationError(f"{text} is not a currency of ISO 4217, such as USD.")


def _language(text: str) -> None:
    if not is_language_tag(text) or unregistered_subtag(text) is not None:
        raise ma.ValidationError(f"{text} is not a language tag of BCP 47, such as en or fr-CA.")


def _number(description: str) -> fields.Decimal:
    # The limits are stated for OpenAPI as well: it would write those of a decimal as texts.
    return fields.Decimal(
        load_default=None,
        allow_nan=False,
        validate=validate.Range(min=0, max=NO_MORE_THAN, error="Give a number from {min} up."),
        metadata={"description": description, "minimum": 0, "maximum": NO_MORE_THAN},
    )


class LimitsSchema(ma.Schema):
    """What a learner can give; what is left out is no limit."""

    max_cost = _number("What all that is added may cost, in `currency`.")
    currency = fields.String(
        load_default=None,
        validate=_currency,
        metadata={"description": "The currency of `max_cost` (ISO 4217); none is converted."},
    )
    max_hours = _number("How many hours all that is added may take.")
    mode = fields.String(
        load_default=None,
        validate=validate.OneOf(MODES, error="The modes are {choices}."),
        metadata={"description": "How everything that is added has to be offered."},
    )
    language = fields.String(
        load_default=None,
        validate=[validate.Length(max=35), _language],
        metadata={"description": "The language everything that is added has to be taught in."},
    )
    finish = fields.Date(
        load_default=None,
        metadata={
            "description": "A day: what is first offered after the day of the plan, but not after"
            " this one, may be added as well. How long learning takes is not known from it."
        },
    )
    unstated = fields.Boolean(
        load_default=False,
        metadata={
            "description": "Whether what does not state its price, hours, mode or language may be"
            " added all the same."
        },
    )

    @ma.validates_schema
    def _has_currency(self, data: Mapping[str, Any], **_more: object) -> None:
        if data.get("max_cost") is not None and data.get("currency") is None:
            raise ma.ValidationError(NO_CURRENCY, "currency")


def _ctid() -> fields.String:
    return fields.String(
        validate=validate.Regexp(
            f"^{CTID_PATTERN.pattern}$", error="{input} is not a CTID (ce- and a UUID)."
        )
    )


class _Question(ma.Schema):
    asof = fields.Date(
        load_default=None,
        metadata={"description": "The day as of which rules and agreements hold; today."},
    )
    order = fields.String(
        load_default=ORDERS[0],
        validate=validate.OneOf(ORDERS, error="The orders are {choices}."),
        metadata={"description": "What is to be least: `credits`, `cost`, `hours` or `things`."},
    )
    lang = fields.String(
        load_default=LANGUAGES[0],
        validate=validate.OneOf(LANGUAGES, error="The languages are {choices}."),
        metadata={"description": "The language of explanations and names, `en` or `fr`."},
    )


_NAMED = [
    validate.Length(max=LONGEST_TEXT),
    validate.Regexp(r"(?s).*\S", error="Say what is aimed at; only spaces say nothing."),
]
_TARGET = {
    "description": "What is aimed at: the CTID of a credential, a course or a pathway, the CTID of"
    " one destination of a pathway, or the id of an occupation (`occupation/<uuid>`)."
}


class PlanParameters(LimitsSchema, _Question, QuerySchema):
    """A question to the planner, in the address."""

    target = fields.String(required=True, validate=_NAMED, metadata=_TARGET)
    held = fields.List(
        _ctid(),
        load_default=list,
        validate=validate.Length(max=HELD_IN_ADDRESS),
        metadata={"description": f"{_HELD.format(HELD_IN_ADDRESS)} More can be sent."},
    )


class PlanFormParameters(LimitsSchema, _Question, QuerySchema):
    """The form of the planner's page, which may be half filled in."""

    target = fields.String(load_default="", validate=validate.Length(max=LONGEST_TEXT))
    held = fields.List(fields.String(), load_default=list)
    find = fields.String(load_default="", validate=validate.Length(max=400))
    aim = fields.String(load_default="", validate=validate.Length(max=400))
    levels_in = fields.List(fields.String())


class PlanBody(_Question):
    """A question to the planner, as JSON."""

    target = fields.String(required=True, validate=_NAMED, metadata=_TARGET)
    held = fields.List(
        _ctid(),
        load_default=list,
        validate=validate.Length(max=MOST_HELD),
        metadata={"description": _HELD.format(MOST_HELD)},
    )
    limits = fields.Nested(LimitsSchema, load_default=dict)


def plan_request(asked: Mapping[str, Any], today: date) -> PlanRequest:
    """The question in what was read by one of the schemas here."""
    given = asked.get("limits", asked)
    return PlanRequest(
        target=asked["target"].strip() or None,
        limits=Limits(
            max_cost=given.get("max_cost"),
            currency=given.get("currency"),
            max_hours=given.get("max_hours"),
            mode=given.get("mode"),
            language=given.get("language"),
            finish=given.get("finish"),
            unstated=given.get("unstated", False),
        ),
        day=asked["asof"] or today,
        order=asked["order"],
    )


class ReachParameters(QuerySchema):
    """What is held."""

    held = fields.List(
        _ctid(),
        required=True,
        validate=validate.Length(min=1, max=HELD_IN_ADDRESS),
        metadata={"description": _HELD.format(HELD_IN_ADDRESS)},
    )
    asof = fields.Date(
        load_default=None,
        metadata={"description": "The day as of which agreements hold; today."},
    )
    lang = fields.String(
        load_default=LANGUAGES[0],
        validate=validate.OneOf(LANGUAGES, error="The languages are {choices}."),
        metadata={"description": "The language that names are preferred in, `en` or `fr`."},
    )


class RefusedSchema(ma.Schema):
    """Something given as held that is not looked at, and why."""

    text = fields.String(required=True)
    why = fields.String(required=True, validate=validate.OneOf(("malformed", "unknown")))
    detail = fields.String(required=True)


class ReachedSchema(ma.Schema):
    """Something that held things count towards; `share` is null where nothing tells how far.

    With the basis `listed parts` only parts are listed: so many of them are `held`, and what it
    asks for beyond them is not stated, so that there is no share of the whole.
    """

    ctid = fields.String(required=True, allow_none=True)
    iri = fields.Url(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    state = fields.String(
        required=True, validate=validate.OneOf(("counts", "leads", "accepted", "refused"))
    )
    relation = fields.String(required=True)
    by = fields.List(fields.String(), required=True)
    share = fields.Float(required=True, allow_none=True)
    basis = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(("rules", "size", "own parts", "listed parts")),
        metadata={
            "description": "By what `share` is told: published rules, the number of credits that is"
            " asked for among the parts, or the parts that the provider itself states."
        },
    )
    whole = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Whether what is stated tells all that it asks for."},
    )
    listed = fields.Integer(required=True, allow_none=True)
    held = fields.Integer(required=True, allow_none=True)
    missing = fields.List(fields.String(), required=True)
    stated_by = fields.List(fields.String(), required=True)
    confirmed = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={
            "description": "Whether the receiving side says so itself; null where its record does,"
            " but in somebody else's words. As `confirmed_by_receiver` of the stacks."
        },
    )
    said = fields.String(required=True)
    receiver = fields.String(required=True, allow_none=True)
    from_ = fields.String(required=True, allow_none=True, attribute="from", data_key="from")
    until = fields.String(required=True, allow_none=True)


class ReachSchema(ma.Schema):
    """All that is reached in one step; what is not in it was not assessed by anybody."""

    held = fields.List(fields.String(), required=True)
    parts = fields.List(fields.String(), required=True)
    reached = fields.List(fields.Nested(ReachedSchema), required=True)
    cut = fields.Boolean(required=True)
    refused = fields.List(fields.Nested(RefusedSchema), required=True)


class CountedSchema(ma.Schema):
    """That a thing counts under a rule, and with how much.

    `through` names the statements of acceptance without which it would not count.
    """

    rule = fields.String(required=True)
    value = fields.Float(required=True)
    unit = fields.String(required=True, allow_none=True)
    through = fields.List(fields.String(), required=True)


class AddedSchema(ma.Schema):
    """Something to add; `ctid` is null for what only a transfer value describes."""

    ctid = fields.String(required=True, allow_none=True)
    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    counts = fields.List(fields.Nested(CountedSchema), required=True)


class SpanSchema(ma.Schema):
    """A number that may lie between two; the most is null where no upper bound is stated."""

    minimum = fields.Float(required=True)
    maximum = fields.Float(required=True, allow_none=True)


class TotalsSchema(ma.Schema):
    """What the added things come to, and how many of them do not state it."""

    credits = fields.Dict(keys=fields.String(), values=fields.Nested(SpanSchema), required=True)
    cost = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    hours = fields.Nested(SpanSchema, required=True, allow_none=True)
    not_stated = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class SatisfiedSchema(ma.Schema):
    """A rule of the target that holds, by which things; held ones as well."""

    rule = fields.String(required=True)
    words = fields.String(required=True)
    by = fields.List(fields.String(), required=True)
    need = fields.Float(required=True)
    have = fields.Float(required=True)
    unit = fields.String(required=True, allow_none=True)


class OnePlanSchema(ma.Schema):
    """A plan: what to add, in an order in which it can be taken."""

    add = fields.List(fields.Nested(AddedSchema), required=True)
    totals = fields.Nested(TotalsSchema, required=True)
    satisfies = fields.List(fields.Nested(SatisfiedSchema), required=True)


class BrokenSchema(ma.Schema):
    """One of the fewest rules and limits that cannot hold together."""

    rule = fields.String(required=True, allow_none=True)
    limit = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    need = fields.Float(required=True, allow_none=True)
    have = fields.Float(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    things = fields.List(fields.String(), required=True)
    stating = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Of a limit: how many candidates state what it is about."},
    )
    candidates = fields.Integer(required=True, allow_none=True)
    explain = fields.String(required=True)


class ListedPartSchema(ma.Schema):
    """A listed part; what it does not state is null."""

    ctid = fields.String(required=True, allow_none=True)
    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    price = fields.Float(allow_none=True)
    currency = fields.String(allow_none=True)
    hours = fields.Float(allow_none=True)


class BesidesSchema(ma.Schema):
    """Another rule that is stated, and whether what is held meets it."""

    words = fields.String(required=True)
    holds = fields.Boolean(required=True)


class ListedSchema(ma.Schema):
    """A bare list of parts: which of them are held, and which can be chosen, in the order asked.

    No record states how many of them are needed, nor what is asked for beyond them.
    """

    words = fields.String(required=True)
    size = fields.Integer(required=True)
    held = fields.List(fields.Nested(ListedPartSchema), required=True)
    to_choose = fields.List(fields.Nested(ListedPartSchema), required=True)
    out_of_reach = fields.List(fields.Nested(ListedPartSchema), required=True)
    unstated = fields.List(fields.String(), required=True)
    besides = fields.List(fields.Nested(BesidesSchema), required=True)


class PlanSchema(ma.Schema):
    """The best plans first; or, where there is none, the rules that cannot hold together.

    Where parts are only `listed`, nothing is planned, and whether it is feasible is not known.
    """

    target = fields.Nested(NamedSchema, required=True)
    held = fields.Boolean(
        required=True,
        metadata={"description": "Whether the target is held already; nothing is planned then."},
    )
    stated = fields.Boolean(
        required=True,
        metadata={
            "description": "Whether any requirement or part of the target is stated; if not, a plan"
            " has nothing but the target itself."
        },
    )
    basis = fields.String(
        required=True,
        validate=validate.OneOf(("rules", "listed parts")),
        metadata={"description": "Whether the target's rules are stated, or only a list of parts."},
    )
    whole = fields.Boolean(
        required=True,
        metadata={"description": "Whether what is stated tells all that the target asks for."},
    )
    listed = fields.Nested(ListedSchema, required=True, allow_none=True)
    feasible = fields.Boolean(required=True, allow_none=True)
    optimal = fields.Boolean(
        required=True, metadata={"description": "That the first plan is the best is proven."}
    )
    complete = fields.Boolean(
        required=True, metadata={"description": "So is the rest of the answer."}
    )
    plans = fields.List(fields.Nested(OnePlanSchema), required=True)
    broken = fields.List(fields.Nested(BrokenSchema), required=True)
    remarks = fields.List(fields.String(), required=True)
    refused = fields.List(fields.Nested(RefusedSchema), required=True)
