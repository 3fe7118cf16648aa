"""The frameworks a reader chose to see levels in: a parameter of the address, and nowhere else.

`app.site.frame.page_url` carries the choice on to every page that shows levels or leads to one, so
that following a link keeps it. It does not change what a page is about: it is not canonical.
"""

from collections.abc import Sequence
from typing import Final

from flask import has_request_context, request

from app.http.current import registry
from app.presenters.levels_chooser import LevelsChooser, levels_chooser
from app.presenters.levels_elsewhere import AS_STATED, LevelsShown
from app.services.levels import crosswalk
from app.services.searching import MOST_FRAMEWORKS
from ctdl.frameworks import FRAMEWORKS

PARAMETER: Final = "levels_in"

PAGES: Final = frozenset(
    {
        "home",
        "search",
        "credential",
        "compare",
        "compare_csv",
        "compare_json",
        "organizations",
        "organization",
        "frameworks",
        "framework",
        "level",
        "pathways",
        "pathway",
        "plan",
    }
)
"""The pages that show levels, or lead to ones that do."""


def chosen() -> tuple[str, ...]:
    """The ids of the chosen frameworks in the order of the address, unknown ones left out."""
    return _known()[:MOST_FRAMEWORKS]


def levels_shown(by_default: Sequence[str] = ()) -> LevelsShown:
    """How the page being made shows levels.

    Where nothing is chosen they are shown in `by_default`, as far as anything is known there.
    """
    asked = chosen()
    if asked or by_default:
        return LevelsShown(crosswalk(registry()), asked or tuple(by_default), only_known=not asked)
    return AS_STATED


def chooser() -> LevelsChooser:
    """The form in which a reader chooses, for the page being made."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    return levels_chooser(request.path, kept, chosen(), is_cut=len(_known()) > MOST_FRAMEWORKS)


def _known() -> tuple[str, ...]:
    asked = request.args.getlist(PARAMETER) if has_request_context() else ()
    return tuple(each for each in dict.fromkeys(asked) if FRAMEWORKS.framework(each) is not None)
