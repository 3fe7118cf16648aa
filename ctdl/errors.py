"""The one family of errors this project raises on purpose; each subject keeps its own members."""


class RegistryError(Exception):
    """Something asked for cannot be done; the message says what, where and how to mend it."""
