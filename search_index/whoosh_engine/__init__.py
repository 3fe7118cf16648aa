"""The embedded engine: Whoosh keeps terms and postings, numpy scores, filters and counts."""
