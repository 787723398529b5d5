"""The graph that is shipped computes what the trained model does, up to the rounding of int8."""

from __future__ import annotations

import json
import math

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest
from safetensors.numpy import save_file

from knowledge.encoder.graph import quantised, write_graph

Floats = npt.NDArray[np.float32]
SIZE, HEADS, INNER, LAYERS, WORDS, LONGEST = 64, 4, 128, 2, 50, 16
EPSILON = 1e-12


@pytest.fixture(scope="module")
def weights() -> dict[str, Floats]:
    """A small BERT of random weights."""
    chance = np.random.default_rng(7)
    shapes = {
        "embeddings.word_embeddings.weight": (WORDS, SIZE),
        "embeddings.position_embeddings.weight": (32, SIZE),
        "embeddings.token_type_embeddings.weight": (2, SIZE),
        "embeddings.LayerNorm": (SIZE,),
    }
    for layer in range(LAYERS):
        key = f"encoder.layer.{layer}"
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes[f"{key}.{part}"] = (SIZE, SIZE)
        shapes |= {f"{key}.intermediate.dense": (INNER, SIZE), f"{key}.output.dense": (SIZE, INNER)}
        shapes |= {f"{key}.attention.output.LayerNorm": (SIZE,), f"{key}.output.LayerNorm": (SIZE,)}
    found: dict[str, Floats] = {}
    for name, shape in shapes.items():
        if name.endswith(".weight"):
            found[name] = chance.normal(0, 0.3, shape).astype(np.float32)
            continue
        middle = 1.0 if name.endswith("LayerNorm") else 0.0
        found[f"{name}.weight"] = chance.normal(middle, 0.2, shape).astype(np.float32)
        found[f"{name}.bias"] = chance.normal(0, 0.1, shape[:1]).astype(np.float32)
    return found


@pytest.fixture(scope="module")
def session(weights: dict[str, Floats], tmp_path_factory: pytest.TempPathFactory) -> onnxruntime.InferenceSession:
    folder = tmp_path_factory.mktemp("saved")
    config = {
        "num_hidden_layers": LAYERS,
        "hidden_size": SIZE,
        "num_attention_heads": HEADS,
        "layer_norm_eps": EPSILON,
    }
    (folder / "config.json").write_text(json.dumps(config))
    save_file(weights, folder / "model.safetensors")
    write_graph(folder, folder / "model.onnx", positions=LONGEST)
    return onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])


def plainly(weights: dict[str, Floats], ids: list[int]) -> Floats:
    """Compute one text's vector as the paper has it (Devlin et al., 2019), then mean and unit length."""

    def dense(values: Floats, key: str) -> Floats:
        return values @ weights[f"{key}.weight"].T + weights[f"{key}.bias"]

    def normal(values: Floats, key: str) -> Floats:
        middle, spread = values.mean(axis=-1, keepdims=True), values.var(axis=-1, keepdims=True)
        scaled = (values - middle) / np.sqrt(spread + EPSILON)
        return np.asarray(scaled * weights[f"{key}.weight"] + weights[f"{key}.bias"], dtype=np.float32)

    erf = np.vectorize(math.erf)
    hidden = weights["embeddings.word_embeddings.weight"][ids]
    hidden = hidden + weights["embeddings.position_embeddings.weight"][: len(ids)]
    hidden = normal(hidden + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(LAYERS):
        key = f"encoder.layer.{layer}"
        query, keys, value = (
            dense(hidden, f"{key}.attention.self.{part}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        looks = query @ keys.transpose(0, 2, 1) / math.sqrt(SIZE / HEADS)
        looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
        looks /= looks.sum(axis=-1, keepdims=True)
        seen = (looks @ value).transpose(1, 0, 2).reshape(len(ids), SIZE)
        middle = normal(dense(seen, f"{key}.attention.output.dense") + hidden, f"{key}.attention.output.LayerNorm")
        wide = dense(middle, f"{key}.intermediate.dense")
        active = wide * 0.5 * (1 + erf(wide / math.sqrt(2)))
        hidden = normal(dense(active, f"{key}.output.dense") + middle, f"{key}.output.LayerNorm")
    vector = hidden.mean(axis=0)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def test_vectors_are_those_of_the_unquantised_model(
    weights: dict[str, Floats], session: onnxruntime.InferenceSession
) -> None:
    texts = [[2, 7, 9, 4, 30], [5, 5, 41, 3, 11, 18, 22, 9, 1, 40], list(range(3, 3 + LONGEST))]
    for ids in texts:
        feed = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), dtype=np.int64)}
        (vectors,) = session.run(["vector"], feed)

        assert float(vectors[0] @ plainly(weights, ids)) > 0.995


def test_padding_changes_nothing(weights: dict[str, Floats], session: onnxruntime.InferenceSession) -> None:
    short, long = [2, 7, 9], [5, 5, 41, 3, 11, 18, 22, 9]
    ids = np.array([short + [0] * 5, long])
    mask = np.array([[1] * 3 + [0] * 5, [1] * 8])
    (vectors,) = session.run(["vector"], {"input_ids": ids, "attention_mask": mask})

    assert float(vectors[0] @ plainly(weights, short)) > 0.995
    assert float(vectors[1] @ plainly(weights, long)) > 0.995


def test_each_output_column_has_its_own_scale() -> None:
    matrix = np.array([[100.0, 0.01], [50.0, -0.005]], dtype=np.float32)
    values, scale = quantised(matrix, 0)

    assert np.allclose(values * scale, matrix, rtol=0.01)
    assert values.max() == 127
