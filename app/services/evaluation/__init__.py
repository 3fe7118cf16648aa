"""Evaluating a credential for admission or transfer: the facts of the registry, and no decision."""

from app.services.evaluation.evaluating import Evaluation, Programme, TargetRefused, evaluate

__all__ = ["Evaluation", "Programme", "TargetRefused", "evaluate"]
