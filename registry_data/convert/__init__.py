"""Turns the fact tables into CTDL documents with the source of every fact beside it.

Run as `python -m registry_data.convert`; the same tables always give the same bytes.
"""
