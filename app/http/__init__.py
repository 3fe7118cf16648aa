"""What every answer has in common: negotiation, caching, problems, limits and headers."""

from flask import Flask

from app.http import caching, compression, converters, limits, problems, rate_limits, security


def setup(app: Flask) -> None:
    """Give the application its address converters, limits, headers and error answers."""
    # Flask runs what is set up first at the very end: compression sees the finished answer.
    compression.setup(app)
    converters.setup(app)
    caching.setup(app)
    limits.setup(app)
    rate_limits.setup(app)
    problems.setup(app)
    security.setup(app)
