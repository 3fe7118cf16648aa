"""Keeping the views in step with the log: following it, making them again, proving them right."""

from app.services.views.base import View
from app.services.views.catalogue import CatalogueView
from app.services.views.conformance import ConformanceView
from app.services.views.following import catch_up, followers, positions
from app.services.views.harvest import HarvestView
from app.services.views.meaning import MeaningView
from app.services.views.rdf import RDFView
from app.services.views.search import SearchView
from app.services.views.suggest import SuggestView
from app.services.views.turns import take_turns
from app.services.views.upkeep import UnknownView, ViewReport, check, rebuild

__all__ = [
    "CatalogueView",
    "ConformanceView",
    "HarvestView",
    "MeaningView",
    "RDFView",
    "SearchView",
    "SuggestView",
    "UnknownView",
    "View",
    "ViewReport",
    "catch_up",
    "check",
    "followers",
    "positions",
    "rebuild",
    "take_turns",
]
