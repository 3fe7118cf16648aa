"""`/<community>/…`: the same answers under the names that Credential Registries have them under.

There, each community of publishers has its records below its name: `/ce-registry/envelopes`. A
registry has one body of records, and answers to the names in the setting COMMUNITIES.
"""

from typing import Any

from flask import Flask
from werkzeug.exceptions import BadRequest
from werkzeug.routing import BaseConverter

from app.config import SettingError
from app.http.current import is_community, registry

PREFIX = "/<community:community>"


def setup(app: Flask) -> None:
    """Make `<community:community>` usable in addresses; views are not told the name."""
    names = app.extensions["registry"].settings.community_names
    pattern = "|".join(name.replace("_", "[-_]") for name in names)
    members = {"regex": f"(?i:{pattern})", "__doc__": "The name of a community."}
    app.url_map.converters["community"] = type("CommunityConverter", (BaseConverter,), members)
    app.url_value_preprocessor(_forget)


def require_ours(name: str | None) -> None:
    """Raise BadRequest where a parameter names a community that is another registry's."""
    if name is not None and not is_community(name):
        known = ", ".join(registry().settings.community_names)
        raise BadRequest(f"community: There is no community {name[:40]!r} here, only {known}.")


def require_free_names(app: Flask) -> None:
    """Raise SettingError where a community has the name of an address that there is anyway."""
    taken = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    for name in app.extensions["registry"].settings.community_names:
        if found := taken & {name, name.replace("_", "-")}:
            raise SettingError(
                f"COMMUNITIES names {name}, but /{found.pop()} is an address of the registry's"
                " own; choose another name."
            )


def _forget(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None:
        values.pop("community", None)
