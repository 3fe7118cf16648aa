"""The files and the arithmetic behind `search_index.vectors`."""
