"""The search: its parameters, and its answer in JSON."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.numbers import Quantity
from app.schemas.query import NO_MORE_THAN, QuerySchema
from app.services.searching import FACETS, LARGEST_PAGE, LONGEST_TEXT, SearchRequest
from search_index.protocol import SORTS


def _refuse_standard(_value: object) -> None:
    raise ma.ValidationError(
        "Filtering by a micro-credential standard is not available; leave it out."
    )


def _refuse_meaning(value: int) -> None:
    if value != 0:
        raise ma.ValidationError(
            "Matching by meaning is not available: leave it out, or say meaning=0."
        )


def _filter(description: str) -> Any:
    described = f"{description} Repeat it for alternatives."
    return fields.List(fields.String(), metadata={"description": described})


def _bound(field: type[fields.Float] | type[fields.Decimal], description: str) -> Any:
    # Stated for OpenAPI as well: it would write the limits of a decimal as texts.
    described = {"description": description, "minimum": 0, "maximum": NO_MORE_THAN}
    return field(validate=validate.Range(min=0, max=NO_MORE_THAN), metadata=described)


class SearchParameters(QuerySchema):
    """What can be asked of the search; all filters must hold."""

    q = fields.String(
        validate=validate.Length(max=LONGEST_TEXT),
        metadata={"description": "Words; a word may be misspelt."},
    )
    type = _filter("A class of CTDL, such as `ceterms:MicroCredential`.")
    field = _filter("A field of education by its ISCED-F 2013 code, broad (`06`) or detailed.")
    level = _filter("A level, `<framework>:<notation>`, such as `eqf:5`.")
    provider = _filter("The CTID of who awards or offers it.")
    country = _filter("The ISO 3166 code of the provider's country.")
    mode = _filter("`online`, `in-person` or `blended`.")
    language = _filter("The ISO 639 code of a language it is taught in.")
    qa = _filter("`accreditation`, `approval`, `recognition`, `regulation` or `registration`.")
    standard = fields.List(
        fields.String(),
        validate=_refuse_standard,
        metadata={"description": "Not available yet: answered with 400."},
    )
    max_hours = _bound(fields.Float, "The largest workload in hours.")
    max_cost = _bound(fields.Decimal, "The highest price; needs `currency`.")
    currency = fields.String(
        validate=validate.Regexp(r"^[A-Za-z]{3}$", error="Write an ISO 4217 code such as EUR."),
        metadata={"description": "The currency of `max_cost` and of sorting by cost."},
    )
    sort = fields.String(
        load_default="relevance",
        validate=validate.OneOf(SORTS, error="Unknown sort; the sorts are {choices}."),
        metadata={"description": "The order of the results."},
    )
    page = fields.Integer(
        load_default=1,
        validate=validate.Range(min=1),
        metadata={"description": "The page, from 1."},
    )
    size = fields.Integer(
        load_default=20,
        validate=validate.Range(min=1, max=LARGEST_PAGE),
        metadata={"description": "Results on a page."},
    )
    explain = fields.Integer(
        validate=validate.OneOf((0, 1)),
        metadata={"description": "Every result says why it is there, with or without `explain=1`."},
    )
    meaning = fields.Integer(
        validate=_refuse_meaning,
        metadata={"description": "`0`: words only, which is all there is yet."},
    )

    @ma.post_load
    def request(self, data: dict[str, Any], **_options: Any) -> SearchRequest:
        """The parameters as the search service takes them."""
        currency = data.get("currency")
        return SearchRequest(
            q=data.get("q", ""),
            filters={name: tuple(dict.fromkeys(data[name])) for name in FACETS if name in data},
            max_hours=data.get("max_hours"),
            max_cost=data.get("max_cost"),
            currency=currency.upper() if currency else None,
            sort=data["sort"],
            page=data["page"],
            size=data["size"],
        )


class NamedSchema(ma.Schema):
    """A thing with a page of its own in the registry, or only a name."""

    ctid = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)


class CreditSchema(ma.Schema):
    """A size in credits; `value` is null for a range."""

    value = Quantity(required=True, allow_none=True)
    min = Quantity(allow_none=True)
    max = Quantity(allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    unit_name = fields.String(allow_none=True)


class HoursSchema(ma.Schema):
    """A workload in hours."""

    min = Quantity(required=True, allow_none=True)
    max = Quantity(required=True, allow_none=True)
    basis = fields.String(required=True)


class CostSchema(ma.Schema):
    """A price."""

    price = Quantity(required=True, allow_none=True)
    currency = fields.String(required=True, allow_none=True)


class WhySchema(ma.Schema):
    """A reason why a result is there."""

    kind = fields.String(required=True, validate=validate.OneOf(("words", "concept", "meaning")))
    text = fields.String(required=True)


class SearchItemSchema(ma.Schema):
    """One result."""

    ctid = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    name = fields.String(required=True, allow_none=True)
    name_language = fields.String(allow_none=True)
    type = fields.String(required=True)
    provider = fields.Nested(NamedSchema, required=True, allow_none=True)
    levels = fields.List(fields.String(), required=True)
    credits = fields.List(fields.Nested(CreditSchema), required=True)
    hours = fields.Nested(HoursSchema, required=True, allow_none=True)
    costs = fields.List(fields.Nested(CostSchema), required=True)
    modes = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    country = fields.String(allow_none=True)
    score = fields.Float(required=True)
    why = fields.List(fields.Nested(WhySchema), required=True)


class FacetValueSchema(ma.Schema):
    """A value to filter by, and the number of results with it alone ticked in its filter."""

    value = fields.String(required=True)
    label = fields.String(required=True)
    count = fields.Integer(required=True)
    selected = fields.Boolean(required=True)


class ExcludedSchema(ma.Schema):
    """A filter in force, and how many more results there would be without it."""

    filter = fields.String(required=True)
    value = fields.String(required=True)
    would_add = fields.Integer(required=True)


class UnderstoodSchema(ma.Schema):
    """A filter found in the words of the query."""

    field = fields.String(required=True)
    value = fields.Raw(required=True)
    source = fields.String(required=True, data_key="from")


class AskedSchema(ma.Schema):
    """What was asked, and what was searched for."""

    q = fields.String(required=True)
    text = fields.String(required=True)
    corrected = fields.String(required=True, allow_none=True)
    understood = fields.List(fields.Nested(UnderstoodSchema), required=True)
    relaxed = fields.Boolean(metadata={"description": "No record has all the words."})


class SearchLinksSchema(ma.Schema):
    """Addresses of this page of results and of its neighbours."""

    self = fields.Url(required=True, require_tld=False)
    first = fields.Url(require_tld=False)
    previous = fields.Url(allow_none=True, require_tld=False)
    next = fields.Url(required=True, allow_none=True, require_tld=False)
    last = fields.Url(require_tld=False)


class SearchAnswerSchema(ma.Schema):
    """A page of results."""

    query = fields.Nested(AskedSchema, required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    size = fields.Integer(required=True)
    items = fields.List(fields.Nested(SearchItemSchema), required=True)
    facets = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(FacetValueSchema)), required=True
    )
    excluded = fields.List(fields.Nested(ExcludedSchema), required=True)
    links = fields.Nested(SearchLinksSchema, required=True)
