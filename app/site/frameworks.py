"""Qualifications frameworks, and their levels with counterparts elsewhere."""

from flask import Blueprint, render_template, request

from app.http.current import absolute, registry
from app.presenters.framework import framework_list, framework_page, level_page
from app.presenters.ladder import Ladder, ladder, unknown_wishes
from app.presenters.schema_org import as_script, framework_node, level_node
from app.services import frameworks, reading, searching
from app.services.frameworks import FrameworkView
from app.site import levels_in
from app.site.frame import page_url
from app.site.signposting import signpost
from ctdl.frameworks import FRAMEWORKS


def register(blueprint: Blueprint) -> None:
    """Put the list, the frameworks and the levels at their addresses."""
    blueprint.add_url_rule("/frameworks", "frameworks", list_frameworks)
    blueprint.add_url_rule("/frameworks/<framework>", "framework", show_framework)
    blueprint.add_url_rule("/frameworks/<framework>/levels/<notation>", "level", show_level)


def list_frameworks() -> str:
    """All frameworks the registry knows."""
    listed = framework_list(frameworks.list_frameworks(registry()))
    return render_template("site/frameworks.html", frameworks=listed)


def show_framework(framework: str) -> str:
    """One framework with its levels, and beside the ones that `with` names."""
    view = frameworks.get_framework(registry(), framework)
    signpost(view.stored)
    page = framework_page(view, _ladder(view), levels_in.levels_shown())
    address = absolute(page_url("framework", framework=framework, levels_in=()))
    node = framework_node(view.stored, view.framework, view.levels, registry().base, address)
    return render_template(
        "site/framework.html", page=page, unknown=_unknown(), schema_org=as_script(node)
    )


def show_level(framework: str, notation: str) -> str:
    """One level: its counterparts in other frameworks, and the records at it."""
    view = frameworks.get_level(registry(), framework, notation)
    signpost(reading.get_record(registry(), view.level.ctid))
    asked = searching.SearchRequest(filters={"level": (view.id,)}, size=1)
    found = searching.search(registry(), asked, ())
    drawn = _ladder(view.framework, view.id)
    shown = levels_in.levels_shown()
    page = level_page(view, drawn, found.total, shown)
    here = {"framework": framework, "notation": notation}
    address = absolute(page_url("level", **here, levels_in=()))
    node = level_node(view.level, view.framework.framework, registry().base, address)
    return render_template(
        "site/level.html", page=page, unknown=_unknown(), schema_org=as_script(node)
    )


def _unknown() -> tuple[str, ...]:
    return unknown_wishes(request.args.getlist("with"), frameworks.known_frameworks(registry()))


def _ladder(view: FrameworkView, here: str | None = None) -> Ladder | None:
    known = FRAMEWORKS.framework(view.id)
    if known is None:
        return None
    wanted = request.args.getlist("with")
    others = frameworks.known_frameworks(registry())
    usual = levels_in.chosen()
    return ladder(view.crosswalk, known, wanted, others, usual=usual, here=here)
