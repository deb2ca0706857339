"""Loads models in Keras, asks them about images and trains them one step: `python check_keras.py FOLDER...`.

Each folder has `input.f32`, the numbers that go into the model, beside `model.keras`, `model.h5`, and `model.config.json`
with `model.weights.h5`. Prints JSON: for each folder and each form what Keras predicts before the step, and how the
step went.
"""

import json
import os
import sys
import warnings

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np


def from_weights(folder):
    with open(f"{folder}/model.config.json", encoding="utf-8") as file:
        model = keras.models.model_from_json(file.read())
    model.load_weights(f"{folder}/model.weights.h5")
    return model


FORMS = {
    "keras": lambda folder: keras.models.load_model(f"{folder}/model.keras"),
    "h5": lambda folder: keras.models.load_model(f"{folder}/model.h5"),
    "weights": from_weights,
}


def check(load, folder):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = load(folder)
        shape, classes = model.input_shape[1:], model.output_shape[-1]
        numbers = np.fromfile(f"{folder}/input.f32", "<f4").reshape(-1, *shape)
        outputs = model.predict(numbers, verbose=0)
        gives_scores = np.abs(outputs.sum(axis=1) - 1).max() > 1e-3
        probabilities = np.array(keras.ops.softmax(outputs)) if gives_scores else outputs
        optimizer = getattr(model, "optimizer", None)
        labels = np.eye(classes, dtype=np.float32)[np.arange(len(numbers)) % classes]
        history = model.fit(numbers, labels, epochs=1, verbose=0).history
    return {
        "probabilities": [float(value) for value in probabilities.reshape(-1)],
        "optimizer": type(optimizer).__name__,
        "rate": float(optimizer.learning_rate),
        "loss": float(history["loss"][0]),
        "names": [layer.name for layer in model.layers],
        "warnings": [str(warning.message) for warning in caught],
    }


if __name__ == "__main__":
    print(json.dumps({folder: {name: check(load, folder) for name, load in FORMS.items()} for folder in sys.argv[1:]}))
