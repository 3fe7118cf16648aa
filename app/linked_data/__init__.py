"""Records as open linked data: their IRIs, their documents, their provenance, their contexts."""

from flask import Flask

from app.linked_data import (
    achievements,
    activity,
    atom,
    catalogue,
    communities,
    contexts,
    dumps,
    elm,
    envelopes,
    feed,
    graphs,
    limits,
    log,
    oai,
    openapi,
    provenance,
    resources,
    robots,
    sitemap,
    sparql,
    standards,
)


def register(app: Flask) -> None:
    """Add the addresses of linked data to the application."""
    communities.setup(app)
    limits.setup(app)
    app.register_blueprint(achievements.blueprint)
    app.register_blueprint(activity.blueprint)
    app.register_blueprint(atom.blueprint)
    app.register_blueprint(resources.blueprint)
    app.register_blueprint(provenance.blueprint)
    app.register_blueprint(contexts.blueprint)
    app.register_blueprint(catalogue.blueprint)
    app.register_blueprint(dumps.blueprint)
    app.register_blueprint(elm.blueprint)
    app.register_blueprint(envelopes.blueprint)
    app.register_blueprint(feed.blueprint)
    app.register_blueprint(graphs.blueprint)
    app.register_blueprint(log.blueprint)
    app.register_blueprint(oai.blueprint)
    app.register_blueprint(openapi.blueprint)
    app.register_blueprint(robots.blueprint)
    app.register_blueprint(sitemap.blueprint)
    app.register_blueprint(standards.blueprint)
    for blueprint in (resources.blueprint, envelopes.blueprint, graphs.blueprint):
        name = f"community_{blueprint.name}"
        app.register_blueprint(blueprint, name=name, url_prefix=communities.PREFIX)
    app.register_blueprint(envelopes.search, url_prefix=communities.PREFIX)
    # The page for people has the same address; the site asks here for everything else.
    app.extensions["sparql"] = sparql.answer
