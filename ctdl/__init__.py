"""The credential domain in plain Python and RDF: no web, no database, no search engine."""
