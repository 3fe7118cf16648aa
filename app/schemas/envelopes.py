"""What can be asked of the envelopes' addresses; the names are those of a Credential Registry."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import marshmallow as ma
from marshmallow import ValidationError, fields, validate, validates_schema

from app.schemas.query import NO_MORE_THAN, QuerySchema
from ctdl.ctid import CTID, CTIDError, parse_ctid
from ctdl.vocabulary import vocabulary

MOST_PER_PAGE = 200
MOST_GRAPHS = 200
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


class Withdrawn(fields.Boolean):
    """Whether withdrawn records are wanted too, or `only` they: None is both, True only they."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> Any:
        if str(value).strip().lower() == "only":
            return True
        return None if super()._deserialize(value, attr, data, **options) else False


class ResourceType(fields.Field[frozenset[str]]):
    """The classes that a Credential Registry calls so: `credential`, `competency_framework`.

    A class of CTDL (`ceterms:Course`) is taken too; either way with the classes below it.
    """

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> frozenset[str]:
        text = str(value).strip()
        found = [each for each in vocabulary().classes if text in (each, _called(each))]
        if not found:
            raise ValidationError(
                "Write the name of a class of CTDL (ceterms:Course), or in the words of Credential"
                " Registries: credential, organization, learning_opportunity_profile."
            )
        return frozenset().union(*(vocabulary().subclasses(each) for each in found))


class CTIDField(fields.Field[CTID]):
    """A CTID, in capitals too, as Credential Registries take them."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> CTID:
        try:
            return parse_ctid(str(value).strip().lower())
        except CTIDError as error:
            raise ValidationError(str(error)) from error


def _called(name: str) -> str:
    """A class in the words of Credential Registries: `ceterms:CourseProgram`, `course_program`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.partition(":")[2]).lower()


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
    include_deleted = Withdrawn(load_default=False)
    metadata_only = fields.Boolean(load_default=False)
    community = fields.String(load_default=None)
    resource_type = ResourceType(load_default=None)
    owned_by = CTIDField(load_default=None)
    published_by = CTIDField(load_default=None)
    sort_by = fields.String(load_default="updated_at", validate=validate.OneOf(("updated_at",)))
    sort_order = fields.String(load_default="desc", validate=validate.OneOf(("asc", "desc")))

    @validates_schema
    def _require_order(self, data: Mapping[str, Any], **_options: Any) -> None:
        first, past = data["from"], data["until"]
        if first is not None and past is not None and first >= past:
            raise ValidationError("It is before `from`, so that nothing can be found.", "until")


class EnvelopeParameters(QuerySchema):
    """How one envelope is shown."""

    include_deleted = fields.Boolean(load_default=False)
    metadata_only = fields.Boolean(load_default=False)


class DownloadParameters(QuerySchema):
    """Which envelopes a file has."""

    class Meta:
        """Names that Python keeps for itself."""

        include = {"from": Instant(load_default=None)}


class GraphsParameters(ma.Schema):
    """Which documents are wanted, in the body of a request."""

    ctids = fields.List(CTIDField(), required=True, validate=validate.Length(max=MOST_GRAPHS))


class EventsParameters(PageParameters):
    """Which events."""

    after = Instant(load_default=None)
    ctid = fields.String(load_default=None, validate=validate.Length(max=60))
    event = fields.String(load_default=None, validate=validate.OneOf(EVENTS))
