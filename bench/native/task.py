"""What is to be trained, as the TypeScript side describes it, and what both libraries need to know of Keras's layers."""
import base64
from types import SimpleNamespace

import numpy as np


def read_task(given):
    count = given["batchSize"]
    for layer in given["layers"]:
        _refuse_unknown(layer)
    return SimpleNamespace(
        layers=given["layers"],
        weights={w["key"]: _values(w["values"], np.float32).reshape(w["shape"]) for w in given["weights"]},
        trainable={w["key"] for w in given["weights"] if w["trainable"]},
        images=(_values(given["pixels"], np.uint8) / np.float32(255)).reshape(count, *given["input"]),
        labels=_values(given["labels"], np.uint16).astype(np.int32),
        adam=SimpleNamespace(**given["adam"]),
    )


def span_of(config):
    """Pixels that a window covers along each axis."""
    size = config.get("kernel_size") or config["pool_size"]
    return [(length - 1) * rate + 1 for length, rate in zip(size, config.get("dilation_rate", (1, 1)))]


def padding_of(config, image):
    """Keras's padding: pixels before and after the image along height and width, the odd one after it."""
    if config["padding"] == "valid":
        return [(0, 0), (0, 0)]
    pairs = []
    for length, span, stride in zip(image, span_of(config), config["strides"]):
        total = max((-(-length // stride) - 1) * stride + span - length, 0)
        pairs.append((total // 2, total - total // 2))
    return pairs


def _values(text, kind):
    return np.frombuffer(base64.b64decode(text), dtype=np.dtype(kind).newbyteorder("<"))


def _refuse_unknown(layer):
    for key, value in layer["config"].items():
        if value is not None and key.endswith(("_regularizer", "_constraint")):
            raise ValueError(f"{layer['name']} has a {key}, which is not built here")
