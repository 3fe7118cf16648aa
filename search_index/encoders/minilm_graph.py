"""The network all-MiniLM-L6-v2 (a BERT of six layers) as an ONNX graph with weights of 8 bits.

The package that carries the weights has them as 32-bit floats for another, much larger runtime.
Here each matrix becomes whole numbers with one scale for each of its columns, and what is
multiplied with them is rounded when it is known (dynamic quantization): a fourth of the memory and
more than twice the speed. Seven bits are used, so that sums do not overflow in the instructions of
any processor. The graph is described in docs/adr/0070-encoders.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]

LAYERS: Final = 6
HEADS: Final = 12
DIMENSIONS: Final = 384
_LARGEST: Final = 63
_OPSET: Final = 17
_IR_VERSION: Final = 9


def minilm_model(weights: Weights) -> bytes:
    """The graph: `ids`, the pieces of one text as a row, to `vectors`, one row of length 1.

    One text at a time: what is rounded is rounded by the largest number in sight, so that a text
    encoded together with others would have another vector than alone.
    """
    graph = _Graph(weights)
    hidden = graph.embedded("ids")
    for layer in range(LAYERS):
        hidden = graph.layer(hidden, f"encoder.layer.{layer}")
    graph.pooled(hidden, "vectors")
    return graph.model()


@dataclass
class _Graph:
    """Nodes and constants in the making; each method gives the name of what it computes."""

    weights: Weights
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    _named: set[str] = field(default_factory=set)

    def embedded(self, ids: str) -> str:
        """The sum of the vectors of each piece, its place and its segment, normalized."""
        pieces = self.weights["embeddings.word_embeddings.weight"]
        scale = np.abs(pieces).max(axis=1, keepdims=True) / 127
        rounded = np.rint(pieces / np.maximum(scale, 1e-12)).astype(np.int8)
        words = self.node("Gather", [self.constant("words", rounded), ids])
        scales = self.node("Gather", [self.constant("word_scales", scale), ids])
        words = self.node("Mul", [self.node("Cast", [words], to=TensorProto.FLOAT), scales])
        length = self.node("Slice", [self.node("Shape", [ids]), *self._whole(1, 2)])
        places = self.weights["embeddings.position_embeddings.weight"]
        segment = self.weights["embeddings.token_type_embeddings.weight"][0]
        here = self.node(
            "Slice", [self.constant("places", places + segment), *self._whole(0), length]
        )
        return self.normalized(self.node("Add", [words, here]), "embeddings.LayerNorm")

    def layer(self, hidden: str, name: str) -> str:
        """One layer: attention, then two products with a bend between them."""
        attended = self.node("Add", [hidden, self.attention(hidden, f"{name}.attention")])
        middle = self.normalized(attended, f"{name}.attention.output.LayerNorm")
        wide = self.bent(self.product(middle, f"{name}.intermediate.dense"))
        both = self.node("Add", [middle, self.product(wide, f"{name}.output.dense")])
        return self.normalized(both, f"{name}.output.LayerNorm")

    def attention(self, hidden: str, name: str) -> str:
        """What each piece takes from the others, head by head."""
        query, key, value = (
            self.heads(self.product(hidden, f"{name}.self.{part}"), turned=part == "key")
            for part in ("query", "key", "value")
        )
        scale = self.constant("head_scale", np.float32((DIMENSIONS / HEADS) ** -0.5))
        scores = self.node("Mul", [self.node("MatMul", [query, key]), scale])
        shares = self.node("Softmax", [scores], axis=-1)
        taken = self.node("Transpose", [self.node("MatMul", [shares, value])], perm=[0, 2, 1, 3])
        joined = self.node("Reshape", [taken, *self._whole([0, 0, DIMENSIONS])])
        return self.product(joined, f"{name}.output.dense")

    def heads(self, hidden: str, *, turned: bool) -> str:
        """The vectors cut into heads; turned for the right side of a product."""
        cut = self.node("Reshape", [hidden, *self._whole([0, 0, HEADS, DIMENSIONS // HEADS])])
        return self.node("Transpose", [cut], perm=[0, 2, 3, 1] if turned else [0, 2, 1, 3])

    def product(self, hidden: str, name: str) -> str:
        """Vectors times a matrix of whole numbers, and the bias added."""
        matrix = self.weights[f"{name}.weight"].T
        scale = (np.abs(matrix).max(axis=0) / _LARGEST).astype(np.float32)
        rounded = np.rint(matrix / np.maximum(scale, 1e-12)).astype(np.int8)
        left, left_scale, left_zero = self.nodes_of("DynamicQuantizeLinear", [hidden], 3)
        whole = self.node(
            "MatMulInteger", [left, self.constant(f"{name}.weight", rounded), left_zero]
        )
        scales = self.node("Mul", [left_scale, self.constant(f"{name}.scale", scale)])
        exact = self.node("Mul", [self.node("Cast", [whole], to=TensorProto.FLOAT), scales])
        bias = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.node("Add", [exact, bias])

    def bent(self, hidden: str) -> str:
        """The Gaussian error linear unit."""
        part = self.node("Div", [hidden, self.constant("root_of_two", np.float32(2**0.5))])
        risen = self.node("Add", [self.node("Erf", [part]), self.constant("one", np.float32(1))])
        half = self.node("Mul", [hidden, self.constant("half", np.float32(0.5))])
        return self.node("Mul", [half, risen])

    def normalized(self, hidden: str, name: str) -> str:
        """Each vector with mean 0 and variance 1, then scaled and moved as was learned."""
        parts = [
            self.constant(f"{name}.{part}", self.weights[f"{name}.{part}"])
            for part in ("weight", "bias")
        ]
        return self.node("LayerNormalization", [hidden, *parts], axis=-1, epsilon=1e-12)

    def pooled(self, hidden: str, output: str) -> None:
        """The mean over the pieces of the text, of length 1."""
        total = self.node("ReduceSum", [hidden, *self._whole([1])], keepdims=0)
        # The mean and the sum have the same direction, and only that is kept.
        self.nodes.append(helper.make_node("LpNormalization", [total], [output], axis=-1, p=2))

    def node(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        """A node with one output."""
        return self.nodes_of(kind, inputs, 1, **attributes)[0]

    def nodes_of(self, kind: str, inputs: list[str], outputs: int, **attributes: Any) -> list[str]:
        """A node with several outputs."""
        names = [f"n{len(self.nodes)}_{each}" for each in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names

    def constant(self, name: str, value: NDArray[Any] | np.float32) -> str:
        """A constant, stored once however often it is named."""
        if name not in self._named:
            self._named.add(name)
            array = np.ascontiguousarray(value) if np.ndim(value) else np.asarray(value)
            self.constants.append(numpy_helper.from_array(array, name))
        return name

    def model(self) -> bytes:
        """All of it, as onnxruntime reads it."""
        graph = helper.make_graph(
            self.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "pieces"])],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, DIMENSIONS])],
            self.constants,
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION
        )
        onnx.checker.check_model(model)
        found: bytes = model.SerializeToString()
        return found

    def _whole(self, *values: int | list[int]) -> list[str]:
        return [
            self.constant(f"whole_{each}", np.array(each if isinstance(each, list) else [each]))
            for each in values
        ]
