"""What can be wrong with the fact tables: always the tables' fault, so the message names the cell."""

from ctdl.errors import RegistryError


class FactError(RegistryError):
    """A fact table says something the conversion has no rule for."""
