"""The same records and questions in SQLite's FTS5, in Datasette and in this registry, over HTTP."""
