"""Badges baked into SVG pictures: the element `credential` (3.0) or `assertion` (2.0).

Nothing a document type declares is ever used, nothing outside the file read.
"""

import re
from typing import Any, Final

from lxml import etree

from app.services.verifying.answers import PresentedRefused
from app.services.verifying.pictures import the_only
from ctdl.messages import say

_NAMESPACES: Final = (
    "https://purl.imsglobal.org/ob/v3p0",
    "http://purl.imsglobal.org/ob/v3p0",
    "http://openbadges.org",
    "https://openbadges.org",
)
_NAMES: Final = frozenset(
    f"{{{namespace}}}{name}" for namespace in _NAMESPACES for name in ("credential", "assertion")
)
_SVG: Final = "{http://www.w3.org/2000/svg}svg"
# Entities are declared between the brackets of a document type; real pictures need none.
_DECLARING: Final = re.compile(r"<!DOCTYPE[^>\[]*\[|<!ENTITY", re.IGNORECASE)


def text_in_svg(text: str) -> str:
    """The one badge in the picture; raises PresentedRefused."""
    if _DECLARING.search(text):
        raise PresentedRefused(
            "svg-entities",
            say(
                "The SVG picture declares entities in its <!DOCTYPE …>; such a file is not read."
                " Ask its issuer for the badge as PNG or JSON."
            ),
        )
    return _badge_text(the_only(list(_root(text).iter(*_NAMES))))


def _root(text: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise PresentedRefused(
            "svg-malformed",
            say(
                "This looks like a picture in SVG, but line %(line)s is not XML as it must be."
                " Download the badge again from where it was awarded.",
                line=line,
            ),
        ) from error
    if root.tag not in (_SVG, "svg"):
        raise PresentedRefused(
            "not-svg",
            say(
                "This is XML or HTML, but no SVG picture. To check a page that shows a badge,"
                " download the badge from it and send that."
            ),
        )
    return root


def _badge_text(element: Any) -> str:
    stated = element.get("verify")
    # An entity that nothing declares stays a node of its own; nobody can tell what it stood for.
    inner = "" if len(element) else (element.text or "")
    if (stated or "").strip() and inner.strip():
        raise PresentedRefused(
            "several-badges",
            say("There are %(count)s badges in this picture; send one at a time.", count=2),
        )
    return str(stated or inner)
