"""Records that tests of plans speak of: shipped ones, and those made under a name."""

from typing import Final

from ctdl.ctid import CTID
from tests.support.documents import a_credential, ctid_of

SUPPLY_CHAIN: Final = CTID("ce-92f19a3f-215f-4d3e-b12b-0625f4e20e6f")
"""MicroMasters in Supply Chain Management, of the Massachusetts Institute of Technology."""
SUPPLY_CHAIN_MASTER: Final = CTID("ce-6938003b-7c86-41b8-8136-450c71c13b6e")
ANALYTICS: Final = CTID("ce-5e4d3f2f-2e24-4e0e-a41e-6b6bc4040393")
"""MicroMasters in Analytics: Essential Tools and Methods, of Georgia Tech."""
ANALYTICS_MASTER: Final = CTID("ce-255db5f1-ab49-4c28-a5f4-3bee557f4b0f")
SOFTWARE_ENGINEERING: Final = CTID("ce-0aa0ca81-8fe2-4c3e-ae71-ab00831ec9b4")
"""Bachelor of Applied Information Technology, Software Engineering stream, of Wintec."""
WEB_DEVELOPMENT: Final = CTID("ce-230ace83-7e69-49b5-88d4-3a0eb49a4b05")
"""COMP602, one of its 23 modules, which Wintec itself states to be its parts."""
UNKNOWN: Final = CTID("ce-00000000-0000-4000-8000-000000000000")


def ctid_called(name: str) -> CTID:
    """The CTID of a credential made with this name."""
    return ctid_of(a_credential(name))
