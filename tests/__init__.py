"""Tests: they mirror the code, and journeys/ drives the running site in a real browser."""
