"""Verifying: what a presented badge is, whether its signature holds, and which record it is about.

Everything is decided from what was presented and from what is in this registry. No address in it is
ever followed, and nothing of it is stored or logged.
"""

from app.services.verifying.answers import PresentedRefused, Verified
from app.services.verifying.checking import verify
from app.services.verifying.limits import MAX_PRESENTED_BYTES
from app.services.verifying.quality import QualityOnAward, quality_on_award

__all__ = [
    "MAX_PRESENTED_BYTES",
    "PresentedRefused",
    "QualityOnAward",
    "Verified",
    "quality_on_award",
    "verify",
]
