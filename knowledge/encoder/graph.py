"""The encoder's ONNX graph, written node by node from the tuned weights: int8 matrices, fused operators, mean pooling.

Why by hand: onnxruntime's converter quantises a whole matrix with one scale, which left a mean cosine of 0.977 to the
unquantised vectors; a scale for each output column leaves 0.992. And the traced graph spends a third of its time
around the matrix products (masks, reshapes, a slow skip-normalisation), which operators of ``com.microsoft`` spare.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

OPSET = 18
_OURS = "com.microsoft"
_IR_VERSION = 9
_LEVELS = 127

Floats = npt.NDArray[np.float32]


def quantised(weights: Floats, axis: int | None) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return symmetric int8 values and their scale: one for all (``axis`` None), or one along each line of an axis."""
    largest = np.abs(weights).max(axis=axis)
    scale = np.asarray(np.maximum(largest, 1e-8) / _LEVELS, dtype=np.float32)
    return np.clip(np.round(weights / scale), -_LEVELS, _LEVELS).astype(np.int8), scale


class _Graph:
    """Nodes and constants, collected in order."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: npt.ArrayLike) -> str:
        """Add a constant; return its name."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operator: str, inputs: list[str], outputs: list[str], *, domain: str = "", **attributes: Any) -> str:
        """Add a node; return its first output."""
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs[0]


class _Bert:
    """Writes a BERT encoder of given weights.

    Args:
        weights: tensors by their name in the saved model.
        config: the model's ``config.json``.
        positions: longest text in tokens.
    """

    def __init__(self, weights: dict[str, Floats], config: dict[str, Any], positions: int) -> None:
        self._weights = weights
        self._config = config
        self._positions = positions
        self._graph = _Graph()

    def model(self) -> Any:
        """Return the ONNX model: ids and mask, shapes (texts, tokens), in; unit vectors (texts, dimension) out."""
        from onnx import TensorProto, helper

        hidden = self._embedded()
        self._graph.add("Cast", ["attention_mask"], ["mask"], to=TensorProto.INT32)
        for layer in range(self._config["num_hidden_layers"]):
            hidden = self._layer(layer, hidden)
        self._pooled(hidden, TensorProto.FLOAT)
        shape = ["texts", "tokens"]
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["texts", self._config["hidden_size"]])
        graph = helper.make_graph(self._graph.nodes, "encoder", inputs, [output], self._graph.constants)
        domains = [helper.make_opsetid("", OPSET), helper.make_opsetid(_OURS, 1)]
        model = helper.make_model(graph, opset_imports=domains)
        model.ir_version = _IR_VERSION
        return model

    def _embedded(self) -> str:
        graph, weights = self._graph, self._weights
        values, scale = quantised(weights["embeddings.word_embeddings.weight"], None)
        graph.constant("words", values)
        graph.constant("words_scale", scale)
        graph.add("Gather", ["words", "input_ids"], ["picked"])
        graph.add("DequantizeLinear", ["picked", "words_scale"], ["word"])
        places = weights["embeddings.position_embeddings.weight"][: self._positions]
        graph.constant("places", places + weights["embeddings.token_type_embeddings.weight"][0])
        for name, value in (("from", 0), ("one", 1), ("two", 2)):
            graph.constant(name, np.array([value], dtype=np.int64))
        graph.add("Shape", ["input_ids"], ["shape"])
        graph.add("Slice", ["shape", "one", "two"], ["length"])
        graph.add("Slice", ["places", "from", "length", "from"], ["place"])
        graph.add("Add", ["word", "place"], ["placed"])
        return self._normalised("placed", "embeddings.LayerNorm", "embedded")

    def _layer(self, number: int, hidden: str) -> str:
        name, key = f"layer{number}", f"encoder.layer.{number}"
        attended = self._attention(name, key, hidden)
        projected = self._dense(attended, f"{key}.attention.output.dense", f"{name}.projected")
        self._graph.add("Add", [projected, hidden], [f"{name}.sum"])
        middle = self._normalised(f"{name}.sum", f"{key}.attention.output.LayerNorm", f"{name}.middle")
        wide = self._dense(middle, f"{key}.intermediate.dense", f"{name}.wide")
        self._graph.add("Gelu", [wide], [f"{name}.active"], domain=_OURS)
        narrow = self._dense(f"{name}.active", f"{key}.output.dense", f"{name}.narrow")
        self._graph.add("Add", [narrow, middle], [f"{name}.last"])
        return self._normalised(f"{name}.last", f"{key}.output.LayerNorm", f"{name}.out")

    def _attention(self, name: str, key: str, hidden: str) -> str:
        graph, parts = self._graph, [f"{key}.attention.self.{part}" for part in ("query", "key", "value")]
        joined = np.concatenate([self._weights[f"{part}.weight"].T for part in parts], axis=1)
        bias = np.concatenate([self._weights[f"{part}.bias"] for part in parts])
        matrix, scale, zero = self._matrix(joined, f"{name}.qkv")
        graph.constant(f"{name}.qkv_bias", bias)
        given = [f"{name}.in", f"{name}.in_scale", f"{name}.in_zero"]
        graph.add("DynamicQuantizeLinear", [hidden], given)
        inputs = [given[0], matrix, f"{name}.qkv_bias", given[1], scale, "mask", given[2], zero]
        heads = self._config["num_attention_heads"]
        return graph.add("QAttention", inputs, [f"{name}.attended"], domain=_OURS, num_heads=heads)

    def _dense(self, hidden: str, key: str, name: str) -> str:
        matrix, scale, zero = self._matrix(self._weights[f"{key}.weight"].T, name)
        bias = self._graph.constant(f"{name}_bias", self._weights[f"{key}.bias"])
        return self._graph.add("DynamicQuantizeMatMul", [hidden, matrix, scale, zero, bias], [name], domain=_OURS)

    def _matrix(self, weights: Floats, name: str) -> tuple[str, str, str]:
        values, scale = quantised(weights, 0)
        constant = self._graph.constant
        return (
            constant(f"{name}_weights", values),
            constant(f"{name}_scale", scale),
            constant(f"{name}_zero", np.zeros(len(scale), dtype=np.int8)),
        )

    def _normalised(self, hidden: str, key: str, name: str) -> str:
        weight = self._graph.constant(f"{name}_weight", self._weights[f"{key}.weight"])
        bias = self._graph.constant(f"{name}_bias", self._weights[f"{key}.bias"])
        epsilon = self._config["layer_norm_eps"]
        return self._graph.add("LayerNormalization", [hidden, weight, bias], [name], axis=-1, epsilon=epsilon)

    def _pooled(self, hidden: str, to: int) -> None:
        """Add up the vectors of the tokens; as the sum is brought to length one, the mean would give the same."""
        graph = self._graph
        graph.constant("last", np.array([-1], dtype=np.int64))
        graph.add("Cast", ["attention_mask"], ["counts"], to=to)
        graph.add("Unsqueeze", ["counts", "last"], ["counting"])
        graph.add("Mul", [hidden, "counting"], ["counted"])
        graph.add("ReduceSum", ["counted", "one"], ["summed"], keepdims=0)
        graph.add("LpNormalization", ["summed"], ["vector"], axis=-1, p=2)


def write_graph(saved: Path, to: Path, *, positions: int) -> None:
    """Write the int8 graph of a saved BERT model.

    Args:
        saved: folder with ``config.json`` and ``model.safetensors``.
        to: the ONNX file.
        positions: longest text in tokens.
    """
    import onnx
    from safetensors.numpy import load_file

    config = json.loads((saved / "config.json").read_text(encoding="utf-8"))
    tensors = load_file(saved / "model.safetensors")
    weights = {
        name.removeprefix("bert."): values.astype(np.float32)
        for name, values in tensors.items()
        if np.issubdtype(values.dtype, np.floating)
    }
    model = _Bert(weights, config, positions).model()
    onnx.checker.check_model(model)
    onnx.save(model, to)
