"""Measurements on the shipped records and on many more; never run as tests."""
