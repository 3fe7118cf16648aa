"""What is fetched from a registry can be sent back to it, and changes nothing."""

import json

from app import create_app
from app.services import publishing, views
from app.services.registry import Registry
from tests.support.documents import a_credential, an_organization, ctid_of


def test_a_fetched_document_published_again_is_unchanged(registry: Registry) -> None:
    for document in (an_organization(), a_credential()):
        publishing.publish(registry, document)
    views.catch_up(registry)
    app = create_app(registry.settings)

    outcomes = []
    for document in (an_organization(), a_credential()):
        fetched = app.test_client().get(f"/graph/{ctid_of(document)}.jsonld")
        outcomes.append(publishing.publish(registry, json.loads(fetched.data)).kind)
    app.extensions["registry"].close()

    assert outcomes == ["unchanged", "unchanged"]
