"""The publishers' pages, as a browser without scripts sends their forms."""
