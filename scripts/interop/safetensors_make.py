"""Makes a Keras model with what a person would save of it: python safetensors_make.py FOLDER

FOLDER gets layers.json, weights.safetensors with the weights by their paths in Keras, the same as float16 and float64, images.bin with
float32 images, and probabilities.bin with what the model makes of them.
"""
import sys
from pathlib import Path

import keras
import numpy as np
from safetensors.numpy import save_file

folder = Path(sys.argv[1])
keras.utils.set_random_seed(3)
model = keras.Sequential(
    [
        keras.Input((8, 8, 3)),
        keras.layers.DepthwiseConv2D(3, activation="relu", name="eyes"),
        keras.layers.SeparableConv2D(6, 3, padding="same"),
        keras.layers.BatchNormalization(),
        keras.layers.PReLU(shared_axes=[1, 2]),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
for weight in model.weights:
    if "float" in str(weight.dtype) and not weight.path.endswith("kernel"):
        weight.assign(np.random.uniform(0.25, 0.75, weight.shape))
(folder / "layers.json").write_text(model.to_json())
weights = {weight.path: np.asarray(weight) for weight in model.weights}
save_file(weights, folder / "weights.safetensors")
for dtype in ("float16", "float64"):
    cast = {name: values.astype(dtype) for name, values in weights.items() if values.dtype == np.float32}
    save_file(cast, folder / f"{dtype}.safetensors")
pixels = np.random.randint(0, 256, (4, 8, 8, 3)).astype(np.uint8)
pixels.tofile(folder / "images.bin")
model.predict(pixels.astype(np.float32) / 255, verbose=0).astype(np.float32).tofile(folder / "probabilities.bin")
