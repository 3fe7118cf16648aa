"""`/export/elm/…`: whole files for the European register of courses and qualifications."""

from flask import Blueprint, Response

from app.http.current import registry
from app.http.media_types import JSON, RDF_XML
from app.linked_data.files import file_answer
from app.services import learning_model

blueprint = Blueprint("elm", __name__)


@blueprint.get("/export/elm/<file>")
def show_file(file: str) -> Response:
    """A data set in RDF/XML, or `report.json`: what is left out of them, and why."""
    dump, found, path = learning_model.get_file(registry(), file)
    media_type = JSON if file == learning_model.REPORT else RDF_XML
    return file_answer(dump, found, path, media_type, name=file)
