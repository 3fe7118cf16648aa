"""What can be asked of the envelopes' addresses; the names are those of a Credential Registry."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from app.schemas.query import NO_MORE_THAN, QuerySchema

MOST_PER_PAGE = 200
EVENTS = ("create", "update", "destroy")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Instant(fields.Field[str]):
    """A day, or an instant in ISO 8601 (UTC unless it says otherwise), as the log writes instants.

    With `past`, it is the first instant after the day or the millisecond that was written.
    """

    def __init__(self, *, past: bool = False, **options: Any) -> None:
        self._past = past
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = str(value).strip()
        try:
            # A plus in an address that was not encoded arrives as a space.
            found = datetime.fromisoformat(re.sub(r" (?=\d\d:\d\d$)", "+", text))
            found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
            if self._past:
                found += timedelta(days=1) if _DAY.fullmatch(text) else timedelta(milliseconds=1)
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                "Write a day (2026-03-01) or an instant in ISO 8601 (2026-03-01T12:00:00Z)."
            ) from error
        return found.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class PageParameters(QuerySchema):
    """Which page of a list."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=NO_MORE_THAN))
    per_page = fields.Integer(load_default=25, validate=validate.Range(min=1, max=MOST_PER_PAGE))
    provisional = fields.String(
        load_default="include", validate=validate.OneOf(("exclude", "include", "only"))
    )
    """Taken as Credential Registries do; every record here is public, so `only` finds nothing."""


class EnvelopesParameters(PageParameters):
    """Which envelopes, and how much of each."""

    class Meta:
        """Names that Python keeps for itself."""

        include = {"from": Instant(load_default=None)}

    until = Instant(past=True, load_default=None)
    include_deleted = fields.Boolean(load_default=False)
    metadata_only = fields.Boolean(load_default=False)

    @validates_schema
    def _require_order(self, data: Mapping[str, Any], **_options: Any) -> None:
        first, past = data["from"], data["until"]
        if first is not None and past is not None and first >= past:
            raise ValidationError("It is before `from`, so that nothing can be found.", "until")


class EnvelopeParameters(QuerySchema):
    """How one envelope is shown."""

    include_deleted = fields.Boolean(load_default=False)
    metadata_only = fields.Boolean(load_default=False)


class EventsParameters(PageParameters):
    """Which events."""

    after = Instant(load_default=None)
    ctid = fields.String(load_default=None, validate=validate.Length(max=60))
    event = fields.String(load_default=None, validate=validate.OneOf(EVENTS))
