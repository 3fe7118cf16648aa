"""No single bit of a signed badge can be changed unnoticed."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.verifying.judged import is_valid
from tests.support import badges


def signed_as_rdf() -> bytes:
    return badges.as_bytes(badges.signed_json(badges.ed25519()))


def signed_as_json() -> bytes:
    key = badges.ed25519()
    document = badges.credential(badges.did_of(key)).to_vc()
    return json.dumps(badges.jcs_signed(key, document), separators=(",", ":")).encode()


def signed_as_token() -> bytes:
    return badges.vc_jwt(badges.ed25519()).encode()


def signed_in_picture() -> bytes:
    chunk = badges.Chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + signed_as_token())
    return badges.png(chunk)


def flipped(data: bytes, place: int, bit: int) -> bytes:
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def every_bit(data: bytes) -> Iterator[tuple[int, int]]:
    return ((place, bit) for place in range(len(data)) for bit in range(8))


@pytest.mark.parametrize("made", [signed_as_json, signed_as_token, signed_in_picture])
def test_every_single_bit_that_is_changed_is_noticed(made: object) -> None:
    data: bytes = made()  # type: ignore[operator]
    assert is_valid(data)

    kept = [(place, bit) for place, bit in every_bit(data) if is_valid(flipped(data, place, bit))]

    assert kept == []


def test_a_changed_bit_of_every_byte_of_signed_rdf_is_noticed() -> None:
    data = signed_as_rdf()
    assert is_valid(data)

    kept = [place for place in range(len(data)) if is_valid(flipped(data, place, place % 8))]

    assert kept == []


_RDF = signed_as_rdf()


@settings(max_examples=1000, deadline=None)
@given(place=st.integers(0, len(_RDF) - 1), bit=st.integers(0, 7))
def test_any_changed_bit_of_signed_rdf_is_noticed(place: int, bit: int) -> None:
    assert not is_valid(flipped(_RDF, place, bit))
