"""The fast engine: tantivy matches, filters, counts and sorts by its own columns, off the heap."""
