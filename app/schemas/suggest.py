"""Suggestions while somebody types: the parameters and the answer in JSON."""

from typing import get_args

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import QuerySchema
from app.services.searching import LONGEST_TEXT
from app.services.suggesting import Kind

LANGUAGES = ("en", "fr")


class SuggestParameters(QuerySchema):
    """What has been typed so far, and the language of who reads."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_TEXT),
        metadata={"description": "What has been typed; the last word may be half a word."},
    )
    lang = fields.String(
        load_default=LANGUAGES[0],
        validate=validate.OneOf(LANGUAGES, error="The languages are {choices}."),
        metadata={"description": "The language that labels are preferred in, `en` or `fr`."},
    )


class SuggestionSchema(ma.Schema):
    """Something that may be meant; what choosing it leads to is at `page`."""

    kind = fields.String(required=True, validate=validate.OneOf(get_args(Kind)))
    label = fields.String(required=True)
    value = fields.String(
        required=True,
        metadata={
            "description": "The CTID of a credential or provider, the ISCED-F 2013 code of a"
            " field, the id of a skill or occupation at ESCO."
        },
    )
    label_language = fields.String(
        required=True, allow_none=True, metadata={"description": "Null where nobody stated it."}
    )
    named = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Another name, by which it was found."},
    )
    provider = fields.String(
        required=True, allow_none=True, metadata={"description": "Whose credential it is."}
    )
    count = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "How many records there are of a provider or in a field; null for what"
            " is searched for by its words, and for a credential."
        },
    )
    iri = fields.String(required=True, metadata={"description": "The identifier of the thing."})
    page = fields.Url(
        required=True,
        require_tld=False,
        metadata={
            "description": "The credential's page, the records of the provider or in the field, or"
            " the search for the words of the skill or occupation."
        },
    )


class SuggestionsSchema(ma.Schema):
    """What may be meant, kind by kind, the likeliest of each kind first."""

    suggestions = fields.List(fields.Nested(SuggestionSchema), required=True)
    corrected = fields.Boolean(
        required=True,
        metadata={
            "description": "Nothing begins with what was typed: these begin with something that"
            " differs from it by one letter in a word."
        },
    )
