"""What can be wrong with the fact tables; the message names the cell that has to be mended."""

from ctdl.errors import RegistryError


class FactError(RegistryError):
    """A fact table says something the conversion has no rule for."""
