"""What every page needs around its content: addresses in the reader's language, and stylesheets."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, has_request_context, request, url_for

from app.http.current import absolute, resource_iri
from app.presenters.formats import day, instant, number
from app.presenters.labels import type_label
from app.presenters.language import LANGUAGES, page_language
from app.presenters.links import Link
from app.presenters.text import content
from app.site import levels_in

BLUEPRINTS = {"en": "site", "fr": "site_fr"}
_NOT_CANONICAL = frozenset({"compare", levels_in.PARAMETER})


def language_of_request() -> str:
    """The language of the frame that the address asks for."""
    path = request.path if has_request_context() else "/"
    found = path.strip("/").partition("/")[0]
    return found if found in LANGUAGES[1:] else LANGUAGES[0]


def page_url(page: str, /, **values: Any) -> str:
    """The address of a page in the language of the page being made.

    The frameworks chosen to see levels in go along; `levels_in=()` leaves them behind.
    """
    if page in levels_in.PAGES:
        chosen = values.pop(levels_in.PARAMETER, levels_in.chosen())
        values |= {levels_in.PARAMETER: chosen} if chosen else {}
    return url_for(f"{BLUEPRINTS[page_language()]}.{page}", **values)


def href(link: Link) -> str:
    """The address a presented link leads to."""
    return link.url if link.url is not None else page_url(link.page, **link.values)


def static_url(path: str) -> str:
    """The address of a static file, changing with its content so that it can be kept for long."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=path, v=_digest(Path(folder) / path))


def record_path(ctid: str, suffix: str | None = None) -> str:
    """The path of a thing's data: negotiated, or in the format of the suffix."""
    return f"/resources/{ctid}.{suffix}" if suffix else f"/resources/{ctid}"


def language_addresses() -> list[tuple[str, str]]:
    """The address of the page being shown in each language; that of home for errors."""
    return [(language, _address_in(language)) for language in LANGUAGES]


def canonical_path() -> str:
    """The path of the page being shown, without what only its reader chose."""
    endpoint = request.endpoint or f"{BLUEPRINTS[page_language()]}.home"
    return _same_page(endpoint, _NOT_CANONICAL)


def tidy_address() -> str | None:
    """The address of this page without the empty fields that a form sends too; None has none."""
    if all(value.strip() for _name, value in request.args.items(multi=True)):
        return None
    return _same_page(request.endpoint or "")


def install_frame(app: Flask) -> None:
    """Give the templates of `app` what the frame needs."""
    app.jinja_env.globals.update(
        page_url=page_url,
        href=href,
        static_url=static_url,
        record_iri=resource_iri,
        record_path=record_path,
        absolute_url=absolute,
        language_addresses=language_addresses,
        canonical_path=canonical_path,
        page_language=page_language,
        current_page=_current_page,
        levels_chosen=levels_in.chosen,
        levels_chooser=levels_in.chooser,
    )
    app.jinja_env.filters.update(
        content=content, day=day, instant=instant, number=number, type_label=type_label
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _address_in(language: str) -> str:
    page = _current_page()
    if page is None:
        return url_for(f"{BLUEPRINTS[language]}.home")
    return _same_page(f"{BLUEPRINTS[language]}.{page}")


def _same_page(endpoint: str, without: frozenset[str] = frozenset()) -> str:
    # The query is written out here: names in it must never become arguments of `url_for`.
    path = url_for(endpoint, **(request.view_args or {}))
    pairs = [
        (name, value.strip())
        for name, value in request.args.items(multi=True)
        if value.strip() and name not in without
    ]
    return f"{path}?{urlencode(pairs, safe=':')}" if pairs else path


def _current_page() -> str | None:
    """The name of the page being shown, or None where it is not a page of the site."""
    blueprint, _, page = (request.endpoint or "").partition(".")
    return page if blueprint in BLUEPRINTS.values() and page else None


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
