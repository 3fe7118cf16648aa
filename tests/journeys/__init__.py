"""Tests that drive the running site as its visitors do, in a real browser."""
