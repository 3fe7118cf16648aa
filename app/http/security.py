"""Headers on every answer: what a page may load, and that everybody may read; no cookies."""

from flask import Flask, Response, current_app, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Sites that a record links to do not learn which record their visitor comes from.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Link, ETag, Last-Modified, Content-Location, Location, Retry-After, Memento-Datetime,"
        " RateLimit, RateLimit-Policy, WWW-Authenticate, Content-Disposition, Total, Per-Page,"
        " X-Total, X-Per-Page"
    ),
}

PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Datetime, Authorization, Content-Type, If-Match, If-Modified-Since,"
        " If-None-Match, Range"
    ),
    "Access-Control-Max-Age": "86400",
}


def setup(app: Flask) -> None:
    """Put the headers on every answer and answer OPTIONS."""
    app.before_request(_answer_options)
    app.after_request(_add_headers)


def _answer_options() -> Response | None:
    """204 with what is allowed, for a script on another site that asks before it reads.

    Where there is nothing it may read that, too: else it would only learn that something failed.
    """
    if request.method != "OPTIONS":
        return None
    if request.routing_exception is not None and not _is_preflight():
        return None
    allowed = ", ".join(sorted(_methods_here() or {"GET", "HEAD", "OPTIONS"}))
    response = Response(status=204)
    response.headers.pop("Content-Type", None)
    response.headers["Allow"] = allowed
    response.headers["Access-Control-Allow-Methods"] = allowed
    response.headers.update(PREFLIGHT_HEADERS)
    return response


def _is_preflight() -> bool:
    return "Origin" in request.headers and "Access-Control-Request-Method" in request.headers


def _methods_here() -> set[str]:
    """What the addresses of this very shape take; others may look alike to the router."""
    here = request.url_rule
    rules = [each for each in current_app.url_map.iter_rules() if here and each.rule == here.rule]
    return {method for each in rules for method in each.methods or ()}


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
