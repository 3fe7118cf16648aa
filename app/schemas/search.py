"""The search: its parameters, and its answer in JSON."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.numbers import Quantity
from app.schemas.query import NO_MORE_THAN, QuerySchema
from app.services.search_values import MODES, QUALITY, wrong_value
from app.services.searching import (
    FACETS,
    LARGEST_PAGE,
    LONGEST_TEXT,
    MOST_FRAMEWORKS,
    SearchRequest,
    filters_of,
)
from app.services.understanding import FIELDS, UNSTATED
from ctdl.frameworks import FRAMEWORKS
from ctdl.standards import STANDARDS
from search_index.protocol import SORTS


def _exists(parameter: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        if wrong := wrong_value(parameter, value):
            raise ma.ValidationError(str(wrong))

    return check


def _filter(name: str, description: str, enum: Sequence[str] = ()) -> Any:
    described = f"{description} Repeat it for alternatives."
    each = fields.String(validate=_exists(name), metadata={"enum": list(enum)} if enum else {})
    return fields.List(each, metadata={"description": described})


def _bound(field: type[fields.Float] | type[fields.Decimal], description: str) -> Any:
    # Stated for OpenAPI as well: it would write the limits of a decimal as texts.
    described = {"description": description, "minimum": 0, "maximum": NO_MORE_THAN}
    return field(validate=validate.Range(min=0, max=NO_MORE_THAN), metadata=described)


def _unstated(chosen: Collection[str]) -> frozenset[str]:
    return frozenset(UNSTATED.values() if "1" in chosen else chosen) - {"0"}


class SearchParameters(QuerySchema):
    """What can be asked of the search; all filters must hold."""

    q = fields.String(
        validate=validate.Length(max=LONGEST_TEXT),
        metadata={"description": "Words; a word may be misspelt."},
    )
    type = _filter("type", "A class of CTDL, such as `ceterms:MicroCredential`.")
    field = _filter(
        "field", "A field of education by its ISCED-F 2013 code, broad (`06`) or detailed."
    )
    level = _filter(
        "level",
        "A level, `<framework>:<notation>`, such as `eqf:5`. It finds what states it, and what"
        " states a level that a document compares with it: `why` then says which.",
        tuple(FRAMEWORKS.levels),
    )
    levels_in = fields.List(
        fields.String(
            validate=_exists("levels_in"), metadata={"enum": list(FRAMEWORKS.frameworks)}
        ),
        validate=validate.Length(max=MOST_FRAMEWORKS, error="Name at most four frameworks."),
        metadata={
            "description": "The frameworks whose levels `facets.level` counts besides the levels"
            f" that records state; up to {MOST_FRAMEWORKS}, without it `eqf`."
        },
    )
    provider = _filter("provider", "The CTID of who awards or offers it.")
    country = _filter("country", "The ISO 3166 code of the provider's country.")
    mode = _filter("mode", "`online`, `in-person` or `blended`.", MODES)
    language = _filter(
        "language",
        "The ISO 639 code of a language it is taught in; a region, as in `es-MX`, is passed over.",
    )
    qa = _filter(
        "qa", "`accreditation`, `approval`, `recognition`, `regulation` or `registration`.", QUALITY
    )
    standard = _filter(
        "standard",
        "The id of a standard whose mandatory elements the record states: a check, not an"
        " approval.",
        tuple(STANDARDS),
    )
    max_hours = _bound(fields.Float, "The largest workload in hours.")
    max_cost = _bound(fields.Decimal, "The highest price; needs `currency`.")
    currency = fields.String(
        validate=_exists("currency"),
        metadata={"description": "The currency of `max_cost` and of sorting by cost."},
    )
    plain = fields.List(
        fields.String(
            validate=validate.OneOf(FIELDS, error="Unknown field; the fields are {choices}.")
        ),
        metadata={
            "description": "A field of `understood` whose words are to be searched for as words."
            " Repeat it for several."
        },
    )
    unstated = fields.List(
        fields.String(
            validate=validate.OneOf(
                ("0", "1", *UNSTATED.values()), error="Unknown value; the values are {choices}."
            )
        ),
        metadata={
            "description": "What is limited, beside the words or by them, and need not be stated:"
            " records that say nothing of it are let through. Repeat it for several; `1` is all."
        },
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
        metadata={
            "description": "`1`: every result also has the numbers that put it in its place."
        },
    )
    meaning = fields.Integer(
        load_default=1,
        validate=validate.OneOf((0, 1)),
        metadata={"description": "`0`: find by words alone, not by concepts and meaning."},
    )

    @ma.post_load
    def request(self, data: dict[str, Any], **_options: Any) -> SearchRequest:
        """The parameters as the search service takes them."""
        currency = data.get("currency")
        return SearchRequest(
            q=data.get("q", ""),
            filters=filters_of({name: data[name] for name in FACETS if name in data}),
            max_hours=data.get("max_hours"),
            max_cost=data.get("max_cost"),
            currency=currency.upper() if currency else None,
            sort=data["sort"],
            page=data["page"],
            size=data["size"],
            levels_in=tuple(dict.fromkeys(data.get("levels_in", ()))),
            meaning="fused" if data["meaning"] else "words",
            plain=tuple(dict.fromkeys(data.get("plain", ()))),
            unstated=_unstated(data.get("unstated", ())),
        )


class NamedSchema(ma.Schema):
    """A thing with a page of its own in the registry, or only a name."""

    ctid = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)


class BriefRecordSchema(ma.Schema):
    """A credential or course in a few words."""

    ctid = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    name = fields.String(required=True, allow_none=True)
    type = fields.String(required=True)
    provider = fields.Nested(NamedSchema, required=True, allow_none=True)


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
    """A reason why a result is there.

    `words` are words that it has, as they stand in it, of the text or of it put into English;
    `concept` what they name and it is about, `meaning` how close it is as a whole; `language` that
    it is taught in that of the text; `hours` that of the hours it states only the fewest are within
    the limit; `level` says which document compares its level.
    """

    kind = fields.String(
        required=True,
        validate=validate.OneOf(("words", "concept", "meaning", "language", "hours", "level")),
    )
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
    only_near = fields.Boolean(
        required=True,
        metadata={
            "description": "It is no result: where those are few, what is nearest to the words"
            " within the limits comes after them."
        },
    )
    score = fields.Float(required=True)
    why = fields.List(fields.Nested(WhySchema), required=True)
    explanation = fields.Dict(
        keys=fields.String(),
        values=fields.Float(),
        allow_none=True,
        metadata={
            "description": "With `explain=1`: measures from 0 to 1 and the weights that add up to"
            " `total`; null where words alone put it in its place."
        },
    )


class FacetValueSchema(ma.Schema):
    """A value to filter by, and the number of results with it alone ticked in its filter.

    A level also counts what states a level of another framework that is compared with it.
    """

    value = fields.String(required=True)
    label = fields.String(required=True)
    count = fields.Integer(required=True)
    selected = fields.Boolean(required=True)


class ExcludedSchema(ma.Schema):
    """A filter in force, and how many more results there would be without it.

    Filters found in the words are among them where there are few results; where there are none,
    `q` stands for the other words, and `all` for all filters where none alone is to blame.
    """

    filter = fields.String(required=True)
    value = fields.String(required=True)
    would_add = fields.Integer(required=True)
    source = fields.String(
        data_key="from",
        metadata={"description": "The words it was understood from; absent for a parameter."},
    )


class UnderstoodSchema(ma.Schema):
    """A filter found in the words of the query; `plain=<field>` takes them as words again.

    `value` is a number for a bound, otherwise a text or, where there are alternatives, a list.
    """

    field = fields.String(required=True, validate=validate.OneOf(FIELDS))
    value = fields.Raw(required=True)
    currency = fields.String(allow_none=True)
    source = fields.String(required=True, data_key="from")
    reading = fields.String(metadata={"description": "What the words were taken to mean."})
    applied = fields.Boolean(
        metadata={"description": "False where a parameter of the request says something else."}
    )


class AskedSchema(ma.Schema):
    """What was asked, and what was searched for."""

    q = fields.String(required=True)
    text = fields.String(required=True)
    corrected = fields.String(required=True, allow_none=True)
    understood = fields.List(fields.Nested(UnderstoodSchema), required=True)
    relaxed = fields.Boolean(metadata={"description": "No record has all the words."})
    missing = fields.List(
        fields.String(), metadata={"description": "The words that no record has."}
    )
    lacks_meaning = fields.Boolean(
        metadata={
            "description": "Only words counted, though meaning was asked for: its index is missing"
            " or broken, and is made anew by the next change or by `registry catch-up`."
        }
    )
    unstated_adds = fields.Integer(
        allow_none=True,
        metadata={
            "description": "How many more results `unstated=1` would give; null where nothing"
            " is limited that may be not stated, or all of it is let in."
        },
    )
    unstated_by = fields.Dict(
        keys=fields.String(validate=validate.OneOf(tuple(UNSTATED.values()))),
        values=fields.Integer(),
        metadata={
            "description": "What is limited and leaves out records that do not state it: the values"
            " that `unstated` may have here, each with the number of results that it adds."
        },
    )


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
    total = fields.Integer(
        required=True, metadata={"description": "How many results there are, without `only_near`."}
    )
    total_is_at_least = fields.Boolean(
        required=True,
        metadata={
            "description": "More come close than can be weighed: there are more than `total`."
        },
    )
    only_near = fields.Integer(
        required=True,
        metadata={
            "description": "How many records stand after the results that are only near to the"
            " words; none where there are twenty results."
        },
    )
    page = fields.Integer(required=True)
    size = fields.Integer(required=True)
    items = fields.List(fields.Nested(SearchItemSchema), required=True)
    facets = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(FacetValueSchema)), required=True
    )
    excluded = fields.List(fields.Nested(ExcludedSchema), required=True)
    links = fields.Nested(SearchLinksSchema, required=True)
