"""The tests' folders are in memory where there is plenty: many tests write and wait for the disk.

What is tested of a crash is a killed process, which loses nothing of a folder in memory either.
The environment, or `--basetemp`, may name another place.
"""

import os
import shutil
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
PLENTY_BYTES = 8 * 2**30


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Choose the place before pytest makes its folder there."""
    is_usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    if is_usable and shutil.disk_usage(MEMORY).free >= PLENTY_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
