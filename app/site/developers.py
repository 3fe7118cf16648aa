"""The pages for programmers: how to publish, how to harvest, and what each finding means."""

from flask import Blueprint, render_template

from app.http.current import contact_email, registry
from app.http.openapi import openapi_document
from app.presenters.api_reference import OUTSIDE, reference_of
from app.presenters.dcat import RIGHTS
from app.presenters.finding_rules import rule_entries
from app.presenters.harvest_channels import channels, limit_words


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    blueprint.add_url_rule("/developers", "developers", show_developers)
    blueprint.add_url_rule("/harvesters", "harvesters", show_harvesters)
    blueprint.add_url_rule("/findings", "findings", show_findings)


def show_developers() -> str:
    """How to begin, and the reference made of the OpenAPI document."""
    reference = reference_of(openapi_document())
    return render_template("site/developers.html", api=reference, outside=OUTSIDE)


def show_harvesters() -> str:
    """Each channel with commands to paste, and what is asked of whoever uses them."""
    return render_template(
        "site/harvesters.html",
        channels=channels(),
        limit=limit_words(registry().settings.harvest_limit),
        contact=contact_email(),
        rights=RIGHTS,
    )


def show_findings() -> str:
    """Every rule, at an anchor of its code."""
    return render_template("site/findings.html", rules=rule_entries())
