"""Tests over the project itself: its commands, settings, addresses, files and import rules."""
