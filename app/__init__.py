"""The web site and the linked-data services of the registry."""

from typing import TYPE_CHECKING

from app.config import Settings, from_environment

if TYPE_CHECKING:
    from flask import Flask

LARGEST_BODY = 8 * 1024 * 1024


def create_app(settings: Settings | None = None) -> "Flask":
    """The registry as a WSGI application.

    Raises DatabaseNotReady where `registry init` is still to be run.
    """
    # Imported here because every command imports this package and most need no web framework.
    from flask import Flask
    from flask_babel import Babel

    from app import api, http, linked_data, site
    from app.services.registry import open_registry

    settings = settings or from_environment()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["registry"] = open_registry(settings)
    Babel(app, locale_selector=site.language_of_request)
    http.setup(app)
    linked_data.register(app)
    api.register(app)
    for language, name in site.BLUEPRINTS.items():
        app.register_blueprint(site.site_blueprint(name, language))
    linked_data.communities.require_free_names(app)
    return app
