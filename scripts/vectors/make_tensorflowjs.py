"""Writes what TensorFlow.js's converter makes of models of Keras 2 and Keras 3, in the file that the first argument names."""
import base64
import json
import os
import sys
import tempfile
import types
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
# Imported for graph models, which are not made here.
sys.modules["tensorflow_decision_forests"] = types.ModuleType("tensorflow_decision_forests")

import keras
import numpy as np
import tf_keras
import tensorflowjs
from tensorflowjs.converters import converter

SHAPE = (6, 5, 3)
CLASSES = 3
IMAGES = 2


def sequential(k):
    return k.Sequential(
        [
            k.layers.Input(SHAPE),
            k.layers.Conv2D(4, 3, activation="relu"),
            k.layers.BatchNormalization(),
            k.layers.MaxPooling2D(2),
            k.layers.Dropout(0.2),
            k.layers.Flatten(),
            k.layers.Dense(CLASSES, activation="softmax"),
        ]
    )


def functional(k):
    image = k.Input(SHAPE, name="photo")
    stem = k.layers.Conv2D(4, 3, padding="same", name="stem")(image)
    x = k.layers.ReLU(max_value=6.0)(stem)
    x = k.layers.DepthwiseConv2D(3, padding="same")(x)
    x = k.layers.Add()([x, stem])
    x = k.layers.Concatenate()([x, stem])
    x = k.layers.GlobalAveragePooling2D()(x)
    return k.Model(image, k.layers.Dense(CLASSES, activation="softmax")(x))


def nested(k):
    base = functional(k)
    features = k.Model(base.input, base.layers[-2].output, name="features")
    head = k.Sequential(
        [k.layers.Input((8,)), k.layers.Dense(5, activation="relu"), k.layers.Dense(CLASSES, activation="softmax")],
        name="head",
    )
    return k.Sequential([k.layers.Input(SHAPE), k.layers.Rescaling(1 / 127.5, offset=-1.0), features, head])


def weights(k):
    """A layer of each type that has weights."""
    return k.Sequential(
        [
            k.layers.Input(SHAPE),
            k.layers.DepthwiseConv2D(3, padding="same"),
            k.layers.SeparableConv2D(4, 3, padding="same"),
            k.layers.PReLU(shared_axes=[1, 2]),
            k.layers.LayerNormalization(),
            k.layers.Conv2DTranspose(3, 2, strides=2),
            k.layers.BatchNormalization(),
            k.layers.Conv2D(2, 3),
            k.layers.Conv2D(4, 3),
            k.layers.GlobalMaxPooling2D(),
            k.layers.Dense(4),
            k.layers.Dense(CLASSES, activation="softmax"),
        ]
    )


def draw(model, random):
    for weight in model.weights:
        values = random.uniform(0.1, 1, weight.shape)
        weight.assign(values if "variance" in weight.name else values - 0.5)


def read_folder(folder):
    model_json = json.loads((folder / "model.json").read_text())
    paths = [path for group in model_json["weightsManifest"] for path in group["paths"]]
    return {
        "modelJson": model_json,
        "weights": {path: base64.b64encode((folder / path).read_bytes()).decode() for path in paths},
    }


def convert(model, quantised=None):
    with tempfile.TemporaryDirectory() as folder:
        tensorflowjs.converters.save_keras_model(model, folder, quantization_dtype_map=quantised and {quantised: "*"})
        return read_folder(Path(folder))


def convert_file(model):
    """From a `.keras` file, as the converter's command does with `--input_format=keras_keras`."""
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        converter.dispatch_keras_keras_to_tfjs_layers_model_conversion(f"{folder}/model.keras", f"{folder}/out")
        return read_folder(Path(folder) / "out")


def main():
    cases = []
    for version, k in (("Keras 2", tf_keras), ("Keras 3", keras)):
        for make in (sequential, functional, nested, weights):
            k.backend.clear_session()
            random = np.random.default_rng(1)
            model = make(k)
            draw(model, random)
            images = random.integers(0, 256, (IMAGES, *SHAPE))
            # A Rescaling takes bytes; the others take what Strata makes of them where a file does not say.
            numbers = images if make is nested else images / 255
            predicted = model.predict(numbers.astype("float32"), verbose=0)
            known = {"images": images.ravel().tolist(), "probabilities": predicted.astype(float).ravel().tolist()}
            name = f"{version}, {make.__name__}"
            cases.append({"name": name, **convert(model), **known})
            if k is keras:
                cases.append({"name": f"{name}, from a .keras file", **convert_file(model), **known})
            if make is sequential:
                for quantised in ("float16", "uint16", "uint8"):
                    cases.append({"name": f"{name}, {quantised}", **convert(model, quantised), **known})
    made = {"tensorflowjs": tensorflowjs.__version__, "keras": keras.__version__, "tf_keras": tf_keras.__version__}
    Path(sys.argv[1]).write_text(json.dumps({"made_by": made, "cases": cases}, separators=(",", ":")) + "\n")


main()
