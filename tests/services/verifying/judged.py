"""What becomes of something presented, without a registry around: valid, or refused in some way."""

import json
import time
from typing import Any

import pytest

from app.services.verifying.answers import PresentedRefused, Proof
from app.services.verifying.carriers import read_carrier
from app.services.verifying.checking import ProofChecker
from app.services.verifying.enclosed import read_presented
from tests.support import badges
from tests.support.badges import AWARDED
from tests.support.signing import base64url


def proof_of(data: bytes) -> Proof:
    """The proof of what was presented; raises PresentedRefused."""
    carried = read_carrier(data)
    presented = read_presented(carried.text, is_token=carried.is_token)
    return ProofChecker((), AWARDED).proof(presented.badge)


def is_valid(data: bytes) -> bool:
    """Whether it can be read and its proof holds."""
    try:
        return proof_of(data).result == "valid"
    except PresentedRefused:
        return False


def refusal(data: bytes) -> PresentedRefused:
    """Why it cannot be read, which must be found out at once."""
    started = time.monotonic()
    with pytest.raises(PresentedRefused) as caught:
        proof_of(data)
    assert time.monotonic() - started < 2
    return caught.value


def token_of(payload: Any, **header: Any) -> str:
    """A token with this header, and a signature that is none."""
    head = base64url(json.dumps(header).encode())
    return f"{head}.{base64url(json.dumps(payload).encode())}.{base64url(b'x' * 64)}"


def signed(**changes: Any) -> dict[str, Any]:
    """A signed badge that was changed afterwards."""
    return {**badges.signed_json(badges.ed25519()), **changes}
