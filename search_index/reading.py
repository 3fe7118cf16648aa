"""Reading an engine's files, whatever has happened to them."""

from collections.abc import Callable
from typing import TypeVar

from ctdl.errors import RegistryError
from search_index.protocol import IndexDamaged

_Result = TypeVar("_Result")


def reading(what: str, read: Callable[[], _Result]) -> _Result:
    """What `read` gives, or IndexDamaged if the files cannot be made sense of.

    A file that was cut off or overwritten makes an engine raise anything at all, from struct.error
    to NameError, so that no list of exceptions is complete.
    """
    try:
        return read()
    except RegistryError:
        raise
    except Exception as error:
        raise IndexDamaged(f"{what} cannot be read ({type(error).__name__}: {error})") from error
    except BaseException as error:
        # What Rust calls a panic is not an Exception for Python.
        if type(error).__name__ == "PanicException":
            raise IndexDamaged(f"{what} cannot be read ({error})") from error
        raise
