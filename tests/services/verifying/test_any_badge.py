"""Whatever stands in a badge, there is an answer or a refusal, and never a fault."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.registry import Registry
from app.services.verifying import PresentedRefused, quality_on_award, verify
from tests.support import badges

WORDS = [
    "",
    "x",
    "id",
    "ce-0b2c2d3e-4f5a-4b6c-8d7e-9f0a1b2c3d4e",
    "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
    "https://college.example/x",
    "http://[",
    "2024-05-01T00:00:00Z",
    "VerifiableCredential",
    "BitstringStatusListEntry",
    "\u202e\u0085",
]
values: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.sampled_from(WORDS) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
    ),
    max_leaves=4,
)


def with_everything() -> list[dict[str, Any]]:
    key = badges.ed25519()
    status = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "5",
        "statusListCredential": badges.LIST,
    }
    full = badges.signed_json(key)
    full["credentialStatus"] = status
    full["issuer"]["verificationMethod"] = [{"id": "#k", "publicKeyMultibase": "z6Mk"}]
    full["credentialSubject"]["achievement"] |= {
        "humanCode": "B-1",
        "otherIdentifier": [{"identifier": "7", "identifierType": "ext:code"}],
        "alignment": [
            {"type": ["Alignment"], "targetType": "CTDL", "targetUrl": "https://x.example"}
        ],
    }
    old = badges.enclosing_key(key)
    old["badge"]["issuer"]["revocationList"] = {"revokedAssertions": ["x", {"id": "y"}]}
    token = badges.vc_jwt(key)
    return [
        full,
        old,
        badges.presentation(full, badges.status_list(key, 5)),
        {"vc": full, "t": token},
    ]


SAMPLES = with_everything()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for name, each in value.items():
            found += places(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            found += places(each, (*path, number))
    return found


def put(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


@settings(
    max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_value_in_any_place_is_answered_or_refused(registry: Registry, data: Any) -> None:
    document = data.draw(st.sampled_from(SAMPLES))
    changed = put(document, data.draw(st.sampled_from(places(document))), data.draw(values))

    answered(registry, json.dumps(changed).encode())


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_are_answered_or_refused(registry: Registry, data: bytes) -> None:
    answered(registry, data)
    answered(registry, badges.png(badges.Chunk(b"iTXt", b"openbadges\0" + data)))
    answered(registry, badges.SVG.replace(b"<circle", data + b"<circle"))


def answered(registry: Registry, data: bytes) -> None:
    try:
        found = verify(registry, data, badges.AWARDED)
    except PresentedRefused:
        return
    quality = quality_on_award(registry, found, badges.AWARDED.date())
    assert (quality.answer is None) != (quality.why_not is None)
    assert found.proof.result == "valid" or found.proof.why


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_the_samples_themselves_are_answered(registry: Registry, number: int) -> None:
    answered(registry, json.dumps(SAMPLES[number]).encode())
