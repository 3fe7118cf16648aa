"""Texts as vectors."""

import subprocess
import sys

import numpy as np
import pytest

from search_index.meaning import encoder


def likeness(left: str, right: str) -> float:
    first, second = encoder().encode([left, right])
    return float(first @ second)


def test_vectors_have_length_one_and_an_empty_text_has_none() -> None:
    vectors = encoder().encode(["risk analysis", "", "x" * 100_000])
    assert vectors.shape == (3, encoder().dimensions)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1], abs=1e-5)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("looking after old people at home", "home care for the elderly", "maritime law"),
        ("become a pen tester", "penetration testing and ethical hacking", "dairy processes"),
        ("keeping the books of a small firm", "accounting for small businesses", "wall painting"),
    ],
)
def test_a_paraphrase_is_nearer_than_something_else(text: str, near: str, far: str) -> None:
    assert likeness(text, near) > likeness(text, far) + 0.1


def test_the_same_text_has_the_same_vector_alone_and_among_others() -> None:
    alone = encoder().encode(["risk analysis"])[0]
    among = encoder().encode(["a much longer text about something else", "risk analysis"])[1]
    assert np.array_equal(alone, among)


def test_only_the_data_of_the_package_is_loaded_and_the_network_is_not_asked() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('the network was asked')\n"
        "socket.socket.connect = refuse\n"
        "from search_index.meaning import encoder\n"
        "encoder().encode(['risk analysis'])\n"
        "assert not {'wordllama', 'requests', 'huggingface_hub'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
