"""What holds for every picture that a badge is baked into: there is one in it, and only one."""

from collections.abc import Sequence
from typing import TypeVar

from app.services.verifying.answers import PresentedRefused
from ctdl.messages import say

Found = TypeVar("Found")


def the_only(found: Sequence[Found]) -> Found:
    """The one badge found in a picture; raises PresentedRefused for none and for several."""
    if not found:
        raise PresentedRefused(
            "no-badge-in-picture",
            say(
                "There is no badge in this picture. Programs that shrink or convert pictures take"
                " it out: download the badge again from where it was awarded."
            ),
        )
    if len(found) > 1:
        raise PresentedRefused(
            "several-badges",
            say(
                "There are %(count)s badges in this picture; send one at a time.", count=len(found)
            ),
        )
    return found[0]
