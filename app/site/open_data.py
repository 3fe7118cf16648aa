"""The pages of what is given out as a whole: the catalogue, and the dumps there are."""

from flask import Blueprint, Response, json, make_response, render_template, request

from app.http.caching import REVALIDATE, Validators, etag_of, representation
from app.http.current import absolute, registry
from app.http.media_types import HTML, JSON, RDF_FORMATS
from app.http.negotiation import choose, negotiate
from app.presenters import open_data
from app.presenters.dcat import RIGHTS, catalogue_answer
from app.presenters.dumps import dumps_json, shown
from app.presenters.open_data_page import dataset_shown, service_shown
from app.presenters.schema_org import as_script
from app.presenters.schema_org_data import catalogue_node
from app.services import dumps, learning_model

_RDF = RDF_FORMATS[:-1]


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    blueprint.add_url_rule("/catalog", "catalog", show_catalogue)
    blueprint.add_url_rule("/dumps/", "dumps", show_dumps)


def show_catalogue() -> Response:
    """The page, or for programs the same in DCAT-AP and VoID."""
    media_type = negotiate((HTML, *_RDF))
    if media_type is HTML:
        response = _page()
    else:
        response = catalogue_answer(media_type)
        response.headers["Content-Location"] = absolute(f"catalog.{media_type.suffix}")
    response.vary.add("Accept")
    return response


def _page() -> Response:
    found = open_data.datasets(registry())
    reports = learning_model.report(registry()).get("datasets", {})
    records, *others = (dataset_shown(each, reports) for each in found)
    page = render_template(
        "site/catalog.html",
        description=open_data.DESCRIPTION,
        records=records,
        others=others,
        services=[service_shown(each) for each in open_data.services()],
        licence=registry().settings.data_licence,
        rights=RIGHTS,
        formats=_RDF,
        script=as_script(catalogue_node(found)),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = REVALIDATE
    return response


def show_dumps() -> Response:
    """The page, or for programs that ask for JSON the same list."""
    found = dumps.list_dumps(registry())
    if choose(request.headers.get("Accept"), (HTML, JSON)) is JSON:
        body = f"{json.dumps(dumps_json(found), indent=2)}\n".encode()
        response = representation(JSON, Validators(etag_of(body.decode())), lambda: body)
    else:
        page = render_template("site/dumps.html", dumps=[shown(each) for each in found])
        response = make_response(page)
        response.headers["Cache-Control"] = REVALIDATE
    response.vary.add("Accept")
    return response
