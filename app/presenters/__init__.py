"""Presented values: what a page or a schema.org block shows, made from records, without HTML."""
