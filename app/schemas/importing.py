"""What an import asks and answers: documents, what was left out, and what is missing."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.findings import FindingSchema
from app.schemas.publishing import CTIDField
from app.schemas.query import QuerySchema
from ctdl.mapping import FORMATS


class ImportParameters(QuerySchema):
    """What cannot be read from the file itself."""

    format = fields.String(
        validate=validate.OneOf(list(FORMATS)),
        metadata={"description": "The format, where it must be told."},
    )
    ctid = CTIDField("The CTID of the one thing in a file without identifiers.")
    type = fields.String(
        validate=validate.Regexp(r"^ceterms:[A-Za-z0-9]{1,60}\Z"),
        metadata={"description": "Its CTDL class, where the file does not say which kind it is."},
    )


class ImportedDocumentSchema(ma.Schema):
    """One record that the file would make."""

    ctid = fields.String(required=True)
    type = fields.String(required=True)
    document = fields.Dict(required=True, metadata={"description": "Ready to be published."})


class ImportedSchema(ma.Schema):
    """What a file would be here; nothing is saved."""

    format = fields.String(required=True, validate=validate.OneOf(list(FORMATS)))
    documents = fields.List(fields.Nested(ImportedDocumentSchema), required=True)
    notes = fields.List(
        fields.Nested(FindingSchema),
        required=True,
        metadata={"description": "What was left out of the source, and why."},
    )
    findings = fields.List(
        fields.Nested(FindingSchema),
        required=True,
        metadata={"description": "What publishing the documents would find."},
    )
    kept = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Organisations that are here already and stay as they are."},
    )
