/** The program that comes with a safetensors file: Keras builds the layers, and gets the weights by their names. */
import { endsInScores } from '../../model/graph/output'
import { inputShape } from '../../model/graph/shapes'
import type { TrainedModel } from '../../model/trainedModel'
import { pythonList, pythonReadImage } from '../python/readImage'

export function writeProgram(model: TrainedModel): string {
  const shape = [1, ...inputShape(model.stack, model.data)]
  return `"""Prints the class of an image, and its probability."""
import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from PIL import Image, ImageOps
from safetensors.numpy import load_file

CLASSES = ${pythonList(model.classes)}
FOLDER = Path(__file__).parent


${pythonReadImage(model, { layout: 'NHWC', takes: 'numbers' })}


def load_model():
    model = keras.models.model_from_json((FOLDER / "model.json").read_text(encoding="utf-8"))
    tensors = load_file(FOLDER / "model.safetensors")
    for layer in model.layers:
        for weight in layer.weights:
            name = f"{layer.name}/{weight.name}"
            if isinstance(layer, keras.layers.DepthwiseConv2D):
                # Keras 2's name for what Keras 3 calls a kernel as any other.
                name = name.replace("/kernel", "/depthwise_kernel")
            if name in tensors:
                weight.assign(tensors[name])
            elif weight.name != "seed_generator_state":
                sys.exit(f"model.safetensors has no {name}")
    return model


if len(sys.argv) != 2:
    sys.exit("Run it with an image: python classify.py image.png")

image = read_image(sys.argv[1]).reshape(${shape.join(', ')})
${endsInScores(model.stack) ? 'probabilities = np.array(keras.ops.softmax(load_model().predict(image, verbose=0)))[0]' : 'probabilities = load_model().predict(image, verbose=0)[0]'}
best = int(np.argmax(probabilities))
print(f"{CLASSES[best]}: {probabilities[best]:.1%}")
`
}
