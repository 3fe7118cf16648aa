"""What can be asked of the log's addresses."""

from marshmallow import fields, validate

from app.schemas.query import NO_MORE_THAN, QuerySchema

MOST_ENTRIES = 1000


def _number(least: int, **options: object) -> fields.Integer:
    within = validate.Range(min=least, max=NO_MORE_THAN)
    return fields.Integer(strict=False, validate=within, **options)  # type: ignore[arg-type]


class AfterParameters(QuerySchema):
    """Entries after a number, or heads of trees after a size."""

    after = _number(0, load_default=0)
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=MOST_ENTRIES))


class InclusionParameters(QuerySchema):
    """Which entry, in a tree of which size; the newest when the size is left out."""

    number = _number(1, required=True)
    size = _number(1, load_default=None)


class ConsistencyParameters(QuerySchema):
    """From a tree of which size to one of which size; the newest when the second is left out."""

    first = _number(1, required=True)
    second = _number(1, load_default=None)
