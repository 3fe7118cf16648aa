"""Levels of frameworks and what they are compared with, as the JSON API gives them."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate
from webargs.multidictproxy import MultiDictProxy

from app.schemas.query import QuerySchema
from ctdl.frameworks import FRAMEWORKS

LEVEL = r"^[a-z][a-z0-9-]{0,39}:[A-Za-z0-9.-]{1,40}$"
FRAMEWORK = r"^[a-z][a-z0-9-]{0,39}$"
RELATIONS = ("exact", "close", "broad", "narrow")


class LevelMapParameters(QuerySchema):
    """Which level is asked about, and in which framework: one of each, and two frameworks."""

    level = fields.String(
        required=True,
        error_messages={"required": "Say which level to compare, such as level=nzqcf:7."},
        validate=validate.Regexp(
            LEVEL, error="Write a level as <framework>:<notation>, such as nzqcf:7."
        ),
        metadata={"description": "A level, `<framework>:<notation>`, such as `nzqcf:7`."},
    )
    to = fields.String(
        required=True,
        error_messages={"required": "Say which framework to find it in, such as to=eqf."},
        validate=validate.Regexp(FRAMEWORK, error="Write the id of a framework, such as eqf."),
        metadata={"description": "The id of the framework to find it in, such as `eqf`."},
    )

    @ma.pre_load
    def ask_once(self, data: MultiDictProxy, **_options: Any) -> MultiDictProxy:
        """Refuse what is asked twice: answering the first alone would hide the rest."""
        twice = [name for name in ("level", "to") if len(data.getlist(name)) > 1]
        if twice:
            told = "Give one only; ask again for each other."
            raise ma.ValidationError({name: [told] for name in twice})
        return data

    @ma.validates_schema
    def ask_elsewhere(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a level and a framework that leave nothing to compare."""
        is_known = FRAMEWORKS.framework(data["to"]) is not None
        if is_known and data["level"].partition(":")[0] == data["to"]:
            raise ma.ValidationError(
                "level and to are of the same framework; name another framework.", "to"
            )


def _stated() -> Any:
    return fields.String(required=True, allow_none=True)


def _year() -> Any:
    return fields.Integer(required=True, allow_none=True)


def _indicative() -> Any:
    described = {"description": "An estimate of this registry's editors, not a document's."}
    return fields.Boolean(required=True, metadata=described)


def _row() -> Any:
    described = {"description": "The IRI of the row."}
    return fields.Url(required=True, allow_none=True, require_tld=False, metadata=described)


def _page() -> Any:
    return fields.Url(required=True, allow_none=True, require_tld=False)


class NoCounterpartSchema(ma.Schema):
    """What says that there is no comparable level; null where the row does not state it."""

    basis = _stated()
    source = _stated()
    year = _year()
    indicative = _indicative()
    row = _row()
    page = _page()


class CounterpartSchema(ma.Schema):
    """A level elsewhere, and how the level asked about relates to it (SKOS, from here to there)."""

    level = fields.String(required=True)
    relation = fields.String(required=True, validate=validate.OneOf(RELATIONS))
    basis = _stated()
    source = _stated()
    year = _year()
    label = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    indicative = _indicative()
    derived = fields.Boolean(
        required=True, metadata={"description": "The row is stored the other way round."}
    )
    row = _row()
    page = _page()


class RouteRowSchema(CounterpartSchema):
    """One of the two rows that lead by way of a third framework; read from `from`."""

    from_ = fields.String(required=True, data_key="from", attribute="from")


class RouteSchema(ma.Schema):
    """Two rows by way of a third framework: not a comparison that any document makes."""

    through = fields.String(required=True)
    level = fields.String(required=True)
    indicative = fields.Boolean(required=True)
    rows = fields.List(fields.Nested(RouteRowSchema), required=True)


class ElsewhereSchema(ma.Schema):
    """What a level is in another framework; `no_counterpart` where a document says there is none.

    Without counterparts and with `no_counterpart` null, nothing here compares the two.
    """

    level = fields.String(required=True)
    to = fields.String(required=True)
    counterparts = fields.List(fields.Nested(CounterpartSchema), required=True)
    no_counterpart = fields.Nested(NoCounterpartSchema, required=True, allow_none=True)
    by_way_of = fields.List(fields.Nested(RouteSchema), required=True)


class HoursPerCreditSchema(ma.Schema):
    """How many hours of learning one credit stands for; a range where the rule is one."""

    min = fields.Float(required=True)
    max = fields.Float(required=True)


class LevelSchema(ma.Schema):
    """A level of a framework; `order` sorts inside that framework only."""

    id = fields.String(required=True)
    ctid = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    page = fields.Url(required=True, require_tld=False)
    notation = fields.String(required=True)
    order = fields.Integer(required=True)
    label = fields.String(required=True)
    typical_qualifications = fields.String(required=True, allow_none=True)
    credit_unit = fields.String(required=True, allow_none=True)
    hours_per_credit = fields.Nested(HoursPerCreditSchema, required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)


class FrameworkSchema(ma.Schema):
    """A framework with its levels, lowest first."""

    id = fields.String(required=True)
    ctid = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    page = fields.Url(required=True, require_tld=False)
    name = fields.String(required=True)
    jurisdiction = fields.String(required=True, allow_none=True)
    website = fields.String(required=True, allow_none=True)
    compared_with = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Frameworks that a row compares it with, best documented first."},
    )
    levels_complete = fields.Boolean(
        required=True,
        metadata={"description": "False where only the levels that records state are listed."},
    )
    levels = fields.List(fields.Nested(LevelSchema), required=True)


class FrameworksSchema(ma.Schema):
    """All frameworks of the registry."""

    frameworks = fields.List(fields.Nested(FrameworkSchema), required=True)


class LevelEverywhereSchema(LevelSchema):
    """A level, and what it is in every framework that something is known of."""

    framework = fields.String(required=True)
    elsewhere = fields.List(fields.Nested(ElsewhereSchema), required=True)
    not_compared_with = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Frameworks that nothing here compares it with; not a 'no'."},
    )


def hours_per_credit(text: str | None) -> dict[str, Any] | None:
    """The hours that a table writes as "10" or "25-30"."""
    if not text:
        return None
    low, _, high = text.partition("-")
    return {"min": float(low), "max": float(high or low)}
