"""Records as open linked data: their IRIs, their documents, their provenance, their contexts."""

from flask import Flask

from app.linked_data import (
    activity,
    contexts,
    envelopes,
    feed,
    log,
    oai,
    provenance,
    resources,
    robots,
    sitemap,
    sparql,
    standards,
)


def register(app: Flask) -> None:
    """Add the addresses of linked data to the application."""
    app.register_blueprint(activity.blueprint)
    app.register_blueprint(resources.blueprint)
    app.register_blueprint(provenance.blueprint)
    app.register_blueprint(contexts.blueprint)
    app.register_blueprint(envelopes.blueprint)
    app.register_blueprint(feed.blueprint)
    app.register_blueprint(log.blueprint)
    app.register_blueprint(oai.blueprint)
    app.register_blueprint(robots.blueprint)
    app.register_blueprint(sitemap.blueprint)
    app.register_blueprint(standards.blueprint)
    # The page for people has the same address; the site asks here for everything else.
    app.extensions["sparql"] = sparql.answer
