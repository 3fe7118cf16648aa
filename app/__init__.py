"""The web site and the linked-data services of the registry."""
