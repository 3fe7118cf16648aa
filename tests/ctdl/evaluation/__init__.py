"""Evaluations without a registry."""
