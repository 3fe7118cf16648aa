"""Indexing and searching behind one protocol; the only code that imports an engine."""
